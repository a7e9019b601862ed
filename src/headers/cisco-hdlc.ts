/**
 * Cisco HDLC: address, control, then an EtherType (or one of Cisco's own, such as 0x8035 for SLARP and 0x2000 for CDP).
 *
 * tcpdump.org, LINKTYPE_C_HDLC; RFC 1547, section 4.3.1.
 */
import { type Cursor, tooShort } from "./cursor.ts";
import { LAYER_ETHER_TYPE, LAYER_LLC } from "./layers.ts";
import { uint16 } from "./read-integers.ts";
import { VERDICT_NOT_IP } from "./verdict.ts";

const HEADER_LENGTH = 4;
const TYPE_SLARP = 0x8035;
const TYPE_OSI = 0xfefe;

export function decodeCiscoHdlc(cursor: Cursor): number {
  const { bytes, offset } = cursor;
  if (offset + HEADER_LENGTH > cursor.capturedEnd) return tooShort(cursor, HEADER_LENGTH);
  const type = uint16(bytes, offset + 2);
  cursor.offset = offset + HEADER_LENGTH;
  if (type === TYPE_SLARP) return ~VERDICT_NOT_IP;
  if (type === TYPE_OSI) return LAYER_LLC;
  cursor.etherType = type;
  return LAYER_ETHER_TYPE;
}
