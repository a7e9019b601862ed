/** Many ports asked of a host, or of each of several. A scan that asks many of both is where it asks more of. */

import type { Finding } from "./finding.ts";
import { scansOf } from "./scans/find-scans.ts";
import { scanFinding } from "./scans/scan-finding.ts";
import type { Traffic } from "./traffic.ts";

export function findVerticalScans(traffic: Traffic): Finding[] {
  const { scans } = scansOf(traffic);
  return scans
    .filter(({ searches }) => searches === "ports")
    .map((scan) => scanFinding(traffic, "vertical-scan", scan));
}
