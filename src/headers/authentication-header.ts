/**
 * IP Authentication Header behind IPv4 (behind IPv6 it is one of the extension headers).
 *
 * RFC 4302, section 2: next header, payload length in 4-byte words minus 2, reserved, SPI, sequence number, ICV.
 */
import { type Cursor, tooShort } from "./cursor.ts";
import { decodeNextHeader } from "./ipv6.ts";

const LEAST_LENGTH = 12;

export function decodeAuthenticationHeader(cursor: Cursor): number {
  const { bytes, offset } = cursor;
  if (offset + LEAST_LENGTH > cursor.capturedEnd) return tooShort(cursor, LEAST_LENGTH);
  cursor.offset = offset + ((bytes[offset + 1] + 2) << 2);
  return decodeNextHeader(cursor, bytes[offset]);
}
