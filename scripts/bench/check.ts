/** Compares what portolan says of a capture with what its generator counted. */
import type { Report } from "../../src/report/report.ts";
import type { CaptureTruth } from "./truth.ts";

type Figures = Readonly<Record<string, number>>;

/** What differs, a line each; nothing where all is equal. */
export function differences(report: Report, truth: CaptureTruth): string[] {
  const found = compare("totals", report.totals, truth.totals);
  found.push(...compareRows("service", byPort(report.services), byPort(truth.services)));
  if (truth.servers !== null) {
    found.push(...compareRows("server", bySocket(report.servers), bySocket(truth.servers)));
  }
  const [capture] = report.captures;
  if (!capture.complete || capture.problems.length > 0) found.push("the capture is said to be damaged");
  return found;
}

function byPort<Row extends { transport: string; port: number }>(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [`${row.port}/${row.transport}`, row]));
}

function bySocket<Row extends { transport: string; port: number; address: string }>(
  rows: readonly Row[],
): Map<string, Row> {
  return new Map(rows.map((row) => [`${row.address} ${row.port}/${row.transport}`, row]));
}

function compareRows(
  what: string,
  told: ReadonlyMap<string, object>,
  truth: ReadonlyMap<string, object>,
): string[] {
  const found: string[] = [];
  for (const [key, row] of truth) found.push(...compare(`${what} ${key}`, told.get(key) ?? {}, row));
  for (const key of told.keys()) if (!truth.has(key)) found.push(`${what} ${key} does not exist`);
  return found;
}

/** Every figure that the generator counted has to be there. */
function compare(what: string, told: object, truth: object): string[] {
  return Object.entries(figuresOf(truth)).flatMap(([figure, expected]) => {
    const got = figuresOf(told)[figure];
    return got === expected ? [] : [`${what}: ${figure} is ${got}, not ${expected}`];
  });
}

function figuresOf(row: object): Figures {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => typeof value === "number"));
}
