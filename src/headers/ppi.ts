/**
 * Per-Packet Information header: version, flags, length, link type of what follows, then fields.
 *
 * CACE Technologies, "PPI Packet Header Format" 1.0.10, section 3.1; everything is little-endian. The 802.11-Common
 * field (type 2) tells in its flags (behind the 8-byte TSFT) whether a frame check sequence follows the frame.
 */
import { type Cursor, takeOffEnd, tooShort } from "./cursor.ts";
import { VERDICT_MALFORMED_HEADER } from "./verdict.ts";

const HEADER_LENGTH = 8;
const FIELD_HEADER_LENGTH = 4;
const FIELD_WIRELESS_COMMON = 2;
const WIRELESS_COMMON_FLAGS = 8;
const FLAG_FRAME_CHECK_SEQUENCE = 0x01;
const FRAME_CHECK_SEQUENCE_LENGTH = 4;

/** Moves behind the header. Answers with the link type of the frame that follows, or a verdict's complement. */
export function decodePpi(cursor: Cursor): number {
  const { bytes, offset } = cursor;
  if (offset + HEADER_LENGTH > cursor.capturedEnd) return tooShort(cursor, HEADER_LENGTH);
  const length = bytes[offset + 2] | (bytes[offset + 3] << 8);
  if (length < HEADER_LENGTH) return ~VERDICT_MALFORMED_HEADER;
  if (offset + length > cursor.capturedEnd) return tooShort(cursor, length);
  if (hasFrameCheckSequence(bytes, offset + HEADER_LENGTH, offset + length)) {
    takeOffEnd(cursor, FRAME_CHECK_SEQUENCE_LENGTH);
  }
  cursor.offset = offset + length;
  return (
    bytes[offset + 4] |
    (bytes[offset + 5] << 8) |
    (bytes[offset + 6] << 16) |
    ((bytes[offset + 7] & 0x7f) << 24)
  );
}

function hasFrameCheckSequence(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  while (at + FIELD_HEADER_LENGTH <= end) {
    const type = bytes[at] | (bytes[at + 1] << 8);
    const flags = at + FIELD_HEADER_LENGTH + WIRELESS_COMMON_FLAGS;
    if (type === FIELD_WIRELESS_COMMON)
      return flags < end && (bytes[flags] & FLAG_FRAME_CHECK_SEQUENCE) !== 0;
    at += FIELD_HEADER_LENGTH + (bytes[at + 2] | (bytes[at + 3] << 8));
  }
  return false;
}
