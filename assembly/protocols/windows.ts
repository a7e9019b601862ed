/**
 * What Windows networks speak: NetBIOS sessions (RFC 1002, section 4.3), SMB (MS-CIFS, MS-SMB2), LDAP (RFC 4511),
 * Kerberos (RFC 4120), DCE/RPC (C706, chapter 12).
 */
import { CERTAIN, CLIENT, LIKELY, NOT_THIS, SERVER, WEAK } from "../../src/protocols/signature.ts";
import { berContent, berLength, INTEGER, SEQUENCE } from "./ber.ts";
import { byteAt, uint16, uint16LittleEndian, uint24, uint32 } from "./byte-match.ts";
import { isNetbiosNameAt } from "./dns.ts";
import { certainIf } from "./strength.ts";

const SESSION_MESSAGE = 0;
const SESSION_REQUEST = 0x81;
const POSITIVE_RESPONSE = 0x82;
const NEGATIVE_RESPONSE = 0x83;

/** A session's request names both ends; its response is four bytes, or five. */
export function netbiosSession(start: i32, length: i32): i32 {
  if (length < 4) return NOT_THIS;
  const declared = uint24(start + 1);
  switch (byteAt(start)) {
    case SESSION_REQUEST:
      return declared === 68 && isNetbiosNameAt(start, length, 4) ? CERTAIN | CLIENT : NOT_THIS;
    case POSITIVE_RESPONSE:
      return declared === 0 && length === 4 ? CERTAIN | SERVER : NOT_THIS;
    case NEGATIVE_RESPONSE:
      return declared === 1 && length === 5 && byteAt(start + 4) >= 0x80 ? CERTAIN | SERVER : NOT_THIS;
    default:
      return NOT_THIS;
  }
}

/** FF, FE, FD and FC before "SMB": version 1, version 2 and 3, encrypted, compressed. */
const SMB = 0x534d42;
/** MS-CIFS, section 2.2.3.1: in the flags at 9. */
const SMB1_REPLY = 0x80;
/** MS-SMB2, section 2.2.1: in the flags at 16. */
const SMB2_FROM_SERVER = 1;

/** Behind the four bytes of NetBIOS, or of direct hosting, which are alike. */
export function smbMessage(start: i32, length: i32): i32 {
  if (length < 8 || byteAt(start) !== SESSION_MESSAGE || uint24(start + 5) !== SMB) return NOT_THIS;
  switch (byteAt(start + 4)) {
    case 0xff:
      if (length < 14) return CERTAIN;
      return CERTAIN | ((byteAt(start + 13) & SMB1_REPLY) === 0 ? CLIENT : SERVER);
    case 0xfe:
      if (length < 21) return CERTAIN;
      return CERTAIN | ((byteAt(start + 20) & SMB2_FROM_SERVER) === 0 ? CLIENT : SERVER);
    case 0xfd:
    case 0xfc:
      return CERTAIN;
    default:
      return NOT_THIS;
  }
}

/** RFC 4511, section 4.1.1: operations by their tags, 40 to 7F hex, as bits. */
const LDAP_REQUESTS: u64 =
  ((<u64>1) << (0x60 & 63)) |
  ((<u64>1) << (0x42 & 63)) |
  ((<u64>1) << (0x63 & 63)) |
  ((<u64>1) << (0x66 & 63)) |
  ((<u64>1) << (0x68 & 63)) |
  ((<u64>1) << (0x4a & 63)) |
  ((<u64>1) << (0x6c & 63)) |
  ((<u64>1) << (0x6e & 63)) |
  ((<u64>1) << (0x50 & 63)) |
  ((<u64>1) << (0x77 & 63));
const LDAP_RESPONSES: u64 =
  ((<u64>1) << (0x61 & 63)) |
  ((<u64>1) << (0x64 & 63)) |
  ((<u64>1) << (0x65 & 63)) |
  ((<u64>1) << (0x67 & 63)) |
  ((<u64>1) << (0x69 & 63)) |
  ((<u64>1) << (0x6b & 63)) |
  ((<u64>1) << (0x6d & 63)) |
  ((<u64>1) << (0x6f & 63)) |
  ((<u64>1) << (0x73 & 63)) |
  ((<u64>1) << (0x78 & 63)) |
  ((<u64>1) << (0x79 & 63));

function isTagOf(tags: u64, tag: i32): bool {
  return tag >= 0x40 && tag <= 0x7f && ((tags >>> (<u64>tag & 63)) & 1) === 1;
}

