/** Streams: RTSP (RFC 2326, RFC 7826), whose lines look like HTTP's, and RTMP (Adobe's specification 1.0, section 5.2). */
import { KEPT_PAYLOAD_LENGTH } from "../../src/flows/flow-record.ts";
import { CERTAIN, CLIENT, LEANS, LIKELY, NOT_THIS, SERVER, WEAK } from "../../src/protocols/signature.ts";
import {
  byteAt,
  countZeros,
  findWord,
  hasAt,
  isText,
  startsWith,
  startsWithOneOf,
  uint32,
} from "./byte-match.ts";

const RTSP_METHODS: StaticArray<string> = [
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
];
const RTSP_URI = "rtsp://";
const RTSP_VERSION = " rtsp/";
const RTSP_STATUS = "RTSP/1.0 ";
const RTSP2_STATUS = "RTSP/2.0 ";

/** RFC 2326, sections 6 and 7; a request is nearly always the client's. */
export function rtspMessage(start: i32, length: i32): i32 {
  const isStatus = startsWith(start, length, RTSP_STATUS) || startsWith(start, length, RTSP2_STATUS);
  if (isStatus) return CERTAIN | SERVER;
  const method = startsWithOneOf(start, length, RTSP_METHODS);
  if (method < 0 || !isText(start, length, 0)) return NOT_THIS;
  const offset = unchecked(RTSP_METHODS[method]).length;
  const isUri = hasAt(start, length, offset, RTSP_URI);
  return isUri || findWord(start, length, RTSP_VERSION) >= 0 ? CERTAIN | CLIENT : NOT_THIS;
}

/**
 * C0 and C1, or S0 and S1: version 3 · time 4 · zero 4 (or the version of the player or server) · then 1528 bytes at
 * random. Servers write no zeros where they prove themselves, so that a zero says little of the side.
 */
export function rtmpHandshake(start: i32, length: i32): i32 {
  if (length < KEPT_PAYLOAD_LENGTH || countZeros(start, 9, length) > 24) return NOT_THIS;
  if (uint32(start + 5) === 0) return LIKELY | CLIENT | LEANS;
  // The player's version, as 09.0.124.2, with a time that has just begun.
  return byteAt(start + 1) === 0 && byteAt(start + 2) === 0 && byteAt(start + 5) < 32 ? WEAK : NOT_THIS;
}
