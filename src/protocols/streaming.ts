/** Streams: RTSP (RFC 2326, RFC 7826), whose lines look like HTTP's, and RTMP (Adobe's specification 1.0, section 5.2). */
import { KEPT_PAYLOAD_LENGTH } from "../flows/flow-record.ts";
import {
  ascii,
  countZeros,
  findWord,
  hasAt,
  isText,
  startsWith,
  startsWithOneOf,
  uint32,
} from "./byte-match.ts";
import { CERTAIN, CLIENT, LEANS, LIKELY, NOT_THIS, SERVER, WEAK } from "./signature.ts";

const RTSP_METHODS = [
  "options ",
  "describe ",
  "setup ",
  "announce ",
  "play ",
  "pause ",
  "record ",
  "teardown ",
  "get_parameter ",
  "set_parameter ",
  "redirect ",
].map(ascii);
const RTSP_URI = ascii("rtsp://");
const RTSP_VERSION = ascii(" rtsp/");
const RTSP_STATUS = ascii("RTSP/1.0 ");
const RTSP2_STATUS = ascii("RTSP/2.0 ");

/** RFC 2326, sections 6 and 7; a request is nearly always the client's. */
export function rtspMessage(bytes: Uint8Array, start: number, length: number): number {
  const isStatus =
    startsWith(bytes, start, length, RTSP_STATUS) || startsWith(bytes, start, length, RTSP2_STATUS);
  if (isStatus) return CERTAIN | SERVER;
  const method = startsWithOneOf(bytes, start, length, RTSP_METHODS);
  if (method < 0 || !isText(bytes, start, length, 0)) return NOT_THIS;
  const offset = RTSP_METHODS[method].length;
  const isUri = hasAt(bytes, start, length, offset, RTSP_URI);
  return isUri || findWord(bytes, start, length, RTSP_VERSION) >= 0 ? CERTAIN | CLIENT : NOT_THIS;
}

/**
 * C0 and C1, or S0 and S1: version 3 · time 4 · zero 4 (or the version of the player or server) · then 1528 bytes at
 * random. Servers write no zeros where they prove themselves, so that a zero says little of the side.
 */
export function rtmpHandshake(bytes: Uint8Array, start: number, length: number): number {
  if (length < KEPT_PAYLOAD_LENGTH || countZeros(bytes, start, 9, length) > 24) return NOT_THIS;
  if (uint32(bytes, start + 5) === 0) return LIKELY | CLIENT | LEANS;
  // The player's version, as 09.0.124.2, with a time that has just begun.
  return bytes[start + 1] === 0 && bytes[start + 2] === 0 && bytes[start + 5] < 32 ? WEAK : NOT_THIS;
}
