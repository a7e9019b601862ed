/**
 * FDDI: frame control, destination, source, then LLC.
 *
 * ANSI X3.139; RFC 1390. A frame control of binary CL01xxxx is LLC data (C: synchronous, L: length of addresses).
 */
import { type Cursor, tooShort } from "./cursor.ts";
import { LAYER_LLC } from "./layers.ts";
import { VERDICT_NOT_IP } from "./verdict.ts";

const HEADER_LENGTH = 13;
const FORMAT = 0x30;
const FORMAT_LLC = 0x10;

export function decodeFddi(cursor: Cursor): number {
  const { bytes, offset } = cursor;
  if (offset + HEADER_LENGTH > cursor.capturedEnd) return tooShort(cursor, HEADER_LENGTH);
  if ((bytes[offset] & FORMAT) !== FORMAT_LLC) return ~VERDICT_NOT_IP;
  cursor.offset = offset + HEADER_LENGTH;
  return LAYER_LLC;
}
