/**
 * HTTP/1 (RFC 9112), HTTP/2 (RFC 9113), WebSocket's opening (RFC 6455, section 4), and SSDP (UPnP Device
 * Architecture 2.0, section 1), whose lines are HTTP's.
 */
import {
  ascii,
  hasAt,
  isDigit,
  printableRun,
  startsWith,
  startsWithAnyCase,
  uint16,
  uint24,
  uint32,
} from "./byte-match.ts";
import { CERTAIN, CLIENT, LEANS, LIKELY, NOT_THIS, SERVER } from "./signature.ts";

/** Methods of RFC 9110, section 9, RFC 5789 and WebDAV (RFC 4918, RFC 3253, RFC 5323), UPnP's eventing, and BITS. */
const METHODS = [
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
].map(ascii);
/** By the letter that they start with, A being 1. */
const METHODS_OF_LETTER = Array.from({ length: 32 }, (_, letter) =>
  METHODS.filter(([first]) => (first & 31) === letter),
);
const VERSION = ascii(" HTTP/1.");
const TARGET_URI = ascii("http://");
const STATUS_LINE = ascii("HTTP/1.");
const SHOUTCAST = ascii("ICY 200 ");
const LETTERS_OF_PATH = 24;
const SLASH = 0x2f;
const LINE_FEED = 0x0a;

/**
 * A request line (RFC 9112, section 3). The version ends it, which 64 bytes often do not reach; then a method and the
 * slash of a path have to do.
 */
export function httpRequest(bytes: Uint8Array, start: number, length: number): number {
  const offset = targetOffset(bytes, start, length);
  if (offset === 0 || offset >= length) return NOT_THIS;
  const isPath = bytes[start + offset] === SLASH || hasAt(bytes, start, length, offset, TARGET_URI);
  // Of a path, so many letters are enough.
  const end = isPath ? Math.min(length, offset + LETTERS_OF_PATH) : length;
  const lineEnd = offset + printableRun(bytes, start, end, offset);
  if (lineEnd === end) return isPath ? CERTAIN | CLIENT : NOT_THIS;
  const isWhole = bytes[start + lineEnd] === 0x0d || bytes[start + lineEnd] === LINE_FEED;
  // The version's last digit ends the line; a line without a version is HTTP/0.9's, or another protocol's.
  const versionAt = lineEnd - VERSION.length - 1;
  if (isWhole && versionAt >= offset && hasAt(bytes, start, length, versionAt, VERSION))
    return CERTAIN | CLIENT;
  return isPath ? LIKELY | CLIENT : NOT_THIS;
}

/** Offset of the request target; 0 where the payload does not start with a method. */
function targetOffset(bytes: Uint8Array, start: number, length: number): number {
  const methods = METHODS_OF_LETTER[bytes[start] & 31];
  for (let i = 0; i < methods.length; i++) {
    if (startsWith(bytes, start, length, methods[i])) return methods[i].length;
  }
  return 0;
}

/** A status line (RFC 9112, section 4), or that of SHOUTcast servers. */
export function httpResponse(bytes: Uint8Array, start: number, length: number): number {
  if (startsWith(bytes, start, length, SHOUTCAST)) return CERTAIN | SERVER;
  if (!startsWith(bytes, start, length, STATUS_LINE)) return NOT_THIS;
  if (length < 10) return CERTAIN | SERVER;
  return isDigit(bytes[start + 7]) && bytes[start + 8] === 0x20 ? CERTAIN | SERVER : NOT_THIS;
}

const UPGRADE = ascii("upgrade: websocket");
const WEBSOCKET_KEY = ascii("sec-websocket-");
const GET = ascii("GET ");
/** `GET / HTTP/1.1` */
const SHORTEST_LINE = 14;
const SWITCHING = ascii("HTTP/1.1 101 ");

/** Where the headers that 64 bytes reach say so; most requests' do not, and stay HTTP. */
export function webSocketUpgrade(bytes: Uint8Array, start: number, length: number): number {
  const isRequest = startsWith(bytes, start, length, GET);
  if (!isRequest && !startsWith(bytes, start, length, SWITCHING)) return NOT_THIS;
  const side = isRequest ? CLIENT : SERVER;
  for (let end = SHORTEST_LINE; end < length; end++) {
    if (bytes[start + end] !== LINE_FEED) continue;
    const header = end + 1;
    const isUpgrade =
      startsWithAnyCase(bytes, start + header, length - header, UPGRADE) ||
      startsWithAnyCase(bytes, start + header, length - header, WEBSOCKET_KEY);
    if (isUpgrade) return CERTAIN | side;
  }
  return NOT_THIS;
}

const PREFACE = ascii("PRI * HTTP/2.0\r\n");

/** The client's connection preface (RFC 9113, section 3.4). */
export function http2Preface(bytes: Uint8Array, start: number, length: number): number {
  return startsWith(bytes, start, length, PREFACE) ? CERTAIN | CLIENT : NOT_THIS;
}

/**
 * The server's preface, a SETTINGS frame (RFC 9113, sections 4.1 and 6.5): length, a multiple of 6, in 3 bytes · type 4 ·
 * flags 0 · stream 0 · then identifiers and values.
 */
export function http2Settings(bytes: Uint8Array, start: number, length: number): number {
  if (length < 9 || bytes[start + 3] !== 4 || bytes[start + 4] !== 0) return NOT_THIS;
  const frameLength = uint24(bytes, start);
  if (frameLength % 6 !== 0 || frameLength > 120 || uint32(bytes, start + 5) !== 0) return NOT_THIS;
  if (frameLength === 0 || length < 11) return LIKELY | SERVER;
  const setting = uint16(bytes, start + 9);
  return setting >= 1 && setting <= 9 ? CERTAIN | SERVER : NOT_THIS;
}

const SEARCH = ascii("M-SEARCH * HTTP/1.");
const NOTIFY = ascii("NOTIFY * HTTP/1.");
const FOUND = ascii("HTTP/1.1 200 OK");

/** A search or an announcement goes to the group, which is a destination; the answer to a search comes from a server. */
export function ssdpMessage(bytes: Uint8Array, start: number, length: number): number {
  if (startsWith(bytes, start, length, SEARCH)) return CERTAIN | CLIENT;
  if (startsWith(bytes, start, length, NOTIFY)) return CERTAIN | CLIENT | LEANS;
  return startsWith(bytes, start, length, FOUND) ? CERTAIN | SERVER : NOT_THIS;
}
