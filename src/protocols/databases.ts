/** Databases and caches, each by its maker's description of the protocol. */
import { KEPT_PAYLOAD_LENGTH } from "../flows/flow-record.ts";
import {
  ascii,
  countZeros,
  findWord,
  hasAt,
  isDigit,
  isText,
  printableRun,
  startsWith,
  startsWithOneOf,
  uint16,
  uint32,
  uint32LittleEndian,
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

/** Length 3, little endian · number of the packet in its exchange. */
const MYSQL_HEADER = 4;
const HANDSHAKE_V10 = 10;
const ERROR_PACKET = 0xff;

/** MySQL, "Protocol::HandshakeV10" (packet 0: 10, version as text), and an error in its place. */
export function mysqlGreeting(bytes: Uint8Array, start: number, length: number): number {
  if (length < 9 || bytes[start + 2] !== 0 || bytes[start + 3] !== 0) return NOT_THIS;
  const kind = bytes[start + MYSQL_HEADER];
  if (kind === ERROR_PACKET) {
    // Codes of errors are 1000 to 4999.
    const code = bytes[start + 5] | (bytes[start + 6] << 8);
    return code >= 1000 && code < 5000 && isText(bytes, start, length, 7) ? CERTAIN | SERVER : NOT_THIS;
  }
  if (kind !== HANDSHAKE_V10 || !isDigit(bytes[start + 5])) return NOT_THIS;
  const version = printableRun(bytes, start, length, 5);
  const isVersion = bytes[start + 6] === 0x2e || bytes[start + 7] === 0x2e;
  const ends = 5 + version === length || bytes[start + 5 + version] === 0;
  return isVersion && ends ? CERTAIN | SERVER : NOT_THIS;
}

/** MySQL, "Protocol::HandshakeResponse41" (packet 1): capabilities 4 · largest packet 4 · character set · 23 zeros. */
export function mysqlLogin(bytes: Uint8Array, start: number, length: number): number {
  // Names and plugins fit into four kilobytes.
  if (length < 36 || bytes[start + 1] > 15 || bytes[start + 2] !== 0 || bytes[start + 3] !== 1)
    return NOT_THIS;
  const speaks41 = (bytes[start + 5] & 0x02) !== 0;
  return speaks41 && countZeros(bytes, start, 13, 32) === 19 ? CERTAIN | CLIENT : NOT_THIS;
}

/** PostgreSQL, "Message Formats": startup 3.0, and the codes for TLS, GSSAPI and cancelling. */
const STARTUP_3 = 0x0003_0000;
const CANCEL = 80_877_102;
const GSSAPI_REQUEST = 80_877_104;
const STARTUP_WORDS = ["user", "database", "application_name", "client_encoding", "replication"].map(ascii);

export function postgresqlStartup(bytes: Uint8Array, start: number, length: number): number {
  if (length < 8 || bytes[start] !== 0) return NOT_THIS;
  const code = uint32(bytes, start + 4);
  if (code >= CANCEL && code <= GSSAPI_REQUEST) return CERTAIN | CLIENT;
  if (code !== STARTUP_3) return NOT_THIS;
  if (length === 8) return LIKELY | CLIENT;
  return startsWithOneOf(bytes, start + 8, length - 8, STARTUP_WORDS) >= 0 ? CERTAIN | CLIENT : NOT_THIS;
}

const AUTHENTICATION = 0x52;
const ERROR_RESPONSE = 0x45;

/** A request for authentication, an error, or the single letter that answers the request for TLS. */
export function postgresqlAnswer(bytes: Uint8Array, start: number, length: number): number {
  const kind = bytes[start];
  if (length === 1) return kind === 0x53 || kind === 0x4e ? WEAK | SERVER : NOT_THIS;
  if (length < 9 || bytes[start + 1] !== 0 || bytes[start + 2] !== 0) return NOT_THIS;
  if (kind === AUTHENTICATION) {
    return uint16(bytes, start + 3) >= 8 && uint32(bytes, start + 5) <= 12 ? CERTAIN | SERVER : NOT_THIS;
  }
  // Fields of an error: severity first, as text.
  const isError = kind === ERROR_RESPONSE && bytes[start + 5] === 0x53 && isUpper(bytes[start + 6]);
  return isError ? CERTAIN | SERVER : NOT_THIS;
}

function isUpper(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a;
}

/** MS-TDS, section 2.2.3: type · status · length 2 · process 2 · packet · window 0. */
const TDS_BATCH = 1;
const TDS_RPC = 3;
const TDS_RESPONSE = 4;
const TDS_LOGIN = 16;
const TDS_PRELOGIN = 18;
/** MS-TDS, section 2.2.7: what an answer starts with: columns, their names, return status, change, information, error, done. */
const TDS_TOKENS = [0x81, 0xa0, 0x79, 0xe3, 0xab, 0xaa, 0xad, 0xfd, 0xfe, 0xff];

export function tdsPacket(bytes: Uint8Array, start: number, length: number): number {
  if (length < 9 || bytes[start + 1] > 1 || bytes[start + 7] !== 0) return NOT_THIS;
  const declared = uint16(bytes, start + 2);
  if (declared < 9 || declared > 32_767) return NOT_THIS;
  const content = bytes[start + 8];
  switch (bytes[start]) {
    case TDS_PRELOGIN:
      return content === 0 && isVersionOption(bytes, start, length) ? CERTAIN | CLIENT : NOT_THIS;
    case TDS_RESPONSE:
      if (content === 0) return isVersionOption(bytes, start, length) ? CERTAIN | SERVER : NOT_THIS;
      return TDS_TOKENS.includes(content) && declared >= Math.min(length, KEPT_PAYLOAD_LENGTH)
        ? LIKELY | SERVER
        : NOT_THIS;
    case TDS_LOGIN:
      // Version 7.0 to 7.4, in little endian, behind the login's length.
      return length >= 16 && (bytes[start + 15] & 0xf0) === 0x70 && bytes[start + 6] <= 2
        ? CERTAIN | CLIENT
        : NOT_THIS;
    case TDS_BATCH:
    case TDS_RPC:
      return declared >= length && bytes[start + 6] <= 1 && isBatch(bytes, start, length)
        ? LIKELY | CLIENT
        : NOT_THIS;
    default:
      return NOT_THIS;
  }
}

/** Of a prelogin: the option VERSION comes first and is six bytes long. */
function isVersionOption(bytes: Uint8Array, start: number, length: number): boolean {
  return length >= 13 && bytes[start + 9] === 0 && uint16(bytes, start + 11) === 6;
}

/**
 * All headers (MS-TDS 2.2.5.3): 22 bytes, transaction header 18; or, before version 7.2, text of two bytes a letter, or FFFF
 * and the number of a procedure.
 */
function isBatch(bytes: Uint8Array, start: number, length: number): boolean {
  if (length < 16) return false;
  const isHeaders = uint32LittleEndian(bytes, start + 8) === 22 && bytes[start + 12] === 18;
  const isProcedure =
    uint16(bytes, start + 8) === 0xffff && bytes[start + 10] <= 15 && bytes[start + 11] === 0;
  return (
    isHeaders || isProcedure || (bytes[start + 9] === 0 && bytes[start + 11] === 0 && bytes[start + 13] === 0)
  );
}

/** MongoDB, "Wire Protocol": length 4 · request 4 · response to 4 · operation 4, in little endian. */
const OP_REPLY = 1;
const OP_COMPRESSED = 2012;
const OP_MSG = 2013;
const LARGEST_MESSAGE = 48_000_000;

export function mongodbMessage(bytes: Uint8Array, start: number, length: number): number {
  if (length < 16) return NOT_THIS;
  const declared = uint32LittleEndian(bytes, start);
  if (declared < 16 || declared > LARGEST_MESSAGE) return NOT_THIS;
  const isAnswer = uint32(bytes, start + 8) !== 0;
  const operation = uint32LittleEndian(bytes, start + 12);
  if (operation === OP_REPLY) {
    // Then flags, of which there are four.
    return isAnswer && length >= 20 && uint32LittleEndian(bytes, start + 16) < 16
      ? LIKELY | SERVER
      : NOT_THIS;
  }
  if ((operation >= 2001 && operation <= 2007) || operation === 2010) {
    return isAnswer ? NOT_THIS : CERTAIN | CLIENT;
  }
  if (operation < 2011 || operation > OP_MSG) return NOT_THIS;
  if (operation === OP_COMPRESSED || operation === OP_MSG) return CERTAIN | (isAnswer ? SERVER : CLIENT);
  return LIKELY | SERVER;
}

const REDIS_ERRORS = [
  "-noauth ",
  "-denied ",
  "-wrongpass",
  "-moved ",
  "-loading ",
  "-err unknown command",
].map(ascii);
const REDIS_ANSWERS = ["+pong\r\n", "-err "].map(ascii);
const REDIS_OK = ascii("+OK\r\n");
const REDIS_INFO = ascii("# server");

/** RESP, "RESP protocol description": commands are arrays of bulk strings, `*2\r\n$4\r\n…`, which servers send too. */
export function redisMessage(bytes: Uint8Array, start: number, length: number): number {
  if (length < 4) return NOT_THIS;
  if (bytes[start] === 0x2a || bytes[start] === 0x24) {
    const line = digitsThenLineEnd(bytes, start, length, 1);
    if (line === 0) return NOT_THIS;
    if (bytes[start] === 0x24) {
      return hasAt(bytes, start, length, line, REDIS_INFO) ? CERTAIN | SERVER : WEAK | SERVER;
    }
    if (line + 4 > length || bytes[start + line] !== 0x24) return WEAK;
    return digitsThenLineEnd(bytes, start, length, line + 1) > 0 ? CERTAIN | CLIENT | LEANS : NOT_THIS;
  }
  if (startsWithOneOf(bytes, start, length, REDIS_ERRORS) >= 0) return CERTAIN | SERVER;
  if (length === REDIS_OK.length && startsWith(bytes, start, length, REDIS_OK)) return WEAK | SERVER;
  return startsWithOneOf(bytes, start, length, REDIS_ANSWERS) >= 0 ? WEAK | SERVER : NOT_THIS;
}

/** Offset behind digits and an end of line that start at `offset`; 0 where they do not. */
function digitsThenLineEnd(bytes: Uint8Array, start: number, length: number, offset: number): number {
  let end = offset;
  while (end < length && end < offset + 9 && isDigit(bytes[start + end])) end++;
  if (end === offset || end + 2 > length) return 0;
  return uint16(bytes, start + end) === 0x0d0a ? end + 2 : 0;
}

/** Memcached, protocol.txt. */
const MEMCACHED_COMMANDS = [
  "set ",
  "get ",
  "gets ",
  "add ",
  "incr ",
  "delete ",
  "stats\r\n",
  "stats ",
  "version\r\n",
].map(ascii);
const MEMCACHED_ANSWERS = ["stored\r\n", "value ", "stat ", "version 1.", "not_stored\r\n"].map(ascii);
const LINE_END = ascii("\r\n");
const COMMANDS_OF_A_KEY = 6;
const BINARY_REQUEST = 0x80;

export function memcachedMessage(bytes: Uint8Array, start: number, length: number): number {
  if (bytes[start] === BINARY_REQUEST || bytes[start] === BINARY_REQUEST + 1) {
    return memcachedBinary(bytes, start, length);
  }
  const answer = startsWithOneOf(bytes, start, length, MEMCACHED_ANSWERS);
  if (answer >= 0) return isUpper(bytes[start]) ? LIKELY | SERVER : NOT_THIS;
  const command = startsWithOneOf(bytes, start, length, MEMCACHED_COMMANDS);
  if (command < 0 || isUpper(bytes[start]) || !isText(bytes, start, length, 0)) return NOT_THIS;
  if (command >= COMMANDS_OF_A_KEY) return LIKELY | CLIENT;
  return strengthOf(findWord(bytes, start, length, LINE_END) > 0) | CLIENT;
}

/** Magic · opcode · key length 2 · extras length · data type 0 · partition 2 · body length 4 · … */
function memcachedBinary(bytes: Uint8Array, start: number, length: number): number {
  if (length < 24 || bytes[start + 1] > 0x47 || bytes[start + 5] !== 0) return NOT_THIS;
  const body = uint32(bytes, start + 8);
  const parts = uint16(bytes, start + 2) + bytes[start + 4];
  if (body < parts || body > 1_048_576 + 250 || uint16(bytes, start + 2) > 250 || bytes[start + 4] > 20) {
    return NOT_THIS;
  }
  return LIKELY | (bytes[start] === BINARY_REQUEST ? CLIENT : SERVER);
}

/** Over UDP, eight bytes stand before the text: request 2 · sequence 2 · datagrams 2 · 0 2. */
export function memcachedDatagram(bytes: Uint8Array, start: number, length: number): number {
  if (length < 12 || uint16(bytes, start + 6) !== 0 || uint16(bytes, start + 4) === 0) return NOT_THIS;
  const answer = memcachedMessage(bytes, start + 8, length - 8);
  return answer === NOT_THIS || bytes[start + 8] >= BINARY_REQUEST
    ? NOT_THIS
    : certainIf(false) | (answer & ~3);
}

/** Cassandra, native_protocol_v4.spec, section 2: version · flags · stream 2 · opcode · length 4. */
const CQL_OPCODES_OF_CLIENTS =
  (1 << 1) | (1 << 5) | (1 << 7) | (1 << 9) | (1 << 10) | (1 << 11) | (1 << 13) | (1 << 15);
const CQL_STARTUP = 1;
const CQL_OPTIONS = 5;
const CQL_VERSION = ascii("cql_version");

export function cassandraFrame(bytes: Uint8Array, start: number, length: number): number {
  if (length < 9 || bytes[start + 1] > 0x1f) return NOT_THIS;
  const version = bytes[start] & 0x7f;
  const opcode = bytes[start + 4];
  const body = uint32(bytes, start + 5);
  if (version < 3 || version > 5 || opcode > 16 || body > 0xffffff) return NOT_THIS;
  const isRequest = bytes[start] < 0x80;
  if (isRequest !== (((CQL_OPCODES_OF_CLIENTS >>> opcode) & 1) === 1)) return NOT_THIS;
  if (isRequest && opcode === CQL_STARTUP) {
    return findWord(bytes, start, length, CQL_VERSION) > 0 ? CERTAIN | CLIENT : NOT_THIS;
  }
  if (isRequest) return strengthOf(opcode === CQL_OPTIONS && body === 0 && length === 9) | CLIENT;
  return strengthOf(uint16(bytes, start + 2) <= 1 && body + 9 === length) | SERVER;
}

/** ZooKeeper's ConnectRequest: length 44 or 45 · version 0 · last transaction 8 · timeout 4 · session 8 · password. */
export function zookeeperConnect(bytes: Uint8Array, start: number, length: number): number {
  if (length < 24 || uint32(bytes, start + 4) !== 0) return NOT_THIS;
  const declared = uint32(bytes, start);
  if (declared === 44 || declared === 45) {
    const timeout = uint32(bytes, start + 16);
    const isPassword = length >= 32 && uint32(bytes, start + 28) === 16;
    return timeout > 0 && timeout < 10_000_000 && isPassword ? CERTAIN | CLIENT : NOT_THIS;
  }
  const answers = declared === 36 || declared === 37;
  return answers && length >= 24 && uint32(bytes, start + 20) === 16 ? CERTAIN | SERVER : NOT_THIS;
}
