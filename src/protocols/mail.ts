/** Mail and news: SMTP (RFC 5321), POP3 (RFC 1939), IMAP (RFC 9051), NNTP (RFC 3977). Servers greet first. */
import {
  ascii,
  findWord,
  isDigit,
  isLetter,
  isPrintable,
  isText,
  startsWith,
  startsWithAnyCase,
  startsWithOneOf,
} from "./byte-match.ts";
import { CERTAIN, CLIENT, LIKELY, NOT_THIS, SERVER, WEAK } from "./signature.ts";

const READY = ascii("220");
const SMTP = ascii("smtp");
const FTP = ascii("ftp");
const MAIL_SERVERS = ["postfix", "exim", "sendmail", "mail", "mx."].map(ascii);
const FILE_SERVERS = ["filezilla", "serv-u", "file transfer"].map(ascii);
const SMTP_COMMANDS = ["ehlo ", "helo ", "lhlo "].map(ascii);
const MAIL_FROM = ascii("mail from:");

/** Whether it is the greeting that SMTP and FTP share: `220 ` or `220-`, then text. */
export function isReadyGreeting(bytes: Uint8Array, start: number, length: number): boolean {
  if (length < 5 || !startsWith(bytes, start, length, READY)) return false;
  const separator = bytes[start + 3];
  return (separator === 0x20 || separator === 0x2d) && isText(bytes, start, length, 4);
}

/** RFC 5321, section 4.2: that the server names SMTP is usual, not required; FTP greets with 220 as well. */
export function smtpGreeting(bytes: Uint8Array, start: number, length: number): number {
  if (!isReadyGreeting(bytes, start, length)) return NOT_THIS;
  if (findWord(bytes, start, length, SMTP) >= 0) return CERTAIN | SERVER;
  if (findWord(bytes, start, length, FTP) >= 0) return NOT_THIS;
  return (isNamedIn(bytes, start, length, MAIL_SERVERS) ? LIKELY : WEAK) | SERVER;
}

/** RFC 959, section 5.4. */
export function ftpGreeting(bytes: Uint8Array, start: number, length: number): number {
  if (!isReadyGreeting(bytes, start, length)) return NOT_THIS;
  if (findWord(bytes, start, length, SMTP) >= 0) return NOT_THIS;
  if (findWord(bytes, start, length, FTP) >= 0) return CERTAIN | SERVER;
  return (isNamedIn(bytes, start, length, FILE_SERVERS) ? LIKELY : WEAK) | SERVER;
}

function isNamedIn(bytes: Uint8Array, start: number, length: number, words: readonly Uint8Array[]): boolean {
  for (let i = 0; i < words.length; i++) if (findWord(bytes, start, length, words[i]) >= 0) return true;
  return false;
}

/** RFC 5321, section 4.1.1.1: the client's first command. */
export function smtpCommand(bytes: Uint8Array, start: number, length: number): number {
  if (!isText(bytes, start, length, 0)) return NOT_THIS;
  const isHello = startsWithOneOf(bytes, start, length, SMTP_COMMANDS) >= 0;
  return isHello || startsWithAnyCase(bytes, start, length, MAIL_FROM) ? CERTAIN | CLIENT : NOT_THIS;
}

const OK = ascii("+OK");
const POP3_WORDS = ["pop", "ready", "dovecot", "server", "welcome"].map(ascii);
const POP3_COMMANDS = ["capa\r\n", "apop ", "stls\r\n", "auth\r\n", "auth plain", "auth login"].map(ascii);
const USER = ascii("user ");

/** RFC 1939, section 3. Redis says +OK too, and nothing more. */
export function pop3Greeting(bytes: Uint8Array, start: number, length: number): number {
  if (!startsWith(bytes, start, length, OK) || length < 5 || !isText(bytes, start, length, 0))
    return NOT_THIS;
  if (bytes[start + 3] !== 0x20) return WEAK | SERVER;
  return (isNamedIn(bytes, start, length, POP3_WORDS) ? CERTAIN : LIKELY) | SERVER;
}

