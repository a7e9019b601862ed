/**
 * MACsec, where it protects integrity only and leaves the frame readable.
 *
 *  +-+---+---+---+-+-+--+-------------+----------------+----------------------+-------------- - -+-----+
 *  |V|ES |SC |SCB|E|C|AN| Short Length| Packet Number  | SCI (8, where SC=1)  | EtherType, …     | ICV |
 *  +-+---+---+---+-+-+--+-------------+----------------+----------------------+-------------- - -+-----+
 *
 * IEEE 802.1AE-2018, section 9.3. E marks encrypted data; the default cipher suites' ICV has 16 bytes (section 14).
 */
import { type Cursor, tooShort } from "./cursor.ts";
import { typeOrLengthLayer } from "./ethernet.ts";
import { uint16 } from "./read-integers.ts";
import { VERDICT_ENCRYPTED_LINK } from "./verdict.ts";

const TAG_LENGTH = 6;
const CHANNEL_IDENTIFIER_LENGTH = 8;
const ETHER_TYPE_LENGTH = 2;
const INTEGRITY_CHECK_LENGTH = 16;
const CHANNEL_IDENTIFIER_PRESENT = 0x20;
const ENCRYPTED = 0x08;

export function decodeMacsec(cursor: Cursor): number {
  const { bytes, offset } = cursor;
  if (offset + TAG_LENGTH > cursor.capturedEnd) return tooShort(cursor, TAG_LENGTH);
  if ((bytes[offset] & ENCRYPTED) !== 0) return ~VERDICT_ENCRYPTED_LINK;
  const field =
    offset +
    TAG_LENGTH +
    ((bytes[offset] & CHANNEL_IDENTIFIER_PRESENT) !== 0 ? CHANNEL_IDENTIFIER_LENGTH : 0);
  cursor.offset = field + ETHER_TYPE_LENGTH;
  cursor.declaredEnd = Math.max(cursor.offset, cursor.declaredEnd - INTEGRITY_CHECK_LENGTH);
  if (cursor.capturedEnd > cursor.declaredEnd) cursor.capturedEnd = cursor.declaredEnd;
  if (cursor.offset > cursor.capturedEnd) return tooShort(cursor, 0);
  return typeOrLengthLayer(cursor, uint16(bytes, field));
}
