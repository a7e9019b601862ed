/** `diff --format json`. */
import { escapeJson } from "../escape.ts";
import type { DiffReport } from "./diff-report.ts";

/** Two spaces a level, a line break at the end. */
export function renderDiffJson(report: DiffReport): string {
  return `${escapeJson(JSON.stringify(report, null, 2))}\n`;
}
