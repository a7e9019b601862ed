/** `check --format json`. */
import { escapeJson } from "../escape.ts";
import type { CheckReport } from "./check-report.ts";

/** Two spaces a level, a line break at the end. */
export function renderCheckJson(report: CheckReport): string {
  return `${escapeJson(JSON.stringify(report, null, 2))}\n`;
}
