/** GTP, the control of mobile networks' tunnels (3GPP TS 29.060, TS 29.274). What a tunnel carries is decoded with the headers. */
import { KEPT_PAYLOAD_LENGTH } from "../../src/flows/flow-record.ts";
import { CLIENT, LEANS, NOT_THIS, SERVER, WEAK } from "../../src/protocols/signature.ts";
import { byteAt, uint16 } from "./byte-match.ts";
import { strengthOf } from "./strength.ts";

const ECHO_REQUEST = 1;
const ECHO_RESPONSE = 2;
const LONGEST_MESSAGE = 1500;

/**
 * Version 1 (TS 29.060, section 6): version, type of protocol, S · type · length 2 · tunnel 4 · number 2 · …; version 2
 * (TS 29.274, section 5.1): version, T · type · length 2 · tunnel 4 where T says so · number 3 · 0.
 */
export function gtpControl(start: i32, length: i32): i32 {
  const isVersion2 = byteAt(start) >>> 5 === 2;
  // Control messages of version 1 are numbered; the spare bits are zero.
  const areFlags = isVersion2 ? (byteAt(start) & 7) === 0 : (byteAt(start) & 0xea) === 0x22;
  if (length < 8 || !areFlags) return NOT_THIS;
  const hasTunnel = !isVersion2 || (byteAt(start) & 8) !== 0;
  const spare = start + (hasTunnel ? 11 : 7);
  if (isVersion2 && (spare >= start + length || byteAt(spare) !== 0)) return NOT_THIS;
  const end = uint16(start + 2) + headerLength(byteAt(start), isVersion2);
  const isWhole = end === length;
  if (!isWhole && (length < KEPT_PAYLOAD_LENGTH || end <= length || end > LONGEST_MESSAGE)) return NOT_THIS;
  return gtpType(byteAt(start + 1), isWhole);
}

/** What the length does not count: GTP' of version 1 has no tunnel. */
function headerLength(flags: i32, isVersion2: bool): i32 {
  if (isVersion2) return 4;
  return (flags & 0x10) === 0 ? 6 : 8;
}

/** Answers are one higher than what asks (TS 29.060, table 1; TS 29.274, table 6.1-1). */
function gtpType(type: i32, isWhole: bool): i32 {
  if (type === ECHO_REQUEST) return strengthOf(isWhole) | CLIENT | LEANS;
  if (type === ECHO_RESPONSE) return strengthOf(isWhole) | SERVER | LEANS;
  const isPaired = (type >= 16 && type <= 21) || (type >= 32 && type <= 39);
  if (isPaired) return strengthOf(isWhole) | (type % 2 === 0 ? CLIENT : SERVER);
  return isWhole && ((type >= 22 && type <= 60) || type >= 240) ? WEAK : NOT_THIS;
}
