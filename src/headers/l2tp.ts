/**
 * Layer Two Tunneling Protocol, version 2, over UDP.
 *
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5
 *  +-+-+---+-+-+-+-+-------+-------+
 *  |T|L| x |S|x|O|P|   x   |  Ver  |  Length (L), Tunnel ID, Session ID, Ns and Nr (S), Offset Size (O)
 *  +-+-+---+-+-+-+-+-------+-------+
 *
 * RFC 2661, section 3.1. T marks a control message; data messages carry PPP.
 */
import { type Cursor, enter, tooShort } from "./cursor.ts";
import { STEP_L2TP } from "./encapsulation.ts";
import { LAYER_PPP } from "./layers.ts";
import { uint16 } from "./read-integers.ts";
import { VERDICT_NOT_IP } from "./verdict.ts";

const CONTROL = 0x8000;
const LENGTH_PRESENT = 0x4000;
const SEQUENCE_PRESENT = 0x0800;
const OFFSET_PRESENT = 0x0200;
const VERSION = 0x000f;

export function decodeL2tp(cursor: Cursor): number {
  const { bytes, offset } = cursor;
  if (offset + 2 > cursor.capturedEnd) return tooShort(cursor, 2);
  const flags = uint16(bytes, offset);
  if ((flags & VERSION) !== 2 || (flags & CONTROL) !== 0) return ~VERDICT_NOT_IP;
  const tunnelOffset = offset + 2 + ((flags & LENGTH_PRESENT) !== 0 ? 2 : 0);
  let end = tunnelOffset + 4;
  if ((flags & SEQUENCE_PRESENT) !== 0) end += 4;
  const paddingField = end;
  if ((flags & OFFSET_PRESENT) !== 0) end += 2;
  if (end > cursor.capturedEnd) return tooShort(cursor, end - offset);
  enter(cursor, STEP_L2TP, uint16(bytes, tunnelOffset));
  if ((flags & OFFSET_PRESENT) !== 0) end += uint16(bytes, paddingField);
  cursor.offset = end;
  return LAYER_PPP;
}
