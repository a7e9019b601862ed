/**
 * Ethernet II and IEEE 802.3.
 *
 *  0                   6                   12      14
 *  +-------------------+-------------------+-------+----
 *  |    Destination    |      Source       | Type/ | Payload
 *  |      Address      |      Address      | Length|
 *  +-------------------+-------------------+-------+----
 *
 * IEEE 802.3-2018, section 3.2.6: a value of 1536 and more is an EtherType, of 1500 and less a length.
 */
import { type Cursor, endAfter, tooShort } from "./cursor.ts";
import { LAYER_ETHER_TYPE, LAYER_LLC } from "./layers.ts";
import { uint16 } from "./read-integers.ts";
import { VERDICT_NOT_IP } from "./verdict.ts";

const HEADER_LENGTH = 14;
const MAXIMUM_LENGTH = 1500;
/** Cisco ISL: its 26-byte header starts with these five bytes where a destination address would stand. */
const ISL_HEADER_LENGTH = 26;

export function decodeEthernet(cursor: Cursor): number {
  const { bytes, offset } = cursor;
  if (offset + HEADER_LENGTH > cursor.capturedEnd) return tooShort(cursor, HEADER_LENGTH);
  const typeOrLength = uint16(bytes, offset + 12);
  if (typeOrLength <= MAXIMUM_LENGTH && isInterSwitchLink(bytes, offset))
    return decodeInterSwitchLink(cursor);
  cursor.offset = offset + HEADER_LENGTH;
  return typeOrLengthLayer(cursor, typeOrLength);
}

/** What follows a type-or-length field, here or behind a VLAN tag. The cursor stands behind the field. */
export function typeOrLengthLayer(cursor: Cursor, typeOrLength: number): number {
  if (typeOrLength > MAXIMUM_LENGTH) {
    cursor.etherType = typeOrLength;
    return LAYER_ETHER_TYPE;
  }
  // Novell's raw 802.3: IPX begins with a checksum of FFFF where LLC would stand.
  const { bytes, offset } = cursor;
  if (offset + 2 <= cursor.capturedEnd && bytes[offset] === 0xff && bytes[offset + 1] === 0xff) {
    return ~VERDICT_NOT_IP;
  }
  endAfter(cursor, typeOrLength);
  return LAYER_LLC;
}

function isInterSwitchLink(bytes: Uint8Array, offset: number): boolean {
  return (
    (bytes[offset] === 0x01 || bytes[offset] === 0x0c) &&
    bytes[offset + 1] === 0x00 &&
    bytes[offset + 2] === 0x0c &&
    bytes[offset + 3] === 0x00 &&
    bytes[offset + 4] === 0x00
  );
}

function decodeInterSwitchLink(cursor: Cursor): number {
  const { bytes, offset } = cursor;
  if (offset + ISL_HEADER_LENGTH + HEADER_LENGTH > cursor.capturedEnd) {
    return tooShort(cursor, ISL_HEADER_LENGTH + HEADER_LENGTH);
  }
  const inner = offset + ISL_HEADER_LENGTH;
  cursor.offset = inner + HEADER_LENGTH;
  return typeOrLengthLayer(cursor, uint16(bytes, inner + 12));
}
