/**
 * User Datagram Protocol and UDP-Lite.
 *
 *   0      7 8     15 16    23 24    31
 *  +--------+--------+--------+--------+
 *  |   Source Port   | Destination Port|
 *  +--------+--------+--------+--------+
 *  |     Length      |     Checksum    |
 *  +--------+--------+--------+--------+
 *
 * RFC 768; RFC 3828, section 3.1 (the length field becomes the checksum's coverage).
 */
import { type Cursor, endAfter, tooShort } from "./cursor.ts";
import { uint16 } from "./read-integers.ts";
import { CARRIED, carry, carryPayload, PORTS_LENGTH } from "./transport.ts";
import { udpTunnelLayer } from "./udp-tunnels.ts";

const HEADER_LENGTH = 8;

export function decodeUdp(cursor: Cursor): number {
  const { bytes, offset } = cursor;
  if (offset + HEADER_LENGTH > cursor.capturedEnd) {
    if (offset + PORTS_LENGTH > cursor.capturedEnd) return tooShort(cursor, PORTS_LENGTH);
    carry(cursor, 0, 0);
    carryPayload(cursor, HEADER_LENGTH);
    return CARRIED;
  }
  carry(cursor, 0, 0);
  const length = uint16(bytes, offset + 4);
  // Length 0 is a jumbogram (RFC 2675, section 4), below 8 it is nonsense: the IP length counts for both. The
  // first fragment's length is that of the whole datagram, beyond the end of this packet.
  if (length >= HEADER_LENGTH) endAfter(cursor, length);
  carryPayload(cursor, HEADER_LENGTH);
  if (cursor.outermostOnly) return CARRIED;
  const tunnel = udpTunnelLayer(uint16(bytes, offset), uint16(bytes, offset + 2));
  if (tunnel === CARRIED) return CARRIED;
  cursor.offset = offset + HEADER_LENGTH;
  return tunnel;
}

export function decodeUdpLite(cursor: Cursor): number {
  if (cursor.offset + PORTS_LENGTH > cursor.capturedEnd) return tooShort(cursor, PORTS_LENGTH);
  carry(cursor, 0, 0);
  carryPayload(cursor, HEADER_LENGTH);
  return CARRIED;
}
