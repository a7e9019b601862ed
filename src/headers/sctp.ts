/**
 * Stream Control Transmission Protocol.
 *
 *  +-------------------------------+-------------------------------+
 *  |      Source Port Number       |    Destination Port Number    |
 *  +-------------------------------+-------------------------------+
 *  |                       Verification Tag                        |
 *  |                           Checksum                            |
 *  +---------------+---------------+-------------------------------+
 *  |  Chunk Type   |  Chunk Flags  |         Chunk Length          |  and so on, each padded to 4
 *  +---------------+---------------+-------------------------------+
 *
 * RFC 9260, section 3. The payload is the user data of DATA (type 0) and I-DATA (type 64, RFC 8260) chunks.
 */
import { type Cursor, tooShort } from "./cursor.ts";
import { ACK, FIN, RST, SYN } from "./header.ts";
import { int32, uint16 } from "./read-integers.ts";
import { CARRIED, carry, PORTS_LENGTH } from "./transport.ts";

const COMMON_HEADER_LENGTH = 12;
const CHUNK_HEADER_LENGTH = 4;
const INITIATE_TAG_END = 8;

const CHUNK_DATA = 0;
const CHUNK_INIT = 1;
const CHUNK_INIT_ACK = 2;
const CHUNK_ABORT = 6;
const CHUNK_SHUTDOWN = 7;
const CHUNK_SHUTDOWN_COMPLETE = 14;
const CHUNK_I_DATA = 64;

const DATA_HEADER_LENGTH = 16;
const I_DATA_HEADER_LENGTH = 20;

export function decodeSctp(cursor: Cursor): number {
  const { bytes, headers, row } = cursor;
  if (cursor.offset + PORTS_LENGTH > cursor.capturedEnd) return tooShort(cursor, PORTS_LENGTH);
  let flags = 0;
  let tag = 0;
  let payloadLength = 0;
  let payloadOffset = 0;
  let payloadCaptured = 0;
  let at = cursor.offset + COMMON_HEADER_LENGTH;
  while (at + CHUNK_HEADER_LENGTH <= cursor.capturedEnd) {
    const type = bytes[at];
    const length = uint16(bytes, at + 2);
    // A chunk shorter than its header would never end the loop.
    if (length < CHUNK_HEADER_LENGTH) break;
    flags |= evidenceOf(type);
    if ((type === CHUNK_INIT || type === CHUNK_INIT_ACK) && at + INITIATE_TAG_END <= cursor.capturedEnd) {
      tag = int32(bytes, at + 4);
    }
    if (type === CHUNK_DATA || type === CHUNK_I_DATA) {
      const start = at + (type === CHUNK_DATA ? DATA_HEADER_LENGTH : I_DATA_HEADER_LENGTH);
      const end = Math.min(at + length, cursor.declaredEnd);
      if (payloadLength === 0 && start < end) {
        payloadOffset = start;
        payloadCaptured = Math.max(0, Math.min(end, cursor.capturedEnd) - start);
      }
      payloadLength += Math.max(0, end - start);
    }
    at += (length + 3) & ~3;
  }
  carry(cursor, flags, tag);
  headers.payloadOffset[row] = payloadOffset;
  headers.payloadCaptured[row] = payloadCaptured;
  headers.payloadLength[row] = payloadLength;
  return CARRIED;
}

function evidenceOf(chunkType: number): number {
  switch (chunkType) {
    case CHUNK_INIT:
      return SYN;
    case CHUNK_INIT_ACK:
      return SYN | ACK;
    case CHUNK_ABORT:
      return RST;
    case CHUNK_SHUTDOWN:
    case CHUNK_SHUTDOWN_COMPLETE:
      return FIN;
    default:
      return 0;
  }
}
