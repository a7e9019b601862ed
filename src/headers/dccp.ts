/**
 * Datagram Congestion Control Protocol.
 *
 *  +-------------------------------+-------------------------------+
 *  |          Source Port          |           Dest Port           |
 *  +---------------+-------+-------+-------------------------------+
 *  |  Data Offset  | CCVal | CsCov |           Checksum            |
 *  +-----+-------+-+-------+-------+-------------------------------+
 *  | Res | Type  |X|   Sequence Number, 24 or (X) 48 bits
 *  +-----+-------+-+-----------------------------------------------
 *
 * RFC 4340, section 5.1. Data Offset is in words of 4 bytes.
 */
import { type Cursor, tooShort } from "./cursor.ts";
import { ACK, FIN, RST, SYN } from "./header.ts";
import { int32, uint24 } from "./read-integers.ts";
import { CARRIED, carry, carryPayload, PORTS_LENGTH } from "./transport.ts";

const SHORT_HEADER_LENGTH = 12;
const LONG_HEADER_LENGTH = 16;

const TYPE_REQUEST = 0;
const TYPE_RESPONSE = 1;
const TYPE_CLOSE = 6;
const TYPE_RESET = 7;

export function decodeDccp(cursor: Cursor): number {
  const { bytes, offset } = cursor;
  if (offset + SHORT_HEADER_LENGTH > cursor.capturedEnd) {
    if (offset + PORTS_LENGTH > cursor.capturedEnd) return tooShort(cursor, PORTS_LENGTH);
    carry(cursor, 0, 0);
    carryPayload(cursor, SHORT_HEADER_LENGTH);
    return CARRIED;
  }
  carry(cursor, evidenceOf((bytes[offset + 8] >> 1) & 0x0f), sequenceNumber(cursor));
  const headerLength = bytes[offset + 4] << 2;
  carryPayload(cursor, headerLength < SHORT_HEADER_LENGTH ? cursor.declaredEnd - offset : headerLength);
  return CARRIED;
}

/** The low 32 bits of a long, or the 24 bits of a short sequence number. */
function sequenceNumber(cursor: Cursor): number {
  const { bytes, offset } = cursor;
  const extended = (bytes[offset + 8] & 0x01) !== 0;
  if (!extended) return uint24(bytes, offset + 9);
  if (offset + LONG_HEADER_LENGTH > cursor.capturedEnd) return 0;
  return int32(bytes, offset + 12);
}

function evidenceOf(type: number): number {
  switch (type) {
    case TYPE_REQUEST:
      return SYN;
    case TYPE_RESPONSE:
      return SYN | ACK;
    case TYPE_CLOSE:
      return FIN;
    case TYPE_RESET:
      return RST;
    default:
      return 0;
  }
}
