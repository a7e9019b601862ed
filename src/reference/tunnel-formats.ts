/** What carries whole packets or frames inside IP or UDP. */
import { ended, type Format, followed, type Header, type Step, tooShort, tunnel } from "./header.ts";
import { byEtherType } from "./link-formats.ts";
import { atMost, behind, has, type Part } from "./part.ts";

/** RFC 2784 and 2890, RFC 1701 (routing), RFC 2637 (version 1, acknowledgment). */
export function decodeGre(part: Part): Step {
  if (!has(part, 4)) return tooShort(part, 4);
  const flags = part.captured.readUInt16BE(0);
  const type = part.captured.readUInt16BE(2);
  const flag = (bit: number) => (flags & bit) !== 0;
  const isNumbered = flag(0x1000);
  const words = [
    flag(0x8000) || flag(0x4000),
    flag(0x2000),
    isNumbered,
    flags % 8 === 1 && flag(0x0080),
  ].filter(Boolean).length;
  const length = 4 + 4 * words;
  if (!has(part, length)) return tooShort(part, length);
  const header = tunnel("gre");
  const rest = flag(0x4000) ? withoutRouting(behind(part, length)) : behind(part, length);
  if ("headers" in rest) return rest;
  switch (type) {
    case 0:
      return ended("not-ip", header);
    case 0x88be:
      return followed(isNumbered ? "erspan-2" : "ethernet", rest, header);
    case 0x22eb:
      return followed("erspan-3", rest, header);
    case 0x883e: {
      // WCCP: version 2 puts four bytes before the packet.
      if (!has(rest, 5)) return tooShort(rest, 5, header);
      return followed("ipv4", rest.captured[0] >> 4 === 4 ? rest : behind(rest, 4), header);
    }
    default:
      return isAruba(type) ? ended("beyond-the-reference", header) : byEtherType(type, rest, header);
  }
}

/** Aruba's access points send 802.11 frames in types 0x8200, 0x8210 and so on up to 0x8370. */
function isAruba(type: number): boolean {
  return type >= 0x8200 && type <= 0x8370 && type % 16 === 0;
}

/** Source route entries: family, offset, length, data; one of family 0 and length 0 is the last. */
function withoutRouting(part: Part): Part | Step {
  let rest = part;
  for (;;) {
    if (!has(rest, 4)) return tooShort(rest, 4);
    const family = rest.captured.readUInt16BE(0);
    const length = rest.captured[3];
    if (rest.length < 4 + length) return ended("malformed-header");
    rest = behind(rest, 4 + length);
    if (family === 0 && length === 0) return rest;
  }
}

/** draft-foschiano-erspan-03, section 4.2: eight bytes before the mirrored frame. */
export function decodeErspan2(part: Part): Step {
  if (!has(part, 8)) return tooShort(part, 8);
  return followed("ethernet", behind(part, 8), tunnel("erspan"));
}

/** Section 4.3: twelve bytes, eight more where the last bit is set; frame type 2 is IP. */
export function decodeErspan3(part: Part): Step {
  if (!has(part, 12)) return tooShort(part, 12);
  const frameType = (part.captured[10] >> 2) % 32;
  const length = part.captured[11] % 2 === 1 ? 20 : 12;
  return followed(frameType === 2 ? "ipv4" : "ethernet", behind(part, length), tunnel("erspan"));
}

/** RFC 3378. */
export function decodeEtherIp(part: Part): Step {
  if (!has(part, 2)) return tooShort(part, 2);
  return followed("ethernet", behind(part, 2), tunnel("etherip"));
}

/** RFC 7348. */
export function decodeVxlan(part: Part): Step {
  if (!has(part, 8)) return tooShort(part, 8);
  return followed("ethernet", behind(part, 8), tunnel(`vxlan ${part.captured.readUIntBE(4, 3)}`));
}

/** What VXLAN-GPE and NSH call their next protocol, by number. */
const NEXT_PROTOCOLS: readonly (Format | undefined)[] = [
  undefined,
  "ipv4",
  "ipv6",
  "ethernet",
  "nsh",
  "mpls",
];

function byNextProtocol(number: number, part: Part, header: Header): Step {
  const format = NEXT_PROTOCOLS[number];
  return format === undefined ? ended("not-ip", header) : followed(format, part, header);
}

export function decodeVxlanGpe(part: Part): Step {
  if (!has(part, 8)) return tooShort(part, 8);
  // The flag that announces the next protocol is not always set where one is told.
  return byNextProtocol(part.captured[3] || 3, behind(part, 8), tunnel("vxlan-gpe"));
}

/** RFC 8300, section 2. */
export function decodeNsh(part: Part): Step {
  if (!has(part, 8)) return tooShort(part, 8);
  const length = (part.captured[1] % 64) * 4;
  if (length < 8) return ended("malformed-header");
  return byNextProtocol(part.captured[3], behind(part, length), tunnel("nsh"));
}

/** RFC 8926, section 3.4. */
export function decodeGeneve(part: Part): Step {
  if (!has(part, 8)) return tooShort(part, 8);
  const version = part.captured[0] >> 6;
  if (version !== 0) return ended("not-ip");
  const rest = behind(part, 8 + (part.captured[0] % 64) * 4);
  return byEtherType(part.captured.readUInt16BE(2), rest, tunnel("geneve"));
}

