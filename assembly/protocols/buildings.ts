/** Buildings and small things: BACnet (ASHRAE 135) and CoAP (RFC 7252). */
import { KEPT_PAYLOAD_LENGTH } from "../../src/flows/flow-record.ts";
import { CERTAIN, CLIENT, DETAIL_SHIFT, NOT_THIS, SERVER } from "../../src/protocols/signature.ts";
import { byteAt, isDigit, isPrintable, uint16 } from "./byte-match.ts";
import { strengthOf } from "./strength.ts";

/** BACnet (ASHRAE 135), annex J: 81 · function 0 to 12 · length 2 · network: version 1 · control · … */
export function bacnetMessage(start: i32, length: i32): i32 {
  if (length < 6 || byteAt(start + 1) > 12) return NOT_THIS;
  const declared = uint16(start + 2);
  if (declared !== length && !(length === KEPT_PAYLOAD_LENGTH && declared > 64 && declared < 1500))
    return NOT_THIS;
  const isNetwork = byteAt(start + 1) === 10 || byteAt(start + 1) === 11;
  // Forwarded messages, and those of broadcast tables, carry addresses first.
  if (!isNetwork) return strengthOf(declared === length);
  if (byteAt(start + 4) !== 1) return NOT_THIS;
  // Neither destination nor source, and no network message: the application's own type follows.
  const control = byteAt(start + 5);
  if ((control & 0xa8) !== 0 || length < 8) return CERTAIN;
  const type = byteAt(start + 6) >>> 4;
  if (type === 0) return CERTAIN | CLIENT;
  return type >= 2 && type <= 7 && type !== 4 ? CERTAIN | SERVER : CERTAIN;
}

const COAP_ACKNOWLEDGMENT = 2;
const PAYLOAD_MARKER = 0xff;
/** RFC 7252, section 5.10, RFC 7641, RFC 7959, RFC 8768 and RFC 9177: numbers of options below 32, as bits. */
const COAP_OPTIONS =
  (1 << 1) |
  (1 << 3) |
  (1 << 4) |
  (1 << 5) |
  (1 << 6) |
  (1 << 7) |
  (1 << 8) |
  (1 << 9) |
  (1 << 11) |
  (1 << 12) |
  (1 << 14) |
  (1 << 15) |
  (1 << 16) |
  (1 << 17) |
  (1 << 19) |
  (1 << 20) |
  (1 << 23) |
  (1 << 27) |
  (1 << 28) |
  (1 << 31);
const URI_PATH = 11;

/** How many letters of a path make a request likely; other bytes are seldom all of them. */
const LETTERS_OF_PATH = 4;

/**
 * RFC 7252, section 3: version 1, type, token's length · code · message 2 · token · options, each by its distance from the
 * one before · FF · payload. Few bits are fixed: the options have to make sense, and an answer bears its question's token.
 */
export function coapMessage(start: i32, length: i32): i32 {
  const token = byteAt(start) & 15;
  if (length < 4 || token > 8 || length < 4 + token) return NOT_THIS;
  const type = (byteAt(start) >>> 4) & 3;
  const code = byteAt(start + 1);
  const isRequest = code >= 1 && code <= 7;
  const codeClass = code >>> 5;
  const isResponse = (codeClass === 2 || codeClass === 4 || codeClass === 5) && (code & 31) <= 15;
  if (!isRequest && !isResponse) return NOT_THIS;
  if (isRequest && type >= COAP_ACKNOWLEDGMENT) return NOT_THIS;
  const letters = lettersOfPath(start, length, 4 + token);
  if (letters < 0) return NOT_THIS;
  const common = uint16(start + (token > 1 ? 4 : 2)) + 1;
  const strength = strengthOf(isRequest && letters >= LETTERS_OF_PATH);
  return strength | (isRequest ? CLIENT : SERVER) | (common << DETAIL_SHIFT);
}

/** How many small letters and digits the path has; -1 where an option is unknown, or its text is none. */
function lettersOfPath(start: i32, length: i32, first: i32): i32 {
  let letters = 0;
  let number = 0;
  let offset = first;
  while (offset < length && byteAt(start + offset) !== PAYLOAD_MARKER) {
    let distance = byteAt(start + offset) >>> 4;
    let size = byteAt(start + offset) & 15;
    offset++;
    if (distance > 13 || size > 13) return -1;
    if (distance === 13) distance = 13 + (offset < length ? byteAt(start + offset++) : 0);
    if (size === 13) size = 13 + (offset < length ? byteAt(start + offset++) : 0);
    number += distance;
    if (number > 300 || (number < 32 && ((COAP_OPTIONS >>> number) & 1) === 0)) return -1;
    if (number === URI_PATH) {
      const end = min<i32>(offset + size, length);
      for (let i = offset; i < end; i++) {
        if (!isPrintable(byteAt(start + i))) return -1;
        if (isOfPath(byteAt(start + i))) letters++;
      }
    }
    offset += size;
  }
  return offset > length && length < KEPT_PAYLOAD_LENGTH ? -1 : letters;
}

/** Small letters, digits, and the marks that paths have. */
function isOfPath(byte: i32): bool {
  return (byte >= 0x61 && byte <= 0x7a) || isDigit(byte) || byte === 0x2d || byte === 0x2e || byte === 0x5f;
}
