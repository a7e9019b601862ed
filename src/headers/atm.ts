/**
 * SunATM: the frame behind the four-byte pseudo-header that the records stage takes off is LLC in nearly all
 * captures (RFC 2684, section 5); LAN emulation and signalling, which the pseudo-header tells, carry other bytes
 * where LLC stands and end as no IP.
 *
 * LINKTYPE_ATM_RFC1483 is the same without pseudo-header; a frame of it may also start with a bare IP header
 * (VC multiplexing, RFC 2684, section 6).
 */
import { type Cursor, tooShort } from "./cursor.ts";
import { LAYER_IPV4, LAYER_LLC } from "./layers.ts";

const IPV4_WITHOUT_OPTIONS = 0x45;

export function decodeAtm(cursor: Cursor): number {
  if (cursor.offset + 1 > cursor.capturedEnd) return tooShort(cursor, 1);
  return cursor.bytes[cursor.offset] === IPV4_WITHOUT_OPTIONS ? LAYER_IPV4 : LAYER_LLC;
}
