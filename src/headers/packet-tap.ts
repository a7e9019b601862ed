/**
 * Apple's packet tap: header length, record type, link type of the frame behind the header, then names.
 *
 * tcpdump.org, LINKTYPE_PKTAP; everything is little-endian.
 */
import { type Cursor, tooShort } from "./cursor.ts";
import { VERDICT_MALFORMED_HEADER } from "./verdict.ts";

const LEAST_LENGTH = 12;

/** Moves behind the header. Answers with the link type of the frame that follows, or a verdict's complement. */
export function decodePacketTap(cursor: Cursor): number {
  const { bytes, offset } = cursor;
  if (offset + LEAST_LENGTH > cursor.capturedEnd) return tooShort(cursor, LEAST_LENGTH);
  const length = bytes[offset] | (bytes[offset + 1] << 8);
  if (length < LEAST_LENGTH || bytes[offset + 2] !== 0 || bytes[offset + 3] !== 0) {
    return ~VERDICT_MALFORMED_HEADER;
  }
  cursor.offset = offset + length;
  return bytes[offset + 8] | (bytes[offset + 9] << 8);
}
