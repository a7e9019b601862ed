/** IPv4, IPv6 with its extension headers, fragments, and the errors that ICMP quotes packets in. */
import {
  ended,
  type Format,
  type FragmentHeader,
  followed,
  type Header,
  type InternetHeader,
  type Step,
  type TransportName,
  tooShort,
  tunnel,
} from "./header.ts";
import { atMost, behind, has, type Part } from "./part.ts";

/** RFC 791, section 3.1. */
export function decodeIpv4(part: Part): Step {
  if (!has(part, 20)) return tooShort(part, 20);
  const version = part.captured[0] >> 4;
  if (version === 6) return followed("ipv6", part);
  const headerLength = (part.captured[0] % 16) * 4;
  if (version !== 4 || headerLength < 20) return ended("malformed-header");
  const totalLength = part.captured.readUInt16BE(2);
  if (totalLength > 0 && totalLength < headerLength) return ended("malformed-header");
  // A total length of 0 is filled in by the network card later: segmentation offload.
  const packet = totalLength === 0 ? part : atMost(part, totalLength);
  const rest = behind(packet, headerLength);
  const protocol = part.captured[9];
  const header = ipv4Header(part.captured);
  const finalDestination = endOfSourceRoute(packet.captured.subarray(20, headerLength));
  const internet = finalDestination === null ? header : { ...header, destination: finalDestination };
  const flagsAndOffset = part.captured.readUInt16BE(6);
  const moreFragments = (flagsAndOffset & 0x2000) !== 0;
  const fragmentOffset = flagsAndOffset % 0x2000;
  if (!moreFragments && fragmentOffset === 0) return byProtocol(protocol, rest, internet);
  const isFirst = fragmentOffset === 0;
  const headers = [internet, fragment(isFirst, part.captured.readUInt16BE(4), protocol, rest)];
  return isFirst ? byProtocol(protocol, rest, ...headers) : ended("fragment-without-first", ...headers);
}

/**
 * RFC 791: while a packet is on its way along a loose (131) or strict (137) source route, its destination is the
 * next router; the route's last address is where it is sent to.
 */
function endOfSourceRoute(options: Buffer): Buffer | null {
  let rest = options;
  while (rest.length >= 3) {
    const [type, length, pointer] = rest;
    if (type === 0) return null;
    if (type !== 1) {
      if (length < 2 || length > rest.length) return null;
      const isRoute = type === 131 || type === 137;
      if (isRoute) return length < 7 || pointer > length ? null : rest.subarray(length - 4, length);
    }
    rest = rest.subarray(type === 1 ? 1 : length);
  }
  return null;
}

function ipv4Header(bytes: Buffer): InternetHeader {
  return {
    kind: "internet",
    version: 4,
    source: bytes.subarray(12, 16),
    destination: bytes.subarray(16, 20),
  };
}

/** RFC 8200, section 3. */
export function decodeIpv6(part: Part): Step {
  if (!has(part, 40)) return tooShort(part, 40);
  const version = part.captured[0] >> 4;
  if (version !== 6) return ended("malformed-header");
  const payloadLength = part.captured.readUInt16BE(4);
  const rest = behind(part, 40);
  // A payload length of 0 is a jumbogram's (RFC 2675) or left to segmentation offload.
  const payload = payloadLength === 0 ? rest : atMost(rest, payloadLength);
  return byNextHeader(part.captured[6], payload, ipv6Header(part.captured));
}

function ipv6Header(bytes: Buffer): InternetHeader {
  return {
    kind: "internet",
    version: 6,
    source: bytes.subarray(8, 24),
    destination: bytes.subarray(24, 40),
  };
}

/** Behind IPv4, the authentication header leads on as an extension header does. */
export function decodeAuthenticationHeader(part: Part): Step {
  if (!has(part, 12)) return tooShort(part, 12);
  return byNextHeader(part.captured[0], behind(part, (part.captured[1] + 2) * 4));
}

/** Hop-by-hop options, routing, destination options, mobility, host identity, shim6: RFC 8200, section 4.8. */
const EXTENSION_HEADERS = [0, 43, 60, 135, 139, 140];
const FRAGMENT_HEADER = 44;
const AUTHENTICATION_HEADER = 51;

