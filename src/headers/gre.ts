/**
 * Generic Routing Encapsulation, versions 0 and 1.
 *
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-----+-+-------+-----+-------------------------------+
 *  |C|R|K|S|s|Recur|A| Flags | Ver |         Protocol Type         |
 *  +-+-+-+-+-+-----+-+-------+-----+-------------------------------+
 *  |      Checksum (optional)      |       Offset (optional)       |
 *  |                         Key (optional)                        |
 *  |                    Sequence Number (optional)                 |
 *  |            Acknowledgment Number (optional, version 1)        |
 *  |                         Routing (optional)                    |
 *  +---------------------------------------------------------------+
 *
 * RFC 1701, RFC 2784, RFC 2890 (version 0); RFC 2637, section 4.1 (version 1, PPTP: the key is payload length
 * and call identifier).
 */
import { type Cursor, enter, tooShort } from "./cursor.ts";
import { STEP_GRE, STEP_GRE_KEY } from "./encapsulation.ts";
import {
  LAYER_ERSPAN,
  LAYER_ERSPAN_III,
  LAYER_ETHER_TYPE,
  LAYER_ETHERNET,
  LAYER_IPV4,
  LAYER_WIRELESS,
} from "./layers.ts";
import { int32, uint16 } from "./read-integers.ts";
import { VERDICT_MALFORMED_HEADER, VERDICT_NOT_IP } from "./verdict.ts";

const BASE_LENGTH = 4;
const CHECKSUM_PRESENT = 0x8000;
const ROUTING_PRESENT = 0x4000;
const KEY_PRESENT = 0x2000;
const SEQUENCE_PRESENT = 0x1000;
const ACKNOWLEDGMENT_PRESENT = 0x0080;
const VERSION = 0x0007;

const TYPE_ERSPAN_I_AND_II = 0x88be;
const TYPE_ERSPAN_III = 0x22eb;
/** WCCP version 2 redirects packets behind four bytes of its own, unless an IPv4 header follows at once. */
const TYPE_WCCP = 0x883e;
const WCCP_HEADER_LENGTH = 4;

export function decodeGre(cursor: Cursor): number {
  const { bytes, offset } = cursor;
  if (offset + BASE_LENGTH > cursor.capturedEnd) return tooShort(cursor, BASE_LENGTH);
  const flags = uint16(bytes, offset);
  const type = uint16(bytes, offset + 2);
  const keyOffset = offset + BASE_LENGTH + ((flags & (CHECKSUM_PRESENT | ROUTING_PRESENT)) !== 0 ? 4 : 0);
  let end = keyOffset;
  if ((flags & KEY_PRESENT) !== 0) end += 4;
  if ((flags & SEQUENCE_PRESENT) !== 0) end += 4;
  if ((flags & VERSION) === 1 && (flags & ACKNOWLEDGMENT_PRESENT) !== 0) end += 4;
  if (end > cursor.capturedEnd) return tooShort(cursor, end - offset);
  if ((flags & KEY_PRESENT) !== 0) {
    const key = int32(bytes, keyOffset);
    // In version 1 the key's first half is the payload's length, which differs from packet to packet.
    enter(cursor, STEP_GRE_KEY, (flags & VERSION) === 1 ? key & 0xffff : key);
  } else enter(cursor, STEP_GRE, 0);
  cursor.offset = end;
  if ((flags & ROUTING_PRESENT) !== 0) {
    const failure = skipRouting(cursor);
    if (failure !== 0) return failure;
  }
  return payloadLayer(cursor, type, (flags & SEQUENCE_PRESENT) !== 0);
}

function payloadLayer(cursor: Cursor, type: number, numbered: boolean): number {
  const { bytes, offset } = cursor;
  switch (type) {
    case TYPE_ERSPAN_I_AND_II:
      // Type I has no header of its own and no sequence number (draft-foschiano-erspan, section 4.1).
      return numbered ? LAYER_ERSPAN : LAYER_ETHERNET;
    case TYPE_ERSPAN_III:
      return LAYER_ERSPAN_III;
    case TYPE_WCCP:
      if (offset + WCCP_HEADER_LENGTH + 1 > cursor.capturedEnd)
        return tooShort(cursor, WCCP_HEADER_LENGTH + 1);
      if (bytes[offset] >> 4 !== 4) cursor.offset = offset + WCCP_HEADER_LENGTH;
      return LAYER_IPV4;
    case 0x0000: // keep-alive
      return ~VERDICT_NOT_IP;
    default:
      if (isAruba(type)) return LAYER_WIRELESS;
      cursor.etherType = type;
      return LAYER_ETHER_TYPE;
  }
}

/** Aruba's access points send 802.11 frames in GRE of types 0x8200, 0x8210, … 0x8370. */
function isAruba(type: number): boolean {
  return type >= 0x8200 && type <= 0x8370 && (type & 0x000f) === 0;
}

/** RFC 1701: source route entries of family, offset, length and data; one of family 0 and length 0 ends them. */
function skipRouting(cursor: Cursor): number {
  const { bytes } = cursor;
  for (;;) {
    const { offset } = cursor;
    if (offset + 4 > cursor.capturedEnd) return tooShort(cursor, 4);
    const family = uint16(bytes, offset);
    const length = bytes[offset + 3];
    cursor.offset = offset + 4 + length;
    if (family === 0 && length === 0) return 0;
    if (cursor.offset > cursor.declaredEnd) return ~VERDICT_MALFORMED_HEADER;
  }
}
