/**
 * ICMP and ICMPv6. An error quotes the packet that failed: its header names a flow, and is no flow itself.
 *
 *   0       1       2               4               8
 *  +-------+-------+---------------+---------------+--------------------
 *  | Type  | Code  |   Checksum    |  per type     | quoted IP packet
 *  +-------+-------+---------------+---------------+--------------------
 *
 * RFC 792; RFC 1812, section 4.3.2.3 (as much as fits is quoted, at least 8 bytes behind the IP header);
 * RFC 4443, section 3.
 */
import { type Cursor, tooShort } from "./cursor.ts";
import { QUOTED_OTHER_ERROR, QUOTED_UNREACHABLE } from "./header.ts";
import {
  PROTOCOL_DCCP,
  PROTOCOL_SCTP,
  PROTOCOL_TCP,
  PROTOCOL_UDP,
  PROTOCOL_UDP_LITE,
} from "./internet-protocol.ts";
import { takeIpv6Addresses } from "./ipv6.ts";
import { int32, uint16 } from "./read-integers.ts";
import { PORTS_LENGTH } from "./transport.ts";
import { VERDICT_ICMP, VERDICT_ICMPV6 } from "./verdict.ts";

const HEADER_LENGTH = 8;

const ICMP_DESTINATION_UNREACHABLE = 3;
const ICMP_CODE_FRAGMENTATION_NEEDED = 4;
const ICMP_SOURCE_QUENCH = 4;
const ICMP_REDIRECT = 5;
const ICMP_TIME_EXCEEDED = 11;
const ICMP_PARAMETER_PROBLEM = 12;

const ICMPV6_DESTINATION_UNREACHABLE = 1;
const ICMPV6_PARAMETER_PROBLEM = 4;

const IPV4_HEADER_LENGTH = 20;
const IPV6_HEADER_LENGTH = 40;
const FRAGMENT_OFFSET = 0x1fff;

export function decodeIcmp(cursor: Cursor): number {
  const { bytes, offset } = cursor;
  if (offset + 2 > cursor.capturedEnd) return tooShort(cursor, 2);
  const code = bytes[offset + 1];
  switch (bytes[offset]) {
    case ICMP_DESTINATION_UNREACHABLE:
      quote(cursor, code === ICMP_CODE_FRAGMENTATION_NEEDED ? QUOTED_OTHER_ERROR : QUOTED_UNREACHABLE);
      break;
    case ICMP_SOURCE_QUENCH:
    case ICMP_REDIRECT:
    case ICMP_TIME_EXCEEDED:
    case ICMP_PARAMETER_PROBLEM:
      quote(cursor, QUOTED_OTHER_ERROR);
  }
  return ~VERDICT_ICMP;
}

export function decodeIcmpv6(cursor: Cursor): number {
  const { bytes, offset } = cursor;
  if (offset + 2 > cursor.capturedEnd) return tooShort(cursor, 2);
  const type = bytes[offset];
  if (type === ICMPV6_DESTINATION_UNREACHABLE) quote(cursor, QUOTED_UNREACHABLE);
  else if (type <= ICMPV6_PARAMETER_PROBLEM) quote(cursor, QUOTED_OTHER_ERROR);
  return ~VERDICT_ICMPV6;
}

/** Puts the quoted packet's addresses, protocol and ports into the row, where they were quoted and captured. */
function quote(cursor: Cursor, kind: number): void {
  const at = cursor.offset + HEADER_LENGTH;
  if (at + 1 > cursor.capturedEnd) return;
  const version = cursor.bytes[at] >> 4;
  if (version === 4) quoteIpv4(cursor, at, kind);
  else if (version === 6) quoteIpv6(cursor, at, kind);
}

function quoteIpv4(cursor: Cursor, at: number, kind: number): void {
  const { bytes, headers, row } = cursor;
  if (at + IPV4_HEADER_LENGTH > cursor.capturedEnd) return;
  const ports = at + ((bytes[at] & 0x0f) << 2);
  if (ports < at + IPV4_HEADER_LENGTH || !hasPorts(bytes[at + 9])) return;
  if (ports + PORTS_LENGTH > cursor.capturedEnd) return;
  if ((uint16(bytes, at + 6) & FRAGMENT_OFFSET) !== 0) return;
  headers.addressVersion[row] = 4;
  headers.source0[row] = int32(bytes, at + 12);
  headers.destination0[row] = int32(bytes, at + 16);
  quotePorts(cursor, bytes[at + 9], ports, kind);
}

/** Extension headers in a quoted packet are rare enough to be left alone: the error then names no flow. */
function quoteIpv6(cursor: Cursor, at: number, kind: number): void {
  const { bytes, headers, row } = cursor;
  const ports = at + IPV6_HEADER_LENGTH;
  if (ports + PORTS_LENGTH > cursor.capturedEnd || !hasPorts(bytes[at + 6])) return;
  headers.addressVersion[row] = 6;
  takeIpv6Addresses(headers, row, bytes, at);
  quotePorts(cursor, bytes[at + 6], ports, kind);
}

function quotePorts(cursor: Cursor, protocol: number, ports: number, kind: number): void {
  const { bytes, headers, row } = cursor;
  headers.protocol[row] = protocol;
  headers.sourcePort[row] = uint16(bytes, ports);
  headers.destinationPort[row] = uint16(bytes, ports + 2);
  headers.quoted[row] = kind;
}

function hasPorts(protocol: number): boolean {
  return (
    protocol === PROTOCOL_TCP ||
    protocol === PROTOCOL_UDP ||
    protocol === PROTOCOL_SCTP ||
    protocol === PROTOCOL_DCCP ||
    protocol === PROTOCOL_UDP_LITE
  );
}
