/**
 * Transmission Control Protocol.
 *
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-------------------------------+-------------------------------+
 *  |          Source Port          |       Destination Port        |
 *  +-------------------------------+-------------------------------+
 *  |                        Sequence Number                        |
 *  +---------------------------------------------------------------+
 *  |                    Acknowledgment Number                      |
 *  +-------+-------+---------------+-------------------------------+
 *  | Data  |Rsrvd  | Control Bits  |            Window             |
 *  |Offset |       |               |                               |
 *  +-------+-------+---------------+-------------------------------+
 *
 * RFC 9293, section 3.1.
 */
import { type Cursor, tooShort } from "./cursor.ts";
import { int32 } from "./read-integers.ts";
import { CARRIED, carry, carryPayload, PORTS_LENGTH } from "./transport.ts";

const MINIMUM_HEADER_LENGTH = 20;
/** Enough to read the control bits; a snap length may cut the window, checksum and options. */
const FLAGS_END = 14;

export function decodeTcp(cursor: Cursor): number {
  const { bytes, offset } = cursor;
  if (offset + FLAGS_END > cursor.capturedEnd) {
    if (offset + PORTS_LENGTH > cursor.capturedEnd) return tooShort(cursor, PORTS_LENGTH);
    carry(cursor, 0, 0);
    carryPayload(cursor, MINIMUM_HEADER_LENGTH);
    return CARRIED;
  }
  const sequenceNumber = int32(bytes, offset + 4);
  carry(cursor, bytes[offset + 13], sequenceNumber);
  const headerLength = (bytes[offset + 12] >> 4) << 2;
  // A data offset below 5 is no header (RFC 9293, section 3.1); the ports hold, no byte counts as payload.
  carryPayload(cursor, headerLength < MINIMUM_HEADER_LENGTH ? cursor.declaredEnd - offset : headerLength);
  return CARRIED;
}
