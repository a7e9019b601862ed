/**
 * Cisco FabricPath: an outer Ethernet header of EtherType 0x8903, then two bytes of tag, then the whole frame.
 *
 *  +---------------------+------------+
 *  |  Forwarding Tag, 10 |  TTL, 6    |  Ethernet frame
 *  +---------------------+------------+
 *
 * Cisco, "FabricPath Encapsulation" (Nexus 7000 NX-OS FabricPath Configuration Guide, chapter 1).
 */
import { type Cursor, enter, tooShort } from "./cursor.ts";
import { STEP_FABRIC_PATH } from "./encapsulation.ts";
import { LAYER_ETHERNET } from "./layers.ts";

const TAG_LENGTH = 2;

export function decodeFabricPath(cursor: Cursor): number {
  const { bytes, offset } = cursor;
  if (offset + TAG_LENGTH > cursor.capturedEnd) return tooShort(cursor, TAG_LENGTH);
  enter(cursor, STEP_FABRIC_PATH, (bytes[offset] << 2) | (bytes[offset + 1] >> 6));
  cursor.offset = offset + TAG_LENGTH;
  return LAYER_ETHERNET;
}
