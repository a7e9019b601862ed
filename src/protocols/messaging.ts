/**
 * Messages between programs and people: Kafka, AMQP (0-9-1, 1.0), MQTT (3.1.1, 5.0), NATS, STOMP, XMPP (RFC 6120), IRC
 * (RFC 2812), FIX.
 */
import { KEPT_PAYLOAD_LENGTH } from "../flows/flow-record.ts";
import {
  ascii,
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
import {
  CERTAIN,
  CLIENT,
  certainIf,
  LEANS,
  LIKELY,
  NOT_THIS,
  SERVER,
  strengthOf,
  WEAK,
} from "./signature.ts";

const HIGHEST_API_KEY = 92;
const HIGHEST_API_VERSION = 20;

/** Kafka, "Protocol guide": size 4 · API key 2 · version 2 · correlation 4 · client's name, behind its length. */
export function kafkaRequest(bytes: Uint8Array, start: number, length: number): number {
  if (length < 14 || bytes[start] !== 0) return NOT_THIS;
  const size = uint32(bytes, start);
  if (
    size < 10 ||
    uint16(bytes, start + 4) > HIGHEST_API_KEY ||
    uint16(bytes, start + 6) > HIGHEST_API_VERSION
  ) {
    return NOT_THIS;
  }
  const name = uint16(bytes, start + 12);
  if (name === 0xffff) return strengthOf(size + 4 === length && uint16(bytes, start + 8) === 0) | CLIENT;
  if (name === 0 || name > 255 || name + 10 > size) return NOT_THIS;
  const seen = Math.min(name, length - 14);
  if (seen < 3 || printableRun(bytes, start, length, 14) < seen) return NOT_THIS;
  return certainIf(seen >= 4 || size + 4 === length) | CLIENT;
}

/** Size 4 · correlation 4, which starts from zero and counts: little to go by without the request. */
export function kafkaResponse(bytes: Uint8Array, start: number, length: number): number {
  if (length < 10 || bytes[start] !== 0 || bytes[start + 1] !== 0) return NOT_THIS;
  const size = uint32(bytes, start);
  const isWhole = length < KEPT_PAYLOAD_LENGTH ? size + 4 === length : size > 60;
  return isWhole && uint16(bytes, start + 4) === 0 ? WEAK | SERVER : NOT_THIS;
}

const AMQP = ascii("AMQP");
const CONNECTION_START = 0x000a_000a;
const FRAME_METHOD = 1;

/** AMQP 0-9-1, section 4.2.2, and 1.0, section 2.2 (where both ends send the header); the server answers 0-9-1 with Start. */
export function amqpHeader(bytes: Uint8Array, start: number, length: number): number {
  if (length >= 8 && startsWith(bytes, start, length, AMQP) && bytes[start + 4] <= 3) {
    const isVersion1 = bytes[start + 5] === 1 && bytes[start + 6] === 0;
    return CERTAIN | (isVersion1 ? 0 : CLIENT);
  }
  if (length < 11 || bytes[start] !== FRAME_METHOD || uint16(bytes, start + 1) !== 0) return NOT_THIS;
  return uint32(bytes, start + 7) === CONNECTION_START ? CERTAIN | SERVER : NOT_THIS;
}

const CONNECT = 0x10;
const CONNACK = 0x20;
const PING_REQUEST = 0xc0;
const PING_RESPONSE = 0xd0;
const MQTT = ascii("MQTT");
const MQISDP = ascii("MQIsdp");

/** MQTT 5.0, sections 2.1 and 3.1: CONNECT · remaining length in 1 to 4 bytes · name of the protocol behind its length. */
export function mqttPacket(bytes: Uint8Array, start: number, length: number): number {
  if (length === 2) return mqttPing(bytes, start);
  if (length < 4) return NOT_THIS;
  if (bytes[start] === CONNACK) {
    const isAnswer = bytes[start + 2] <= 1 && (bytes[start + 3] <= 5 || bytes[start + 3] >= 0x80);
    if (!isAnswer || bytes[start + 1] + 2 !== length) return NOT_THIS;
    return strengthOf(length === 4) | SERVER;
  }
  if (bytes[start] !== CONNECT) return NOT_THIS;
  let offset = 1;
  while (offset < 5 && offset < length && bytes[start + offset] >= 0x80) offset++;
  const name = offset + 1;
  if (name + 2 > length) return NOT_THIS;
  const nameLength = uint16(bytes, start + name);
  const isName =
    (nameLength === 4 && hasAt(bytes, start, length, name + 2, MQTT)) ||
    (nameLength === 6 && hasAt(bytes, start, length, name + 2, MQISDP));
  return isName ? CERTAIN | CLIENT : NOT_THIS;
}

/** MQTT 5.0, sections 3.12 and 3.13: two bytes, in connections that were there before. */
function mqttPing(bytes: Uint8Array, start: number): number {
  if (bytes[start + 1] !== 0) return NOT_THIS;
  if (bytes[start] === PING_REQUEST) return WEAK | CLIENT;
  return bytes[start] === PING_RESPONSE ? WEAK | SERVER : NOT_THIS;
}

const NATS_INFO = ascii("INFO {");
const NATS_CONNECT = ascii("CONNECT {");

/** NATS, "Client Protocol": the server's INFO comes first. */
export function natsMessage(bytes: Uint8Array, start: number, length: number): number {
  if (startsWith(bytes, start, length, NATS_INFO)) return CERTAIN | SERVER;
  return startsWith(bytes, start, length, NATS_CONNECT) ? CERTAIN | CLIENT : NOT_THIS;
}

const STOMP_CONNECT = [ascii("CONNECT"), ascii("STOMP")];
const STOMP_CONNECTED = ascii("CONNECTED");
const STOMP_HEADERS = ["accept-version:", "login:", "host:", "passcode:", "version:", "heart-beat:"].map(
  ascii,
);

/** STOMP 1.2, "Connecting": the command's line, then headers. */
export function stompFrame(bytes: Uint8Array, start: number, length: number): number {
  if (startsWith(bytes, start, length, STOMP_CONNECTED) && isHeaderAt(bytes, start, length, 9)) {
    return CERTAIN | SERVER;
  }
  for (let i = 0; i < STOMP_CONNECT.length; i++) {
    const word = STOMP_CONNECT[i];
    if (startsWith(bytes, start, length, word) && isHeaderAt(bytes, start, length, word.length)) {
      return CERTAIN | CLIENT;
    }
  }
  return NOT_THIS;
}

function isHeaderAt(bytes: Uint8Array, start: number, length: number, lineEnd: number): boolean {
  const offset = bytes[start + lineEnd] === 0x0d ? lineEnd + 2 : lineEnd + 1;
  if (offset > length || bytes[start + offset - 1] !== 0x0a) return false;
  return startsWithOneOf(bytes, start + offset, length - offset, STOMP_HEADERS) >= 0;
}

const XML = ascii("<?xml");
const STREAM = ascii("<stream:stream");
const JABBER = ascii("jabber:");
const TO = ascii(" to=");
const FROM = ascii(" from=");
const ID = ascii(" id=");

const STANZAS = ["<message ", "<presence", "<iq "].map(ascii);

/**
 * RFC 6120, section 4.7: both ends open a stream; the client's says to whom, the server's from whom and under which id.
 * Connections that were there before are seen by their stanzas (section 8).
 */
export function xmppStream(bytes: Uint8Array, start: number, length: number): number {
  if (startsWithOneOf(bytes, start, length, STANZAS) >= 0) return LIKELY;
  const streamAt = findWord(bytes, start, length, STREAM);
  const isXml = startsWith(bytes, start, length, XML);
  if (streamAt !== 0 && !(isXml && (streamAt > 0 || findWord(bytes, start, length, JABBER) > 0)))
    return NOT_THIS;
  const isServers = findWord(bytes, start, length, ID) > 0 || findWord(bytes, start, length, FROM) > 0;
  const isClients = findWord(bytes, start, length, TO) > 0;
  if (isServers === isClients) return CERTAIN;
  return CERTAIN | LEANS | (isServers ? SERVER : CLIENT);
}

const IRC_COMMANDS = ["nick ", "cap ls", "cap req ", "pass ", "user "].map(ascii);
const IRC_CERTAIN = 3;
const IRC_NOTICE = [ascii("notice auth "), ascii("notice * :")];
const IRC_SERVER_WORDS = [" notice ", " 001 ", " 020 ", " 433 "].map(ascii);
const USER_END = ascii(" :");

/** RFC 2812, sections 2.3 and 3.1. */
export function ircMessage(bytes: Uint8Array, start: number, length: number): number {
  if (!isText(bytes, start, length, 0)) return NOT_THIS;
  if (bytes[start] === 0x3a) {
    for (let i = 0; i < IRC_SERVER_WORDS.length; i++) {
      const at = findWord(bytes, start, length, IRC_SERVER_WORDS[i]);
      // Nothing but the server's name stands before it.
      if (at > 1 && wordEnd(bytes, start, length) === at) return CERTAIN | SERVER;
    }
    return NOT_THIS;
  }
  if (startsWithOneOf(bytes, start, length, IRC_NOTICE) >= 0) return CERTAIN | SERVER;
  const command = startsWithOneOf(bytes, start, length, IRC_COMMANDS);
  if (command < 0) return NOT_THIS;
  if (command < IRC_CERTAIN) return CERTAIN | CLIENT;
  // USER has four parameters here, one in FTP and POP3.
  return strengthOf(command > IRC_CERTAIN && findWord(bytes, start, length, USER_END) > 0) | CLIENT;
}

function wordEnd(bytes: Uint8Array, start: number, length: number): number {
  let end = 0;
  while (end < length && bytes[start + end] !== 0x20) end++;
  return end;
}

const FIX_VERSION = ascii("8=FIX");
const FIX_BEGIN = ascii("8=");
const FIX_LENGTH = ascii("\u00019=");

/** FIX, "Standard Header": version, then length, each a number, =, and its value; either end may speak. */
export function fixMessage(bytes: Uint8Array, start: number, length: number): number {
  if (!startsWith(bytes, start, length, FIX_BEGIN)) return NOT_THIS;
  const version = printableRun(bytes, start, length, 2);
  const lengthAt = 2 + version;
  if (version === 0 || version > 10) return NOT_THIS;
  if (hasAt(bytes, start, length, lengthAt, FIX_LENGTH)) {
    return lengthAt + 3 < length && !isDigit(bytes[start + lengthAt + 3]) ? NOT_THIS : CERTAIN;
  }
  return lengthAt === length && startsWith(bytes, start, length, FIX_VERSION) ? LIKELY : NOT_THIS;
}
