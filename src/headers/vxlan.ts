/**
 * VXLAN and its Generic Protocol Extension.
 *
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-----------------------------------------------+
 *  |R|R|R|R|I|P|R|R|            Reserved            (GPE: |Protocol)|
 *  +-+-+-+-+-+-+-+-+-------------------------------+---------------+
 *  |                VXLAN Network Identifier       |   Reserved    |
 *  +-----------------------------------------------+---------------+
 *
 * RFC 7348, section 5; draft-ietf-nvo3-vxlan-gpe, section 3.
 */
import { type Cursor, enter, tooShort } from "./cursor.ts";
import { STEP_VXLAN } from "./encapsulation.ts";
import { LAYER_ETHERNET, LAYER_IPV4, LAYER_IPV6, LAYER_MPLS, LAYER_NSH } from "./layers.ts";
import { VERDICT_NOT_IP } from "./verdict.ts";

const HEADER_LENGTH = 8;

export function decodeVxlan(cursor: Cursor): number {
  const { offset } = cursor;
  if (offset + HEADER_LENGTH > cursor.capturedEnd) return tooShort(cursor, HEADER_LENGTH);
  enterNetwork(cursor);
  cursor.offset = offset + HEADER_LENGTH;
  return LAYER_ETHERNET;
}

export function decodeVxlanGpe(cursor: Cursor): number {
  const { bytes, offset } = cursor;
  if (offset + HEADER_LENGTH > cursor.capturedEnd) return tooShort(cursor, HEADER_LENGTH);
  enterNetwork(cursor);
  cursor.offset = offset + HEADER_LENGTH;
  // Some senders leave the flag out and set the protocol all the same.
  switch (bytes[offset + 3]) {
    case 0:
    case 3:
      return LAYER_ETHERNET;
    case 1:
      return LAYER_IPV4;
    case 2:
      return LAYER_IPV6;
    case 4:
      return LAYER_NSH;
    case 5:
      return LAYER_MPLS;
    default:
      return ~VERDICT_NOT_IP;
  }
}

function enterNetwork(cursor: Cursor): void {
  const { bytes, offset } = cursor;
  enter(cursor, STEP_VXLAN, (bytes[offset + 4] << 16) | (bytes[offset + 5] << 8) | bytes[offset + 6]);
}
