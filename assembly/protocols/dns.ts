/**
 * DNS (RFC 1035, section 4), whose messages mDNS (RFC 6762) and LLMNR (RFC 4795) share, and the NetBIOS name service
 * (RFC 1002, section 4.2), whose names give it away.
 *
 *   id 2 · QR, opcode, AA, TC, RD, RA, Z, AD, CD, rcode 2 · questions 2 · answers 2 · authorities 2 · additional 2 ·
 *   then a question: labels, each behind its length · 0 · type 2 · class 2
 */
import { KEPT_PAYLOAD_LENGTH } from "../../src/flows/flow-record.ts";
import { CERTAIN, CLIENT, NOT_THIS, SERVER, WEAK } from "../../src/protocols/signature.ts";
import { byteAt, isPrintable, uint16 } from "./byte-match.ts";
import { certainIf } from "./strength.ts";

const HEADER = 12;
const RESPONSE = 0x8000;
/** Has to be zero (RFC 1035, section 4.1.1). */
const RESERVED = 0x0040;
/** A query answers nothing: no AA, no RA, no rcode. */
const NOT_IN_QUERY = 0x048f;
/** Opcodes query, inverse query, status, notify and update, as bits. */
const OPCODES = 0b110111;

/** A message over UDP. */
export function dnsMessage(start: i32, length: i32): i32 {
  return message(start, length, length === KEPT_PAYLOAD_LENGTH);
}

/** `isCut`: more may follow than is in view. */
function message(start: i32, length: i32, isCut: bool): i32 {
  if (length < HEADER || hasNetbiosName(start, length)) return NOT_THIS;
  const flags = uint16(start + 2);
  const isResponse = (flags & RESPONSE) !== 0;
  const questions = uint16(start + 4);
  const answers = uint16(start + 6);
  // An error without its question is the header alone.
  if (isResponse && questions + answers === 0) return length === HEADER ? errorAlone(flags) : NOT_THIS;
  const strange = strangeness(start, flags);
  if (strange > 1) return NOT_THIS;
  const strength = questionStrength(start, length, isCut);
  const side = isResponse ? SERVER : CLIENT;
  if (strange === 1) return strength === CERTAIN ? WEAK | side : NOT_THIS;
  return (strength === NOT_THIS ? WEAK : strength) | side;
}

/** How many parts of the header, flags and four counts, are unlike a message's; damaged ones have one such part. */
function strangeness(start: i32, flags: i32): i32 {
  const opcode = (flags >>> 11) & 15;
  const isQuery = (flags & RESPONSE) === 0;
  const areFlagsStrange =
    (flags & RESERVED) !== 0 || ((OPCODES >>> opcode) & 1) === 0 || (isQuery && (flags & NOT_IN_QUERY) !== 0);
  const questions = uint16(start + 4);
  // Multicast queries tell the answers that are known already, and ask several questions.
  return (
    <i32>areFlagsStrange +
    <i32>(questions > 32 || (isQuery && questions === 0)) +
    <i32>(uint16(start + 6) > (isQuery ? 64 : 1023)) +
    <i32>(uint16(start + 8) > 255) +
    <i32>(uint16(start + 10) > 255)
  );
}

function errorAlone(flags: i32): i32 {
  return (flags & 15) !== 0 && (flags & RESERVED) === 0 ? WEAK | SERVER : NOT_THIS;
}

/**
 * How sure the name, type and class behind the header are. Tunnels and damage put any byte into labels; names are printable,
 * and whole but where 64 bytes do not reach their end.
 */
function questionStrength(start: i32, length: i32, isCut: bool): i32 {
  let isPlain = true;
  let offset = HEADER;
  for (;;) {
    if (offset >= length) return offset === HEADER ? WEAK : certainIf(isPlain && isCut);
    const label = byteAt(start + offset);
    if (label === 0) break;
    if (label > 63) return NOT_THIS;
    const end = min<i32>(offset + 1 + label, length);
    for (let i = offset + 1; i < end; i++) if (!isPrintable(byteAt(start + i))) isPlain = false;
    offset += 1 + label;
  }
  if (length < offset + 5) return certainIf(isPlain && isCut);
  return isType(uint16(start + offset + 1)) && isClass(uint16(start + offset + 3))
    ? certainIf(isPlain)
    : NOT_THIS;
}

function isType(type: i32): bool {
  return (type > 0 && type <= 270) || type === 32_768 || type === 32_769 || type >= 65_280;
}

/** Internet, Chaos, Hesiod, none or any, with multicast DNS's top bit. */
function isClass(number: i32): bool {
  const plain = number & 0x7fff;
  return plain === 1 || plain === 3 || plain === 4 || plain === 254 || plain === 255;
}

/** A message over TCP stands behind its length (RFC 1035, section 4.2.2); several may follow each other. */
export function dnsOverTcp(start: i32, length: i32): i32 {
  if (length < 2 + HEADER) return NOT_THIS;
  const declared = uint16(start);
  if (declared < HEADER + 5) return NOT_THIS;
  return message(start + 2, min<i32>(length - 2, declared), length === KEPT_PAYLOAD_LENGTH);
}

/** Of the 32 letters of a name, those that may be damaged. */
const DAMAGED_LETTERS = 8;

/** RFC 1001, section 14.1: a NetBIOS name is 32 letters from A to P, two for each of its 16 bytes. */
export function isNetbiosNameAt(start: i32, length: i32, offset: i32): bool {
  if (length < offset + 33 || byteAt(start + offset) !== 32) return false;
  let others = 0;
  for (let i = offset + 1; i <= offset + 32; i++) {
    if (byteAt(start + i) < 0x41 || byteAt(start + i) > 0x50) others++;
  }
  return others <= DAMAGED_LETTERS;
}

function hasNetbiosName(start: i32, length: i32): bool {
  return isNetbiosNameAt(start, length, HEADER);
}

/** RFC 1002, section 4.2.1: queries, registrations, releases and refreshes go to the name server or to all. */
export function netbiosNameMessage(start: i32, length: i32): i32 {
  if (!hasNetbiosName(start, length)) return NOT_THIS;
  const opcode = (uint16(start + 2) >>> 11) & 15;
  if (opcode !== 0 && (opcode < 5 || opcode > 9)) return NOT_THIS;
  if (uint16(start + 4) > 1 || uint16(start + 6) > 1) return NOT_THIS;
  return CERTAIN | ((byteAt(start + 2) & 0x80) === 0 ? CLIENT : SERVER);
}

/** RFC 1002, section 4.4.1: type 10–16 hex · flags · id 2 · source address 4, port 2 · length 2 · offset 2 · names. */
export function netbiosDatagram(start: i32, length: i32): i32 {
  if (length < 14 || byteAt(start + 1) > 0x0f) return NOT_THIS;
  const isDirect = byteAt(start) >= 0x10 && byteAt(start) <= 0x12;
  if (isDirect) return isNetbiosNameAt(start, length, 14) ? CERTAIN : NOT_THIS;
  return isNetbiosNameAt(start, length, 10) ? CERTAIN : NOT_THIS;
}
