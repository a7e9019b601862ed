/**
 * Flows as Apache Parquet, for DuckDB, Spark, pandas and the like: `flows --format parquet`. Counts are INT64,
 * since a flow's bytes pass 2³¹; times are timestamps in UTC with nanoseconds.
 */

import type { SchemaElement } from "hyparquet";
import { FLOW_COLUMNS, type FlowColumn } from "./flow-columns.ts";
import type { FlowReport } from "./report.ts";

/** Rows of a row group; one group is held in memory at a time. */
const ROWS_A_GROUP = 50_000;

/** The file as pieces of bytes, one a row group. hyparquet-writer is loaded when the first piece is asked for. */
export async function* renderParquet(flows: Iterable<FlowReport>): AsyncGenerator<Uint8Array> {
  const { ByteWriter, ParquetWriter } = await import("hyparquet-writer");
  const writer = new ByteWriter();
  const parquet = new ParquetWriter({ writer, schema: SCHEMA, createdBy: "portolan" });
  const takeBytes = (): Uint8Array => {
    const bytes = writer.getBytes().slice();
    writer.index = 0;
    return bytes;
  };
  for (const group of rowGroups(flows)) {
    const columnData = FLOW_COLUMNS.map((column, index) => ({ name: column.name, data: group[index] }));
    await parquet.write({ columnData, rowGroupSize: ROWS_A_GROUP });
    yield takeBytes();
  }
  await parquet.finish();
  yield takeBytes();
}

type Value = string | number | bigint | boolean | null;

/** The flows as columns, `ROWS_A_GROUP` rows at a time. */
function* rowGroups(flows: Iterable<FlowReport>): Generator<Value[][]> {
  let columns: Value[][] = FLOW_COLUMNS.map(() => []);
  let rows = 0;
  for (const flow of flows) {
    for (let index = 0; index < FLOW_COLUMNS.length; index += 1) {
      columns[index].push(cellOf(FLOW_COLUMNS[index], flow));
    }
    rows += 1;
    if (rows === ROWS_A_GROUP) {
      yield columns;
      columns = FLOW_COLUMNS.map(() => []);
      rows = 0;
    }
  }
  if (rows > 0) yield columns;
}

function cellOf({ kind, value }: FlowColumn, flow: FlowReport): Value {
  const cell = value(flow);
  if (kind === "count") return BigInt(Number(cell));
  if (kind === "count-or-none") return cell === null ? null : BigInt(Number(cell));
  return kind === "time" ? nanosecondsOf(String(cell)) : cell;
}

/** Nanoseconds since 1970 of an RFC 3339 time in UTC. */
function nanosecondsOf(time: string): bigint {
  const seconds = Date.parse(`${time.slice(0, 19)}Z`) / 1000;
  const fraction = time.slice(20, -1).padEnd(9, "0").slice(0, 9);
  return BigInt(seconds) * 1_000_000_000n + BigInt(fraction);
}

const SCHEMA: SchemaElement[] = [
  { name: "flows", num_children: FLOW_COLUMNS.length },
  ...FLOW_COLUMNS.map(schemaOf),
];

function schemaOf({ name, kind }: FlowColumn): SchemaElement {
  switch (kind) {
    case "text":
      return { name, type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "OPTIONAL" };
    case "time":
      return {
        name,
        type: "INT64",
        logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "NANOS" },
        repetition_type: "REQUIRED",
      };
    case "count":
      return { name, type: "INT64", repetition_type: "REQUIRED" };
    case "count-or-none":
      return { name, type: "INT64", repetition_type: "OPTIONAL" };
    case "fraction":
      return { name, type: "DOUBLE", repetition_type: "OPTIONAL" };
    case "boolean":
      return { name, type: "BOOLEAN", repetition_type: "REQUIRED" };
  }
}
