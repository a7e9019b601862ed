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
 * Counterexample: an Ethernet pseudowire without control word whose destination address starts with 4 or 6 (as
 * those of many makers do) looks like IP; it is Ethernet where the length that IP would have does not fit the
 * packet and a common EtherType stands where a frame has it.
 */
import { type Cursor, enter, tooShort } from "./cursor.ts";
import { STEP_MPLS } from "./encapsulation.ts";
import { ETHER_TYPE_IPV4, ETHER_TYPE_IPV6 } from "./ether-type.ts";
import { LAYER_ETHERNET, LAYER_IPV4, LAYER_IPV6 } from "./layers.ts";
import { uint16 } from "./read-integers.ts";
import { VERDICT_NOT_IP, VERDICT_TRUNCATED_HEADER } from "./verdict.ts";

const ENTRY_LENGTH = 4;
const CONTROL_WORD_LENGTH = 4;
const BOTTOM_OF_STACK = 0x01;
const ETHERNET_ADDRESSES_LENGTH = 12;
const TYPE_LENGTH = 2;
const IPV6_HEADER_LENGTH = 40;
/** The least payload of an Ethernet frame, IEEE 802.3, section 3.2.7. */
const PADDED_LENGTH = 46;

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
  if (firstByte >= 0x45 && firstByte <= 0x4f) return isFrame(cursor, 2, 0) ? LAYER_ETHERNET : LAYER_IPV4;
  if (firstByte >> 4 === 6) return isFrame(cursor, 4, IPV6_HEADER_LENGTH) ? LAYER_ETHERNET : LAYER_IPV6;
  if (firstByte >> 4 === 1) return ~VERDICT_NOT_IP; // associated channel, RFC 4385, section 5
  return pseudowireLayer(cursor, firstByte >> 4 === 0);
}

/** Whether what looks like an IP header, with its length at `lengthField`, is an Ethernet frame all the same. */
function isFrame(cursor: Cursor, lengthField: number, headerLength: number): boolean {
  const { bytes, offset } = cursor;
  const field = offset + ETHERNET_ADDRESSES_LENGTH;
  if (field + TYPE_LENGTH > cursor.capturedEnd) return false;
  const length = uint16(bytes, offset + lengthField) + headerLength;
  const room = cursor.declaredEnd - offset;
  // A shorter packet is padded where the frame around it would be too short.
  const fits = length === room || (length < room && room <= PADDED_LENGTH);
  return !fits && isCommonType(cursor, field);
}

/**
 * An Ethernet frame, perhaps behind a control word. Addresses often start with a zero nibble too, so a type that
 * is known where a bare frame has it is asked first.
 */
function pseudowireLayer(cursor: Cursor, mayHaveControlWord: boolean): number {
  const { offset } = cursor;
  const field = offset + ETHERNET_ADDRESSES_LENGTH;
  if (field + TYPE_LENGTH > cursor.capturedEnd) return cutOrNoFrame(cursor, field + TYPE_LENGTH);
  if (isCommonType(cursor, field)) return LAYER_ETHERNET;
  if (mayHaveControlWord) {
    const behindControlWord = field + CONTROL_WORD_LENGTH;
    if (behindControlWord + TYPE_LENGTH <= cursor.declaredEnd) {
      if (behindControlWord + TYPE_LENGTH > cursor.capturedEnd) return ~VERDICT_TRUNCATED_HEADER;
      if (isTypeOrLength(cursor, behindControlWord)) {
        cursor.offset = offset + CONTROL_WORD_LENGTH;
        return LAYER_ETHERNET;
      }
    }
  }
  return isTypeOrLength(cursor, field) ? LAYER_ETHERNET : ~VERDICT_NOT_IP;
}

/** Too short for a frame: another kind of pseudowire, or cut by the capture. */
function cutOrNoFrame(cursor: Cursor, end: number): number {
  return end > cursor.declaredEnd ? ~VERDICT_NOT_IP : ~VERDICT_TRUNCATED_HEADER;
}

function isCommonType(cursor: Cursor, field: number): boolean {
  switch (uint16(cursor.bytes, field)) {
    case ETHER_TYPE_IPV4:
    case ETHER_TYPE_IPV6:
    case 0x0806: // ARP
    case 0x8100: // IEEE 802.1Q
    case 0x88a8: // IEEE 802.1ad
      return true;
    default:
      return false;
  }
}

function isTypeOrLength(cursor: Cursor, field: number): boolean {
  const typeOrLength = uint16(cursor.bytes, field);
  return typeOrLength >= 0x0600 || typeOrLength <= cursor.declaredEnd - field - TYPE_LENGTH;
}
