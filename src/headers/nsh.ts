/**
 * Network Service Header.
 *
 *  +---+-+-+-----------+-----------+-------+-------+---------------+
 *  |Ver|O|U|    TTL    |   Length  |U U U U|MD Type| Next Protocol |
 *  +---+-+-+-----------+-----------+-------+-------+---------------+
 *  |          Service Path Identifier              | Service Index |
 *  +-----------------------------------------------+---------------+
 *
 * RFC 8300, section 2. Length is in words of 4 bytes, these two included.
 */
import { type Cursor, enter, tooShort } from "./cursor.ts";
import { STEP_NSH } from "./encapsulation.ts";
import { LAYER_ETHERNET, LAYER_IPV4, LAYER_IPV6, LAYER_MPLS, LAYER_NSH } from "./layers.ts";
import { uint24 } from "./read-integers.ts";
import { VERDICT_MALFORMED_HEADER, VERDICT_NOT_IP } from "./verdict.ts";

const LEAST_LENGTH = 8;

export function decodeNsh(cursor: Cursor): number {
  const { bytes, offset } = cursor;
  if (offset + LEAST_LENGTH > cursor.capturedEnd) return tooShort(cursor, LEAST_LENGTH);
  const length = (bytes[offset + 1] & 0x3f) << 2;
  if (length < LEAST_LENGTH) return ~VERDICT_MALFORMED_HEADER;
  enter(cursor, STEP_NSH, uint24(bytes, offset + 4));
  cursor.offset = offset + length;
  return nextProtocolLayer(bytes[offset + 3]);
}

/** The next protocols of RFC 8300, section 2.2, which VXLAN-GPE shares. */
export function nextProtocolLayer(nextProtocol: number): number {
  switch (nextProtocol) {
    case 1:
      return LAYER_IPV4;
    case 2:
      return LAYER_IPV6;
    case 3:
      return LAYER_ETHERNET;
    case 4:
      return LAYER_NSH;
    case 5:
      return LAYER_MPLS;
    default:
      return ~VERDICT_NOT_IP;
  }
}
