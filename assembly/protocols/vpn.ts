/** Private networks: WireGuard, OpenVPN, IKE (RFC 7296, RFC 2408), L2TP (RFC 2661), PPTP (RFC 2637). */
import { KEPT_PAYLOAD_LENGTH } from "../../src/flows/flow-record.ts";
import { CERTAIN, CLIENT, LIKELY, NOT_THIS, SERVER, WEAK } from "../../src/protocols/signature.ts";
import { byteAt, countZeros, uint16, uint32 } from "./byte-match.ts";
import { certainIf, strengthOf } from "./strength.ts";

/** WireGuard, "Protocol & Cryptography", section 5.4: type 1 · reserved 3, zero · index 4 · then what looks random. */
const INITIATION = 0x0100_0000;
const RESPONSE = 0x0200_0000;
const COOKIE_REPLY = 0x0300_0000;
const TRANSPORT = 0x0400_0000;
/** Random bytes are seldom zero; a format of numbers mostly is. */
const ZEROS_BY_CHANCE = 3;

export function wireguardMessage(start: i32, length: i32): i32 {
  if (length < 32) return NOT_THIS;
  const type = uint32(start);
  if (type === TRANSPORT) {
    // A counter in little endian, then encrypted data.
    const isCounter = uint32(start + 12) === 0 && byteAt(start + 11) === 0;
    return isCounter && countZeros(start, 16, length) <= ZEROS_BY_CHANCE ? LIKELY : NOT_THIS;
  }
  if (length < KEPT_PAYLOAD_LENGTH || countZeros(start, 4, length) > ZEROS_BY_CHANCE) return NOT_THIS;
  if (type === INITIATION) return CERTAIN | CLIENT;
  if (type === RESPONSE) return LIKELY | SERVER;
  return type === COOKIE_REPLY ? WEAK | SERVER : NOT_THIS;
}

/** OpenVPN, ssl_pkt.h: opcode in the upper five bits, key 0 in the lower; then the sender's session 8. */
const RESET_CLIENT_V2 = 0x38;
const RESET_SERVER_V2 = 0x40;
const RESET_CLIENT_V3 = 0x50;
/** How long the code that authenticates a packet may be: SHA-1, SHA-256, SHA-512 or none. */
const PLAIN = 9;
const BEHIND_SHA1 = 29;
const BEHIND_SHA256 = 41;

/** A hard reset opens a session; behind it the packet's number is 1 (of the code's) or 0 (of the session's). */
export function openvpnPacket(start: i32, length: i32): i32 {
  const opcode = byteAt(start);
  if (opcode !== RESET_CLIENT_V2 && opcode !== RESET_SERVER_V2 && opcode !== RESET_CLIENT_V3) return NOT_THIS;
  if (length < 14 || countZeros(start, 1, 9) > 2) return NOT_THIS;
  const side = opcode === RESET_SERVER_V2 ? SERVER : CLIENT;
  if (length === 14 || (length === 26 && byteAt(start + PLAIN) === 1)) {
    return uint32(start + 10) === 0 ? CERTAIN | side : NOT_THIS;
  }
  // The control channel encrypted: i32 1, or 0F 00 00 01, and the time follow the session.
  const number = uint32(start + PLAIN);
  if (number === 1 || number === 0x0f00_0001) return CERTAIN | side;
  if (length >= BEHIND_SHA1 + 13 && uint32(start + BEHIND_SHA1) === 1) return CERTAIN | side;
  return length >= BEHIND_SHA256 + 13 && uint32(start + BEHIND_SHA256) === 1 ? CERTAIN | side : NOT_THIS;
}

/** Over TCP its length stands before a packet. */
export function openvpnOverTcp(start: i32, length: i32): i32 {
  if (length < 16) return NOT_THIS;
  const declared = uint16(start);
  if (declared < 14 || declared > 2000 || declared < min<i32>(length - 2, 62)) return NOT_THIS;
  return openvpnPacket(start + 2, min<i32>(length - 2, declared));
}

const IKE_HEADER = 28;
const IKE_VERSION_1 = 0x10;
const IKE_VERSION_2 = 0x20;
const FROM_INITIATOR = 0x08;
const IS_RESPONSE = 0x20;

