/**
 * The time that a report's captures cover together.
 */

import type { Report } from "./report.ts";
import { secondsBetween } from "./units.ts";

export interface TimeSpan {
  /** RFC 3339 in UTC. */
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly seconds: number;
}

/** From the earliest packet of any capture to the latest; null where there is no packet. */
export function spanOf(report: Report): TimeSpan | null {
  let firstSeen: string | null = null;
  let lastSeen: string | null = null;
  for (const capture of report.captures) {
    if (capture.firstSeen !== null && (firstSeen === null || capture.firstSeen < firstSeen)) {
      firstSeen = capture.firstSeen;
    }
    if (capture.lastSeen !== null && (lastSeen === null || capture.lastSeen > lastSeen)) {
      lastSeen = capture.lastSeen;
    }
  }
  if (firstSeen === null || lastSeen === null) return null;
  return { firstSeen, lastSeen, seconds: secondsBetween(firstSeen, lastSeen) };
}
