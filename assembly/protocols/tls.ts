/**
 * TLS (RFC 8446, RFC 5246), its predecessor SSL 2 (RFC 6101, appendix E) and DTLS (RFC 6347, RFC 9147).
 *
 *   TLS record   type 1 · version 2 (03 00–03 04) · length 2 · then, of a handshake: type 1 · length 3 · …
 *   DTLS record  type 1 · version 2 (FE FF, FE FD, or 01 00) · epoch 2 · sequence number 6 · length 2 · …
 */
import { CERTAIN, CLIENT, LIKELY, NOT_THIS, SERVER } from "../../src/protocols/signature.ts";
import { byteAt, uint16, uint24 } from "./byte-match.ts";
import { certainIf } from "./strength.ts";

/** RFC 8446, section 5.1, and RFC 5246, section 6.2.1. */
const CHANGE_CIPHER_SPEC = 20;
const ALERT = 21;
const HANDSHAKE = 22;
const APPLICATION_DATA = 23;
const HEARTBEAT = 24;
/** RFC 5246, section 6.2.3: a protected record is no longer than 2¹⁴ + 2048. */
const LONGEST_RECORD = 18_432;
const HEADER = 5;

/** RFC 8446, section 4. */
const CLIENT_HELLO = 1;
const SERVER_HELLO = 2;
const HELLO_VERIFY_REQUEST = 3;

/** A TLS record: a hello tells its side; what comes later (alerts, application data) may be anybody's. */
export function tlsRecord(start: i32, length: i32): i32 {
  if (length < HEADER || byteAt(start + 1) !== 3 || byteAt(start + 2) > 4) return NOT_THIS;
  const recordLength = uint16(start + 3);
  if (recordLength === 0 || recordLength > LONGEST_RECORD) return NOT_THIS;
  switch (byteAt(start)) {
    case HANDSHAKE:
      return tlsHandshake(start, length, recordLength);
    case ALERT:
      return tlsAlert(start, length, recordLength);
    case CHANGE_CIPHER_SPEC:
      if (recordLength !== 1) return NOT_THIS;
      return length > HEADER && byteAt(start + HEADER) !== 1 ? NOT_THIS : certainIf(length > HEADER);
    case APPLICATION_DATA:
      // No version but 1.0 to 1.2 stands before application data; 1.3 writes that of 1.2.
      return byteAt(start + 2) >= 1 && byteAt(start + 2) <= 3 ? LIKELY : NOT_THIS;
    default:
      return NOT_THIS;
  }
}

function tlsHandshake(start: i32, length: i32, recordLength: i32): i32 {
  // Some send the record's header alone at first.
  if (length < HEADER + 6) return LIKELY;
  const messageType = byteAt(start + HEADER);
  const isHello = messageType === CLIENT_HELLO || messageType === SERVER_HELLO;
  // A hello is shorter than 64 KiB and repeats the version; SSL 3.0's is 38 bytes at least.
  if (isHello && byteAt(start + 6) === 0 && byteAt(start + 9) === 3 && recordLength >= 38) {
    return CERTAIN | (messageType === CLIENT_HELLO ? CLIENT : SERVER);
  }
  // A handshake under way: certificates, key exchange, or what is encrypted already.
  return LIKELY;
}

function tlsAlert(start: i32, length: i32, recordLength: i32): i32 {
  if (recordLength !== 2) return recordLength < 64 ? LIKELY : NOT_THIS;
  if (length < HEADER + 2) return LIKELY;
  const level = byteAt(start + HEADER);
  return level === 1 || level === 2 ? CERTAIN : LIKELY;
}

/** SSL 2's hello, which old clients of TLS sent too (RFC 5246, appendix E.2); the lengths in it have to add up. */
export function ssl2Hello(start: i32, length: i32): i32 {
  if (length < 11) return NOT_THIS;
  const declared = uint16(start) & 0x7fff;
  if (byteAt(start + 2) === 1) {
    const version = uint16(start + 3);
    if (version !== 2 && (version < 0x300 || version > 0x303)) return NOT_THIS;
    const cipherSpecs = uint16(start + 5);
    const sessionId = uint16(start + 7);
    const challenge = uint16(start + 9);
    const addsUp = declared === 9 + cipherSpecs + sessionId + challenge;
    return addsUp && cipherSpecs % 3 === 0 && cipherSpecs > 0 ? CERTAIN | CLIENT : NOT_THIS;
  }
  if (byteAt(start + 2) !== 4 || byteAt(start + 3) > 1 || byteAt(start + 4) > 1) return NOT_THIS;
  if (length < 13 || uint16(start + 5) !== 2) return NOT_THIS;
  const parts = uint16(start + 7) + uint16(start + 9) + uint16(start + 11);
  return declared === 11 + parts ? CERTAIN | SERVER : NOT_THIS;
}

const DTLS_1_0 = 0xfeff;
const DTLS_1_2 = 0xfefd;
/** What OpenSSL calls DTLS1_BAD_VER, of AnyConnect. */
const DTLS_OF_CISCO = 0x0100;

/** RFC 6347, section 4.1. A hello's message number and fragment tell it from encrypted handshakes. */
export function dtlsRecord(start: i32, length: i32): i32 {
  if (length < 13) return NOT_THIS;
  const version = uint16(start + 1);
  if (version !== DTLS_1_0 && version !== DTLS_1_2 && version !== DTLS_OF_CISCO) return NOT_THIS;
  // Sequence numbers start from 0, epochs are counted by handshakes.
  if (byteAt(start + 3) !== 0 || uint16(start + 5) !== 0) return NOT_THIS;
  const recordLength = uint16(start + 11);
  if (recordLength === 0 || recordLength > LONGEST_RECORD || byteAt(start) > HEARTBEAT) return NOT_THIS;
  if (byteAt(start) !== HANDSHAKE || uint16(start + 3) !== 0 || length < 25) return CERTAIN;
  const fragmentEnd = uint24(start + 19) + uint24(start + 22);
  if (fragmentEnd > uint24(start + 14)) return LIKELY;
  const messageType = byteAt(start + 13);
  if (messageType === CLIENT_HELLO) return CERTAIN | CLIENT;
  const isServers = messageType === SERVER_HELLO || messageType === HELLO_VERIFY_REQUEST;
  return isServers ? CERTAIN | SERVER : CERTAIN;
}
