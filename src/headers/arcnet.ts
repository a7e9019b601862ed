/**
 * ARCNET, as BSD and as Linux capture it.
 *
 *  +--------+-------------+-------------------+------+-------------------------------------------
 *  | Source | Destination | Offset (Linux, 2) | Type | RFC 1201: split flag, sequence number (2)
 *  +--------+-------------+-------------------+------+-------------------------------------------
 *
 * tcpdump.org, LINKTYPE_ARCNET_BSD and LINKTYPE_ARCNET_LINUX; RFC 1051 (types 240 and 241, no split flag);
 * RFC 1201. On BSD's captures a split flag of 255 announces four bytes of extended header.
 */
import { type Cursor, tooShort } from "./cursor.ts";
import { LAYER_IPV4, LAYER_IPV6 } from "./layers.ts";
import { VERDICT_ARP, VERDICT_NOT_IP } from "./verdict.ts";

const ADDRESSES_LENGTH = 2;
const LINUX_OFFSET_LENGTH = 2;
const SEQUENCE_HEADER_LENGTH = 3;
const EXTENDED_HEADER_LENGTH = 4;
const EXCEPTION = 0xff;

export function decodeArcnet(cursor: Cursor, linux: boolean): number {
  const { bytes } = cursor;
  const type = cursor.offset + ADDRESSES_LENGTH + (linux ? LINUX_OFFSET_LENGTH : 0);
  if (type + 1 > cursor.capturedEnd) return tooShort(cursor, type + 1 - cursor.offset);
  cursor.offset = type + 1;
  switch (bytes[type]) {
    case 240: // IP, RFC 1051
      return LAYER_IPV4;
    case 212: // IP, RFC 1201
      return skipSequence(cursor, LAYER_IPV4, !linux);
    case 196: // IPv6, RFC 2497
      return skipSequence(cursor, LAYER_IPV6, !linux);
    case 241:
    case 213:
    case 214: // RARP
    case 247:
      return ~VERDICT_ARP;
    default:
      return ~VERDICT_NOT_IP;
  }
}

function skipSequence(cursor: Cursor, following: number, mayBeExtended: boolean): number {
  const { bytes, offset } = cursor;
  if (offset + SEQUENCE_HEADER_LENGTH > cursor.capturedEnd) return tooShort(cursor, SEQUENCE_HEADER_LENGTH);
  const extended = mayBeExtended && bytes[offset] === EXCEPTION;
  cursor.offset = offset + SEQUENCE_HEADER_LENGTH + (extended ? EXTENDED_HEADER_LENGTH : 0);
  return following;
}
