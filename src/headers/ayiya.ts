/**
 * Anything In Anything, as SixXS tunnelled IPv6 over UDP.
 *
 *  +-------+-------+-------+-------+-------+-------+---------------+
 *  | IDLen | IDType| SigLen| HshMth| AutMth| OpCode|  Next Header  |
 *  +-------+-------+-------+-------+-------+-------+---------------+
 *  |                          Epoch Time                           |
 *  |            Identity (2^IDLen bytes), Signature (4 SigLen)     |
 *  +---------------------------------------------------------------+
 *
 * draft-massar-v6ops-ayiya-02, section 3.1. Operation code 1 forwards a packet.
 */
import { type Cursor, enter, tooShort } from "./cursor.ts";
import { STEP_AYIYA } from "./encapsulation.ts";
import { PROTOCOL_IPV4, PROTOCOL_IPV6 } from "./internet-protocol.ts";
import { LAYER_IPV4, LAYER_IPV6 } from "./layers.ts";
import { VERDICT_NOT_IP } from "./verdict.ts";

const FIXED_LENGTH = 8;
const OPERATION_FORWARD = 1;

export function decodeAyiya(cursor: Cursor): number {
  const { bytes, offset } = cursor;
  if (offset + FIXED_LENGTH > cursor.capturedEnd) return tooShort(cursor, FIXED_LENGTH);
  if ((bytes[offset + 2] & 0x0f) !== OPERATION_FORWARD) return ~VERDICT_NOT_IP;
  const identityLength = 1 << (bytes[offset] >> 4);
  const signatureLength = (bytes[offset + 1] >> 4) << 2;
  cursor.offset = offset + FIXED_LENGTH + identityLength + signatureLength;
  enter(cursor, STEP_AYIYA, 0);
  const next = bytes[offset + 3];
  if (next === PROTOCOL_IPV6) return LAYER_IPV6;
  return next === PROTOCOL_IPV4 ? LAYER_IPV4 : ~VERDICT_NOT_IP;
}
