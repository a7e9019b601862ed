/**
 * Linux netfilter log messages: a header, then attributes, one of which is the packet.
 *
 *   0        1         2             4
 *  +--------+---------+-------------+---------------------
 *  | Family | Version | Resource ID | TLVs, padded to 4
 *  +--------+---------+-------------+---------------------
 *
 * tcpdump.org, LINKTYPE_NFLOG: a TLV's length and type are in the byte order of the host that captured, which
 * the file does not tell. A length read in the wrong order is at least 1024, as a real one never is when its
 * other half would be a plausible length too; so the order in which the TLV fits is taken.
 */
import { type Cursor, endAfter, tooShort } from "./cursor.ts";
import { LAYER_IPV4, LAYER_IPV6 } from "./layers.ts";
import { uint16 } from "./read-integers.ts";
import { VERDICT_NOT_IP } from "./verdict.ts";

const HEADER_LENGTH = 4;
const ATTRIBUTE_HEADER_LENGTH = 4;
const FAMILY_IPV4 = 2;
const FAMILY_IPV6 = 10;
const ATTRIBUTE_PAYLOAD = 9;

export function decodeNflog(cursor: Cursor): number {
  const { bytes, offset } = cursor;
  if (offset + HEADER_LENGTH > cursor.capturedEnd) return tooShort(cursor, HEADER_LENGTH);
  const family = bytes[offset];
  let at = offset + HEADER_LENGTH;
  for (;;) {
    cursor.offset = at;
    if (at + ATTRIBUTE_HEADER_LENGTH > cursor.capturedEnd) return tooShort(cursor, ATTRIBUTE_HEADER_LENGTH);
    const bigEndian = isBigEndian(bytes, at, cursor.declaredEnd);
    const length = bigEndian ? uint16(bytes, at) : (bytes[at + 1] << 8) | bytes[at];
    const type = bigEndian ? uint16(bytes, at + 2) : (bytes[at + 3] << 8) | bytes[at + 2];
    // A length below the attribute's own header would never end the loop.
    if (length < ATTRIBUTE_HEADER_LENGTH) return ~VERDICT_NOT_IP;
    if (type === ATTRIBUTE_PAYLOAD) {
      cursor.offset = at + ATTRIBUTE_HEADER_LENGTH;
      endAfter(cursor, length - ATTRIBUTE_HEADER_LENGTH);
      if (family === FAMILY_IPV4) return LAYER_IPV4;
      return family === FAMILY_IPV6 ? LAYER_IPV6 : ~VERDICT_NOT_IP;
    }
    at += (length + 3) & ~3;
  }
}

function isBigEndian(bytes: Uint8Array, at: number, declaredEnd: number): boolean {
  const little = (bytes[at + 1] << 8) | bytes[at];
  return at + little > declaredEnd || little < ATTRIBUTE_HEADER_LENGTH;
}