function byNextHeader(firstHeader: number, first: Part, ...before: readonly Header[]): Step {
  const headers = [...before];
  let nextHeader = firstHeader;
  let part = first;
  while (isExtension(nextHeader)) {
    if (!has(part, 8)) return tooShort(part, 8, ...headers);
    const rest = behind(part, extensionLength(nextHeader, part.captured[1]));
    if (nextHeader === FRAGMENT_HEADER) {
      const isFirst = part.captured.readUInt16BE(2) >> 3 === 0;
      headers.push(fragment(isFirst, part.captured.readUInt32BE(4), part.captured[0], rest));
      if (!isFirst) return ended("fragment-without-first", ...headers);
    }
    nextHeader = part.captured[0];
    part = rest;
  }
  return byProtocol(nextHeader, part, ...headers);
}

function isExtension(nextHeader: number): boolean {
  return (
    EXTENSION_HEADERS.includes(nextHeader) ||
    nextHeader === FRAGMENT_HEADER ||
    nextHeader === AUTHENTICATION_HEADER
  );
}

/** RFC 8200, sections 4.3 and 4.5; RFC 4302, section 2.2. */
function extensionLength(nextHeader: number, lengthField: number): number {
  if (nextHeader === FRAGMENT_HEADER) return 8;
  return nextHeader === AUTHENTICATION_HEADER ? (lengthField + 2) * 4 : (lengthField + 1) * 8;
}

function fragment(isFirst: boolean, identification: number, protocol: number, rest: Part): FragmentHeader {
  return { kind: "fragment", isFirst, identification, protocol, length: rest.length };
}

const FORMAT_OF_PROTOCOL: ReadonlyMap<number, Format> = new Map([
  [1, "icmp"],
  [6, "tcp"],
  [17, "udp"],
  [33, "dccp"],
  [51, "authentication-header"],
  [58, "icmpv6"],
  [132, "sctp"],
  [136, "udplite"],
]);

const FORMAT_OF_TUNNEL: ReadonlyMap<number, Format> = new Map([
  [4, "ipv4"],
  [41, "ipv6"],
  [47, "gre"],
  [94, "ipv4"],
  [97, "etherip"],
  [137, "mpls"],
]);

function byProtocol(protocol: number, part: Part, ...headers: readonly Header[]): Step {
  const format = FORMAT_OF_PROTOCOL.get(protocol);
  if (format !== undefined) return followed(format, part, ...headers);
  const tunnelled = FORMAT_OF_TUNNEL.get(protocol);
  if (tunnelled !== undefined) return followed(tunnelled, part, ...headers, tunnel(`ip/${protocol}`));
  return ended(protocol === 2 ? "igmp" : "other-ip-protocol", ...headers);
}

/** RFC 792: destination unreachable, source quench, redirect, time exceeded, parameter problem. */
export function decodeIcmp(part: Part): Step {
  if (!has(part, 2)) return tooShort(part, 2);
  const [type, code] = part.captured;
  if (![3, 4, 5, 11, 12].includes(type)) return ended("icmp");
  // Code 4, fragmentation needed, asks for smaller packets; nobody was refused.
  return ended("icmp", ...quotation(behind(part, 8), type === 3 && code !== 4));
}

/** RFC 4443: types 1 to 4 are errors, 1 being destination unreachable. */
export function decodeIcmpv6(part: Part): Step {
  if (!has(part, 2)) return tooShort(part, 2);
  const type = part.captured[0];
  return type > 4 ? ended("icmpv6") : ended("icmpv6", ...quotation(behind(part, 8), type === 1));
}

const TRANSPORT_OF_PROTOCOL: ReadonlyMap<number, TransportName> = new Map([
  [6, "tcp"],
  [17, "udp"],
  [33, "dccp"],
  [132, "sctp"],
  [136, "udplite"],
]);

/** The packet that an error is about, where its addresses and ports are there. */
function quotation({ captured }: Part, unreachable: boolean): Header[] {
  const version = captured.length > 0 ? captured[0] >> 4 : 0;
  if (version === 4 && captured.length >= 20) {
    const headerLength = (captured[0] % 16) * 4;
    if (headerLength < 20 || captured.readUInt16BE(6) % 0x2000 !== 0) return [];
    return quoted(ipv4Header(captured), captured[9], captured.subarray(headerLength), unreachable);
  }
  if (version !== 6 || captured.length < 40) return [];
  return quoted(ipv6Header(captured), captured[6], captured.subarray(40), unreachable);
}

function quoted(internet: InternetHeader, protocol: number, ports: Buffer, unreachable: boolean): Header[] {
  const transport = TRANSPORT_OF_PROTOCOL.get(protocol);
  if (transport === undefined || ports.length < 4) return [];
  const sourcePort = ports.readUInt16BE(0);
  const destinationPort = ports.readUInt16BE(2);
  return [{ kind: "quoted", unreachable, internet, transport, sourcePort, destinationPort }];
}
