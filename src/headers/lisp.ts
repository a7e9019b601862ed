/**
 * Locator/ID Separation Protocol, data plane.
 *
 *  +-+-+-+-+-+-----+-----------------------+
 *  |N|L|E|V|I|flags|   Nonce / Map-Version |
 *  +-+-+-+-+-+-----+-----------------------+
 *  |  Instance ID / Locator-Status-Bits    |
 *  +---------------------------------------+
 *
 * RFC 9300, section 5.1. A bare IPv4 or IPv6 packet follows.
 */
import { type Cursor, enter, tooShort } from "./cursor.ts";
import { STEP_LISP } from "./encapsulation.ts";
import { LAYER_IPV4, LAYER_IPV6 } from "./layers.ts";
import { uint24 } from "./read-integers.ts";
import { VERDICT_NOT_IP } from "./verdict.ts";

const HEADER_LENGTH = 8;
const INSTANCE_PRESENT = 0x08;

export function decodeLisp(cursor: Cursor): number {
  const { bytes, offset } = cursor;
  if (offset + HEADER_LENGTH + 1 > cursor.capturedEnd) return tooShort(cursor, HEADER_LENGTH + 1);
  const instance = (bytes[offset] & INSTANCE_PRESENT) !== 0 ? uint24(bytes, offset + 4) : 0;
  enter(cursor, STEP_LISP, instance);
  cursor.offset = offset + HEADER_LENGTH;
  const version = bytes[cursor.offset] >> 4;
  if (version === 4) return LAYER_IPV4;
  return version === 6 ? LAYER_IPV6 : ~VERDICT_NOT_IP;
}
