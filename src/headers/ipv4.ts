/**
 * Internet Protocol, version 4.
 *
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-------+-------+---------------+-------------------------------+
 *  |Version|  IHL  |Type of Service|          Total Length         |
 *  +-------+-------+---------------+-----+-------------------------+
 *  |         Identification        |Flags|     Fragment Offset     |
 *  +---------------+---------------+-----+-------------------------+
 *  |  Time to Live |    Protocol   |        Header Checksum        |
 *  +---------------+---------------+-------------------------------+
 *  |                        Source Address                         |
 *  +---------------------------------------------------------------+
 *  |                      Destination Address                      |
 *  +---------------------------------------------------------------+
 *
 * RFC 791, section 3.1.
 */
import { type Cursor, endAfter, tooShort } from "./cursor.ts";
import { FRAGMENT_FIRST, FRAGMENT_LATER, FRAGMENT_NONE, QUOTED_NONE } from "./header.ts";
import { internetProtocolLayer } from "./internet-protocol.ts";
import { LAYER_IPV6 } from "./layers.ts";
import { int32, uint16 } from "./read-integers.ts";
import { carryPayload } from "./transport.ts";
import { VERDICT_LATER_FRAGMENT, VERDICT_MALFORMED_HEADER } from "./verdict.ts";

const MINIMUM_HEADER_LENGTH = 20;
const MORE_FRAGMENTS = 0x2000;
const FRAGMENT_OFFSET = 0x1fff;

const OPTION_END = 0;
const OPTION_NO_OPERATION = 1;
const OPTION_LOOSE_SOURCE_ROUTE = 131;
const OPTION_STRICT_SOURCE_ROUTE = 137;
/** Type, length and pointer. */
const ROUTE_HEADER_LENGTH = 3;

export function decodeIpv4(cursor: Cursor): number {
  const { bytes, offset, row } = cursor;
  if (offset + MINIMUM_HEADER_LENGTH > cursor.capturedEnd) return tooShort(cursor, MINIMUM_HEADER_LENGTH);
  const version = bytes[offset] >> 4;
  if (version !== 4) return version === 6 ? LAYER_IPV6 : ~VERDICT_MALFORMED_HEADER;
  const headerLength = (bytes[offset] & 0x0f) << 2;
  if (headerLength < MINIMUM_HEADER_LENGTH) return ~VERDICT_MALFORMED_HEADER;
  const totalLength = uint16(bytes, offset + 2);
  // Total length 0 is segmentation offload: the network card would have filled it in. The frame's end counts.
  if (totalLength !== 0) {
    if (totalLength < headerLength) return ~VERDICT_MALFORMED_HEADER;
    endAfter(cursor, totalLength);
  }

  const headers = cursor.headers;
  headers.addressVersion[row] = 4;
  headers.source0[row] = int32(bytes, offset + 12);
  headers.destination0[row] = int32(bytes, offset + 16);
  if (headerLength > MINIMUM_HEADER_LENGTH) followSourceRoute(cursor, headerLength);
  headers.quoted[row] = QUOTED_NONE;
  cursor.carried = false;

  const protocol = bytes[offset + 9];
  headers.protocol[row] = protocol;
  const fragmentField = uint16(bytes, offset + 6);
  cursor.offset = offset + headerLength;
  if ((fragmentField & (MORE_FRAGMENTS | FRAGMENT_OFFSET)) !== 0) {
    headers.identification[row] = uint16(bytes, offset + 4);
    if ((fragmentField & FRAGMENT_OFFSET) !== 0) {
      headers.fragment[row] = FRAGMENT_LATER;
      carryPayload(cursor, 0);
      return ~VERDICT_LATER_FRAGMENT;
    }
    headers.fragment[row] = FRAGMENT_FIRST;
  } else headers.fragment[row] = FRAGMENT_NONE;
  return internetProtocolLayer(cursor, protocol);
}

/**
 * RFC 791, section 3.1, loose and strict source route: while the route is not used up, the header's destination
 * is the next hop, and the last address of the route is the one that the transport talks to (RFC 1122, section
 * 4.2.3.8, RFC 9293, section 3.9.2.1).
 */
function followSourceRoute(cursor: Cursor, headerLength: number): void {
  const { bytes, offset, row, headers } = cursor;
  const end = Math.min(offset + headerLength, cursor.capturedEnd);
  let at = offset + MINIMUM_HEADER_LENGTH;
  while (at + ROUTE_HEADER_LENGTH <= end && bytes[at] !== OPTION_END) {
    if (bytes[at] === OPTION_NO_OPERATION) {
      at++;
      continue;
    }
    const length = bytes[at + 1];
    if (length < 2 || at + length > end) return;
    if (bytes[at] === OPTION_LOOSE_SOURCE_ROUTE || bytes[at] === OPTION_STRICT_SOURCE_ROUTE) {
      const pointer = bytes[at + 2];
      if (length < ROUTE_HEADER_LENGTH + 4 || pointer > length) return;
      const last = at + length - 4;
      headers.destination0[row] = int32(bytes, last);
      return;
    }
    at += length;
  }
}
