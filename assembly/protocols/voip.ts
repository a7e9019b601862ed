/**
 * Calls: SIP (RFC 3261), RTP and RTCP (RFC 3550), STUN (RFC 8489, RFC 3489), MGCP (RFC 3435).
 */
import { KEPT_PAYLOAD_LENGTH } from "../../src/flows/flow-record.ts";
import {
  CERTAIN,
  CLIENT,
  DETAIL_SHIFT,
  LEANS,
  LIKELY,
  NOT_THIS,
  SERVER,
  WEAK,
} from "../../src/protocols/signature.ts";
import { byteAt, countZeros, findWord, hasAt, isDigit, startsWith, uint16, uint32 } from "./byte-match.ts";
import { certainIf, strengthOf } from "./strength.ts";

const SIP_URI = "sip:";
const SIPS_URI = "sips:";
const TEL_URI = "tel:";
const SIP_STATUS = "SIP/2.0 ";
const SIP_VERSION = " sip/2.0";
/** RFC 3261, section 7.1, and the extensions of RFC 3262, 3265, 3311, 3428, 3515 and 3903. */
const SIP_METHODS: StaticArray<string> = [
  "INVITE ",
  "ACK ",
  "BYE ",
  "CANCEL ",
  "OPTIONS ",
  "REGISTER ",
  "PRACK ",
  "SUBSCRIBE ",
  "NOTIFY ",
  "UPDATE ",
  "MESSAGE ",
  "REFER ",
  "PUBLISH ",
  "INFO ",
];

/** RFC 3261, section 7. Either end may ask, so that the side is weak. */
export function sipMessage(start: i32, length: i32): i32 {
  if (startsWith(start, length, SIP_STATUS)) return CERTAIN | SERVER | LEANS;
  for (let i = 0; i < SIP_METHODS.length; i++) {
    if (!startsWith(start, length, unchecked(SIP_METHODS[i]))) continue;
    const offset = unchecked(SIP_METHODS[i]).length;
    const isUri =
      hasAt(start, length, offset, SIP_URI) ||
      hasAt(start, length, offset, SIPS_URI) ||
      hasAt(start, length, offset, TEL_URI);
    if (isUri) return CERTAIN | CLIENT | LEANS;
    if (findWord(start, length, SIP_VERSION) >= 0) return LIKELY | CLIENT | LEANS;
    return NOT_THIS;
  }
  return NOT_THIS;
}

const RTP_HEADER = 12;

/**
 * RFC 3550, section 5.1: version 2, padding, extension, no contributing sources · marker, payload type · sequence number
 * 2 · time 4 · source 4. Eight bits are all that is fixed; the payload type has to be the same from both ends.
 */
export function rtpPacket(start: i32, length: i32): i32 {
  if (length <= RTP_HEADER || (byteAt(start) & 0xef) !== 0x80) return NOT_THIS;
  const payloadType = byteAt(start + 1) & 0x7f;
  // RFC 3551, section 6: 35 to 95 are not assigned or would be taken for RTCP.
  if (payloadType > 34 && payloadType < 96) return NOT_THIS;
  if (uint32(start + 8) === 0) return NOT_THIS;
  return WEAK | ((payloadType + 1) << DETAIL_SHIFT);
}

/** RFC 3550, section 6.4: reports of senders (200) and receivers (201) come first, and lengths lead on to what follows. */
export function rtcpPacket(start: i32, length: i32): i32 {
  if (length < 8 || (byteAt(start) & 0xc0) !== 0x80) return NOT_THIS;
  const type = byteAt(start + 1);
  if (type < 200 || type > 206) return NOT_THIS;
  const end = (uint16(start + 2) + 1) * 4;
  if (end < 8 || end > 1500) return NOT_THIS;
  if (length >= end + 4) {
    const next = byteAt(start + end + 1);
    if ((byteAt(start + end) & 0xc0) === 0x80 && next >= 200 && next <= 207) return CERTAIN;
    // Encrypted reports (RFC 3711, section 3.4) end with an index and a tag.
    return strengthOf((type === 200 || type === 201) && length < KEPT_PAYLOAD_LENGTH && length - end <= 14);
  }
  return strengthOf(end === length);
}

const MAGIC_COOKIE = 0x2112_a442;
const STUN_HEADER = 20;

/** RFC 8489, section 5: type 2 · length 2 · magic cookie 4 · transaction 12. Peers of a call ask each other. */
export function stunMessage(start: i32, length: i32): i32 {
  if (length < STUN_HEADER || uint32(start + 4) !== MAGIC_COOKIE) return NOT_THIS;
  const type = uint16(start);
  return type <= 0x3fff && byteAt(start + 3) % 4 === 0 ? CERTAIN | stunSide(type) : NOT_THIS;
}

/** RFC 3489 had no cookie: a binding request or response whose length, or first attribute, is right. */
export function classicStunMessage(start: i32, length: i32): i32 {
  if (length < STUN_HEADER || uint32(start + 4) === MAGIC_COOKIE) return NOT_THIS;
  const type = uint16(start);
  const declared = uint16(start + 2);
  if (type !== 1 && type !== 2 && type !== 0x101 && type !== 0x111) return NOT_THIS;
  if (declared % 4 !== 0) return NOT_THIS;
  if (countZeros(start, 4, STUN_HEADER) > 4) return NOT_THIS;
  if (declared === 0) return length === STUN_HEADER ? LIKELY | stunSide(type) : NOT_THIS;
  if (length < STUN_HEADER + 4) return NOT_THIS;
  const attribute = uint16(start + STUN_HEADER);
  const fits = uint16(start + STUN_HEADER + 2) + 4 <= declared;
  const isKnown = (attribute > 0 && attribute <= 0x30) || (attribute >= 0x8000 && attribute <= 0x80ff);
  const isWhole = declared + STUN_HEADER === length;
  if (!fits || (!isKnown && !isWhole) || declared > 1024) return NOT_THIS;
  return certainIf(isWhole && isKnown) | stunSide(type);
}

/** The class of a message's type: request 0, indication 1, success 2, error 3. */
function stunSide(type: i32): i32 {
  const messageClass = ((type >>> 7) & 2) | ((type >>> 4) & 1);
  if (messageClass === 1) return 0;
  return messageClass === 0 ? CLIENT | LEANS : SERVER | LEANS;
}

/** RFC 3435, section 3.2.1. */
const MGCP_COMMANDS: StaticArray<string> = [
  "EPCF ",
  "CRCX ",
  "MDCX ",
  "DLCX ",
  "RQNT ",
  "NTFY ",
  "AUEP ",
  "AUCX ",
  "RSIP ",
];
const MGCP = " mgcp 1.0";

/** Gateways and call agents ask each other, on ports of their own. */
export function mgcpMessage(start: i32, length: i32): i32 {
  for (let i = 0; i < MGCP_COMMANDS.length; i++) {
    if (!startsWith(start, length, unchecked(MGCP_COMMANDS[i])) || length < 6) continue;
    if (!isDigit(byteAt(start + 5))) return NOT_THIS;
    return certainIf(findWord(start, length, MGCP) >= 0);
  }
  // A response: three digits, the transaction, a comment.
  if (length < 6 || !isDigit(byteAt(start)) || !isDigit(byteAt(start + 1)) || !isDigit(byteAt(start + 2))) {
    return NOT_THIS;
  }
  return byteAt(start + 3) === 0x20 && isDigit(byteAt(start + 4)) ? WEAK : NOT_THIS;
}
