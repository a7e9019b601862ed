/**
 * Token ring: access control, frame control, destination, source, perhaps a source route, then LLC.
 *
 * IEEE 802.5-1998, section 3.2. The source address's first bit tells that routing information follows; its
 * first byte's low five bits are its length. Frame control 01xxxxxx is LLC data.
 */
import { type Cursor, tooShort } from "./cursor.ts";
import { LAYER_LLC } from "./layers.ts";
import { VERDICT_MALFORMED_HEADER, VERDICT_NOT_IP } from "./verdict.ts";

const HEADER_LENGTH = 14;
const SOURCE_OFFSET = 8;
const ROUTED = 0x80;
const ROUTE_LENGTH = 0x1f;
const LEAST_ROUTE_LENGTH = 2;
const FRAME_TYPE = 0xc0;
const FRAME_TYPE_LLC = 0x40;

export function decodeTokenRing(cursor: Cursor): number {
  const { bytes, offset } = cursor;
  if (offset + HEADER_LENGTH > cursor.capturedEnd) return tooShort(cursor, HEADER_LENGTH);
  if ((bytes[offset + 1] & FRAME_TYPE) !== FRAME_TYPE_LLC) return ~VERDICT_NOT_IP;
  let length = HEADER_LENGTH;
  if ((bytes[offset + SOURCE_OFFSET] & ROUTED) !== 0) {
    if (offset + HEADER_LENGTH + 1 > cursor.capturedEnd) return tooShort(cursor, HEADER_LENGTH + 1);
    const route = bytes[offset + HEADER_LENGTH] & ROUTE_LENGTH;
    if (route < LEAST_ROUTE_LENGTH) return ~VERDICT_MALFORMED_HEADER;
    length += route;
  }
  cursor.offset = offset + length;
  return LAYER_LLC;
}
