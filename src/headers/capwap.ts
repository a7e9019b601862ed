/**
 * CAPWAP data channel: an 802.11 or 802.3 frame between access point and controller.
 *
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------+---------+---------+---------+-+-+-+-+-+-+-----+
 *  |    Preamble   |  HLEN   |   RID   |  WBID   |T|F|L|W|M|K|Flags|
 *  +---------------+---------+---------+---------+-+-+-+-+-+-+-----+
 *  |          Fragment ID          |     Frag Offset         |Rsvd |
 *  +-------------------------------+-------------------------+-----+
 *
 * RFC 5415, section 4.3. HLEN is in words of 4 bytes; T tells the frame's own format (WBID 1 is 802.11) from
 * 802.3; F is a fragment, K a keep-alive. A preamble of type 1 is DTLS, encrypted.
 */
import { type Cursor, enter, tooShort } from "./cursor.ts";
import { STEP_CAPWAP } from "./encapsulation.ts";
import { LAYER_ETHERNET, LAYER_WIRELESS_SWAPPED } from "./layers.ts";
import { VERDICT_ENCRYPTED_LINK, VERDICT_MALFORMED_HEADER, VERDICT_NOT_IP } from "./verdict.ts";

const LEAST_LENGTH = 8;
const TYPE_DTLS = 1;
const BINDING_WIRELESS = 1;
const NATIVE_FRAME = 0x01;
const FRAGMENT = 0x80;
const KEEP_ALIVE = 0x08;

export function decodeCapwap(cursor: Cursor): number {
  const { bytes, offset } = cursor;
  if (offset + LEAST_LENGTH > cursor.capturedEnd) return tooShort(cursor, LEAST_LENGTH);
  if (bytes[offset] === TYPE_DTLS) return ~VERDICT_ENCRYPTED_LINK;
  if (bytes[offset] !== 0) return ~VERDICT_NOT_IP;
  const length = (bytes[offset + 1] >> 3) << 2;
  if (length < LEAST_LENGTH) return ~VERDICT_MALFORMED_HEADER;
  const flags = bytes[offset + 3];
  if ((flags & (FRAGMENT | KEEP_ALIVE)) !== 0) return ~VERDICT_NOT_IP;
  enter(cursor, STEP_CAPWAP, 0);
  cursor.offset = offset + length;
  if ((bytes[offset + 2] & NATIVE_FRAME) === 0) return LAYER_ETHERNET;
  const binding = (bytes[offset + 2] >> 1) & 0x1f;
  return binding === BINDING_WIRELESS ? LAYER_WIRELESS_SWAPPED : ~VERDICT_NOT_IP;
}
