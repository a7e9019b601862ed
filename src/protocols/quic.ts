/** QUIC (RFC 8999, RFC 9000, RFC 9369) and Google's before it. */
import { ascii, findBytes, isDigit, uint32 } from "./byte-match.ts";
import { CERTAIN, CLIENT, LEANS, LIKELY, NOT_THIS, SERVER } from "./signature.ts";

const VERSION_1 = 1;
const VERSION_2 = 0x6b33_43cf;
/** Drafts, and Facebook's. */
const DRAFT = 0xff0000;
const FACEBOOK = 0xfaceb0;
const LONGEST_ID = 20;
/** RFC 9000, section 7.2. */
const SHORTEST_FIRST_DESTINATION = 8;

const INITIAL = 0;
const ZERO_RTT = 1;
const RETRY = 3;

/**
 * Long header (RFC 9000, section 17.2): 11, type in two bits · version 4 · destination id behind its length · source id
 * behind its length. A client's first destination is at least eight bytes long, so who sends to a shorter one is the server.
 */
export function quicLongHeader(bytes: Uint8Array, start: number, length: number): number {
  if (length < 7 || (bytes[start] & 0x80) === 0) return NOT_THIS;
  const version = uint32(bytes, start + 1);
  const destination = bytes[start + 5];
  if (destination > LONGEST_ID)
    return isGoogleVersion(bytes, start + 1) ? CERTAIN | CLIENT | LEANS : NOT_THIS;
  const sourceAt = start + 6 + destination;
  if (sourceAt >= start + length) return NOT_THIS;
  const source = bytes[sourceAt];
  if (source > LONGEST_ID) return isGoogleVersion(bytes, start + 1) ? CERTAIN : NOT_THIS;
  if (version === 0) return versionNegotiation(bytes, start, length, 7 + destination + source);
  const isVersion =
    version === VERSION_1 ||
    version === VERSION_2 ||
    version >>> 8 === DRAFT ||
    version >>> 8 === FACEBOOK ||
    isGoogleVersion(bytes, start + 1) ||
    isReserved(version);
  if (!isVersion || (bytes[start] & 0x40) === 0) return NOT_THIS;
  if (isReserved(version)) return LIKELY | CLIENT;
  return CERTAIN | longHeaderSide(bytes[start], version, destination, source);
}

function longHeaderSide(first: number, version: number, destination: number, source: number): number {
  // Version 2 counts the types from one further (RFC 9369, section 3.2).
  const type = ((first >>> 4) - (version === VERSION_2 ? 1 : 0)) & 3;
  if (type === ZERO_RTT) return CLIENT;
  if (type === RETRY) return SERVER;
  if (type !== INITIAL) return 0;
  if (destination < SHORTEST_FIRST_DESTINATION) return SERVER;
  return source === 0 ? CLIENT | LEANS : 0;
}

/** `Q` and three digits, or `T` with TLS in it. */
function isGoogleVersion(bytes: Uint8Array, at: number): boolean {
  const isLetter = bytes[at] === 0x51 || bytes[at] === 0x54;
  return isLetter && isDigit(bytes[at + 1]) && isDigit(bytes[at + 2]) && isDigit(bytes[at + 3]);
}

/** RFC 9000, section 15: versions ?a?a?a?a force the server to negotiate. */
function isReserved(version: number): boolean {
  return (version & 0x0f0f_0f0f) >>> 0 === 0x0a0a_0a0a;
}

/** RFC 8999, section 6: version 0, and the server's versions behind the ids. */
function versionNegotiation(bytes: Uint8Array, start: number, length: number, offset: number): number {
  if (offset + 4 > length) return NOT_THIS;
  const version = uint32(bytes, start + offset);
  const isKnown =
    version === VERSION_1 ||
    version === VERSION_2 ||
    version >>> 8 === DRAFT ||
    isReserved(version) ||
    isGoogleVersion(bytes, start + offset);
  return isKnown ? CERTAIN | SERVER : NOT_THIS;
}

const REJECTION = ascii("REJ\u0000");

/** The server's rejection, which gQUIC did not encrypt; its tag stands behind the header, at no fixed place. */
export function googleQuicRejection(bytes: Uint8Array, start: number, length: number): number {
  return length > 30 && findBytes(bytes, start, length, REJECTION) > 20 ? LIKELY | SERVER : NOT_THIS;
}

/** Google's public header, up to Q043: flags with a version (01) and a connection of eight bytes (08) · connection · version. */
export function googleQuic(bytes: Uint8Array, start: number, length: number): number {
  if (length < 13 || (bytes[start] & 0x89) !== 0x09) return NOT_THIS;
  // Only clients tell a version.
  return bytes[start + 9] === 0x51 && isGoogleVersion(bytes, start + 9) ? CERTAIN | CLIENT : NOT_THIS;
}
