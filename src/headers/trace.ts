/**
 * One packet decoded again, slowly: the same steps as in decode.ts, each one noted. For explanations; the columns
 * of a batch hold only what all steps left behind.
 */
import type { RecordBatch } from "../records/record.ts";
import { Cursor } from "./cursor.ts";
import { enterFrame, type HeaderDecoder, MAXIMUM_HEADERS, step } from "./decode.ts";
import { VERDICT_TOO_MANY_HEADERS } from "./verdict.ts";

/** Offsets count from the frame's first byte. */
export interface TracedHeader {
  /** One of the LAYER_ numbers. */
  readonly layer: number;
  readonly offset: number;
  /** Bytes until what follows; null where nothing was looked for behind the header. */
  readonly length: number | null;
  /** Bytes from the header's first one on: those that were captured, and those that belong to the packet. */
  readonly captured: number;
  readonly declared: number;
}

/** Bytes that a decoder wanted and that were not there. */
export interface Shortage {
  /** Where they were wanted, from the frame's first byte. */
  readonly offset: number;
  readonly required: number;
  /** Bytes that were captured from there on, and bytes that the packet has from there on. */
  readonly captured: number;
  readonly declared: number;
}

export interface PacketTrace {
  /** Outermost first; the last one is where the way ended. */
  readonly headers: readonly TracedHeader[];
  /** The VERDICT_ number that the last step answered with; a packet that has ports before is carried all the same. */
  readonly end: number;
  /** Whether a transport's ports were found on the way. */
  readonly carried: boolean;
  readonly shortage: Shortage | null;
}

/** Decodes row `row` of the batch that `decoder` decoded last; its columns stay as they are. */
export function tracePacket(
  decoder: HeaderDecoder,
  records: RecordBatch,
  row: number,
  tunnels: "inner" | "outer" = "inner",
): PacketTrace {
  const cursor = new Cursor(decoder.headers, decoder.encapsulations, tunnels === "outer");
  cursor.bytes = records.bytes;
  const headers: TracedHeader[] = [];
  const start = records.offset[row];
  let layer = enterFrame(cursor, records, row);
  for (let depth = 0; layer >= 0 && depth < MAXIMUM_HEADERS; depth++) {
    const { offset, capturedEnd, declaredEnd } = cursor;
    cursor.required = 0;
    const next = step(cursor, layer);
    const length = cursor.offset - offset;
    // What only looks at a field that was read before, or at a version, is no header of its own.
    if (next < 0 || length > 0) {
      headers.push({
        layer,
        offset: offset - start,
        length: length > 0 && cursor.required === 0 ? length : null,
        captured: Math.max(0, capturedEnd - offset),
        declared: Math.max(0, declaredEnd - offset),
      });
    }
    layer = next;
  }
  return {
    headers,
    end: layer < 0 ? ~layer : VERDICT_TOO_MANY_HEADERS,
    carried: cursor.carried,
    shortage: cursor.required === 0 ? null : shortageAt(cursor, start),
  };
}

function shortageAt({ offset, required, capturedEnd, declaredEnd }: Cursor, start: number): Shortage {
  return {
    offset: offset - start,
    required,
    captured: Math.max(0, capturedEnd - offset),
    declared: Math.max(0, declaredEnd - offset),
  };
}
