/** `portolan flows`: a row a flow. */
import { renderFlowsCsv } from "../report/csv.ts";
import { flowRows } from "../report/flow-rows.ts";
import { renderNdjson } from "../report/json.ts";
import { renderFlowTable } from "../report/terminal.ts";
import { type ReadOptions, readCaptures } from "./read-captures.ts";
import { terminalSettings } from "./terminal-settings.ts";
import { UsageError } from "./usage-error.ts";
import { writeOutput } from "./write-output.ts";

export const FLOW_FORMATS = ["table", "csv", "ndjson", "parquet"] as const;

export interface FlowsCommandOptions extends ReadOptions {
  readonly format: (typeof FLOW_FORMATS)[number];
}

export async function runFlows(captures: readonly string[], options: FlowsCommandOptions): Promise<void> {
  if (options.format === "parquet" && process.stdout.isTTY) {
    throw new UsageError(
      "--format parquet writes bytes that a terminal cannot show; redirect it: … > flows.parquet",
    );
  }
  const rows = flowRows(await readCaptures(captures, options));
  switch (options.format) {
    case "csv":
      return writeOutput(renderFlowsCsv(rows));
    case "ndjson":
      return writeOutput(renderNdjson(rows));
    case "parquet": {
      const { renderParquet } = await import("../report/parquet.ts");
      return writeOutput(renderParquet(rows));
    }
    case "table":
      return writeOutput(renderFlowTable(rows, terminalSettings(process.stdout, process.env)));
  }
}
