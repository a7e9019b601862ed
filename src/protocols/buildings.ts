/** Buildings and small things: BACnet (ASHRAE 135) and CoAP (RFC 7252). */
import { isPrintable, uint16 } from "./byte-match.ts";
import { CERTAIN, CLIENT, certainIf, LIKELY, NOT_THIS, SERVER, WEAK } from "./signature.ts";

/** BACnet (ASHRAE 135), annex J: 81 · function 0 to 12 · length 2 · network: version 1 · control · … */
export function bacnetMessage(bytes: Uint8Array, start: number, length: number): number {
  if (length < 6 || bytes[start + 1] > 12) return NOT_THIS;
  const declared = uint16(bytes, start + 2);
  if (declared !== length && !(length === 64 && declared > 64 && declared < 1500)) return NOT_THIS;
  const isNetwork = bytes[start + 1] === 10 || bytes[start + 1] === 11;
  // Forwarded messages, and those of broadcast tables, carry addresses first.
  if (!isNetwork) return certainIf(false);
  if (bytes[start + 4] !== 1) return NOT_THIS;
  // Neither destination nor source, and no network message: the application's own type follows.
  const control = bytes[start + 5];
  if ((control & 0xa8) !== 0 || length < 8) return CERTAIN;
  const type = bytes[start + 6] >>> 4;
  if (type === 0) return CERTAIN | CLIENT;
  return type >= 2 && type <= 7 && type !== 4 ? CERTAIN | SERVER : CERTAIN;
}

const COAP_ACKNOWLEDGMENT = 2;
const PAYLOAD_MARKER = 0xff;
/** RFC 7252, section 5.10, RFC 7641, RFC 7959, RFC 8768 and RFC 9177: numbers of options below 32, as bits. */
const COAP_OPTIONS = [1, 3, 4, 5, 6, 7, 8, 9, 11, 12, 14, 15, 16, 17, 19, 20, 23, 27, 28, 31].reduce(
  (bits, number) => bits | (1 << number),
  0,
);
const URI_PATH = 11;

/**
 * RFC 7252, section 3: version 1, type, token's length · code · message 2 · token · options, each by its distance from the
 * one before · FF · payload. Few bits are fixed; the options have to make sense.
 */
export function coapMessage(bytes: Uint8Array, start: number, length: number): number {
  const token = bytes[start] & 15;
  if (length < 4 || token > 8 || length < 4 + token) return NOT_THIS;
  const type = (bytes[start] >>> 4) & 3;
  const code = bytes[start + 1];
  const isRequest = code >= 1 && code <= 7;
  const detail = code >>> 5;
  const isResponse = (detail === 2 || detail === 4 || detail === 5) && (code & 31) <= 15;
  if (!isRequest && !isResponse) return NOT_THIS;
  if (isRequest && type >= COAP_ACKNOWLEDGMENT) return NOT_THIS;
  const side = isRequest ? CLIENT : SERVER;
  const known = knownOptions(bytes, start, length, 4 + token);
  if (known < 0) return NOT_THIS;
  return (known > 1 ? LIKELY : WEAK) | side;
}

/** How many options are known and, of a path, printable; -1 where one is not. */
function knownOptions(bytes: Uint8Array, start: number, length: number, first: number): number {
  let known = 0;
  let number = 0;
  let offset = first;
  while (offset < length && bytes[start + offset] !== PAYLOAD_MARKER) {
    let distance = bytes[start + offset] >>> 4;
    let size = bytes[start + offset] & 15;
    offset++;
    if (distance > 13 || size > 13) return -1;
    if (distance === 13) distance = 13 + (offset < length ? bytes[start + offset++] : 0);
    if (size === 13) size = 13 + (offset < length ? bytes[start + offset++] : 0);
    number += distance;
    if (number > 300) return -1;
    const isListed = number < 32 ? ((COAP_OPTIONS >>> number) & 1) === 1 : true;
    if (!isListed) return -1;
    if (number === URI_PATH && !isTextOf(bytes, start, length, offset, size)) return -1;
    known++;
    offset += size;
  }
  return offset > length && length < 64 ? -1 : known;
}

function isTextOf(bytes: Uint8Array, start: number, length: number, offset: number, size: number): boolean {
  const end = Math.min(offset + size, length);
  for (let i = offset; i < end; i++) if (!isPrintable(bytes[start + i])) return false;
  return true;
}
