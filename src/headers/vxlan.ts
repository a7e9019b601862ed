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
import { LAYER_ETHERNET } from "./layers.ts";
import { nextProtocolLayer } from "./nsh.ts";
import { uint24 } from "./read-integers.ts";

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
  // Some senders leave the flag of the next protocol out and set the protocol all the same.
  return bytes[offset + 3] === 0 ? LAYER_ETHERNET : nextProtocolLayer(bytes[offset + 3]);
}

function enterNetwork(cursor: Cursor): void {
  const { bytes, offset } = cursor;
  enter(cursor, STEP_VXLAN, uint24(bytes, offset + 4));
}
