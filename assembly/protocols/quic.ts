/** QUIC (RFC 8999, RFC 9000, RFC 9369) and Google's before it. */
import { CERTAIN, CLIENT, LEANS, LIKELY, NOT_THIS, SERVER } from "../../src/protocols/signature.ts";
import { byteAt, findBytes, isDigit, uint32 } from "./byte-match.ts";

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
export function quicLongHeader(start: i32, length: i32): i32 {
  if (length < 7 || (byteAt(start) & 0x80) === 0) return NOT_THIS;
  const version = uint32(start + 1);
  const destination = byteAt(start + 5);
  if (destination > LONGEST_ID) return isGoogleVersion(start + 1) ? CERTAIN | CLIENT | LEANS : NOT_THIS;
  const sourceAt = start + 6 + destination;
  if (sourceAt >= start + length) return NOT_THIS;
  const source = byteAt(sourceAt);
  if (source > LONGEST_ID) return isGoogleVersion(start + 1) ? CERTAIN : NOT_THIS;
  if (version === 0) return versionNegotiation(start, length, 7 + destination + source);
  const isVersion =
    version === VERSION_1 ||
    version === VERSION_2 ||
    version >>> 8 === DRAFT ||
    version >>> 8 === FACEBOOK ||
    isGoogleVersion(start + 1) ||
    isReserved(version);
  if (!isVersion || (byteAt(start) & 0x40) === 0) return NOT_THIS;
  if (isReserved(version)) return LIKELY | CLIENT;
  return CERTAIN | longHeaderSide(byteAt(start), version, destination, source);
}

function longHeaderSide(first: i32, version: i64, destination: i32, source: i32): i32 {
  // Version 2 counts the types from one further (RFC 9369, section 3.2).
  const type = ((first >>> 4) - (version === VERSION_2 ? 1 : 0)) & 3;
  if (type === ZERO_RTT) return CLIENT;
  if (type === RETRY) return SERVER;
  if (type !== INITIAL) return 0;
  if (destination < SHORTEST_FIRST_DESTINATION) return SERVER;
  return source === 0 ? CLIENT | LEANS : 0;
}

/** `Q` and three digits, or `T` with TLS in it. */
function isGoogleVersion(at: i32): bool {
  const isLetter = byteAt(at) === 0x51 || byteAt(at) === 0x54;
  return isLetter && isDigit(byteAt(at + 1)) && isDigit(byteAt(at + 2)) && isDigit(byteAt(at + 3));
}

/** RFC 9000, section 15: versions ?a?a?a?a force the server to negotiate. */
function isReserved(version: i64): bool {
  return (version & 0x0f0f_0f0f) === 0x0a0a_0a0a;
}

/** RFC 8999, section 6: version 0, and the server's versions behind the ids. */
function versionNegotiation(start: i32, length: i32, offset: i32): i32 {
  if (offset + 4 > length) return NOT_THIS;
  const version = uint32(start + offset);
  const isKnown =
    version === VERSION_1 ||
    version === VERSION_2 ||
    version >>> 8 === DRAFT ||
    isReserved(version) ||
    isGoogleVersion(start + offset);
  return isKnown ? CERTAIN | SERVER : NOT_THIS;
}

const REJECTION = "REJ\u0000";

/** The server's rejection, which gQUIC did not encrypt; its tag stands behind the header, at no fixed place. */
export function googleQuicRejection(start: i32, length: i32): i32 {
  return length > 30 && findBytes(start, length, REJECTION) > 20 ? LIKELY | SERVER : NOT_THIS;
}

/** Google's public header, up to Q043: flags with a version (01) and a connection of eight bytes (08) · connection · version. */
export function googleQuic(start: i32, length: i32): i32 {
  if (length < 13 || (byteAt(start) & 0x89) !== 0x09) return NOT_THIS;
  // Only clients tell a version.
  return byteAt(start + 9) === 0x51 && isGoogleVersion(start + 9) ? CERTAIN | CLIENT : NOT_THIS;
}
