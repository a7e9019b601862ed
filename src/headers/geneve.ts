/**
 * Geneve.
 *
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---+-----------+-+-+-----------+-------------------------------+
 *  |Ver|  Opt Len  |O|C|   Rsvd.   |         Protocol Type         |
 *  +---+-----------+-+-+-----------+---------------+---------------+
 *  |       Virtual Network Identifier (VNI)        |   Reserved    |
 *  +-----------------------------------------------+---------------+
 *
 * RFC 8926, section 3.4. Options follow, Opt Len words of 4 bytes.
 */
import { type Cursor, enter, tooShort } from "./cursor.ts";
import { STEP_GENEVE } from "./encapsulation.ts";
import { LAYER_ETHER_TYPE } from "./layers.ts";
import { uint16, uint24 } from "./read-integers.ts";
import { VERDICT_NOT_IP } from "./verdict.ts";

const HEADER_LENGTH = 8;

export function decodeGeneve(cursor: Cursor): number {
  const { bytes, offset } = cursor;
  if (offset + HEADER_LENGTH > cursor.capturedEnd) return tooShort(cursor, HEADER_LENGTH);
  if (bytes[offset] >> 6 !== 0) return ~VERDICT_NOT_IP;
  enter(cursor, STEP_GENEVE, uint24(bytes, offset + 4));
  cursor.offset = offset + HEADER_LENGTH + ((bytes[offset] & 0x3f) << 2);
  cursor.etherType = uint16(bytes, offset + 2);
  return LAYER_ETHER_TYPE;
}
