/** `portolan flows`: a row a flow. */
import { flowRows } from "../report/flow-rows.ts";
import type { FlowReport } from "../report/report.ts";
import type { FlowFormat } from "./flow-formats.ts";
import { print } from "./print.ts";
import { type ReadOptions, readCaptures } from "./read-captures.ts";
import { terminalSettings } from "./terminal-settings.ts";
import { UsageError } from "./usage-error.ts";

export interface FlowsCommandOptions extends ReadOptions {
  readonly format: FlowFormat;
}

export async function runFlows(captures: readonly string[], options: FlowsCommandOptions): Promise<void> {
  if (options.format === "parquet" && process.stdout.isTTY) {
    throw new UsageError(
      "--format parquet writes bytes, which no terminal can show; redirect it: … > flows.parquet",
    );
  }
  const rows = flowRows(await readCaptures(captures, options, { seeksFindings: false }));
  await print(await render(rows, options.format));
}

/** Each form is loaded when it is asked for. */
async function render(
  rows: Iterable<FlowReport>,
  format: FlowFormat,
): Promise<Iterable<string> | AsyncIterable<Uint8Array>> {
  switch (format) {
    case "csv": {
      const { renderFlowsCsv } = await import("../report/csv.ts");
      return renderFlowsCsv(rows);
    }
    case "ndjson": {
      const { renderNdjson } = await import("../report/json.ts");
      return renderNdjson(rows);
    }
    case "parquet": {
      const { renderParquet } = await import("../report/parquet.ts");
      return renderParquet(rows);
    }
    case "table":
      return renderTable(rows);
  }
}

async function renderTable(rows: Iterable<FlowReport>): Promise<Iterable<string>> {
  const { renderFlowTable } = await import("../report/terminal.ts");
  const settings = terminalSettings(process.stdout, process.env);
  const pieces = renderFlowTable(rows, settings);
  if (settings.unicode) return pieces;
  const { asciiTable } = await import("./ascii-table.ts");
  return mapped(pieces, asciiTable);
}

function* mapped(pieces: Iterable<string>, change: (piece: string) => string): Generator<string> {
  for (const piece of pieces) yield change(piece);
}
