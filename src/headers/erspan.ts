/**
 * Encapsulated Remote Switch Port Analyzer, types II and III: a mirrored Ethernet frame inside GRE.
 *
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-------+-----------------------+-----+---+-+-------------------+
 *  |  Ver  |          VLAN         | COS |En |T|    Session ID     |
 *  +-------+-----------------------+-----+---+-+-------------------+
 *  | II: Reserved, Index. III: Timestamp; SGT, P, FT, Hw ID, D, Gra, O; optional 8-byte platform subheader
 *
 * draft-foschiano-erspan-03, sections 4.2 and 4.3.
 */
import { type Cursor, enter, tooShort } from "./cursor.ts";
import { STEP_ERSPAN } from "./encapsulation.ts";
import { LAYER_ETHERNET, LAYER_IPV4 } from "./layers.ts";

const TYPE_II_LENGTH = 8;
const TYPE_III_LENGTH = 12;
const PLATFORM_SUBHEADER_LENGTH = 8;
const FRAME_TYPE_IP = 2;

export function decodeErspan(cursor: Cursor): number {
  const { offset } = cursor;
  if (offset + TYPE_II_LENGTH > cursor.capturedEnd) return tooShort(cursor, TYPE_II_LENGTH);
  enterSession(cursor);
  cursor.offset = offset + TYPE_II_LENGTH;
  return LAYER_ETHERNET;
}

export function decodeErspanIii(cursor: Cursor): number {
  const { bytes, offset } = cursor;
  if (offset + TYPE_III_LENGTH > cursor.capturedEnd) return tooShort(cursor, TYPE_III_LENGTH);
  enterSession(cursor);
  const frameType = (bytes[offset + 10] >> 2) & 0x1f;
  const hasSubheader = (bytes[offset + 11] & 0x01) !== 0;
  cursor.offset = offset + TYPE_III_LENGTH + (hasSubheader ? PLATFORM_SUBHEADER_LENGTH : 0);
  return frameType === FRAME_TYPE_IP ? LAYER_IPV4 : LAYER_ETHERNET;
}

function enterSession(cursor: Cursor): void {
  const { bytes, offset } = cursor;
  enter(cursor, STEP_ERSPAN, ((bytes[offset + 2] & 0x03) << 8) | bytes[offset + 3]);
}
