/**
 * Juniper's capture header before Ethernet, PPP, Frame Relay or Cisco HDLC frames.
 *
 *  +--------+--------+--------+-------+----------------------+-----------------
 *  |  'M'   |  'G'   |  'C'   | Flags | Extension length (2) | Extension TLVs
 *  +--------+--------+--------+-------+----------------------+-----------------
 *
 * Wireshark's packet-juniper.c, tcpdump's print-juniper.c. Flag 0x80 announces extensions; flag 0x02 says that
 * the link layer was left out, and a family in four bytes stands in its place.
 */
import { type Cursor, tooShort } from "./cursor.ts";
import { LAYER_BSD_LOOPBACK } from "./layers.ts";
import { uint16 } from "./read-integers.ts";
import { VERDICT_NOT_IP } from "./verdict.ts";

const HEADER_LENGTH = 4;
const EXTENSION_LENGTH_FIELD = 2;
const FLAG_EXTENDED = 0x80;
const FLAG_NO_LINK_LAYER = 0x02;

/** `linkFrame` is the layer of the frames that this kind of interface carries. */
export function decodeJuniper(cursor: Cursor, linkFrame: number): number {
  const { bytes, offset } = cursor;
  if (offset + HEADER_LENGTH > cursor.capturedEnd) return tooShort(cursor, HEADER_LENGTH);
  if (bytes[offset] !== 0x4d || bytes[offset + 1] !== 0x47 || bytes[offset + 2] !== 0x43) {
    return ~VERDICT_NOT_IP;
  }
  let length = HEADER_LENGTH;
  if ((bytes[offset + 3] & FLAG_EXTENDED) !== 0) {
    length += EXTENSION_LENGTH_FIELD;
    if (offset + length > cursor.capturedEnd) return tooShort(cursor, length);
    length += uint16(bytes, offset + 4);
  }
  cursor.offset = offset + length;
  return (bytes[offset + 3] & FLAG_NO_LINK_LAYER) !== 0 ? LAYER_BSD_LOOPBACK : linkFrame;
}
