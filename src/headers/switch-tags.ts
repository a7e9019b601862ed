/**
 * Frames of an Ethernet switch chip, with the chip's own tag between the addresses and the type, or before all.
 *
 * tcpdump.org, LINKTYPE_DSA_TAG_BRCM, LINKTYPE_DSA_TAG_BRCM_PREPEND, LINKTYPE_DSA_TAG_DSA, LINKTYPE_DSA_TAG_EDSA.
 */
import { type Cursor, tooShort } from "./cursor.ts";
import { typeOrLengthLayer } from "./ethernet.ts";

const ADDRESSES_LENGTH = 12;
const TYPE_LENGTH = 2;

/** A tag of `tagLength` bytes stands between the source address and the type. */
export function decodeSwitchTagged(cursor: Cursor, tagLength: number): number {
  const field = cursor.offset + ADDRESSES_LENGTH + tagLength;
  if (field + TYPE_LENGTH > cursor.capturedEnd) return tooShort(cursor, field + TYPE_LENGTH - cursor.offset);
  cursor.offset = field + TYPE_LENGTH;
  return typeOrLengthLayer(cursor, (cursor.bytes[field] << 8) | cursor.bytes[field + 1]);
}
