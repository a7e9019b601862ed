/** Screens and shells from afar: SSH (RFC 4253), Telnet (RFC 854), RDP (MS-RDPBCGR), VNC (RFC 6143), and SOCKS (RFC 1928). */
import { KEPT_PAYLOAD_LENGTH } from "../flows/flow-record.ts";
import { ascii, hasAt, isDigit, startsWith, uint16 } from "./byte-match.ts";
import { CERTAIN, CLIENT, LEANS, NOT_THIS, SERVER, strengthOf, WEAK } from "./signature.ts";

const SSH = ascii("SSH-");

/** RFC 4253, section 4.2: both ends send the line. */
export function sshBanner(bytes: Uint8Array, start: number, length: number): number {
  if (!startsWith(bytes, start, length, SSH)) return NOT_THIS;
  return length === 4 || isDigit(bytes[start + 4]) ? CERTAIN : NOT_THIS;
}

const RFB = ascii("RFB 00");

/** RFC 6143, section 7.1.1: the server's line comes first, the client's looks the same. */
export function vncVersion(bytes: Uint8Array, start: number, length: number): number {
  return startsWith(bytes, start, length, RFB) ? CERTAIN : NOT_THIS;
}

/** RFC 854: "interpret as command". */
const IAC = 0xff;
const SUBNEGOTIATION = 0xfa;
const WILL = 0xfb;
const DO = 0xfd;
const DONT = 0xfe;
/** Options by number: echo (RFC 857), and what a server asks of its client's terminal. */
const ECHO = 1;
const TERMINAL_TYPE = 24;
const WINDOW_SIZE = 31;
const TERMINAL_SPEED = 32;
const NEW_ENVIRONMENT = 39;
const HIGHEST_OPTION = 49;

/** Commands of negotiation, one behind the other; who offers to echo, or asks for the terminal, is the server. */
export function telnetNegotiation(bytes: Uint8Array, start: number, length: number): number {
  let commands = 0;
  let side = 0;
  for (let offset = 0; offset + 3 <= length && bytes[start + offset] === IAC; offset += 3) {
    const command = bytes[start + offset + 1];
    const option = bytes[start + offset + 2];
    if (command === SUBNEGOTIATION && commands > 0) break;
    if (command < WILL || command > DONT || (option > HIGHEST_OPTION && option !== 255)) return NOT_THIS;
    commands++;
    if (side === 0) side = telnetSide(command, option);
  }
  if (commands === 0) return NOT_THIS;
  if (commands > 1) return CERTAIN | side;
  return strengthOf(length === 3) | side;
}

function telnetSide(command: number, option: number): number {
  const isOfTerminal =
    option === TERMINAL_TYPE ||
    option === WINDOW_SIZE ||
    option === TERMINAL_SPEED ||
    option === NEW_ENVIRONMENT;
  if (command === WILL) {
    if (option === ECHO) return SERVER;
    return isOfTerminal ? CLIENT : 0;
  }
  if (command !== DO) return 0;
  if (option === ECHO) return CLIENT | LEANS;
  return isOfTerminal ? SERVER : 0;
}

/** X.224 connection request and confirm behind RFC 1006's header: 03 00 length 2 · length · E0 or D0 · … */
const CONNECTION_REQUEST = 0xe0;
const CONNECTION_CONFIRM = 0xd0;
const X224_HEADER = 11;
const COOKIE = ascii("Cookie: ");
const NEGOTIATION_REQUEST = 1;
const NEGOTIATION_RESPONSE = 2;
const NEGOTIATION_FAILURE = 3;

/** Length of what follows RFC 1006's header, and whether X.224's length fits it; 0 where it is none. */
export function x224Code(bytes: Uint8Array, start: number, length: number): number {
  if (length < X224_HEADER || bytes[start] !== 3 || bytes[start + 1] !== 0) return 0;
  if (bytes[start + 4] + 5 !== uint16(bytes, start + 2)) return 0;
  return bytes[start + 5] & 0xf0;
}

/**
 * MS-RDPBCGR, sections 2.2.1.1 and 2.2.1.2: a cookie or an RDP negotiation behind X.224's fixed part. Without them other
 * users of X.224 look the same.
 */
export function rdpConnection(bytes: Uint8Array, start: number, length: number): number {
  const code = x224Code(bytes, start, length);
  if (code === CONNECTION_REQUEST) {
    if (hasAt(bytes, start, length, X224_HEADER, COOKIE)) return CERTAIN | CLIENT;
    if (isNegotiation(bytes, start, length)) return CERTAIN | CLIENT;
    return length === X224_HEADER ? WEAK | CLIENT : NOT_THIS;
  }
  if (code !== CONNECTION_CONFIRM) return NOT_THIS;
  if (isNegotiation(bytes, start, length)) return CERTAIN | SERVER;
  // Windows' own reference is 1234 hex.
  const isWindows = uint16(bytes, start + 8) === 0x1234;
  return length === X224_HEADER ? strengthOf(isWindows) | SERVER : NOT_THIS;
}

/** Type · flags · length 8, in little endian. */
function isNegotiation(bytes: Uint8Array, start: number, length: number): boolean {
  if (length < X224_HEADER + 4) return false;
  const type = bytes[start + X224_HEADER];
  const isType =
    type === NEGOTIATION_REQUEST || type === NEGOTIATION_RESPONSE || type === NEGOTIATION_FAILURE;
  return isType && bytes[start + X224_HEADER + 2] === 8 && bytes[start + X224_HEADER + 3] === 0;
}

const SOCKS5 = 5;
const SOCKS4 = 4;
const NO_METHOD = 0xff;

/** RFC 1928, section 3, and SOCKS 4: a few bytes, whose lengths have to be right. */
export function socksGreeting(bytes: Uint8Array, start: number, length: number): number {
  if (length < 2) return NOT_THIS;
  const second = bytes[start + 1];
  if (bytes[start] === SOCKS5) {
    if (length === 2) return second <= 2 || second === NO_METHOD ? WEAK | SERVER : NOT_THIS;
    return second > 0 && length === 2 + second && bytes[start + 2] <= 9 ? WEAK | CLIENT : NOT_THIS;
  }
  if (bytes[start] === SOCKS4) {
    const ends = length >= 9 && bytes[start + length - 1] === 0;
    return ends && (second === 1 || second === 2) && length < KEPT_PAYLOAD_LENGTH ? WEAK | CLIENT : NOT_THIS;
  }
  return bytes[start] === 0 && second >= 0x5a && second <= 0x5d && length === 8 ? WEAK | SERVER : NOT_THIS;
}