/** RFC 7296, section 3.1: two SPIs of 8 · next payload · version · exchange · flags · message 4 · length 4. */
export function ikeMessage(start: i32, length: i32): i32 {
  return ikeHeader(start, length, length === KEPT_PAYLOAD_LENGTH);
}

/** `isCut`: more may follow than is in view. */
function ikeHeader(start: i32, length: i32, isCut: bool): i32 {
  if (length < IKE_HEADER || uint16(start + 24) !== 0) return NOT_THIS;
  const declared = uint32(start + 24);
  if (declared < IKE_HEADER || countZeros(start, 0, 8) > 4) return NOT_THIS;
  const strength = certainIf(isCut || declared === length);
  const isOpening = countZeros(start, 8, 16) === 8;
  const exchange = byteAt(start + 18);
  const flags = byteAt(start + 19);
  if (byteAt(start + 17) === IKE_VERSION_2) {
    if (exchange < 34 || exchange > 44 || (flags & ~0x38) !== 0 || byteAt(start + 16) > 60) return NOT_THIS;
    if ((flags & IS_RESPONSE) !== 0) return strength | SERVER;
    return strength | ((flags & FROM_INITIATOR) !== 0 ? CLIENT : 0);
  }
  if (byteAt(start + 17) !== IKE_VERSION_1) return NOT_THIS;
  const isExchange = exchange <= 6 || exchange === 32 || exchange === 33;
  if (!isExchange || flags > 7 || byteAt(start + 16) > 20 + 113) return NOT_THIS;
  if (isOpening) return strength | CLIENT;
  // Version 1 numbers the messages of its first exchange all 0: the responder's first is like the initiator's third.
  return strength;
}

/** RFC 3948, section 2.2: four zero bytes before it tell IKE from ESP. */
export function ikeOverNatTraversal(start: i32, length: i32): i32 {
  if (length < IKE_HEADER + 4 || uint32(start) !== 0) return NOT_THIS;
  return ikeHeader(start + 4, length - 4, length === KEPT_PAYLOAD_LENGTH);
}

/** RFC 2661, section 3.1: flags and version 2 · length 2 · tunnel 2 · session 2 · numbers 2 and 2 · message type. */
export function l2tpControl(start: i32, length: i32): i32 {
  if (length < 12 || uint16(start) !== 0xc802) return NOT_THIS;
  const declared = uint16(start + 2);
  if (declared !== length && !(length === KEPT_PAYLOAD_LENGTH && declared > 64)) return NOT_THIS;
  // The attribute Message Type: mandatory, 8 bytes, number 0.
  if (length < 20) return length === 12 ? LIKELY : NOT_THIS;
  if (uint16(start + 12) !== 0x8008 || uint32(start + 14) !== 0) return NOT_THIS;
  const type = uint16(start + 18);
  return CERTAIN | (type === 1 ? CLIENT : type === 2 ? SERVER : 0);
}

const PPTP_COOKIE = 0x1a2b_3c4d;

/** RFC 2637, section 2: length 2 · type 1 · magic cookie 4 · control message 2. */
export function pptpControl(start: i32, length: i32): i32 {
  if (length < 10 || uint32(start + 4) !== PPTP_COOKIE) return NOT_THIS;
  const type = uint16(start + 8);
  const isRequest = type === 1 || type === 7;
  return CERTAIN | (isRequest ? CLIENT : type === 2 || type === 8 ? SERVER : 0);
}

/** RFC 6886, sections 3.2 and 3.3: version 0 · opcode 0 to 2, 128 more in answers · result or reserved 2. */
export function natPmpMessage(start: i32, length: i32): i32 {
  if (length < 2 || byteAt(start) !== 0) return NOT_THIS;
  const opcode = byteAt(start + 1);
  if (opcode === 0) return length === 2 ? WEAK | CLIENT : NOT_THIS;
  if (opcode <= 2) return length === 12 && uint16(start + 2) === 0 ? strengthOf(false) | CLIENT : NOT_THIS;
  if (opcode === 128) return length === 12 && uint16(start + 2) <= 5 ? WEAK | SERVER : NOT_THIS;
  const isMapping = opcode === 129 || opcode === 130;
  return isMapping && length === 16 && uint16(start + 2) <= 5 ? WEAK | SERVER : NOT_THIS;
}
