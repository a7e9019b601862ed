/** One port, or a few, asked of many hosts. A scan that asks many of both is where it asks more of. */

import type { Finding } from "./finding.ts";
import type { Scans } from "./scans/find-scans.ts";
import { scanFinding } from "./scans/scan-finding.ts";
import type { Traffic } from "./traffic.ts";

export function findHorizontalScans(traffic: Traffic, { scans }: Scans): Finding[] {
  return scans
    .filter(({ searches }) => searches === "hosts")
    .map((scan) => scanFinding(traffic, "horizontal-scan", scan));
}
