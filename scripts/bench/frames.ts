/** Ethernet frames that carry TCP or UDP: what they are, how long, and their bytes. */
import type { Endpoints, Service } from "./endpoints.ts";
import { writePayload } from "./payload.ts";
import type { FrameLengths } from "./plans.ts";
import type { RandomNumbers } from "./random-numbers.ts";

export const FIN = 0x01;
export const SYN = 0x02;
export const PUSH = 0x08;
export const ACK = 0x10;

const ETHERNET = 14;
const IPV4 = 20;
const IPV6 = 40;
const TCP = 20;
const UDP = 8;
/** Without its check sequence. Shorter ones are padded. */
const SHORTEST_FRAME = 60;
const LONGEST_FRAME = 1514;

export interface Frame {
  readonly ends: Endpoints;
  readonly service: Service;
  toServer: boolean;
  /** Of TCP. */
  flags: number;
  sequenceNumber: number;
  acknowledgmentNumber: number;
  payload: number;
}

/** Payload bytes of a segment or datagram so that its frame has a length drawn from `lengths`. */
export function drawPayload(lengths: FrameLengths, headers: number, random: RandomNumbers): number {
  const kind = random(100);
  const small = kind % 2 === 0 ? SHORTEST_FRAME : 61 + random(66);
  if (kind < lengths.small) return Math.max(0, small - headers - (small === SHORTEST_FRAME ? 6 : 0));
  if (kind < lengths.small + lengths.medium) return 127 + random(1387) - headers;
  return LONGEST_FRAME - headers;
}

/** Ethernet to TCP or UDP. */
export function headersLength(addressVersion: 4 | 6, { transport }: Service): number {
  return ETHERNET + (addressVersion === 4 ? IPV4 : IPV6) + (transport === "tcp" ? TCP : UDP);
}

export function frameLength(headers: number, payload: number): number {
  return Math.max(SHORTEST_FRAME, headers + payload);
}

/** Writes the frame at `at`, its payload no further than `captured` bytes from there. */
export function writeFrame(bytes: Buffer, at: number, frame: Frame, version: 4 | 6, captured: number): void {
  bytes.writeUIntBE(frame.toServer ? 0x0200_0000_0001 : 0x0200_0000_0002, at, 6);
  bytes.writeUIntBE(frame.toServer ? 0x0200_0000_0002 : 0x0200_0000_0001, at + 6, 6);
  const transport = version === 4 ? writeIpv4(bytes, at, frame) : writeIpv6(bytes, at, frame);
  const data =
    frame.service.transport === "tcp" ? writeTcp(bytes, transport, frame) : writeUdp(bytes, transport, frame);
  const shown = Math.min(frame.payload, captured - (data - at));
  if (shown > 0) writePayload(bytes, data, frame, shown);
}

function transportLength({ service, payload }: Frame): number {
  return (service.transport === "tcp" ? TCP : UDP) + payload;
}

/** Clients have addresses from 10.0.0.0, servers from 172.16.0.0. */
function writeIpv4(bytes: Buffer, at: number, frame: Frame): number {
  const { ends, toServer, service } = frame;
  const header = at + ETHERNET;
  bytes.writeUInt16BE(0x0800, header - 2);
  bytes[header] = 0x45;
  bytes.writeUInt16BE(IPV4 + transportLength(frame), header + 2);
  bytes.writeUInt16BE(0x4000, header + 6);
  bytes[header + 8] = 64;
  bytes[header + 9] = service.transport === "tcp" ? 6 : 17;
  bytes.writeUInt32BE(0x0a000000 + ends.client, header + (toServer ? 12 : 16));
  bytes.writeUInt32BE(0xac100000 + ends.server, header + (toServer ? 16 : 12));
  let sum = 0;
  for (let word = 0; word < IPV4; word += 2) sum += bytes.readUInt16BE(header + word);
  sum = (sum & 0xffff) + (sum >>> 16);
  bytes.writeUInt16BE(~(sum + (sum >>> 16)) & 0xffff, header + 10);
  return header + IPV4;
}

/** Clients have addresses from fd00::1:0:0, servers from fd00::2:0:0. */
function writeIpv6(bytes: Buffer, at: number, frame: Frame): number {
  const { ends, toServer, service } = frame;
  const header = at + ETHERNET;
  bytes.writeUInt16BE(0x86dd, header - 2);
  bytes[header] = 0x60;
  bytes.writeUInt16BE(transportLength(frame), header + 4);
  bytes[header + 6] = service.transport === "tcp" ? 6 : 17;
  bytes[header + 7] = 64;
  writeIpv6Address(bytes, header + (toServer ? 8 : 24), 1, ends.client);
  writeIpv6Address(bytes, header + (toServer ? 24 : 8), 2, ends.server);
  return header + IPV6;
}

function writeIpv6Address(bytes: Buffer, at: number, group: number, host: number): void {
  bytes.writeUInt16BE(0xfd00, at);
  bytes.writeUInt16BE(group, at + 10);
  bytes.writeUInt32BE(host, at + 12);
}

function writePorts(bytes: Buffer, at: number, { ends, toServer, service }: Frame): void {
  bytes.writeUInt16BE(ends.clientPort, at + (toServer ? 0 : 2));
  bytes.writeUInt16BE(service.port, at + (toServer ? 2 : 0));
}

/** The checksum stays 0, as in captures of a host that leaves it to its network card. */
function writeTcp(bytes: Buffer, at: number, frame: Frame): number {
  writePorts(bytes, at, frame);
  bytes.writeUInt32BE(frame.sequenceNumber, at + 4);
  bytes.writeUInt32BE(frame.flags & ACK ? frame.acknowledgmentNumber : 0, at + 8);
  bytes[at + 12] = 0x50;
  bytes[at + 13] = frame.flags;
  bytes.writeUInt16BE(64_240, at + 14);
  return at + TCP;
}

/** A checksum of 0 says over IPv4 that there is none. */
function writeUdp(bytes: Buffer, at: number, frame: Frame): number {
  writePorts(bytes, at, frame);
  bytes.writeUInt16BE(UDP + frame.payload, at + 4);
  return at + UDP;
}

/** The address as `writeFrame` writes it, in the text form that RFC 5952 gives it. */
export function serverAddress(addressVersion: 4 | 6, server: number): string {
  if (addressVersion === 4) return `172.16.${server >>> 8}.${server & 0xff}`;
  const low = (server & 0xffff).toString(16);
  return server > 0xffff ? `fd00::2:${(server >>> 16).toString(16)}:${low}` : `fd00::2:0:${low}`;
}