/** 3GPP TS 29.281, section 5.1: version 1, protocol type GTP, message 255 carries a packet. */
export function decodeGtpU(part: Part): Step {
  if (!has(part, 8)) return tooShort(part, 8);
  const isPacket = part.captured[0] >> 4 === 3 && part.captured[1] === 255;
  if (!isPacket) return ended("not-ip");
  const header = tunnel("gtp-u");
  const message = atMost(behind(part, 8), part.captured.readUInt16BE(2));
  const flags = part.captured[0] % 8;
  if (flags === 0) return byVersion(message, header);
  if (!has(message, 4)) return tooShort(message, 4, header);
  const hasExtension = flags >= 4;
  return withoutExtensions(hasExtension ? message.captured[3] : 0, behind(message, 4), header);
}

/** Section 5.2: an extension begins with its length in words and ends with the type of the next. */
function withoutExtensions(firstType: number, part: Part, header: Header): Step {
  let type = firstType;
  let rest = part;
  while (type !== 0) {
    if (!has(rest, 4)) return tooShort(rest, 4, header);
    const length = rest.captured[0] * 4;
    if (length === 0) return ended("not-ip", header);
    if (!has(rest, length)) return tooShort(rest, length, header);
    type = rest.captured[length - 1];
    rest = behind(rest, length);
  }
  return byVersion(rest, header);
}

function byVersion(part: Part, header: Header): Step {
  if (!has(part, 1)) return tooShort(part, 1, header);
  const version = part.captured[0] >> 4;
  if (version === 4) return followed("ipv4", part, header);
  return version === 6 ? followed("ipv6", part, header) : ended("not-ip", header);
}

/** RFC 4380, section 5.1.1: authentication and origin may stand before the IPv6 packet. */
export function decodeTeredo(part: Part): Step {
  if (!has(part, 4)) return tooShort(part, 4);
  const isAuthenticated = part.captured.readUInt16BE(0) === 1;
  const behindAuthentication = isAuthenticated
    ? behind(part, 13 + part.captured[2] + part.captured[3])
    : part;
  if (!has(behindAuthentication, 2)) return tooShort(behindAuthentication, 2);
  const hasOrigin = behindAuthentication.captured.readUInt16BE(0) === 0;
  const packet = hasOrigin ? behind(behindAuthentication, 8) : behindAuthentication;
  if (!has(packet, 40)) return tooShort(packet, 40);
  return packet.captured[0] >> 4 === 6 ? followed("ipv6", packet, tunnel("teredo")) : ended("not-ip");
}

/** draft-massar-v6ops-ayiya-02: identity of 2ⁿ bytes and signature of n words behind eight bytes; 1 forwards. */
export function decodeAyiya(part: Part): Step {
  if (!has(part, 8)) return tooShort(part, 8);
  const operation = part.captured[2] % 16;
  if (operation !== 1) return ended("not-ip");
  const identityLength = 2 ** (part.captured[0] >> 4);
  const signatureLength = (part.captured[1] >> 4) * 4;
  const rest = behind(part, 8 + identityLength + signatureLength);
  const next = part.captured[3];
  if (next === 41) return followed("ipv6", rest, tunnel("ayiya"));
  return next === 4 ? followed("ipv4", rest, tunnel("ayiya")) : ended("not-ip", tunnel("ayiya"));
}

/** RFC 9300, section 5.1: eight bytes, then an IP packet. */
export function decodeLisp(part: Part): Step {
  return has(part, 9) ? byVersion(behind(part, 8), tunnel("lisp")) : tooShort(part, 9);
}

/** RFC 2661, section 3.1: version 2 data messages carry PPP behind fields that the flags announce. */
export function decodeL2tp(part: Part): Step {
  if (!has(part, 2)) return tooShort(part, 2);
  const flags = part.captured.readUInt16BE(0);
  const flag = (bit: number) => (flags & bit) !== 0;
  if (flags % 16 !== 2 || flag(0x8000)) return ended("not-ip");
  const offsetField = 2 + (flag(0x4000) ? 2 : 0) + 4 + (flag(0x0800) ? 4 : 0);
  const length = offsetField + (flag(0x0200) ? 2 : 0);
  if (!has(part, length)) return tooShort(part, length);
  const padding = flag(0x0200) ? part.captured.readUInt16BE(offsetField) : 0;
  return followed("ppp", behind(part, length + padding), tunnel("l2tp"));
}

/** RFC 5415, section 4.3: preamble, header length in words, then (T) a frame of the radio's or of Ethernet. */
export function decodeCapwap(part: Part): Step {
  if (!has(part, 8)) return tooShort(part, 8);
  if (part.captured[0] === 1) return ended("encrypted-link");
  if (part.captured[0] !== 0) return ended("not-ip");
  const length = (part.captured[1] >> 3) * 4;
  if (length < 8) return ended("malformed-header");
  const isFragmentOrKeepAlive = (part.captured[3] & 0x88) !== 0;
  if (isFragmentOrKeepAlive) return ended("not-ip");
  const isRadioFrame = part.captured[2] % 2 === 1;
  if (isRadioFrame) return ended("beyond-the-reference", tunnel("capwap"));
  return followed("ethernet", behind(part, length), tunnel("capwap"));
}
