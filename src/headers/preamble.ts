/** Bytes before a frame that tell nothing about what it carries: direction bytes, Ethernet preambles, probe headers. */
import { type Cursor, tooShort } from "./cursor.ts";

/** Skips `length` bytes and goes on with the layer `following`. */
export function decodePreamble(cursor: Cursor, length: number, following: number): number {
  if (cursor.offset + length > cursor.capturedEnd) return tooShort(cursor, length);
  cursor.offset += length;
  return following;
}
