/**
 * FTP's data connections. The server tells where it listens in its replies to PASV (RFC 959, section 4.1.2, and RFC 1123,
 * section 4.1.2.6) and EPSV (RFC 2428, section 3); the client tells where it listens by PORT (RFC 959) and EPRT (RFC 2428,
 * section 2), and the server connects.
 *
 * Who announces an address that is not its own may be a server behind address translation, or one that wants others'
 * flows to be taken for its data (RFC 2577, section 3): it is believed for flows with the other end of the control
 * connection alone, and no port below 1024 is.
 */
import { PROTOCOL_TCP } from "../../headers/internet-protocol.ts";
import { ascii, isDigit, startsWith, startsWithAnyCase } from "../byte-match.ts";
import type { AnnouncementLog } from "./announcement.ts";
import { type ControlMessage, HostAddress } from "./control-message.ts";
import { FTP_PORT } from "./control-ports.ts";
import { digitsAt, indexOf, numberOf, portBetween, readIpv4, readIpv6 } from "./host-text.ts";
import { FOR_PEER, FTP_DATA, LISTENS } from "./kinds.ts";

const LEAST_PORT = 1024;

const LINE_FEED = 0x0a;
const SPACE = 0x20;
const COMMA = 0x2c;
const PARENTHESIS = 0x28;
const CLOSING = 0x29;
const DELIMITER_FIRST = 0x21;
const DELIMITER_LAST = 0x7e;
const ONE = 0x31;
const TWO = 0x32;

const PASSIVE = ascii("227 ");
const EXTENDED_PASSIVE = ascii("229 ");
const PORT = ascii("port ");
const EXTENDED_PORT = ascii("eprt ");

const given = new HostAddress();

/** A packet may hold several lines; one that is cut says nothing. */
export function readFtp(message: ControlMessage, log: AnnouncementLog): void {
  const { bytes, end } = message;
  for (let line = message.start; line < end; ) {
    const lineEnd = indexOf(bytes, line, end, LINE_FEED);
    // With its line feed, so that something stands behind the last number of a line that is whole.
    if (message.sourcePort === FTP_PORT) readReply(message, line, Math.min(lineEnd + 1, end), log);
    else if (lineEnd < end) readCommand(message, line, lineEnd + 1, log);
    line = lineEnd + 1;
  }
}

function readReply(message: ControlMessage, line: number, lineEnd: number, log: AnnouncementLog): void {
  const { bytes } = message;
  const length = lineEnd - line;
  if (startsWith(bytes, line, length, PASSIVE)) {
    // The text before the numbers is anything, and so is whether they stand in parentheses.
    for (let at = line + PASSIVE.length; at < lineEnd; at++) {
      if (!isDigit(bytes[at])) continue;
      const port = readHostPort(bytes, at, lineEnd, given);
      if (port > 0) {
        announce(message, given, port, log);
        return;
      }
      while (at < lineEnd && (isDigit(bytes[at]) || bytes[at] === COMMA)) at++;
    }
  } else if (startsWith(bytes, line, length, EXTENDED_PASSIVE)) {
    const open = indexOf(bytes, line, lineEnd, PARENTHESIS);
    const port = extendedPassivePort(bytes, open + 1, lineEnd);
    if (port > 0) announce(message, message.source, port, log);
  }
}

function readCommand(message: ControlMessage, line: number, lineEnd: number, log: AnnouncementLog): void {
  const { bytes } = message;
  const length = lineEnd - line;
  let port = 0;
  if (startsWithAnyCase(bytes, line, length, PORT)) {
    port = readHostPort(bytes, skipSpaces(bytes, line + PORT.length, lineEnd), lineEnd, given);
  } else if (startsWithAnyCase(bytes, line, length, EXTENDED_PORT)) {
    port = readExtendedPort(bytes, skipSpaces(bytes, line + EXTENDED_PORT.length, lineEnd), lineEnd, given);
  }
  if (port > 0) announce(message, given, port, log);
}

function skipSpaces(bytes: Uint8Array, at: number, end: number): number {
  let next = at;
  while (next < end && bytes[next] === SPACE) next++;
  return next;
}

/** `h1,h2,h3,h4,p1,p2`, with something else behind it: answers with the port, or 0. */
function readHostPort(bytes: Uint8Array, at: number, end: number, address: HostAddress): number {
  let high = 0;
  let low = 0;
  let next = at;
  for (let i = 0; i < 6; i++) {
    if (i > 0 && (next >= end || bytes[next++] !== COMMA)) return 0;
    const digits = digitsAt(bytes, next, end, 4);
    const number = numberOf(bytes, next, digits);
    if (digits === 0 || digits > 3 || number > 255) return 0;
    if (i < 4) high = (high << 8) | number;
    else low = (low << 8) | number;
    next += digits;
  }
  // Where nothing follows, digits may be missing; a seventh number is none of this.
  if (next >= end || bytes[next] === COMMA) return 0;
  address.setIpv4(high);
  return low;
}

function isDelimiter(byte: number): boolean {
  return byte >= DELIMITER_FIRST && byte <= DELIMITER_LAST && !isDigit(byte);
}

/** `<d><d><d>port<d>)`, any printable character being the delimiter. */
function extendedPassivePort(bytes: Uint8Array, at: number, end: number): number {
  if (at + 6 > end) return 0;
  const delimiter = bytes[at];
  if (!isDelimiter(delimiter) || bytes[at + 1] !== delimiter || bytes[at + 2] !== delimiter) return 0;
  const portEnd = indexOf(bytes, at + 3, Math.min(end, at + 9), delimiter);
  return portEnd + 1 < end && bytes[portEnd] === delimiter && bytes[portEnd + 1] === CLOSING
    ? portBetween(bytes, at + 3, portEnd)
    : 0;
}

/** `<d>1<d>address<d>port<d>`, 2 for IPv6. */
function readExtendedPort(bytes: Uint8Array, at: number, end: number, address: HostAddress): number {
  if (at + 4 > end) return 0;
  const delimiter = bytes[at];
  if (!isDelimiter(delimiter) || bytes[at + 2] !== delimiter) return 0;
  const addressEnd = indexOf(bytes, at + 3, end, delimiter);
  const portEnd = indexOf(bytes, addressEnd + 1, end, delimiter);
  if (portEnd >= end) return 0;
  const isRead =
    (bytes[at + 1] === ONE && readIpv4(bytes, at + 3, addressEnd, address)) ||
    (bytes[at + 1] === TWO && readIpv6(bytes, at + 3, addressEnd, address));
  return isRead ? portBetween(bytes, addressEnd + 1, portEnd) : 0;
}

function announce(message: ControlMessage, address: HostAddress, port: number, log: AnnouncementLog): void {
  if (port < LEAST_PORT) return;
  const { source } = message;
  const isOwn = address.equals(source);
  // Many clients connect to the control connection's address whatever the reply says.
  log.add(message, source, FTP_DATA | LISTENS | (isOwn ? 0 : FOR_PEER), port, PROTOCOL_TCP);
  if (isOwn || address.isUnspecified) return;
  log.add(message, address, FTP_DATA | LISTENS | FOR_PEER, port, PROTOCOL_TCP);
}
