/**
 * Radiotap: what the radio saw, before an 802.11 frame.
 *
 *   0         1     2        4          8
 *  +---------+-----+--------+----------+----------------
 *  | Version | Pad | Length | Present  | fields
 *  +---------+-----+--------+----------+----------------
 *
 * radiotap.org; everything is little-endian. Bit 31 of Present announces another word of it. The Flags field
 * (bit 1, behind the 8-byte TSFT of bit 0) tells whether a frame check sequence follows the frame and whether
 * the 802.11 header is padded to four bytes.
 */
import { type Cursor, takeOffEnd, tooShort } from "./cursor.ts";
import { VERDICT_MALFORMED_HEADER } from "./verdict.ts";
import { decodeWireless } from "./wireless.ts";

const HEADER_LENGTH = 8;
const PRESENT_TSFT = 0x01;
const PRESENT_FLAGS = 0x02;
const PRESENT_MORE = 0x80;
const FLAG_FRAME_CHECK_SEQUENCE = 0x10;
const FLAG_PADDED = 0x20;
const FRAME_CHECK_SEQUENCE_LENGTH = 4;

export function decodeRadiotap(cursor: Cursor): number {
  const { bytes, offset } = cursor;
  if (offset + HEADER_LENGTH > cursor.capturedEnd) return tooShort(cursor, HEADER_LENGTH);
  const length = bytes[offset + 2] | (bytes[offset + 3] << 8);
  if (length < HEADER_LENGTH) return ~VERDICT_MALFORMED_HEADER;
  const flags = radiotapFlags(cursor, length);
  if ((flags & FLAG_FRAME_CHECK_SEQUENCE) !== 0) {
    takeOffEnd(cursor, FRAME_CHECK_SEQUENCE_LENGTH);
  }
  cursor.offset = offset + length;
  return decodeWireless(cursor, (flags & FLAG_PADDED) !== 0, false);
}

function radiotapFlags(cursor: Cursor, length: number): number {
  const { bytes, offset } = cursor;
  if ((bytes[offset + 4] & PRESENT_FLAGS) === 0) return 0;
  const end = Math.min(offset + length, cursor.capturedEnd);
  let at = offset + HEADER_LENGTH;
  let word = offset + 4;
  while ((bytes[word + 3] & PRESENT_MORE) !== 0 && word + 8 <= end) {
    word += 4;
    at = word + 4;
  }
  if ((bytes[offset + 4] & PRESENT_TSFT) !== 0) {
    // TSFT is aligned to eight bytes from the header's start.
    at = offset + ((at - offset + 7) & ~7) + 8;
  }
  return at < end ? bytes[at] : 0;
}
