/** Databases and caches, each by its maker's description of the protocol. */
import { KEPT_PAYLOAD_LENGTH } from "../../src/flows/flow-record.ts";
import { CERTAIN, CLIENT, LEANS, LIKELY, NOT_THIS, SERVER, WEAK } from "../../src/protocols/signature.ts";
import {
  byteAt,
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
import { certainIf, strengthOf } from "./strength.ts";

/** Length 3, little endian · number of the packet in its exchange. */
const MYSQL_HEADER = 4;
const HANDSHAKE_V10 = 10;
const ERROR_PACKET = 0xff;

/** MySQL, "Protocol::HandshakeV10" (packet 0: 10, version as text), and an error in its place. */
export function mysqlGreeting(start: i32, length: i32): i32 {
  if (length < 9 || byteAt(start + 2) !== 0 || byteAt(start + 3) !== 0) return NOT_THIS;
  const kind = byteAt(start + MYSQL_HEADER);
  if (kind === ERROR_PACKET) {
    // Codes of errors are 1000 to 4999.
    const code = byteAt(start + 5) | (byteAt(start + 6) << 8);
    return code >= 1000 && code < 5000 && isText(start, length, 7) ? CERTAIN | SERVER : NOT_THIS;
  }
  if (kind !== HANDSHAKE_V10 || !isDigit(byteAt(start + 5))) return NOT_THIS;
  const version = printableRun(start, length, 5);
  const isVersion = byteAt(start + 6) === 0x2e || byteAt(start + 7) === 0x2e;
  const ends = 5 + version === length || byteAt(start + 5 + version) === 0;
  return isVersion && ends ? CERTAIN | SERVER : NOT_THIS;
}

/** MySQL, "Protocol::HandshakeResponse41" (packet 1): capabilities 4 · largest packet 4 · character set · 23 zeros. */
export function mysqlLogin(start: i32, length: i32): i32 {
  // Names and plugins fit into four kilobytes.
  if (length < 36 || byteAt(start + 1) > 15 || byteAt(start + 2) !== 0 || byteAt(start + 3) !== 1)
    return NOT_THIS;
  const speaks41 = (byteAt(start + 5) & 0x02) !== 0;
  return speaks41 && countZeros(start, 13, 32) === 19 ? CERTAIN | CLIENT : NOT_THIS;
}

/** PostgreSQL, "Message Formats": startup 3.0, and the codes for TLS, GSSAPI and cancelling. */
const STARTUP_3 = 0x0003_0000;
const CANCEL = 80_877_102;
const GSSAPI_REQUEST = 80_877_104;
const STARTUP_WORDS: StaticArray<string> = [
  "user",
  "database",
  "application_name",
  "client_encoding",
  "replication",
];

export function postgresqlStartup(start: i32, length: i32): i32 {
  if (length < 8 || byteAt(start) !== 0) return NOT_THIS;
  const code = uint32(start + 4);
  if (code >= CANCEL && code <= GSSAPI_REQUEST) return CERTAIN | CLIENT;
  if (code !== STARTUP_3) return NOT_THIS;
  if (length === 8) return LIKELY | CLIENT;
  return startsWithOneOf(start + 8, length - 8, STARTUP_WORDS) >= 0 ? CERTAIN | CLIENT : NOT_THIS;
}

const AUTHENTICATION = 0x52;
const ERROR_RESPONSE = 0x45;

/** A request for authentication, an error, or the single letter that answers the request for TLS. */
export function postgresqlAnswer(start: i32, length: i32): i32 {
  const kind = byteAt(start);
  if (length === 1) return kind === 0x53 || kind === 0x4e ? WEAK | SERVER : NOT_THIS;
  if (length < 9 || byteAt(start + 1) !== 0 || byteAt(start + 2) !== 0) return NOT_THIS;
  if (kind === AUTHENTICATION) {
    return uint16(start + 3) >= 8 && uint32(start + 5) <= 12 ? CERTAIN | SERVER : NOT_THIS;
  }
  // Fields of an error: severity first, as text.
  const isError = kind === ERROR_RESPONSE && byteAt(start + 5) === 0x53 && isUpper(byteAt(start + 6));
  return isError ? CERTAIN | SERVER : NOT_THIS;
}

function isUpper(byte: i32): bool {
  return byte >= 0x41 && byte <= 0x5a;
}

/** MS-TDS, section 2.2.3: type · status · length 2 · process 2 · packet · window 0. */
const TDS_BATCH = 1;
const TDS_RPC = 3;
const TDS_RESPONSE = 4;
const TDS_LOGIN = 16;
const TDS_PRELOGIN = 18;
/** MS-TDS, section 2.2.7: what an answer starts with: columns, their names, return status, change, information, error, done. */
function isToken(byte: i32): bool {
  switch (byte) {
    case 0x81:
    case 0xa0:
    case 0x79:
    case 0xe3:
    case 0xab:
    case 0xaa:
    case 0xad:
    case 0xfd:
    case 0xfe:
    case 0xff:
      return true;
    default:
      return false;
  }
}

export function tdsPacket(start: i32, length: i32): i32 {
  if (length < 9 || byteAt(start + 1) > 1 || byteAt(start + 7) !== 0) return NOT_THIS;
  const declared = uint16(start + 2);
  if (declared < 9 || declared > 32_767) return NOT_THIS;
  const content = byteAt(start + 8);
  switch (byteAt(start)) {
    case TDS_PRELOGIN:
      return content === 0 && isVersionOption(start, length) ? CERTAIN | CLIENT : NOT_THIS;
    case TDS_RESPONSE:
      if (content === 0) return isVersionOption(start, length) ? CERTAIN | SERVER : NOT_THIS;
      return isToken(content) && declared >= min<i32>(length, KEPT_PAYLOAD_LENGTH)
        ? LIKELY | SERVER
        : NOT_THIS;
    case TDS_LOGIN:
      // Version 7.0 to 7.4, in little endian, behind the login's length.
      return length >= 16 && (byteAt(start + 15) & 0xf0) === 0x70 && byteAt(start + 6) <= 2
        ? CERTAIN | CLIENT
        : NOT_THIS;
    case TDS_BATCH:
    case TDS_RPC:
      return declared >= length && byteAt(start + 6) <= 1 && isBatch(start, length)
        ? LIKELY | CLIENT
        : NOT_THIS;
    default:
      return NOT_THIS;
  }
}

/** Of a prelogin: the option VERSION comes first and is six bytes long. */
function isVersionOption(start: i32, length: i32): bool {
  return length >= 13 && byteAt(start + 9) === 0 && uint16(start + 11) === 6;
}

/**
 * All headers (MS-TDS 2.2.5.3): 22 bytes, transaction header 18; or, before version 7.2, text of two bytes a letter, or FFFF
 * and the number of a procedure.
 */
function isBatch(start: i32, length: i32): bool {
  if (length < 16) return false;
  const isHeaders = uint32LittleEndian(start + 8) === 22 && byteAt(start + 12) === 18;
  const isProcedure = uint16(start + 8) === 0xffff && byteAt(start + 10) <= 15 && byteAt(start + 11) === 0;
  return (
    isHeaders ||
    isProcedure ||
    (byteAt(start + 9) === 0 && byteAt(start + 11) === 0 && byteAt(start + 13) === 0)
  );
}

/** MongoDB, "Wire Protocol": length 4 · request 4 · response to 4 · operation 4, in little endian. */
const OP_REPLY = 1;
const OP_COMPRESSED = 2012;
const OP_MSG = 2013;
const LARGEST_MESSAGE = 48_000_000;

export function mongodbMessage(start: i32, length: i32): i32 {
  if (length < 16) return NOT_THIS;
  const declared = uint32LittleEndian(start);
  if (declared < 16 || declared > LARGEST_MESSAGE) return NOT_THIS;
  const isAnswer = uint32(start + 8) !== 0;
  const operation = uint32LittleEndian(start + 12);
  if (operation === OP_REPLY) {
    // Then flags, of which there are four.
    return isAnswer && length >= 20 && uint32LittleEndian(start + 16) < 16 ? LIKELY | SERVER : NOT_THIS;
  }
  if ((operation >= 2001 && operation <= 2007) || operation === 2010) {
    return isAnswer ? NOT_THIS : CERTAIN | CLIENT;
  }
  if (operation < 2011 || operation > OP_MSG) return NOT_THIS;
  if (operation === OP_COMPRESSED || operation === OP_MSG) return CERTAIN | (isAnswer ? SERVER : CLIENT);
  return LIKELY | SERVER;
}

const REDIS_ERRORS: StaticArray<string> = [
  "-noauth ",
  "-denied ",
  "-wrongpass",
  "-moved ",
  "-loading ",
  "-err unknown command",
];
const REDIS_ANSWERS: StaticArray<string> = ["+pong\r\n", "-err "];
const REDIS_OK = "+OK\r\n";
const REDIS_INFO = "# server";

/** RESP, "RESP protocol description": commands are arrays of bulk strings, `*2\r\n$4\r\n…`, which servers send too. */
export function redisMessage(start: i32, length: i32): i32 {
  if (length < 4) return NOT_THIS;
  if (byteAt(start) === 0x2a || byteAt(start) === 0x24) {
    const line = digitsThenLineEnd(start, length, 1);
    if (line === 0) return NOT_THIS;
    if (byteAt(start) === 0x24) {
      return hasAt(start, length, line, REDIS_INFO) ? CERTAIN | SERVER : WEAK | SERVER;
    }
    if (line + 4 > length || byteAt(start + line) !== 0x24) return WEAK;
    return digitsThenLineEnd(start, length, line + 1) > 0 ? CERTAIN | CLIENT | LEANS : NOT_THIS;
  }
  if (startsWithOneOf(start, length, REDIS_ERRORS) >= 0) return CERTAIN | SERVER;
  if (length === REDIS_OK.length && startsWith(start, length, REDIS_OK)) return WEAK | SERVER;
  return startsWithOneOf(start, length, REDIS_ANSWERS) >= 0 ? WEAK | SERVER : NOT_THIS;
}

/** Offset behind digits and an end of line that start at `offset`; 0 where they do not. */
function digitsThenLineEnd(start: i32, length: i32, offset: i32): i32 {
  let end = offset;
  while (end < length && end < offset + 9 && isDigit(byteAt(start + end))) end++;
  if (end === offset || end + 2 > length) return 0;
  return uint16(start + end) === 0x0d0a ? end + 2 : 0;
}

/** Memcached, protocol.txt. */
const MEMCACHED_COMMANDS: StaticArray<string> = [
  "set ",
  "get ",
  "gets ",
  "add ",
  "incr ",
  "delete ",
  "stats\r\n",
  "stats ",
  "version\r\n",
];
const MEMCACHED_ANSWERS: StaticArray<string> = [
  "stored\r\n",
  "value ",
  "stat ",
  "version 1.",
  "not_stored\r\n",
];
const LINE_END = "\r\n";
const COMMANDS_OF_A_KEY = 6;
const BINARY_REQUEST = 0x80;

export function memcachedMessage(start: i32, length: i32): i32 {
  if (byteAt(start) === BINARY_REQUEST || byteAt(start) === BINARY_REQUEST + 1) {
    return memcachedBinary(start, length);
  }
  const answer = startsWithOneOf(start, length, MEMCACHED_ANSWERS);
  if (answer >= 0) return isUpper(byteAt(start)) ? LIKELY | SERVER : NOT_THIS;
  const command = startsWithOneOf(start, length, MEMCACHED_COMMANDS);
  if (command < 0 || isUpper(byteAt(start)) || !isText(start, length, 0)) return NOT_THIS;
  if (command >= COMMANDS_OF_A_KEY) return LIKELY | CLIENT;
  return strengthOf(findWord(start, length, LINE_END) > 0) | CLIENT;
}

/** Magic · opcode · key length 2 · extras length · data type 0 · partition 2 · body length 4 · … */
function memcachedBinary(start: i32, length: i32): i32 {
  if (length < 24 || byteAt(start + 1) > 0x47 || byteAt(start + 5) !== 0) return NOT_THIS;
  const body = uint32(start + 8);
  const parts = uint16(start + 2) + byteAt(start + 4);
  if (body < parts || body > 1_048_576 + 250 || uint16(start + 2) > 250 || byteAt(start + 4) > 20) {
    return NOT_THIS;
  }
  return LIKELY | (byteAt(start) === BINARY_REQUEST ? CLIENT : SERVER);
}

/** Over UDP, eight bytes stand before the text: request 2 · sequence 2 · datagrams 2 · 0 2. */
export function memcachedDatagram(start: i32, length: i32): i32 {
  if (length < 12 || uint16(start + 6) !== 0 || uint16(start + 4) === 0) return NOT_THIS;
  const answer = memcachedMessage(start + 8, length - 8);
  return answer === NOT_THIS || byteAt(start + 8) >= BINARY_REQUEST
    ? NOT_THIS
    : certainIf(false) | (answer & ~3);
}

/** Cassandra, native_protocol_v4.spec, section 2: version · flags · stream 2 · opcode · length 4. */
const CQL_OPCODES_OF_CLIENTS =
  (1 << 1) | (1 << 5) | (1 << 7) | (1 << 9) | (1 << 10) | (1 << 11) | (1 << 13) | (1 << 15);
const CQL_STARTUP = 1;
const CQL_OPTIONS = 5;
const CQL_VERSION = "cql_version";

export function cassandraFrame(start: i32, length: i32): i32 {
  if (length < 9 || byteAt(start + 1) > 0x1f) return NOT_THIS;
  const version = byteAt(start) & 0x7f;
  const opcode = byteAt(start + 4);
  const body = uint32(start + 5);
  if (version < 3 || version > 5 || opcode > 16 || body > 0xffffff) return NOT_THIS;
  const isRequest = byteAt(start) < 0x80;
  if (isRequest !== (((CQL_OPCODES_OF_CLIENTS >>> opcode) & 1) === 1)) return NOT_THIS;
  if (isRequest && opcode === CQL_STARTUP) {
    return findWord(start, length, CQL_VERSION) > 0 ? CERTAIN | CLIENT : NOT_THIS;
  }
  if (isRequest) return strengthOf(opcode === CQL_OPTIONS && body === 0 && length === 9) | CLIENT;
  return strengthOf(uint16(start + 2) <= 1 && body + 9 === length) | SERVER;
}

/** ZooKeeper's ConnectRequest: length 44 or 45 · version 0 · last transaction 8 · timeout 4 · session 8 · password. */
export function zookeeperConnect(start: i32, length: i32): i32 {
  if (length < 24 || uint32(start + 4) !== 0) return NOT_THIS;
  const declared = uint32(start);
  if (declared === 44 || declared === 45) {
    const timeout = uint32(start + 16);
    const isPassword = length >= 32 && uint32(start + 28) === 16;
    return timeout > 0 && timeout < 10_000_000 && isPassword ? CERTAIN | CLIENT : NOT_THIS;
  }
  const answers = declared === 36 || declared === 37;
  return answers && length >= 24 && uint32(start + 20) === 16 ? CERTAIN | SERVER : NOT_THIS;
}
