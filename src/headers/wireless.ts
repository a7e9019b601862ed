/**
 * IEEE 802.11 frames.
 *
 *   0        2          4           10          16          22         24        (30     32    36)
 *  +--------+----------+-----------+-----------+-----------+----------+-------------------------
 *  | Frame  | Duration | Address 1 | Address 2 | Address 3 | Sequence | Address 4, QoS, HT
 *  | control|          |           |           |           | control  | (each where told)
 *  +--------+----------+-----------+-----------+-----------+----------+-------------------------
 *
 * IEEE 802.11-2020, section 9.2.3 (general frame) and 9.3.2.2 (aggregated MSDUs). Address 4 stands where both
 * To DS and From DS are set, QoS control in data frames of subtype 8 and up, HT control where a QoS frame has
 * the +HTC/Order bit.
 */
import { type Cursor, endAfter, tooShort } from "./cursor.ts";
import { LAYER_LLC } from "./layers.ts";
import { uint16 } from "./read-integers.ts";
import {
  VERDICT_ENCRYPTED_LINK,
  VERDICT_MALFORMED_HEADER,
  VERDICT_NOT_IP,
  VERDICT_WIRELESS_CONTROL,
} from "./verdict.ts";

const BASE_LENGTH = 24;
const ADDRESS_LENGTH = 6;
const QOS_LENGTH = 2;
const HT_CONTROL_LENGTH = 4;
const TYPE_DATA = 2;
const SUBTYPE_NO_DATA = 0x04;
const SUBTYPE_QOS = 0x08;
const TO_DS = 0x01;
const FROM_DS = 0x02;
const MORE_FRAGMENTS = 0x04;
const PROTECTED = 0x40;
const ORDER = 0x80;
const QOS_AGGREGATED = 0x80;
const SUBFRAME_HEADER_LENGTH = 14;

/** Where a header's padding to four bytes is told (radiotap's flags), data starts at a multiple of four. */
export function decodeWireless(cursor: Cursor, padded: boolean, swapped: boolean): number {
  const { bytes, offset } = cursor;
  if (offset + 2 > cursor.capturedEnd) return tooShort(cursor, 2);
  const typeByte = bytes[offset + (swapped ? 1 : 0)];
  const flags = bytes[offset + (swapped ? 0 : 1)];
  const subtype = typeByte >> 4;
  if (((typeByte >> 2) & 3) !== TYPE_DATA || (subtype & SUBTYPE_NO_DATA) !== 0)
    return ~VERDICT_WIRELESS_CONTROL;
  if (offset + BASE_LENGTH > cursor.capturedEnd) return tooShort(cursor, BASE_LENGTH);
  if ((flags & PROTECTED) !== 0) return ~VERDICT_ENCRYPTED_LINK;
  const fragmentNumber = bytes[offset + (swapped ? 23 : 22)] & 0x0f;
  // Fragments of an 802.11 frame would have to be put together first; only the first holds the headers.
  if (fragmentNumber !== 0) return ~VERDICT_NOT_IP;

  let length = BASE_LENGTH;
  if ((flags & (TO_DS | FROM_DS)) === (TO_DS | FROM_DS)) length += ADDRESS_LENGTH;
  let aggregated = false;
  if ((subtype & SUBTYPE_QOS) !== 0) {
    if (offset + length + QOS_LENGTH > cursor.capturedEnd) return tooShort(cursor, length + QOS_LENGTH);
    aggregated = (bytes[offset + length] & QOS_AGGREGATED) !== 0 && (flags & MORE_FRAGMENTS) === 0;
    length += QOS_LENGTH;
    if ((flags & ORDER) !== 0) length += HT_CONTROL_LENGTH;
  }
  if (padded) length = (length + 3) & ~3;
  if (offset + length > cursor.capturedEnd) return tooShort(cursor, length);
  cursor.offset = offset + length;
  return aggregated ? enterAggregate(cursor) : LAYER_LLC;
}

/**
 * Moves into one subframe: destination, source, length, MSDU, padding to four. One packet has one verdict, so
 * the last whole subframe speaks for the frame (the first, where the outermost headers are asked for).
 */
function enterAggregate(cursor: Cursor): number {
  const { bytes } = cursor;
  let at = cursor.offset;
  let start = -1;
  let size = 0;
  while (at + SUBFRAME_HEADER_LENGTH <= cursor.capturedEnd) {
    const length = uint16(bytes, at + 12);
    if (length === 0) break;
    start = at + SUBFRAME_HEADER_LENGTH;
    size = length;
    if (cursor.outermostOnly) break;
    at = start + ((length + SUBFRAME_HEADER_LENGTH + 3) & ~3) - SUBFRAME_HEADER_LENGTH;
  }
  if (start < 0) {
    const isThere = cursor.offset + SUBFRAME_HEADER_LENGTH <= cursor.capturedEnd;
    return isThere ? ~VERDICT_MALFORMED_HEADER : tooShort(cursor, SUBFRAME_HEADER_LENGTH);
  }
  cursor.offset = start;
  endAfter(cursor, size);
  return LAYER_LLC;
}
