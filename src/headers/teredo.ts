/**
 * Teredo: IPv6 over UDP through NATs.
 *
 * RFC 4380, section 5.1.1: an optional authentication header (00 01, identifier length, value length, both
 * values, 8-byte nonce, 1-byte confirmation), an optional origin indication (00 00, port, address: 8 bytes),
 * then an IPv6 packet.
 */
import { type Cursor, enter, tooShort } from "./cursor.ts";
import { STEP_TEREDO } from "./encapsulation.ts";
import { LAYER_IPV6 } from "./layers.ts";
import { VERDICT_NOT_IP } from "./verdict.ts";

const AUTHENTICATION = 0x0001;
const AUTHENTICATION_FIXED_LENGTH = 13;
const ORIGIN = 0x0000;
const ORIGIN_LENGTH = 8;
const IPV6_HEADER_LENGTH = 40;

export function decodeTeredo(cursor: Cursor): number {
  const { bytes } = cursor;
  if (cursor.offset + 4 > cursor.capturedEnd) return tooShort(cursor, 4);
  if (indicator(cursor) === AUTHENTICATION) {
    cursor.offset += AUTHENTICATION_FIXED_LENGTH + bytes[cursor.offset + 2] + bytes[cursor.offset + 3];
    if (cursor.offset + 2 > cursor.capturedEnd) return tooShort(cursor, 2);
  }
  if (indicator(cursor) === ORIGIN) cursor.offset += ORIGIN_LENGTH;
  if (cursor.offset + IPV6_HEADER_LENGTH > cursor.capturedEnd) return tooShort(cursor, IPV6_HEADER_LENGTH);
  if (bytes[cursor.offset] >> 4 !== 6) return ~VERDICT_NOT_IP;
  enter(cursor, STEP_TEREDO, 0);
  return LAYER_IPV6;
}

function indicator(cursor: Cursor): number {
  return (cursor.bytes[cursor.offset] << 8) | cursor.bytes[cursor.offset + 1];
}
