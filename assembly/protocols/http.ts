/**
 * HTTP/1 (RFC 9112), HTTP/2 (RFC 9113), WebSocket's opening (RFC 6455, section 4), and SSDP (UPnP Device
 * Architecture 2.0, section 1), whose lines are HTTP's.
 */
import { CERTAIN, CLIENT, LEANS, LIKELY, NOT_THIS, SERVER } from "../../src/protocols/signature.ts";
import {
  byteAt,
  hasAt,
  isDigit,
  printableRun,
  startsWith,
  startsWithAnyCase,
  uint16,
  uint24,
  uint32,
} from "./byte-match.ts";

/** Methods of RFC 9110, section 9, RFC 5789 and WebDAV (RFC 4918, RFC 3253, RFC 5323), UPnP's eventing, and BITS. */
const METHODS: StaticArray<string> = [
  "GET ",
  "POST ",
  "HEAD ",
  "PUT ",
  "DELETE ",
  "OPTIONS ",
  "CONNECT ",
  "PATCH ",
  "TRACE ",
  "PROPFIND ",
  "PROPPATCH ",
  "MKCOL ",
  "COPY ",
  "MOVE ",
  "LOCK ",
  "UNLOCK ",
  "REPORT ",
  "SEARCH ",
  "SUBSCRIBE ",
  "UNSUBSCRIBE ",
  "NOTIFY ",
  "BITS_POST ",
  "RPC_IN_DATA ",
  "RPC_OUT_DATA ",
];
const VERSION = " HTTP/1.";
const TARGET_URI = "http://";
const STATUS_LINE = "HTTP/1.";
const SHOUTCAST = "ICY 200 ";
const LETTERS_OF_PATH = 24;
const SLASH = 0x2f;
const LINE_FEED = 0x0a;

/**
 * A request line (RFC 9112, section 3). The version ends it, which 64 bytes often do not reach; then a method and the
 * slash of a path have to do.
 */
export function httpRequest(start: i32, length: i32): i32 {
  const offset = targetOffset(start, length);
  if (offset === 0 || offset >= length) return NOT_THIS;
  const isPath = byteAt(start + offset) === SLASH || hasAt(start, length, offset, TARGET_URI);
  // Of a path, so many letters are enough.
  const end = isPath ? min<i32>(length, offset + LETTERS_OF_PATH) : length;
  const lineEnd = offset + printableRun(start, end, offset);
  if (lineEnd === end) return isPath ? CERTAIN | CLIENT : NOT_THIS;
  const isWhole = byteAt(start + lineEnd) === 0x0d || byteAt(start + lineEnd) === LINE_FEED;
  // The version's last digit ends the line; a line without a version is HTTP/0.9's, or another protocol's.
  const versionAt = lineEnd - VERSION.length - 1;
  if (isWhole && versionAt >= offset && hasAt(start, length, versionAt, VERSION)) return CERTAIN | CLIENT;
  return isPath ? LIKELY | CLIENT : NOT_THIS;
}

/** Offset of the request target; 0 where the payload does not start with a method. */
function targetOffset(start: i32, length: i32): i32 {
  for (let i = 0; i < METHODS.length; i++) {
    if (startsWith(start, length, unchecked(METHODS[i]))) return unchecked(METHODS[i]).length;
  }
  return 0;
}

/** A status line (RFC 9112, section 4), or that of SHOUTcast servers. */
export function httpResponse(start: i32, length: i32): i32 {
  if (startsWith(start, length, SHOUTCAST)) return CERTAIN | SERVER;
  if (!startsWith(start, length, STATUS_LINE)) return NOT_THIS;
  if (length < 10) return CERTAIN | SERVER;
  return isDigit(byteAt(start + 7)) && byteAt(start + 8) === 0x20 ? CERTAIN | SERVER : NOT_THIS;
}

const UPGRADE = "upgrade: websocket";
const WEBSOCKET_KEY = "sec-websocket-";
const GET = "GET ";
/** `GET / HTTP/1.1` */
const SHORTEST_LINE = 14;
const SWITCHING = "HTTP/1.1 101 ";

/** Where the headers that 64 bytes reach say so; most requests' do not, and stay HTTP. */
export function webSocketUpgrade(start: i32, length: i32): i32 {
  const isRequest = startsWith(start, length, GET);
  if (!isRequest && !startsWith(start, length, SWITCHING)) return NOT_THIS;
  const side = isRequest ? CLIENT : SERVER;
  for (let end = SHORTEST_LINE; end < length; end++) {
    if (byteAt(start + end) !== LINE_FEED) continue;
    const header = end + 1;
    const isUpgrade =
      startsWithAnyCase(start + header, length - header, UPGRADE) ||
      startsWithAnyCase(start + header, length - header, WEBSOCKET_KEY);
    if (isUpgrade) return CERTAIN | side;
  }
  return NOT_THIS;
}

const PREFACE = "PRI * HTTP/2.0\r\n";

/** The client's connection preface (RFC 9113, section 3.4). */
export function http2Preface(start: i32, length: i32): i32 {
  return startsWith(start, length, PREFACE) ? CERTAIN | CLIENT : NOT_THIS;
}

/**
 * The server's preface, a SETTINGS frame (RFC 9113, sections 4.1 and 6.5): length, a multiple of 6, in 3 bytes · type 4 ·
 * flags 0 · stream 0 · then identifiers and values.
 */
export function http2Settings(start: i32, length: i32): i32 {
  if (length < 9 || byteAt(start + 3) !== 4 || byteAt(start + 4) !== 0) return NOT_THIS;
  const frameLength = uint24(start);
  if (frameLength % 6 !== 0 || frameLength > 120 || uint32(start + 5) !== 0) return NOT_THIS;
  if (frameLength === 0 || length < 11) return LIKELY | SERVER;
  const setting = uint16(start + 9);
  return setting >= 1 && setting <= 9 ? CERTAIN | SERVER : NOT_THIS;
}

const SEARCH = "M-SEARCH * HTTP/1.";
const NOTIFY = "NOTIFY * HTTP/1.";
const FOUND = "HTTP/1.1 200 OK";

/** A search or an announcement goes to the group, which is a destination; the answer to a search comes from a server. */
export function ssdpMessage(start: i32, length: i32): i32 {
  if (startsWith(start, length, SEARCH)) return CERTAIN | CLIENT;
  if (startsWith(start, length, NOTIFY)) return CERTAIN | CLIENT | LEANS;
  return startsWith(start, length, FOUND) ? CERTAIN | SERVER : NOT_THIS;
}
