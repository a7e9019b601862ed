/**
 * Messages between programs and people: Kafka, AMQP (0-9-1, 1.0), MQTT (3.1.1, 5.0), NATS, STOMP, XMPP (RFC 6120), IRC
 * (RFC 2812), FIX.
 */
import { KEPT_PAYLOAD_LENGTH } from "../../src/flows/flow-record.ts";
import { CERTAIN, CLIENT, LEANS, LIKELY, NOT_THIS, SERVER, WEAK } from "../../src/protocols/signature.ts";
import {
  byteAt,
  findWord,
  hasAt,
  isDigit,
  isText,
  printableRun,
  startsWith,
  startsWithOneOf,
  uint16,
  uint32,
} from "./byte-match.ts";
import { certainIf, strengthOf } from "./strength.ts";

const HIGHEST_API_KEY = 92;
const HIGHEST_API_VERSION = 20;

/** Kafka, "Protocol guide": size 4 · API key 2 · version 2 · correlation 4 · client's name, behind its length. */
export function kafkaRequest(start: i32, length: i32): i32 {
  if (length < 14 || byteAt(start) !== 0) return NOT_THIS;
  const size = uint32(start);
  if (size < 10 || uint16(start + 4) > HIGHEST_API_KEY || uint16(start + 6) > HIGHEST_API_VERSION) {
    return NOT_THIS;
  }
  const name = uint16(start + 12);
  if (name === 0xffff) return strengthOf(size + 4 === length && uint16(start + 8) === 0) | CLIENT;
  if (name === 0 || name > 255 || name + 10 > size) return NOT_THIS;
  const seen = min<i32>(name, length - 14);
  if (seen < 3 || printableRun(start, length, 14) < seen) return NOT_THIS;
  return certainIf(seen >= 4 || size + 4 === length) | CLIENT;
}

/** Size 4 · correlation 4, which starts from zero and counts: little to go by without the request. */
export function kafkaResponse(start: i32, length: i32): i32 {
  if (length < 10 || byteAt(start) !== 0 || byteAt(start + 1) !== 0) return NOT_THIS;
  const size = uint32(start);
  const isWhole = length < KEPT_PAYLOAD_LENGTH ? size + 4 === length : size > 60;
  return isWhole && uint16(start + 4) === 0 ? WEAK | SERVER : NOT_THIS;
}

const AMQP = "AMQP";
const CONNECTION_START = 0x000a_000a;
const FRAME_METHOD = 1;

/** AMQP 0-9-1, section 4.2.2, and 1.0, section 2.2 (where both ends send the header); the server answers 0-9-1 with Start. */
export function amqpHeader(start: i32, length: i32): i32 {
  if (length >= 8 && startsWith(start, length, AMQP) && byteAt(start + 4) <= 3) {
    const isVersion1 = byteAt(start + 5) === 1 && byteAt(start + 6) === 0;
    return CERTAIN | (isVersion1 ? 0 : CLIENT);
  }
  if (length < 11 || byteAt(start) !== FRAME_METHOD || uint16(start + 1) !== 0) return NOT_THIS;
  return uint32(start + 7) === CONNECTION_START ? CERTAIN | SERVER : NOT_THIS;
}

const CONNECT = 0x10;
const CONNACK = 0x20;
const PING_REQUEST = 0xc0;
const PING_RESPONSE = 0xd0;
const MQTT = "MQTT";
const MQISDP = "MQIsdp";

/** MQTT 5.0, sections 2.1 and 3.1: CONNECT · remaining length in 1 to 4 bytes · name of the protocol behind its length. */
export function mqttPacket(start: i32, length: i32): i32 {
  if (length === 2) return mqttPing(start);
  if (length < 4) return NOT_THIS;
  if (byteAt(start) === CONNACK) {
    const isAnswer = byteAt(start + 2) <= 1 && (byteAt(start + 3) <= 5 || byteAt(start + 3) >= 0x80);
    if (!isAnswer || byteAt(start + 1) + 2 !== length) return NOT_THIS;
    return strengthOf(length === 4) | SERVER;
  }
  if (byteAt(start) !== CONNECT) return NOT_THIS;
  let offset = 1;
  while (offset < 5 && offset < length && byteAt(start + offset) >= 0x80) offset++;
  const name = offset + 1;
  if (name + 2 > length) return NOT_THIS;
  const nameLength = uint16(start + name);
  const isName =
    (nameLength === 4 && hasAt(start, length, name + 2, MQTT)) ||
    (nameLength === 6 && hasAt(start, length, name + 2, MQISDP));
  return isName ? CERTAIN | CLIENT : NOT_THIS;
}

/** MQTT 5.0, sections 3.12 and 3.13: two bytes, in connections that were there before. */
function mqttPing(start: i32): i32 {
  if (byteAt(start + 1) !== 0) return NOT_THIS;
  if (byteAt(start) === PING_REQUEST) return WEAK | CLIENT;
  return byteAt(start) === PING_RESPONSE ? WEAK | SERVER : NOT_THIS;
}

const NATS_INFO = "INFO {";
const NATS_CONNECT = "CONNECT {";

