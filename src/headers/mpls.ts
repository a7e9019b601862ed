/**
 * MPLS label stack.
 *
 *   0                   20  23 24        32
 *  +---------------------+---+-+----------+
 *  |        Label        |TC |S|   TTL    |
 *  +---------------------+---+-+----------+
 *
 * RFC 3032, section 2.1. Nothing in the stack says what it carries: behind the bottom label the first nibble
 * decides (RFC 4928), 4 and 6 being IP; 0 may be a pseudowire's control word (RFC 4448, section 4.6).
 * Counterexample: an Ethernet pseudowire without control word whose destination address starts with 4 or 6
 * looks like IP; the IP decoder's own checks then refuse it, and it is tried as Ethernet.
 */
import { type Cursor, enter, tooShort } from "./cursor.ts";
import { STEP_MPLS } from "./encapsulation.ts";
import { LAYER_ETHERNET, LAYER_IPV4, LAYER_IPV6 } from "./layers.ts";
import { VERDICT_NOT_IP } from "./verdict.ts";

const ENTRY_LENGTH = 4;
const CONTROL_WORD_LENGTH = 4;
const BOTTOM_OF_STACK = 0x01;
const ETHERNET_ADDRESSES_LENGTH = 12;

export function decodeMpls(cursor: Cursor): number {
  const { bytes } = cursor;
  for (;;) {
    const { offset } = cursor;
    if (offset + ENTRY_LENGTH > cursor.capturedEnd) return tooShort(cursor, ENTRY_LENGTH);
    const label = (bytes[offset] << 12) | (bytes[offset + 1] << 4) | (bytes[offset + 2] >> 4);
    enter(cursor, STEP_MPLS, label);
    cursor.offset = offset + ENTRY_LENGTH;
    if ((bytes[offset + 2] & BOTTOM_OF_STACK) !== 0) return payloadLayer(cursor);
  }
}

function payloadLayer(cursor: Cursor): number {
  const { bytes, offset } = cursor;
  if (offset + 1 > cursor.capturedEnd) return tooShort(cursor, 1);
  const firstByte = bytes[offset];
  if (firstByte >= 0x45 && firstByte <= 0x4f) return LAYER_IPV4;
  if (firstByte >> 4 === 6) return LAYER_IPV6;
  if (firstByte >> 4 === 1) return ~VERDICT_NOT_IP; // associated channel, RFC 4385, section 5
  if (firstByte >> 4 === 0 && looksLikeEthernet(cursor, offset + CONTROL_WORD_LENGTH)) {
    cursor.offset = offset + CONTROL_WORD_LENGTH;
    return LAYER_ETHERNET;
  }
  return looksLikeEthernet(cursor, offset) ? LAYER_ETHERNET : ~VERDICT_NOT_IP;
}

function looksLikeEthernet(cursor: Cursor, at: number): boolean {
  const field = at + ETHERNET_ADDRESSES_LENGTH;
  if (field + 2 > cursor.capturedEnd) return false;
  const typeOrLength = (cursor.bytes[field] << 8) | cursor.bytes[field + 1];
  return typeOrLength >= 0x0600 || typeOrLength <= cursor.declaredEnd - field - 2;
}
