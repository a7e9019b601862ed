/** Routers among themselves: BGP (RFC 4271), LDP (RFC 5036), RIP (RFC 2453). */
import { KEPT_PAYLOAD_LENGTH } from "../../src/flows/flow-record.ts";
import { CERTAIN, CLIENT, LIKELY, NOT_THIS } from "../../src/protocols/signature.ts";
import { byteAt, countZeros, uint16 } from "./byte-match.ts";

/** RFC 4271, section 4.1: 16 bytes of ones · length 2 · type 1 to 5. Both ends open. */
export function bgpMessage(start: i32, length: i32): i32 {
  if (length < 19) return NOT_THIS;
  for (let i = 0; i < 16; i++) if (byteAt(start + i) !== 0xff) return NOT_THIS;
  const declared = uint16(start + 16);
  const type = byteAt(start + 18);
  return declared >= 19 && declared <= 4096 && type >= 1 && type <= 5 ? CERTAIN : NOT_THIS;
}

/** RFC 5036, section 3.1: version 1 · length 2 · router 4, space 2 · message: hello 0100 hex, and so on. */
export function ldpMessage(start: i32, length: i32): i32 {
  if (length < 18 || uint16(start) !== 1) return NOT_THIS;
  const declared = uint16(start + 2);
  if (declared < 14 || (declared + 4 > length && length < KEPT_PAYLOAD_LENGTH)) return NOT_THIS;
  const type = uint16(start + 10);
  const isType = type === 1 || (type >= 0x100 && type <= 0x404);
  return isType && uint16(start + 8) === 0 && countZeros(start, 4, 8) < 4 ? CERTAIN : NOT_THIS;
}

const RIP_COMMANDS = 2;
const INTERNET_FAMILY = 2;

/** RFC 2453, section 4: command 1 (request) or 2 · version 1 or 2 · 0 2 · then entries of 20, family 2 first. */
export function ripMessage(start: i32, length: i32): i32 {
  const command = byteAt(start);
  if (length < 24 || command > RIP_COMMANDS || uint16(start + 2) !== 0) return NOT_THIS;
  const version = byteAt(start + 1);
  if (version === 0 || version > 2 || (length < KEPT_PAYLOAD_LENGTH && length % 20 !== 4)) return NOT_THIS;
  const family = uint16(start + 4);
  if (family !== INTERNET_FAMILY && family !== 0xffff && family !== 0) return NOT_THIS;
  // Announcements go to the group, or to who asked.
  return LIKELY | (command === 1 ? CLIENT : 0);
}
