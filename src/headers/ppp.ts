/**
 * The Point-to-Point Protocol, with or without HDLC-like framing, and PPPoE.
 *
 *  +----------+----------+-------------+-------------
 *  | Address  | Control  |  Protocol   | Information
 *  | 11111111 | 00000011 | 8/16 bits   |
 *  +----------+----------+-------------+-------------
 *
 * RFC 1661, section 2; RFC 1662, section 3.1. Address and control may be left out, and the protocol's first
 * byte too where it is 0 (RFC 1661, sections 6.5 and 6.6).
 */
import { type Cursor, endAfter, enter, tooShort } from "./cursor.ts";
import { STEP_PPPOE } from "./encapsulation.ts";
import { LAYER_CISCO_HDLC, LAYER_IPV4, LAYER_IPV6, LAYER_MPLS, LAYER_PPP } from "./layers.ts";
import { uint16 } from "./read-integers.ts";
import { VERDICT_NOT_IP } from "./verdict.ts";

const ALL_STATIONS = 0xff;
const UNNUMBERED_INFORMATION = 0x03;
const CISCO_UNICAST = 0x0f;
const CISCO_MULTICAST = 0x8f;
const PPPOE_HEADER_LENGTH = 6;
const PPPOE_SESSION_DATA = 0x00;

export function decodePpp(cursor: Cursor): number {
  const { bytes } = cursor;
  let { offset } = cursor;
  if (offset + 1 > cursor.capturedEnd) return tooShort(cursor, 1);
  if (bytes[offset] === ALL_STATIONS) {
    if (offset + 2 > cursor.capturedEnd) return tooShort(cursor, 2);
    if (bytes[offset + 1] === UNNUMBERED_INFORMATION) offset += 2;
  }
  if (offset + 1 > cursor.capturedEnd) return tooShort(cursor, 3);
  let protocol = bytes[offset];
  offset += 1;
  if ((protocol & 1) === 0) {
    if (offset + 1 > cursor.capturedEnd) return tooShort(cursor, offset + 1 - cursor.offset);
    protocol = (protocol << 8) | bytes[offset];
    offset += 1;
  }
  cursor.offset = offset;
  switch (protocol) {
    case 0x0021:
      return LAYER_IPV4;
    case 0x0057:
      return LAYER_IPV6;
    case 0x0281: // MPLS unicast, RFC 3032, section 4.3
    case 0x0283:
      return LAYER_MPLS;
    default:
      return ~VERDICT_NOT_IP;
  }
}

/** LINKTYPE_PPP_HDLC: PPP in HDLC-like framing, or Cisco's HDLC, told by the address byte. */
export function decodePppHdlc(cursor: Cursor): number {
  if (cursor.offset + 1 > cursor.capturedEnd) return tooShort(cursor, 1);
  const address = cursor.bytes[cursor.offset];
  return address === CISCO_UNICAST || address === CISCO_MULTICAST ? LAYER_CISCO_HDLC : LAYER_PPP;
}

/**
 * PPPoE session stage, RFC 2516, section 4: version and type, code, session identifier, length of the PPP
 * payload (which, unlike in HDLC framing, has no address and control bytes).
 */
export function decodePppoe(cursor: Cursor): number {
  const { bytes, offset } = cursor;
  if (offset + PPPOE_HEADER_LENGTH > cursor.capturedEnd) return tooShort(cursor, PPPOE_HEADER_LENGTH);
  if (bytes[offset + 1] !== PPPOE_SESSION_DATA) return ~VERDICT_NOT_IP;
  enter(cursor, STEP_PPPOE, uint16(bytes, offset + 2));
  cursor.offset = offset + PPPOE_HEADER_LENGTH;
  endAfter(cursor, uint16(bytes, offset + 4));
  return LAYER_PPP;
}
