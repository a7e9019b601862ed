/** Screens and shells from afar: SSH (RFC 4253), Telnet (RFC 854), RDP (MS-RDPBCGR), VNC (RFC 6143), and SOCKS (RFC 1928). */
import { KEPT_PAYLOAD_LENGTH } from "../../src/flows/flow-record.ts";
import { CERTAIN, CLIENT, LEANS, NOT_THIS, SERVER, WEAK } from "../../src/protocols/signature.ts";
import { byteAt, hasAt, isDigit, startsWith, uint16 } from "./byte-match.ts";
import { strengthOf } from "./strength.ts";

const SSH = "SSH-";

/** RFC 4253, section 4.2: both ends send the line. */
export function sshBanner(start: i32, length: i32): i32 {
  if (!startsWith(start, length, SSH)) return NOT_THIS;
  return length === 4 || isDigit(byteAt(start + 4)) ? CERTAIN : NOT_THIS;
}

const RFB = "RFB 00";

/** RFC 6143, section 7.1.1: the server's line comes first, the client's looks the same. */
export function vncVersion(start: i32, length: i32): i32 {
  return startsWith(start, length, RFB) ? CERTAIN : NOT_THIS;
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
export function telnetNegotiation(start: i32, length: i32): i32 {
  let commands = 0;
  let side = 0;
  for (let offset = 0; offset + 3 <= length && byteAt(start + offset) === IAC; offset += 3) {
    const command = byteAt(start + offset + 1);
    const option = byteAt(start + offset + 2);
    if (command === SUBNEGOTIATION && commands > 0) break;
    if (command < WILL || command > DONT || (option > HIGHEST_OPTION && option !== 255)) return NOT_THIS;
    commands++;
    if (side === 0) side = telnetSide(command, option);
  }
  if (commands === 0) return NOT_THIS;
  if (commands > 1) return CERTAIN | side;
  return strengthOf(length === 3) | side;
}

function telnetSide(command: i32, option: i32): i32 {
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
const COOKIE = "Cookie: ";
const NEGOTIATION_REQUEST = 1;
const NEGOTIATION_RESPONSE = 2;
const NEGOTIATION_FAILURE = 3;

/** Length of what follows RFC 1006's header, and whether X.224's length fits it; 0 where it is none. */
export function x224Code(start: i32, length: i32): i32 {
  if (length < X224_HEADER || byteAt(start) !== 3 || byteAt(start + 1) !== 0) return 0;
  if (byteAt(start + 4) + 5 !== uint16(start + 2)) return 0;
  return byteAt(start + 5) & 0xf0;
}

/**
 * MS-RDPBCGR, sections 2.2.1.1 and 2.2.1.2: a cookie or an RDP negotiation behind X.224's fixed part. Without them other
 * users of X.224 look the same.
 */
export function rdpConnection(start: i32, length: i32): i32 {
  const code = x224Code(start, length);
  if (code === CONNECTION_REQUEST) {
    if (hasAt(start, length, X224_HEADER, COOKIE)) return CERTAIN | CLIENT;
    if (isNegotiation(start, length)) return CERTAIN | CLIENT;
    return length === X224_HEADER ? WEAK | CLIENT : NOT_THIS;
  }
  if (code !== CONNECTION_CONFIRM) return NOT_THIS;
  if (isNegotiation(start, length)) return CERTAIN | SERVER;
  // Windows' own reference is 1234 hex.
  const isWindows = uint16(start + 8) === 0x1234;
  return length === X224_HEADER ? strengthOf(isWindows) | SERVER : NOT_THIS;
}

/** Type · flags · length 8, in little endian. */
function isNegotiation(start: i32, length: i32): bool {
  if (length < X224_HEADER + 4) return false;
  const type = byteAt(start + X224_HEADER);
  const isType =
    type === NEGOTIATION_REQUEST || type === NEGOTIATION_RESPONSE || type === NEGOTIATION_FAILURE;
  return isType && byteAt(start + X224_HEADER + 2) === 8 && byteAt(start + X224_HEADER + 3) === 0;
}

const SOCKS5 = 5;
const SOCKS4 = 4;
const NO_METHOD = 0xff;

/** RFC 1928, section 3, and SOCKS 4: a few bytes, whose lengths have to be right. */
export function socksGreeting(start: i32, length: i32): i32 {
  if (length < 2) return NOT_THIS;
  const second = byteAt(start + 1);
  if (byteAt(start) === SOCKS5) {
    if (length === 2) return second <= 2 || second === NO_METHOD ? WEAK | SERVER : NOT_THIS;
    return second > 0 && length === 2 + second && byteAt(start + 2) <= 9 ? WEAK | CLIENT : NOT_THIS;
  }
  if (byteAt(start) === SOCKS4) {
    const ends = length >= 9 && byteAt(start + length - 1) === 0;
    return ends && (second === 1 || second === 2) && length < KEPT_PAYLOAD_LENGTH ? WEAK | CLIENT : NOT_THIS;
  }
  return byteAt(start) === 0 && second >= 0x5a && second <= 0x5d && length === 8 ? WEAK | SERVER : NOT_THIS;
}
