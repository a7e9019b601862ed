/** Mail and news: SMTP (RFC 5321), POP3 (RFC 1939), IMAP (RFC 9051), NNTP (RFC 3977). Servers greet first. */
import { CERTAIN, CLIENT, LIKELY, NOT_THIS, SERVER, WEAK } from "../../src/protocols/signature.ts";
import {
  byteAt,
  findWord,
  isDigit,
  isLetter,
  isPrintable,
  isText,
  startsWith,
  startsWithAnyCase,
  startsWithOneOf,
} from "./byte-match.ts";

const READY = "220";
const SMTP = "smtp";
const FTP = "ftp";
const MAIL_SERVERS: StaticArray<string> = ["postfix", "exim", "sendmail", "mail", "mx."];
const FILE_SERVERS: StaticArray<string> = ["filezilla", "serv-u", "file transfer"];
const SMTP_COMMANDS: StaticArray<string> = ["ehlo ", "helo ", "lhlo "];
const MAIL_FROM = "mail from:";

/** Whether it is the greeting that SMTP and FTP share: `220 ` or `220-`, then text. */
export function isReadyGreeting(start: i32, length: i32): bool {
  if (length < 5 || !startsWith(start, length, READY)) return false;
  const separator = byteAt(start + 3);
  return (separator === 0x20 || separator === 0x2d) && isText(start, length, 4);
}

/** RFC 5321, section 4.2: that the server names SMTP is usual, not required; FTP greets with 220 as well. */
export function smtpGreeting(start: i32, length: i32): i32 {
  if (!isReadyGreeting(start, length)) return NOT_THIS;
  if (findWord(start, length, SMTP) >= 0) return CERTAIN | SERVER;
  if (findWord(start, length, FTP) >= 0) return NOT_THIS;
  return (isNamedIn(start, length, MAIL_SERVERS) ? LIKELY : WEAK) | SERVER;
}

/** RFC 959, section 5.4. */
export function ftpGreeting(start: i32, length: i32): i32 {
  if (!isReadyGreeting(start, length)) return NOT_THIS;
  if (findWord(start, length, SMTP) >= 0) return NOT_THIS;
  if (findWord(start, length, FTP) >= 0) return CERTAIN | SERVER;
  return (isNamedIn(start, length, FILE_SERVERS) ? LIKELY : WEAK) | SERVER;
}

function isNamedIn(start: i32, length: i32, words: StaticArray<string>): bool {
  for (let i = 0; i < words.length; i++) if (findWord(start, length, unchecked(words[i])) >= 0) return true;
  return false;
}

/** RFC 5321, section 4.1.1.1: the client's first command. */
export function smtpCommand(start: i32, length: i32): i32 {
  if (!isText(start, length, 0)) return NOT_THIS;
  const isHello = startsWithOneOf(start, length, SMTP_COMMANDS) >= 0;
  return isHello || startsWithAnyCase(start, length, MAIL_FROM) ? CERTAIN | CLIENT : NOT_THIS;
}

const OK = "+OK";
const POP3_WORDS: StaticArray<string> = ["pop", "ready", "dovecot", "server", "welcome"];
const POP3_COMMANDS: StaticArray<string> = [
  "capa\r\n",
  "apop ",
  "stls\r\n",
  "auth\r\n",
  "auth plain",
  "auth login",
];
const USER = "user ";

/** RFC 1939, section 3. Redis says +OK too, and nothing more. */
export function pop3Greeting(start: i32, length: i32): i32 {
  if (!startsWith(start, length, OK) || length < 5 || !isText(start, length, 0)) return NOT_THIS;
  if (byteAt(start + 3) !== 0x20) return WEAK | SERVER;
  return (isNamedIn(start, length, POP3_WORDS) ? CERTAIN : LIKELY) | SERVER;
}

/** RFC 1939, section 7, RFC 2449, RFC 2595, RFC 5034; USER and AUTH are FTP's as well. */
export function pop3Command(start: i32, length: i32): i32 {
  const command = startsWithOneOf(start, length, POP3_COMMANDS);
  if (command >= 0) return (command < 3 ? CERTAIN : WEAK) | CLIENT;
  return isCommandLine(start, length, USER) ? WEAK | CLIENT : NOT_THIS;
}

const FTP_COMMANDS: StaticArray<string> = ["auth tls", "auth ssl", "feat\r\n", "syst\r\n", "opts utf8"];

/** RFC 959, section 4.1, RFC 4217, RFC 2389. */
export function ftpCommand(start: i32, length: i32): i32 {
  if (startsWithOneOf(start, length, FTP_COMMANDS) >= 0) return LIKELY | CLIENT;
  return isCommandLine(start, length, USER) ? WEAK | CLIENT : NOT_THIS;
}

function isCommandLine(start: i32, length: i32, command: string): bool {
  return startsWithAnyCase(start, length, command) && isText(start, length, command.length);
}

const IMAP_GREETINGS: StaticArray<string> = ["* ok", "* preauth ", "* bye "];
const IMAP_COMMANDS: StaticArray<string> = [
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
];
const LONGEST_TAG = 12;

/** RFC 9051, section 7.1. */
export function imapGreeting(start: i32, length: i32): i32 {
  const greeting = startsWithOneOf(start, length, IMAP_GREETINGS);
  return greeting >= 0 && isText(start, length, 0) ? CERTAIN | SERVER : NOT_THIS;
}

/** RFC 9051, section 2.2.1: a tag of letters and digits, a blank, a command. */
export function imapCommand(start: i32, length: i32): i32 {
  let tag = 0;
  while (tag < length && tag <= LONGEST_TAG && isTagLetter(byteAt(start + tag))) tag++;
  if (tag === 0 || tag > LONGEST_TAG || tag >= length || byteAt(start + tag) !== 0x20) return NOT_THIS;
  const command = startsWithOneOf(start + tag + 1, length - tag - 1, IMAP_COMMANDS);
  if (command < 0 || !isText(start, length, 0)) return NOT_THIS;
  // A tag has a digit; a sentence has none.
  return (isDigit(byteAt(start + tag - 1)) ? CERTAIN : WEAK) | CLIENT;
}

function isTagLetter(byte: i32): bool {
  return isPrintable(byte) && (isDigit(byte) || isLetter(byte) || byte === 0x2e);
}

const NNTP_GREETINGS: StaticArray<string> = ["200 ", "201 "];
const NNTP_WORDS: StaticArray<string> = ["nntp", "news", "posting", "inn"];
const NNTP_COMMANDS: StaticArray<string> = [
  "mode reader",
  "authinfo ",
  "capabilities\r\n",
  "article ",
  "group ",
];

/** RFC 3977, section 5.1. */
export function nntpGreeting(start: i32, length: i32): i32 {
  if (startsWithOneOf(start, length, NNTP_GREETINGS) < 0 || !isText(start, length, 4)) {
    return NOT_THIS;
  }
  return (isNamedIn(start, length, NNTP_WORDS) ? LIKELY : WEAK) | SERVER;
}

/** RFC 3977, section 5. */
export function nntpCommand(start: i32, length: i32): i32 {
  const command = startsWithOneOf(start, length, NNTP_COMMANDS);
  if (command < 0 || !isText(start, length, 0)) return NOT_THIS;
  return (command < 3 ? CERTAIN : WEAK) | CLIENT;
}