/** SEQUENCE of message number and operation; the operation ends where the message does, or before its controls. */
export function ldapMessage(start: i32, length: i32): i32 {
  if (length < 7 || byteAt(start) !== SEQUENCE) return NOT_THIS;
  const message = berContent(start, length, 1);
  if (message === 0 || message + 3 > length || byteAt(start + message) !== INTEGER) return NOT_THIS;
  const numberLength = byteAt(start + message + 1);
  const tagAt = message + 2 + numberLength;
  if (numberLength === 0 || numberLength > 4 || tagAt + 2 > length) return NOT_THIS;
  const tag = byteAt(start + tagAt);
  const isRequest = isTagOf(LDAP_REQUESTS, tag);
  if (!isRequest && !isTagOf(LDAP_RESPONSES, tag)) return NOT_THIS;
  const operation = berContent(start, length, tagAt + 1);
  if (operation === 0) return NOT_THIS;
  const messageEnd = message + berLength(start, 1);
  const operationEnd = operation + berLength(start, tagAt + 1);
  if (operationEnd > messageEnd) return NOT_THIS;
  const isWhole = operationEnd === messageEnd || messageEnd - operationEnd > 8;
  return certainIf(isWhole) | (isRequest ? CLIENT : SERVER);
}

/** RFC 4120, section 5.10: application tags. */
const AS_REQUEST = 0x6a;
const TGS_REQUEST = 0x6c;
const ERROR = 0x7e;
const KERBEROS_VERSION = 5;

/** Application tag · length · SEQUENCE · length · then the version, 5, behind its context tag: A1 or A0. */
export function kerberosMessage(start: i32, length: i32): i32 {
  if (length < 10) return NOT_THIS;
  const tag = byteAt(start);
  if ((tag < AS_REQUEST || tag > 0x6f) && tag !== ERROR) return NOT_THIS;
  const sequence = berContent(start, length, 1);
  if (sequence === 0 || byteAt(start + sequence) !== SEQUENCE) return NOT_THIS;
  const version = berContent(start, length, sequence + 1);
  if (version === 0 || version + 5 > length) return NOT_THIS;
  const isRequest = tag === AS_REQUEST || tag === TGS_REQUEST;
  if (uint32(start + version) !== (isRequest ? 0xa103_0201 : 0xa003_0201)) return NOT_THIS;
  if (byteAt(start + version + 4) !== KERBEROS_VERSION) return NOT_THIS;
  return CERTAIN | (isRequest || tag === 0x6e ? CLIENT : SERVER);
}

/** RFC 4120, section 7.2.2: behind four bytes of length. */
export function kerberosOverTcp(start: i32, length: i32): i32 {
  return length < 14 || byteAt(start) !== 0 ? NOT_THIS : kerberosMessage(start + 4, length - 4);
}

/** C706, section 12.6.4: types of connection-oriented messages that a client or a server sends. */
const RPC_CLIENT_TYPES = (1 << 0) | (1 << 11) | (1 << 14) | (1 << 16) | (1 << 18) | (1 << 19);
const RPC_SERVER_TYPES = (1 << 2) | (1 << 3) | (1 << 12) | (1 << 13) | (1 << 15);

/** Version 5, 0 or 1 · type · flags · representation 10 00 00 00 (or 00…) · fragment length 2 · … */
export function dceRpcMessage(start: i32, length: i32): i32 {
  if (length < 16 || byteAt(start + 1) > 1 || byteAt(start + 2) > 19) return NOT_THIS;
  const representation = uint32(start + 4);
  if (representation !== 0x1000_0000 && representation !== 0) return NOT_THIS;
  const fragment = representation === 0 ? uint16(start + 8) : uint16LittleEndian(start + 8);
  if (fragment < 16) return NOT_THIS;
  const type = 1 << byteAt(start + 2);
  if ((RPC_CLIENT_TYPES & type) !== 0) return CERTAIN | CLIENT;
  return (RPC_SERVER_TYPES & type) !== 0 ? CERTAIN | SERVER : NOT_THIS;
}

/** C706, section 12.5: version 4 · type · flags 2 · representation 3 · serial · object 16 · interface 16 · … */
export function dceRpcDatagram(start: i32, length: i32): i32 {
  if (length < 24 || byteAt(start + 1) > 10 || byteAt(start + 3) > 7) return NOT_THIS;
  const integers = byteAt(start + 4);
  if ((integers !== 0x10 && integers !== 0) || byteAt(start + 5) > 3 || byteAt(start + 6) !== 0)
    return NOT_THIS;
  const type = byteAt(start + 1);
  if (type === 0) return LIKELY | CLIENT;
  return type === 2 ? LIKELY | SERVER : WEAK;
}
