/**
 * Prism and AVS headers before an 802.11 frame.
 *
 * tcpdump.org, LINKTYPE_IEEE802_11_PRISM (message code, message length: 144 bytes in all, little- or big-endian)
 * and LINKTYPE_IEEE802_11_AVS (version 0x8021100n, length, both big-endian). Some drivers put an AVS header
 * where a Prism header is announced.
 */
import { type Cursor, tooShort } from "./cursor.ts";
import { LAYER_WIRELESS } from "./layers.ts";
import { uint16 } from "./read-integers.ts";
import { VERDICT_MALFORMED_HEADER } from "./verdict.ts";

const LEAST_LENGTH = 8;
const PRISM_LENGTH = 144;
const AVS_VERSION = 0x80211;

export function decodePrism(cursor: Cursor): number {
  const { bytes, offset } = cursor;
  if (offset + LEAST_LENGTH > cursor.capturedEnd) return tooShort(cursor, LEAST_LENGTH);
  const version = (bytes[offset] << 12) | (bytes[offset + 1] << 4) | (bytes[offset + 2] >> 4);
  let length = PRISM_LENGTH;
  if (version === AVS_VERSION) {
    length = uint16(bytes, offset + 6);
    if (length < LEAST_LENGTH) return ~VERDICT_MALFORMED_HEADER;
  }
  cursor.offset = offset + length;
  return LAYER_WIRELESS;
}
