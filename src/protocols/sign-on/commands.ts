/**
 * Commands with which clients sign on, in the text protocols: FTP (RFC 959), POP3 (RFC 1939, RFC 5034), IMAP (RFC 9051),
 * SMTP (RFC 4954), NNTP (RFC 4643). Mechanisms that prove a secret without telling it (APOP, CRAM-MD5, SCRAM) are none.
 */
import { ascii, startsWith, startsWithAnyCase, startsWithOneOf } from "../byte-match.ts";
import type { AnnouncementLog } from "../negotiation/announcement.ts";
import type { ControlMessage } from "../negotiation/control-message.ts";
import { FTP_PORT } from "../negotiation/control-ports.ts";
import { indexOf } from "../negotiation/host-text.ts";
import {
  ACCEPTED,
  isClientHello,
  REFUSED,
  SAID_ANONYMOUS,
  SAID_PASSWORD,
  SAID_USER,
  UPGRADED,
} from "./sign-on.ts";

/** RFC 5321, section 4.5.3.1.4: no command is longer. What is, is the text of a mail. */
const LONGEST_COMMAND = 512;
const LINE_FEED = 0x0a;
const SPACE = 0x20;
/** Of IMAP's tags (RFC 9051, section 2.2.1). */
const LONGEST_TAG = 20;

const USER = ascii("user ");
const PASS = ascii("pass ");
const LOGGED_IN = ascii("230");
const NOT_LOGGED_IN = ascii("530");
/** Names of FTP's users that are anybody's, with the end of their line. */
const ANONYMOUS = ["anonymous\r", "anonymous\n", "ftp\r", "ftp\n"].map(ascii);
/** SASL's mechanisms that send the password as it is (RFC 4616, and the older LOGIN). */
const AUTH = ["auth plain", "auth login"].map(ascii);
const AUTHENTICATE = ["authenticate plain", "authenticate login"].map(ascii);
const LOGIN = ascii("login ");
const NEWS_USER = ascii("authinfo user ");
const NEWS_PASSWORD = ascii("authinfo pass ");

/** What a line says, `length` bytes from `line` on, with its end. */
type ReadLine = (bytes: Uint8Array, line: number, length: number) => number;

/** Reads a message to a server. */
export function readSignOn(readLine: ReadLine): (message: ControlMessage, log: AnnouncementLog) => void {
  return (message, log) => {
    if (isClientHello(message)) {
      log.addSignOn(message, UPGRADED);
      return;
    }
    const { bytes, start, end } = message;
    if (end - start > LONGEST_COMMAND) return;
    let said = 0;
    for (let line = start; line < end; ) {
      const lineEnd = indexOf(bytes, line, end, LINE_FEED);
      // One that is cut does not tell whose name it is.
      if (lineEnd < end) said |= readLine(bytes, line, lineEnd + 1 - line);
      line = lineEnd + 1;
    }
    if (said !== 0) log.addSignOn(message, said);
  };
}

export function ftpSignOn(bytes: Uint8Array, line: number, length: number): number {
  if (startsWithAnyCase(bytes, line, length, PASS)) return SAID_PASSWORD;
  if (!startsWithAnyCase(bytes, line, length, USER)) return 0;
  const isAnybody = startsWithOneOf(bytes, line + USER.length, length - USER.length, ANONYMOUS) >= 0;
  return isAnybody ? SAID_ANONYMOUS : SAID_USER;
}

/** Reads what FTP's server said: replies to other commands than PASS are 530 too, until somebody is logged in. */
export function readFtpReply(message: ControlMessage, log: AnnouncementLog): void {
  const { bytes, start, end, sourcePort } = message;
  if (sourcePort !== FTP_PORT) return;
  if (startsWith(bytes, start, end - start, LOGGED_IN)) log.addSignOn(message, ACCEPTED, true);
  else if (startsWith(bytes, start, end - start, NOT_LOGGED_IN)) log.addSignOn(message, REFUSED, true);
}

export function pop3SignOn(bytes: Uint8Array, line: number, length: number): number {
  if (startsWithAnyCase(bytes, line, length, USER)) return SAID_USER;
  return startsWithAnyCase(bytes, line, length, PASS) ? SAID_PASSWORD : saslSignOn(bytes, line, length);
}

/** `AUTH`, as SMTP and POP3 have it. */
export function saslSignOn(bytes: Uint8Array, line: number, length: number): number {
  return startsWithOneOf(bytes, line, length, AUTH) >= 0 ? SAID_USER | SAID_PASSWORD : 0;
}

export function imapSignOn(bytes: Uint8Array, line: number, length: number): number {
  const longest = line + Math.min(length, LONGEST_TAG);
  const tagEnd = indexOf(bytes, line, longest, SPACE);
  if (tagEnd === line || tagEnd === longest) return 0;
  const command = tagEnd + 1;
  const rest = line + length - command;
  const signsOn =
    startsWithAnyCase(bytes, command, rest, LOGIN) ||
    startsWithOneOf(bytes, command, rest, AUTHENTICATE) >= 0;
  return signsOn ? SAID_USER | SAID_PASSWORD : 0;
}

export function nntpSignOn(bytes: Uint8Array, line: number, length: number): number {
  if (startsWithAnyCase(bytes, line, length, NEWS_USER)) return SAID_USER;
  return startsWithAnyCase(bytes, line, length, NEWS_PASSWORD) ? SAID_PASSWORD : 0;
}
