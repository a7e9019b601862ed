/**
 * Internet Protocol, version 6, and its extension headers.
 *
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-------+---------------+---------------------------------------+
 *  |Version| Traffic Class |              Flow Label               |
 *  +-------+---------------+-------+---------------+---------------+
 *  |         Payload Length        |  Next Header  |   Hop Limit   |
 *  +-------------------------------+---------------+---------------+
 *  |                 Source Address (16 bytes)                     |
 *  |               Destination Address (16 bytes)                  |
 *  +---------------------------------------------------------------+
 *
 * RFC 8200, section 3; extension headers: section 4; jumbograms: RFC 2675.
 */
import { type Cursor, endAfter, tooShort } from "./cursor.ts";
import { FRAGMENT_FIRST, FRAGMENT_LATER, FRAGMENT_NONE, type HeaderBatch, QUOTED_NONE } from "./header.ts";
import { internetProtocolLayer, PROTOCOL_AUTHENTICATION_HEADER } from "./internet-protocol.ts";
import { int32, uint16 } from "./read-integers.ts";
import { carryPayload } from "./transport.ts";
import { VERDICT_LATER_FRAGMENT, VERDICT_MALFORMED_HEADER } from "./verdict.ts";

const HEADER_LENGTH = 40;
const FRAGMENT_HEADER_LENGTH = 8;
const LEAST_EXTENSION_LENGTH = 8;
const FRAGMENT_OFFSET = 0xfff8;

const NEXT_HOP_BY_HOP = 0;
const NEXT_ROUTING = 43;
const NEXT_FRAGMENT = 44;
const NEXT_DESTINATION_OPTIONS = 60;
const NEXT_MOBILITY = 135;
const NEXT_HOST_IDENTITY = 139;
const NEXT_SHIM6 = 140;

export function decodeIpv6(cursor: Cursor): number {
  const { bytes, offset, row } = cursor;
  if (offset + HEADER_LENGTH > cursor.capturedEnd) return tooShort(cursor, HEADER_LENGTH);
  if (bytes[offset] >> 4 !== 6) return ~VERDICT_MALFORMED_HEADER;
  const payloadLength = uint16(bytes, offset + 4);
  // Payload length 0 is a jumbogram or segmentation offload: the frame's end counts.
  if (payloadLength !== 0) endAfter(cursor, HEADER_LENGTH + payloadLength);

  const headers = cursor.headers;
  headers.addressVersion[row] = 6;
  takeIpv6Addresses(headers, row, bytes, offset);
  headers.fragment[row] = FRAGMENT_NONE;
  headers.quoted[row] = QUOTED_NONE;
  cursor.carried = false;
  cursor.offset = offset + HEADER_LENGTH;
  return decodeNextHeader(cursor, bytes[offset + 6]);
}

/** Puts source and destination of the IPv6 header at `at` into the row. */
export function takeIpv6Addresses(headers: HeaderBatch, row: number, bytes: Uint8Array, at: number): void {
  headers.source0[row] = int32(bytes, at + 8);
  headers.source1[row] = int32(bytes, at + 12);
  headers.source2[row] = int32(bytes, at + 16);
  headers.source3[row] = int32(bytes, at + 20);
  headers.destination0[row] = int32(bytes, at + 24);
  headers.destination1[row] = int32(bytes, at + 28);
  headers.destination2[row] = int32(bytes, at + 32);
  headers.destination3[row] = int32(bytes, at + 36);
}

/** Walks the extension headers from the one called `nextHeader` at the cursor to the first that is none. */
export function decodeNextHeader(cursor: Cursor, nextHeader: number): number {
  const { bytes, headers, row } = cursor;
  let next = nextHeader;
  for (;;) {
    headers.protocol[row] = next;
    const { offset } = cursor;
    switch (next) {
      case NEXT_HOP_BY_HOP:
      case NEXT_ROUTING:
      case NEXT_DESTINATION_OPTIONS:
      case NEXT_MOBILITY:
      case NEXT_HOST_IDENTITY:
      case NEXT_SHIM6:
      case PROTOCOL_AUTHENTICATION_HEADER: {
        if (offset + LEAST_EXTENSION_LENGTH > cursor.capturedEnd) {
          return tooShort(cursor, LEAST_EXTENSION_LENGTH);
        }
        // RFC 8200, section 4.3: in units of 8 bytes beyond the first 8. RFC 4302, section 2.2: of 4 bytes, minus 2.
        cursor.offset =
          offset +
          (next === PROTOCOL_AUTHENTICATION_HEADER
            ? (bytes[offset + 1] + 2) << 2
            : (bytes[offset + 1] + 1) << 3);
        next = bytes[offset];
        break;
      }
      case NEXT_FRAGMENT: {
        if (offset + FRAGMENT_HEADER_LENGTH > cursor.capturedEnd) {
          return tooShort(cursor, FRAGMENT_HEADER_LENGTH);
        }
        next = bytes[offset];
        headers.protocol[row] = next;
        headers.identification[row] = int32(bytes, offset + 4);
        const fragmentField = uint16(bytes, offset + 2);
        cursor.offset = offset + FRAGMENT_HEADER_LENGTH;
        if ((fragmentField & FRAGMENT_OFFSET) !== 0) {
          headers.fragment[row] = FRAGMENT_LATER;
          carryPayload(cursor, 0);
          return ~VERDICT_LATER_FRAGMENT;
        }
        headers.fragment[row] = FRAGMENT_FIRST;
        break;
      }
      default:
        return internetProtocolLayer(cursor, next);
    }
  }
}
