/**
 * Builds frames for tests, from the inside out: `ethernet(ipv4(tcp()))`. Every field has a sound default, lengths
 * are computed, and whatever a case is about is overridden by name.
 */

export type Bytes = Uint8Array;

export function join(...parts: readonly (Uint8Array | readonly number[])[]): Bytes {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Big-endian, as networks have it. */
export function u16(value: number): number[] {
  return [(value >>> 8) & 0xff, value & 0xff];
}

export function u24(value: number): number[] {
  return [(value >>> 16) & 0xff, ...u16(value)];
}

export function u32(value: number): number[] {
  return [(value >>> 24) & 0xff, ...u24(value)];
}

/** Little-endian, as radiotap and PPI have it. */
export function le16(value: number): number[] {
  return u16(value).reverse();
}

export function le32(value: number): number[] {
  return u32(value).reverse();
}

export function zeros(length: number): Bytes {
  return new Uint8Array(length);
}

export function text(characters: string): Bytes {
  return new TextEncoder().encode(characters);
}

/** `00 1b 2c` as bytes. */
export function hex(digits: string): Bytes {
  return Uint8Array.from(Buffer.from(digits.replaceAll(/\s/g, ""), "hex"));
}

/** What every frame carries unless told otherwise. */
export const HELLO = text("hello");

export const MAC_A = hex("02 00 00 00 00 0a");
export const MAC_B = hex("02 00 00 00 00 0b");

/** The four bytes of `10.0.0.1`. */
export function ipv4Bytes(address: string): number[] {
  return address.split(".").map(Number);
}

/** The sixteen bytes of an address in RFC 4291's text form, without dotted decimal. */
export function ipv6Bytes(address: string): number[] {
  const [left, right] = address.split("::");
  const groups = (side: string | undefined) =>
    side ? side.split(":").map((group) => parseInt(group, 16)) : [];
  const head = groups(left);
  const tail = groups(right);
  return [...head, ...new Array(8 - head.length - tail.length).fill(0), ...tail].flatMap(u16);
}

// Link layers

export function ethernet(
  payload: Bytes,
  { type = etherTypeOf(payload), source = MAC_A, destination = MAC_B } = {},
): Bytes {
  return join(destination, source, u16(type), payload);
}

/** The EtherType that fits an IP packet. */
function etherTypeOf(payload: Bytes): number {
  return payload[0] >> 4 === 6 ? 0x86dd : 0x0800;
}

/** An 802.1Q tag, to stand behind a type field of 0x8100. */
export function vlan(payload: Bytes, { id = 10, priority = 0, type = etherTypeOf(payload) } = {}): Bytes {
  return join(u16((priority << 13) | id), u16(type), payload);
}

export function llc(payload: Bytes, { destinationService = 0x06, control = 0x03 } = {}): Bytes {
  return join([destinationService, destinationService, control], payload);
}

export function snap(payload: Bytes, { organization = 0, protocol = etherTypeOf(payload) } = {}): Bytes {
  return llc(join(u24(organization), u16(protocol), payload), { destinationService: 0xaa });
}

export function mpls(payload: Bytes, labels: readonly number[] = [100]): Bytes {
  const entries = labels.flatMap((label, i) =>
    u32(((label << 12) | (i === labels.length - 1 ? 0x100 : 0) | 64) >>> 0),
  );
  return join(entries, payload);
}

export function ppp(payload: Bytes, { protocol = payload[0] >> 4 === 6 ? 0x0057 : 0x0021 } = {}): Bytes {
  return join(u16(protocol), payload);
}

export function pppoe(
  payload: Bytes,
  { code = 0, session = 7, length = payload.length, versionAndType = 0x11 } = {},
): Bytes {
  return join([versionAndType, code], u16(session), u16(length), payload);
}

export function linuxSll(
  payload: Bytes,
  { hardware = 1, protocol = etherTypeOf(payload), packetType = 0 } = {},
): Bytes {
  return join(u16(packetType), u16(hardware), u16(6), MAC_A, zeros(2), u16(protocol), payload);
}

export function linuxSll2(
  payload: Bytes,
  { hardware = 1, protocol = etherTypeOf(payload), interfaceIndex = 2 } = {},
): Bytes {
  return join(u16(protocol), zeros(2), u32(interfaceIndex), u16(hardware), [0, 6], MAC_A, zeros(2), payload);
}

// Internet Protocol

export interface Ipv4Fields {
  readonly source?: string;
  readonly destination?: string;
  readonly protocol?: number;
  readonly identification?: number;
  /** In bytes, as `fragmentOffset * 8` on the wire. */
  readonly fragmentOffset?: number;
  readonly moreFragments?: boolean;
  readonly doNotFragment?: boolean;
  readonly options?: Uint8Array;
  readonly headerWords?: number;
  readonly version?: number;
  readonly totalLength?: number;
}

export function ipv4(payload: Bytes, fields: Ipv4Fields = {}): Bytes {
  const { source = "10.0.0.1", destination = "10.0.0.2", protocol = 6, options = zeros(0) } = fields;
  const headerLength = 20 + options.length;
  const { headerWords = headerLength / 4, version = 4, totalLength = headerLength + payload.length } = fields;
  const fragmentField =
    (fields.doNotFragment ? 0x4000 : 0) |
    (fields.moreFragments ? 0x2000 : 0) |
    ((fields.fragmentOffset ?? 0) >> 3);
  return join(
    [(version << 4) | headerWords, 0],
    u16(totalLength),
    u16(fields.identification ?? 0),
    u16(fragmentField),
    [64, protocol, 0, 0],
    ipv4Bytes(source),
    ipv4Bytes(destination),
    options,
    payload,
  );
}

export interface Ipv6Fields {
  readonly source?: string;
  readonly destination?: string;
  readonly nextHeader?: number;
  readonly payloadLength?: number;
  readonly version?: number;
}

export function ipv6(payload: Bytes, fields: Ipv6Fields = {}): Bytes {
  const { source = "2001:db8::1", destination = "2001:db8::2", nextHeader = 6, version = 6 } = fields;
  return join(
    [version << 4, 0, 0, 0],
    u16(fields.payloadLength ?? payload.length),
    [nextHeader, 64],
    ipv6Bytes(source),
    ipv6Bytes(destination),
    payload,
  );
}

/** Hop-by-hop, routing, destination options, mobility, …: next header, length, and options up to that length. */
export function extension(payload: Bytes, { nextHeader = 6, units = 0 } = {}): Bytes {
  return join([nextHeader, units], zeros(6 + units * 8), payload);
}

export function ipv6Fragment(
  payload: Bytes,
  { nextHeader = 6, fragmentOffset = 0, moreFragments = false, identification = 1 } = {},
): Bytes {
  return join([nextHeader, 0], u16(fragmentOffset | (moreFragments ? 1 : 0)), u32(identification), payload);
}

/** RFC 4302; `words` is the length field, in words of 4 bytes minus 2. */
export function authentication(payload: Bytes, { nextHeader = 6, words = 4 } = {}): Bytes {
  return join([nextHeader, words], zeros((words + 2) * 4 - 2), payload);
}

// Transports

export const FIN = 0x01;
export const SYN = 0x02;
export const RST = 0x04;
export const PSH = 0x08;
export const ACK = 0x10;

export interface TcpFields {
  readonly sourcePort?: number;
  readonly destinationPort?: number;
  readonly sequenceNumber?: number;
  readonly flags?: number;
  readonly options?: Uint8Array;
  readonly dataOffset?: number;
}

export function tcp(payload: Bytes = HELLO, fields: TcpFields = {}): Bytes {
  const { sourcePort = 40_000, destinationPort = 80, sequenceNumber = 1, flags = ACK } = fields;
  const options = fields.options ?? zeros(0);
  return join(
    u16(sourcePort),
    u16(destinationPort),
    u32(sequenceNumber),
    u32(0),
    [(fields.dataOffset ?? 5 + options.length / 4) << 4, flags],
    u16(65_535),
    zeros(4),
    options,
    payload,
  );
}

export interface UdpFields {
  readonly sourcePort?: number;
  readonly destinationPort?: number;
  readonly length?: number;
}

export function udp(payload: Bytes = HELLO, fields: UdpFields = {}): Bytes {
  const { sourcePort = 40_000, destinationPort = 53, length = payload.length + 8 } = fields;
  return join(u16(sourcePort), u16(destinationPort), u16(length), zeros(2), payload);
}

/** One chunk, padded to four bytes. */
export function sctpChunk(type: number, value: Bytes, length = value.length + 4): Bytes {
  return join([type, 0], u16(length), value, zeros(-value.length & 3));
}

/** A DATA chunk (RFC 9260, section 3.3.1) with user data. */
export function sctpData(userData: Bytes = HELLO): Bytes {
  return sctpChunk(0, join(zeros(12), userData));
}

export function sctp(...chunks: readonly Bytes[]): Bytes {
  return join(u16(40_000), u16(3868), u32(1), u32(0), ...chunks);
}

export const DCCP_REQUEST = 0;
export const DCCP_RESPONSE = 1;
export const DCCP_DATA_ACK = 4;

export function dccp(
  payload: Bytes = HELLO,
  { type = DCCP_DATA_ACK, dataOffset = 4, extended = true, sequenceNumber = 9 } = {},
): Bytes {
  return join(
    u16(40_000),
    u16(5001),
    [dataOffset, 0],
    zeros(2),
    [(type << 1) | (extended ? 1 : 0)],
    extended ? join([0], u16(0), u32(sequenceNumber)) : u24(sequenceNumber),
    payload,
  );
}

/** An ICMP or ICMPv6 message: type, code, checksum, four bytes a type's own, body. */
export function icmp(type: number, code: number, body: Bytes = zeros(0)): Bytes {
  return join([type, code], zeros(6), body);
}

// Tunnels

/** GRE, with the fields that the flags announce given in `fields`. */
export function gre(
  payload: Bytes,
  { flags = 0, type = etherTypeOf(payload), fields = zeros(0) } = {},
): Bytes {
  return join(u16(flags), u16(type), fields, payload);
}

export function vxlan(frame: Bytes, { network = 42, flags = 0x08, protocol = 0 } = {}): Bytes {
  return join([flags, 0, 0, protocol], u24(network), [0], frame);
}

export function geneve(
  payload: Bytes,
  { network = 42, type = 0x6558, options = zeros(0), version = 0 } = {},
): Bytes {
  return join([(version << 6) | (options.length / 4), 0], u16(type), u24(network), [0], options, payload);
}

export interface GtpUFields {
  readonly message?: number;
  readonly tunnel?: number;
  readonly flags?: number;
  readonly optional?: Bytes;
}

export function gtpU(payload: Bytes, fields: GtpUFields = {}): Bytes {
  const { message = 255, tunnel = 0x1234, flags = 0x30, optional = zeros(0) } = fields;
  return join([flags, message], u16(optional.length + payload.length), u32(tunnel), optional, payload);
}
