import type { EncapsulationTable } from "./encapsulation.ts";
import type { HeaderBatch } from "./header.ts";
import { VERDICT_MALFORMED_HEADER, VERDICT_TRUNCATED_HEADER } from "./verdict.ts";

/**
 * Where the decoder stands in one packet. One cursor serves a whole run; formats read at `offset` and move it.
 *
 * Two ends travel together: a byte before `capturedEnd` may be read, a byte before `declaredEnd` belongs to the
 * packet. `capturedEnd <= declaredEnd` always holds. One check of a header's length against `capturedEnd`
 * licenses the reads below it: a read past a typed array's end would be a silent `undefined`.
 */
export class Cursor {
  bytes: Uint8Array = new Uint8Array(0);
  offset = 0;
  capturedEnd = 0;
  declaredEnd = 0;
  /** The row of `headers` that is being filled. */
  row = 0;
  /** Whether the row holds ports already: then a deeper layer that fails takes nothing away. */
  carried = false;
  /** EtherType (or PPP's or GRE's translated to it) that `LAYER_ETHER_TYPE` looks at. */
  etherType = 0;
  /** Id of the path so far in `encapsulations`. */
  encapsulation = 0;
  /** Bytes that were required at `offset` where a header was too short: the words of an explanation (trace.ts). */
  required = 0;
  readonly headers: HeaderBatch;
  readonly encapsulations: EncapsulationTable;
  /** With `outer`, what a tunnel carries is not looked at. */
  readonly outermostOnly: boolean;

  constructor(headers: HeaderBatch, encapsulations: EncapsulationTable, outermostOnly: boolean) {
    this.headers = headers;
    this.encapsulations = encapsulations;
    this.outermostOnly = outermostOnly;
  }
}

/**
 * The answer where `length` bytes were required at the cursor and are not there: cut by the capture, or never
 * declared by the headers around.
 */
export function tooShort(cursor: Cursor, length: number): number {
  cursor.required = length;
  return cursor.offset + length > cursor.declaredEnd ? ~VERDICT_MALFORMED_HEADER : ~VERDICT_TRUNCATED_HEADER;
}

/** Notes one more encapsulation around what follows. */
export function enter(cursor: Cursor, step: number, value: number): void {
  cursor.encapsulation = cursor.encapsulations.enter(cursor.encapsulation, step, value);
}

/** Takes `length` bytes off the packet's end, a frame check sequence for instance. */
export function takeOffEnd(cursor: Cursor, length: number): void {
  cursor.declaredEnd -= length;
  if (cursor.capturedEnd > cursor.declaredEnd) cursor.capturedEnd = cursor.declaredEnd;
}

/** Lets the packet end `length` bytes after the cursor, where that is before the end known so far. */
export function endAfter(cursor: Cursor, length: number): void {
  const end = cursor.offset + length;
  if (end < cursor.declaredEnd) cursor.declaredEnd = end;
  if (cursor.capturedEnd > cursor.declaredEnd) cursor.capturedEnd = cursor.declaredEnd;
}