/** NATS, "Client Protocol": the server's INFO comes first. */
export function natsMessage(start: i32, length: i32): i32 {
  if (startsWith(start, length, NATS_INFO)) return CERTAIN | SERVER;
  return startsWith(start, length, NATS_CONNECT) ? CERTAIN | CLIENT : NOT_THIS;
}

const STOMP_CONNECT: StaticArray<string> = ["CONNECT", "STOMP"];
const STOMP_CONNECTED = "CONNECTED";
const STOMP_HEADERS: StaticArray<string> = [
  "accept-version:",
  "login:",
  "host:",
  "passcode:",
  "version:",
  "heart-beat:",
];

/** STOMP 1.2, "Connecting": the command's line, then headers. */
export function stompFrame(start: i32, length: i32): i32 {
  if (startsWith(start, length, STOMP_CONNECTED) && isHeaderAt(start, length, 9)) {
    return CERTAIN | SERVER;
  }
  for (let i = 0; i < STOMP_CONNECT.length; i++) {
    const word = unchecked(STOMP_CONNECT[i]);
    if (startsWith(start, length, word) && isHeaderAt(start, length, word.length)) {
      return CERTAIN | CLIENT;
    }
  }
  return NOT_THIS;
}

function isHeaderAt(start: i32, length: i32, lineEnd: i32): bool {
  const offset = byteAt(start + lineEnd) === 0x0d ? lineEnd + 2 : lineEnd + 1;
  if (offset > length || byteAt(start + offset - 1) !== 0x0a) return false;
  return startsWithOneOf(start + offset, length - offset, STOMP_HEADERS) >= 0;
}

const XML = "<?xml";
const STREAM = "<stream:stream";
const JABBER = "jabber:";
const TO = " to=";
const FROM = " from=";
const ID = " id=";

const STANZAS: StaticArray<string> = ["<message ", "<presence", "<iq "];

/**
 * RFC 6120, section 4.7: both ends open a stream; the client's says to whom, the server's from whom and under which id.
 * Connections that were there before are seen by their stanzas (section 8).
 */
export function xmppStream(start: i32, length: i32): i32 {
  if (startsWithOneOf(start, length, STANZAS) >= 0) return LIKELY;
  const streamAt = findWord(start, length, STREAM);
  const isXml = startsWith(start, length, XML);
  if (streamAt !== 0 && !(isXml && (streamAt > 0 || findWord(start, length, JABBER) > 0))) return NOT_THIS;
  const isServers = findWord(start, length, ID) > 0 || findWord(start, length, FROM) > 0;
  const isClients = findWord(start, length, TO) > 0;
  if (isServers === isClients) return CERTAIN;
  return CERTAIN | LEANS | (isServers ? SERVER : CLIENT);
}

const IRC_COMMANDS: StaticArray<string> = ["nick ", "cap ls", "cap req ", "pass ", "user "];
const IRC_CERTAIN = 3;
const IRC_NOTICE: StaticArray<string> = ["notice auth ", "notice * :"];
const IRC_SERVER_WORDS: StaticArray<string> = [" notice ", " 001 ", " 020 ", " 433 "];
const USER_END = " :";

/** RFC 2812, sections 2.3 and 3.1. */
export function ircMessage(start: i32, length: i32): i32 {
  if (!isText(start, length, 0)) return NOT_THIS;
  if (byteAt(start) === 0x3a) {
    for (let i = 0; i < IRC_SERVER_WORDS.length; i++) {
      const at = findWord(start, length, unchecked(IRC_SERVER_WORDS[i]));
      // Nothing but the server's name stands before it.
      if (at > 1 && wordEnd(start, length) === at) return CERTAIN | SERVER;
    }
    return NOT_THIS;
  }
  if (startsWithOneOf(start, length, IRC_NOTICE) >= 0) return CERTAIN | SERVER;
  const command = startsWithOneOf(start, length, IRC_COMMANDS);
  if (command < 0) return NOT_THIS;
  if (command < IRC_CERTAIN) return CERTAIN | CLIENT;
  // USER has four parameters here, one in FTP and POP3.
  return strengthOf(command > IRC_CERTAIN && findWord(start, length, USER_END) > 0) | CLIENT;
}

function wordEnd(start: i32, length: i32): i32 {
  let end = 0;
  while (end < length && byteAt(start + end) !== 0x20) end++;
  return end;
}

const FIX_VERSION = "8=FIX";
const FIX_BEGIN = "8=";
const FIX_LENGTH = "\u00019=";

/** FIX, "Standard Header": version, then length, each a number, =, and its value; either end may speak. */
export function fixMessage(start: i32, length: i32): i32 {
  if (!startsWith(start, length, FIX_BEGIN)) return NOT_THIS;
  const version = printableRun(start, length, 2);
  const lengthAt = 2 + version;
  if (version === 0 || version > 10) return NOT_THIS;
  if (hasAt(start, length, lengthAt, FIX_LENGTH)) {
    return lengthAt + 3 < length && !isDigit(byteAt(start + lengthAt + 3)) ? NOT_THIS : CERTAIN;
  }
  return lengthAt === length && startsWith(start, length, FIX_VERSION) ? LIKELY : NOT_THIS;
}
