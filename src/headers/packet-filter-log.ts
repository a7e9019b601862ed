/**
 * OpenBSD's packet filter log and encapsulating interface: a header that ends before a bare IP packet.
 *
 * tcpdump.org, LINKTYPE_PFLOG (length, address family, action, …; padded to four bytes) and LINKTYPE_ENC
 * (address family in the host's byte order, security parameters index, flags).
 */
import { type Cursor, tooShort } from "./cursor.ts";
import { LAYER_RAW_IP } from "./layers.ts";
import { VERDICT_MALFORMED_HEADER } from "./verdict.ts";

const LEAST_LOG_LENGTH = 4;
const ENCAPSULATING_LENGTH = 12;

export function decodePacketFilterLog(cursor: Cursor): number {
  const { bytes, offset } = cursor;
  if (offset + LEAST_LOG_LENGTH > cursor.capturedEnd) return tooShort(cursor, LEAST_LOG_LENGTH);
  const length = (bytes[offset] + 3) & ~3;
  if (length < LEAST_LOG_LENGTH) return ~VERDICT_MALFORMED_HEADER;
  cursor.offset = offset + length;
  return LAYER_RAW_IP;
}

export function decodeEncapsulatingInterface(cursor: Cursor): number {
  if (cursor.offset + ENCAPSULATING_LENGTH > cursor.capturedEnd)
    return tooShort(cursor, ENCAPSULATING_LENGTH);
  cursor.offset += ENCAPSULATING_LENGTH;
  return LAYER_RAW_IP;
}
