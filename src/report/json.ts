/**
 * The report and its flows as JSON. The order of fields is that of the contract, since the report is built in it.
 */

import { escapeJson } from "./escape.ts";
import type { FlowReport, Report } from "./report.ts";

/** `analyze --json` and `report.json`: two spaces a level, a line break at the end. */
export function renderJson(report: Report): string {
  return `${escapeJson(JSON.stringify(report, null, 2))}\n`;
}

/** How much text a piece holds at least; a write for each line would be slow. */
const PIECE_LENGTH = 1 << 16;

/** `flows --format ndjson`: an object a line, in pieces of about 64 KiB. */
export function* renderNdjson(flows: Iterable<FlowReport>): Generator<string> {
  let piece = "";
  for (const flow of flows) {
    piece += `${escapeJson(JSON.stringify(flow))}\n`;
    if (piece.length >= PIECE_LENGTH) {
      yield piece;
      piece = "";
    }
  }
  if (piece !== "") yield piece;
}
