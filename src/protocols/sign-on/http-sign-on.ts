/**
 * Credentials in the headers of an HTTP request (RFC 9110, section 11): which header is there, and whether its scheme holds
 * the secret or proves it. What stands in it is not read further.
 */
import { ascii, startsWith, startsWithAnyCase, startsWithOneOf } from "../byte-match.ts";
import type { AnnouncementLog } from "../negotiation/announcement.ts";
import type { ControlMessage } from "../negotiation/control-message.ts";
import { indexOf } from "../negotiation/host-text.ts";
import { SAID_AUTHORIZATION, SAID_PROOF, SAID_PROXY_AUTHORIZATION } from "./sign-on.ts";

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const HYPHEN = 0x2d;
const UNDERSCORE = 0x5f;
const TO_LOWER_CASE = 0x20;
const SMALL_A = 0x61;
const SMALL_P = 0x70;

const AUTHORIZATION = ascii("authorization:");
const PROXY_AUTHORIZATION = ascii("proxy-authorization:");
/** RFC 7616, RFC 4559, MS-NTHT, RFC 7486, RFC 7804, AWS's signatures, RFC 9421's forerunners. */
const PROOFS = [
  "digest ",
  "negotiate ",
  "ntlm ",
  "kerberos ",
  "hoba ",
  "scram-",
  "mutual ",
  "aws4-",
  "signature ",
].map(ascii);

const VERSION = ascii("HTTP/1.");
/** With the digit behind the point. */
const VERSION_LENGTH = 8;

/** Of methods: `BASELINE-CONTROL` is the longest that is registered (RFC 3253). */
const LONGEST_METHOD = 16;

/** Of a request, whatever its port; its headers as far as the packet holds them. */
export function readHttpSignOn(message: ControlMessage, log: AnnouncementLog): void {
  const { bytes, end } = message;
  if (!startsWithMethod(message)) return;
  const lineEnd = indexOf(bytes, message.start, end, LINE_FEED);
  if (!endsWithVersion(bytes, message.start, lineEnd)) return;
  let said = 0;
  for (let at = lineEnd; at < end; at++) {
    if (bytes[at] !== LINE_FEED) continue;
    const line = at + 1;
    const first = bytes[line] | TO_LOWER_CASE;
    if (first === SMALL_A) said |= credentialsIn(bytes, line, end, AUTHORIZATION, SAID_AUTHORIZATION);
    else if (first === SMALL_P) {
      said |= credentialsIn(bytes, line, end, PROXY_AUTHORIZATION, SAID_PROXY_AUTHORIZATION);
    } else if (line < end && (bytes[line] === CARRIAGE_RETURN || bytes[line] === LINE_FEED)) break;
  }
  if (said !== 0) log.addSignOn(message, said);
}

/** Capitals, a hyphen or an underscore, then a blank: what else begins with a capital is the text of a body. */
function startsWithMethod({ bytes, start, end }: ControlMessage): boolean {
  const last = Math.min(end, start + LONGEST_METHOD + 1);
  let at = start;
  while (at < last && (isCapital(bytes[at]) || bytes[at] === HYPHEN || bytes[at] === UNDERSCORE)) at++;
  return at > start && at < last && bytes[at] === SPACE;
}

/** A request's line does (RFC 9112, section 3), before its end in one character or two: SIP's and RTSP's have their own. */
function endsWithVersion(bytes: Uint8Array, line: number, lineEnd: number): boolean {
  const wordEnd = bytes[lineEnd - 1] === CARRIAGE_RETURN ? lineEnd - 1 : lineEnd;
  const word = wordEnd - VERSION_LENGTH;
  return word > line && startsWith(bytes, word, VERSION_LENGTH, VERSION);
}

function isCapital(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a;
}

function credentialsIn(
  bytes: Uint8Array,
  line: number,
  end: number,
  header: Uint8Array,
  bit: number,
): number {
  if (!startsWithAnyCase(bytes, line, end - line, header)) return 0;
  let value = line + header.length;
  while (value < end && bytes[value] === SPACE) value++;
  let wordEnd = value;
  while (wordEnd < end && bytes[wordEnd] > SPACE) wordEnd++;
  // A header without a value holds nothing, and a word that is cut may be any scheme.
  if (wordEnd === value || wordEnd === end) return 0;
  return startsWithOneOf(bytes, value, end - value, PROOFS) >= 0 ? SAID_PROOF : bit;
}
