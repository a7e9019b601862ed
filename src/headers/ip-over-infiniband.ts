/**
 * IP over InfiniBand as Linux captures it: global route header (40 bytes), EtherType, two reserved bytes.
 *
 * tcpdump.org, LINKTYPE_IPOIB; RFC 4391, section 6.
 */
import { type Cursor, tooShort } from "./cursor.ts";
import { LAYER_ETHER_TYPE } from "./layers.ts";
import { uint16 } from "./read-integers.ts";

const ROUTE_HEADER_LENGTH = 40;
const HEADER_LENGTH = 44;

export function decodeIpOverInfiniband(cursor: Cursor): number {
  const { bytes, offset } = cursor;
  if (offset + HEADER_LENGTH > cursor.capturedEnd) return tooShort(cursor, HEADER_LENGTH);
  cursor.etherType = uint16(bytes, offset + ROUTE_HEADER_LENGTH);
  cursor.offset = offset + HEADER_LENGTH;
  return LAYER_ETHER_TYPE;
}
