/** EtherIP, RFC 3378, section 3: two bytes (version 3 in the first nibble), then a whole Ethernet frame. */
import { type Cursor, enter, tooShort } from "./cursor.ts";
import { STEP_ETHER_IP } from "./encapsulation.ts";
import { LAYER_ETHERNET } from "./layers.ts";

const HEADER_LENGTH = 2;

export function decodeEtherIp(cursor: Cursor): number {
  if (cursor.offset + HEADER_LENGTH > cursor.capturedEnd) return tooShort(cursor, HEADER_LENGTH);
  enter(cursor, STEP_ETHER_IP, 0);
  cursor.offset += HEADER_LENGTH;
  return LAYER_ETHERNET;
}
