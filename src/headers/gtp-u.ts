/**
 * GPRS Tunnelling Protocol, user plane, version 1.
 *
 *   0       1        2         4                 8         (10  11  12)
 *  +-------+--------+---------+-----------------+----------------------
 *  |VVVT-ESP| Type  | Length  | Tunnel Endpoint | Sequence, N-PDU, next
 *  +-------+--------+---------+-----------------+----------------------
 *
 * 3GPP TS 29.281, section 5.1. Message type 255 carries a packet (G-PDU); its version is read off its first
 * nibble. The last four bytes are there where one of E, S and PN is set.
 */
import { type Cursor, endAfter, enter, tooShort } from "./cursor.ts";
import { STEP_GTP_U } from "./encapsulation.ts";
import { LAYER_IPV4, LAYER_IPV6 } from "./layers.ts";
import { int32, uint16 } from "./read-integers.ts";
import { VERDICT_NOT_IP } from "./verdict.ts";

const HEADER_LENGTH = 8;
const OPTIONAL_LENGTH = 4;
const VERSION_1_GTP = 0x30;
const VERSION_AND_TYPE = 0xf0;
const ANY_OPTIONAL = 0x07;
const EXTENSION = 0x04;
const MESSAGE_G_PDU = 255;

export function decodeGtpU(cursor: Cursor): number {
  const { bytes, offset } = cursor;
  if (offset + HEADER_LENGTH > cursor.capturedEnd) return tooShort(cursor, HEADER_LENGTH);
  if ((bytes[offset] & VERSION_AND_TYPE) !== VERSION_1_GTP || bytes[offset + 1] !== MESSAGE_G_PDU) {
    return ~VERDICT_NOT_IP;
  }
  const tunnel = int32(bytes, offset + 4);
  enter(cursor, STEP_GTP_U, tunnel);
  cursor.offset = offset + HEADER_LENGTH;
  endAfter(cursor, uint16(bytes, offset + 2));
  if ((bytes[offset] & ANY_OPTIONAL) !== 0) {
    const failure = skipExtensions(cursor, (bytes[offset] & EXTENSION) !== 0);
    if (failure !== 0) return failure;
  }
  if (cursor.offset + 1 > cursor.capturedEnd) return tooShort(cursor, 1);
  const version = bytes[cursor.offset] >> 4;
  if (version === 4) return LAYER_IPV4;
  return version === 6 ? LAYER_IPV6 : ~VERDICT_NOT_IP;
}

/** Section 5.2: an extension starts with its length in words of 4 bytes and ends with the next one's type. */
function skipExtensions(cursor: Cursor, extended: boolean): number {
  const { bytes } = cursor;
  if (cursor.offset + OPTIONAL_LENGTH > cursor.capturedEnd) return tooShort(cursor, OPTIONAL_LENGTH);
  let next = extended ? bytes[cursor.offset + 3] : 0;
  cursor.offset += OPTIONAL_LENGTH;
  while (next !== 0) {
    if (cursor.offset + 4 > cursor.capturedEnd) return tooShort(cursor, 4);
    const length = bytes[cursor.offset] << 2;
    if (length === 0) return ~VERDICT_NOT_IP;
    if (cursor.offset + length > cursor.capturedEnd) return tooShort(cursor, length);
    next = bytes[cursor.offset + length - 1];
    cursor.offset += length;
  }
  return 0;
}
