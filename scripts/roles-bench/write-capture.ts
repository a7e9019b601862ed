/** Writes packets as captures in memory: as pcapng, which holds several link types, and as pcap, which all programs read. */
import type { CaptureInterface } from "../../src/records/record.ts";
import type { Packet } from "./packets.ts";

const SECTION_HEADER_BLOCK = 0x0a0d0d0a;
const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
const INTERFACE_DESCRIPTION_BLOCK = 1;
const ENHANCED_PACKET_BLOCK = 6;
const IF_TSRESOL = 9;
const IF_FCSLEN = 13;
const NANOSECONDS = 9;
const BITS_A_BYTE = 8;

const PCAP_MAGIC = 0xa1b2c3d4;
const PCAP_HEADER_LENGTH = 24;
const PCAP_RECORD_HEADER_LENGTH = 16;
const LONGEST_PACKET = 262_144;

/**
 * The packets as pcapng (draft-ietf-opsawg-pcapng): one section, an interface for each link type and length of frame
 * check sequence, times in nanoseconds.
 */
export function pcapngOf(packets: readonly Packet[]): Uint8Array {
  const links = new Map<string, number>();
  const descriptions: Buffer[] = [];
  const blocks: Buffer[] = [];
  for (const packet of packets) {
    const { linkType, frameCheckSequenceLength } = packet.link;
    const name = `${linkType} ${frameCheckSequenceLength}`;
    let number = links.get(name);
    if (number === undefined) {
      number = links.size;
      links.set(name, number);
      descriptions.push(interfaceBlock(packet.link));
    }
    blocks.push(packetBlock(packet, number));
  }
  return Buffer.concat([sectionBlock(), ...descriptions, ...blocks]);
}

function sectionBlock(): Buffer {
  const body = Buffer.alloc(16);
  body.writeUInt32LE(BYTE_ORDER_MAGIC, 0);
  body.writeUInt16LE(1, 4);
  // The section's length is not told.
  body.writeBigInt64LE(-1n, 8);
  return block(SECTION_HEADER_BLOCK, body);
}

function interfaceBlock({ linkType, frameCheckSequenceLength }: CaptureInterface): Buffer {
  const body = Buffer.alloc(28);
  body.writeUInt16LE(linkType, 0);
  writeByteOption(body, 8, IF_TSRESOL, NANOSECONDS);
  writeByteOption(body, 16, IF_FCSLEN, frameCheckSequenceLength * BITS_A_BYTE);
  return block(INTERFACE_DESCRIPTION_BLOCK, body);
}

function writeByteOption(body: Buffer, at: number, code: number, value: number): void {
  body.writeUInt16LE(code, at);
  body.writeUInt16LE(1, at + 2);
  body.writeUInt8(value, at + 4);
}

function packetBlock({ seconds, nanoseconds, bytes, originalLength }: Packet, link: number): Buffer {
  const body = Buffer.alloc(20 + bytes.length);
  const time = BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds);
  body.writeUInt32LE(link, 0);
  body.writeUInt32LE(Number(time >> 32n), 4);
  body.writeUInt32LE(Number(time & 0xffff_ffffn), 8);
  body.writeUInt32LE(bytes.length, 12);
  body.writeUInt32LE(originalLength, 16);
  body.set(bytes, 20);
  return block(ENHANCED_PACKET_BLOCK, body);
}

function block(type: number, body: Uint8Array): Buffer {
  const length = 12 + ((body.length + 3) & ~3);
  const whole = Buffer.alloc(length);
  whole.writeUInt32LE(type, 0);
  whole.writeUInt32LE(length, 4);
  whole.set(body, 8);
  whole.writeUInt32LE(length, length - 4);
  return whole;
}

/** The packets as classic pcap with microseconds, a file for each link type, in the order of the link types' first packets. */
export function pcapFilesOf(packets: readonly Packet[]): Uint8Array[] {
  const records = new Map<number, Buffer[]>();
  for (const packet of packets) {
    const { linkType } = packet.link;
    const ofLink = records.get(linkType) ?? [pcapHeader(linkType)];
    records.set(linkType, ofLink);
    ofLink.push(pcapRecord(packet));
  }
  return [...records.values()].map((parts) => Buffer.concat(parts));
}

function pcapHeader(linkType: number): Buffer {
  const header = Buffer.alloc(PCAP_HEADER_LENGTH);
  header.writeUInt32LE(PCAP_MAGIC, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(LONGEST_PACKET, 16);
  header.writeUInt32LE(linkType, 20);
  return header;
}

function pcapRecord({ seconds, nanoseconds, bytes, originalLength }: Packet): Buffer {
  const record = Buffer.alloc(PCAP_RECORD_HEADER_LENGTH + bytes.length);
  record.writeUInt32LE(seconds, 0);
  record.writeUInt32LE(Math.floor(nanoseconds / 1000), 4);
  record.writeUInt32LE(bytes.length, 8);
  record.writeUInt32LE(originalLength, 12);
  record.set(bytes, PCAP_RECORD_HEADER_LENGTH);
  return record;
}
