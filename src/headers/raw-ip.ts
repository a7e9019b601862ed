/** LINKTYPE_RAW: an IPv4 or IPv6 header without anything before it, told by the version in its first nibble. */
import { type Cursor, tooShort } from "./cursor.ts";
import { LAYER_IPV4, LAYER_IPV6 } from "./layers.ts";
import { VERDICT_MALFORMED_HEADER } from "./verdict.ts";

export function decodeRawIp(cursor: Cursor): number {
  if (cursor.offset + 1 > cursor.capturedEnd) return tooShort(cursor, 1);
  switch (cursor.bytes[cursor.offset] >> 4) {
    case 4:
      return LAYER_IPV4;
    case 6:
      return LAYER_IPV6;
    default:
      return ~VERDICT_MALFORMED_HEADER;
  }
}
