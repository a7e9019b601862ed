/**
 * Frame Relay with the encapsulation of RFC 2427, or Cisco's.
 *
 *  +----------------+---------+-------------+-------+-----------------------------------
 *  | Q.922 address  | Control | Pad (or not)| NLPID | packet; with NLPID 0x80: SNAP first
 *  | 2, 3 or 4 bytes|  0x03   |    0x00     |       |
 *  +----------------+---------+-------------+-------+-----------------------------------
 *
 * RFC 2427, section 3; the last byte of the address has its low bit set. Cisco writes an EtherType behind the
 * address.
 */
import { type Cursor, tooShort } from "./cursor.ts";
import { LAYER_ETHER_TYPE, LAYER_IPV4, LAYER_IPV6, LAYER_PPP } from "./layers.ts";
import { snapLayer } from "./llc.ts";
import { uint16 } from "./read-integers.ts";
import { VERDICT_MALFORMED_HEADER, VERDICT_NOT_IP } from "./verdict.ts";

const LONGEST_ADDRESS = 4;
const UNNUMBERED_INFORMATION = 0x03;
const SNAP_LENGTH = 5;

export function decodeFrameRelay(cursor: Cursor): number {
  const { bytes, offset } = cursor;
  let at = offset;
  do {
    if (at + 1 > cursor.capturedEnd) return tooShort(cursor, at + 1 - offset);
    if (at - offset === LONGEST_ADDRESS) return ~VERDICT_MALFORMED_HEADER;
  } while ((bytes[at++] & 1) === 0);
  if (at + 2 > cursor.capturedEnd) return tooShort(cursor, at + 2 - offset);
  if (bytes[at] !== UNNUMBERED_INFORMATION) {
    cursor.etherType = uint16(bytes, at);
    cursor.offset = at + 2;
    return LAYER_ETHER_TYPE;
  }
  at++;
  if (bytes[at] === 0) at++;
  if (at + 1 > cursor.capturedEnd) return tooShort(cursor, at + 1 - offset);
  cursor.offset = at + 1;
  return networkLayer(cursor, bytes[at]);
}

/** ISO/IEC TR 9577: the network layer protocol identifier. */
function networkLayer(cursor: Cursor, identifier: number): number {
  switch (identifier) {
    case 0xcc:
      return LAYER_IPV4;
    case 0x8e:
      return LAYER_IPV6;
    case 0xcf:
      return LAYER_PPP;
    case 0x80:
      if (cursor.offset + SNAP_LENGTH > cursor.capturedEnd) return tooShort(cursor, SNAP_LENGTH);
      return snapLayer(cursor);
    default:
      return ~VERDICT_NOT_IP;
  }
}