/** RFC 1939, section 7, RFC 2449, RFC 2595, RFC 5034; USER and AUTH are FTP's as well. */
export function pop3Command(bytes: Uint8Array, start: number, length: number): number {
  const command = startsWithOneOf(bytes, start, length, POP3_COMMANDS);
  if (command >= 0) return (command < 3 ? CERTAIN : WEAK) | CLIENT;
  return isCommandLine(bytes, start, length, USER) ? WEAK | CLIENT : NOT_THIS;
}

const FTP_COMMANDS = ["auth tls", "auth ssl", "feat\r\n", "syst\r\n", "opts utf8"].map(ascii);

/** RFC 959, section 4.1, RFC 4217, RFC 2389. */
export function ftpCommand(bytes: Uint8Array, start: number, length: number): number {
  if (startsWithOneOf(bytes, start, length, FTP_COMMANDS) >= 0) return LIKELY | CLIENT;
  return isCommandLine(bytes, start, length, USER) ? WEAK | CLIENT : NOT_THIS;
}

function isCommandLine(bytes: Uint8Array, start: number, length: number, command: Uint8Array): boolean {
  return startsWithAnyCase(bytes, start, length, command) && isText(bytes, start, length, command.length);
}

const IMAP_GREETINGS = ["* ok", "* preauth ", "* bye "].map(ascii);
const IMAP_COMMANDS = [
  "capability",
  "login ",
  "authenticate ",
  "starttls",
  "id (",
  "id nil",
  "noop",
  "select ",
  "examine ",
  "list ",
  "logout",
].map(ascii);
const LONGEST_TAG = 12;

/** RFC 9051, section 7.1. */
export function imapGreeting(bytes: Uint8Array, start: number, length: number): number {
  const greeting = startsWithOneOf(bytes, start, length, IMAP_GREETINGS);
  return greeting >= 0 && isText(bytes, start, length, 0) ? CERTAIN | SERVER : NOT_THIS;
}

/** RFC 9051, section 2.2.1: a tag of letters and digits, a blank, a command. */
export function imapCommand(bytes: Uint8Array, start: number, length: number): number {
  let tag = 0;
  while (tag < length && tag <= LONGEST_TAG && isTagLetter(bytes[start + tag])) tag++;
  if (tag === 0 || tag > LONGEST_TAG || tag >= length || bytes[start + tag] !== 0x20) return NOT_THIS;
  const command = startsWithOneOf(bytes, start + tag + 1, length - tag - 1, IMAP_COMMANDS);
  if (command < 0 || !isText(bytes, start, length, 0)) return NOT_THIS;
  // A tag has a digit; a sentence has none.
  return (isDigit(bytes[start + tag - 1]) ? CERTAIN : WEAK) | CLIENT;
}

function isTagLetter(byte: number): boolean {
  return isPrintable(byte) && (isDigit(byte) || isLetter(byte) || byte === 0x2e);
}

const NNTP_GREETINGS = ["200 ", "201 "].map(ascii);
const NNTP_WORDS = ["nntp", "news", "posting", "inn"].map(ascii);
const NNTP_COMMANDS = ["mode reader", "authinfo ", "capabilities\r\n", "article ", "group "].map(ascii);

/** RFC 3977, section 5.1. */
export function nntpGreeting(bytes: Uint8Array, start: number, length: number): number {
  if (startsWithOneOf(bytes, start, length, NNTP_GREETINGS) < 0 || !isText(bytes, start, length, 4)) {
    return NOT_THIS;
  }
  return (isNamedIn(bytes, start, length, NNTP_WORDS) ? LIKELY : WEAK) | SERVER;
}

/** RFC 3977, section 5. */
export function nntpCommand(bytes: Uint8Array, start: number, length: number): number {
  const command = startsWithOneOf(bytes, start, length, NNTP_COMMANDS);
  if (command < 0 || !isText(bytes, start, length, 0)) return NOT_THIS;
  return (command < 3 ? CERTAIN : WEAK) | CLIENT;
}
