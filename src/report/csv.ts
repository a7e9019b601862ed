/**
 * Tables as CSV (RFC 4180): a header, commas, CRLF, and no cell that a spreadsheet would run as a formula.
 */

import { stringify } from "csv-stringify/sync";
import { escapeCsv } from "./escape.ts";
import { FLOW_COLUMNS } from "./flow-columns.ts";
import type { FlowReport, ServiceReport } from "./report.ts";
import { SERVICE_COLUMNS } from "./service-columns.ts";

type Cell = string | number | boolean | null;

const ROWS_A_PIECE = 500;

/** `analyze --csv` and `services.csv`. */
export function renderServicesCsv(services: readonly ServiceReport[]): string {
  const head = SERVICE_COLUMNS.map(({ name }) => name);
  const rows = services.map((service) => SERVICE_COLUMNS.map(({ value }) => value(service)));
  return renderRows([head, ...rows]);
}

/** `flows --format csv` and `flows.csv`, a piece at a time. */
export function* renderFlowsCsv(flows: Iterable<FlowReport>): Generator<string> {
  let rows: Cell[][] = [FLOW_COLUMNS.map(({ name }) => name)];
  for (const flow of flows) {
    rows.push(FLOW_COLUMNS.map(({ value }) => value(flow)));
    if (rows.length >= ROWS_A_PIECE) {
      yield renderRows(rows);
      rows = [];
    }
  }
  if (rows.length > 0) yield renderRows(rows);
}

function renderRows(rows: readonly (readonly Cell[])[]): string {
  const safe = rows.map((row) => row.map((cell) => (typeof cell === "string" ? escapeCsv(cell) : cell)));
  return stringify(safe, { record_delimiter: "windows", cast: { boolean: String } });
}
