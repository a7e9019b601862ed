/** Many ports asked of a host, or of each of several. A scan that asks many of both is where it asks more of. */

import type { Finding } from "./finding.ts";
import type { Scans } from "./scans/find-scans.ts";
import { scanFinding } from "./scans/scan-finding.ts";
import type { Traffic } from "./traffic.ts";

export function findVerticalScans(traffic: Traffic, { scans }: Scans): Finding[] {
  return scans
    .filter(({ searches }) => searches === "ports")
    .map((scan) => scanFinding(traffic, "vertical-scan", scan));
}
