/** Reads a capture to its end and keeps every record as an object, for comparing. */
import { bytesSource } from "../../src/records/byte-source.ts";
import { type OpenOptions, openSource } from "../../src/records/open-capture.ts";
import {
  type CaptureInterface,
  type CaptureSummary,
  RecordBatch,
  type RecordReader,
} from "../../src/records/record.ts";

export interface Row {
  readonly time: string;
  readonly originalLength: number;
  readonly data: string;
  readonly interface: CaptureInterface;
}

export interface Read {
  readonly rows: readonly Row[];
  readonly summary: CaptureSummary;
  /** The longest buffer that a batch pointed into. */
  readonly longestBuffer: number;
}

/** `takes`: without a promise where that can be. */
export async function readRows(reader: RecordReader, takes = false): Promise<Read> {
  const batch = new RecordBatch(reader.memory);
  const rows: Row[] = [];
  let longestBuffer = 0;
  while (await reader.next(batch)) {
    do {
      longestBuffer = Math.max(longestBuffer, batch.bytes.length);
      for (let row = 0; row < batch.count; row++) rows.push(rowOf(batch, row));
    } while (takes && reader.take(batch));
  }
  if (batch.count !== 0) throw new Error("a batch after the end must be empty");
  await reader.close();
  return { rows, summary: reader.summary(), longestBuffer };
}

export async function readBytes(bytes: Uint8Array, options: OpenOptions = {}): Promise<Read> {
  return readRows(await openSource(bytesSource(bytes), "test.pcap", options));
}

function rowOf(batch: RecordBatch, row: number): Row {
  const start = batch.offset[row];
  const end = start + batch.capturedLength[row];
  if (start < 0 || end > batch.bytes.length) throw new Error("a record lies outside its batch's bytes");
  const nanoseconds = batch.nanoseconds[row];
  if (nanoseconds > 999_999_999) throw new Error(`${nanoseconds} nanoseconds are more than a second`);
  return {
    time: `${batch.seconds[row]}.${String(nanoseconds).padStart(9, "0")}`,
    originalLength: batch.originalLength[row],
    data: Buffer.from(batch.bytes.subarray(start, end)).toString("hex"),
    interface: batch.interfaces[batch.interfaceIndex[row]],
  };
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

export function problemCodes(read: Read): string[] {
  return read.summary.problems.map(({ code }) => code);
}
