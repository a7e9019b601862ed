/** What a file is, told by its first bytes and never by its name. */

export type Compression = "gzip" | "zstd";

/** Enough bytes for `compressionOf`, `isCapture` and `otherFormat`, and for every capture's file header. */
export const SNIFFED_LENGTH = 28;

/** RFC 1952, section 2.3.1; RFC 8878, sections 3.1.1 and 3.1.2 (skippable frames may come first). */
export function compressionOf(first: Uint8Array): Compression | null {
  if (startsWith(first, 0x1f, 0x8b)) return "gzip";
  if (startsWith(first, 0x28, 0xb5, 0x2f, 0xfd)) return "zstd";
  const skippable = first.length >= 4 && (first[0] & 0xf0) === 0x50;
  return skippable && startsWith(first.subarray(1), 0x2a, 0x4d, 0x18) ? "zstd" : null;
}

/** draft-ietf-opsawg-pcapng, section 4.1: the Section Header Block's type reads the same both ways. */
export function isPcapng(first: Uint8Array): boolean {
  return startsWith(first, 0x0a, 0x0d, 0x0d, 0x0a);
}

const SECTION_HEADER_TYPE = 0x0a0d_0d0a;

/** The magic numbers of classic pcap in the writer's byte order, with the time's resolution; see pcap-header.ts. */
export const PCAP_MAGIC = 0xa1b2c3d4;
export const PCAP_NANOSECOND_MAGIC = 0xa1b23c4d;
/** Alexey Kuznetzov's patches of 1999 to libpcap: longer record headers. */
export const PCAP_MODIFIED_MAGIC = 0xa1b2cd34;
/** Ixia's lcap with hardware and software time stamps: four bytes more in the file header. */
export const PCAP_IXIA_HARDWARE_MAGIC = 0x1c0001ac;
export const PCAP_IXIA_SOFTWARE_MAGIC = 0x1c0001ab;

const PCAP_MAGICS: readonly number[] = [
  PCAP_MAGIC,
  PCAP_NANOSECOND_MAGIC,
  PCAP_MODIFIED_MAGIC,
  PCAP_IXIA_HARDWARE_MAGIC,
  PCAP_IXIA_SOFTWARE_MAGIC,
];

/** Null where the first bytes are no magic number of classic pcap. */
export function pcapMagic(first: Uint8Array): { magic: number; littleEndian: boolean } | null {
  if (first.length < 4) return null;
  const view = new DataView(first.buffer, first.byteOffset, 4);
  for (const littleEndian of [true, false]) {
    const magic = view.getUint32(0, littleEndian);
    if (PCAP_MAGICS.includes(magic)) return { magic, littleEndian };
  }
  return null;
}

/** Fewer than four bytes, at least one, and those of a magic number. */
export function mayBecomeCapture(first: Uint8Array): boolean {
  if (first.length === 0 || first.length >= 4) return false;
  const magics = [SECTION_HEADER_TYPE, ...PCAP_MAGICS];
  return magics.some((magic) => [true, false].some((order) => isBeginning(first, magic, order)));
}

function isBeginning(first: Uint8Array, magic: number, littleEndian: boolean): boolean {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, magic, littleEndian);
  return first.every((byte, index) => bytes[index] === byte);
}

export function isCapture(first: Uint8Array): boolean {
  return isPcapng(first) || pcapMagic(first) !== null;
}

/** What a file is that is no capture of ours but whose kind its first bytes tell, and what to do with it. */
export function otherFormat(first: Uint8Array): { name: string; advice: string } | null {
  const text = String.fromCharCode(...first);
  for (const [beginning, name, advice] of OTHER_FORMATS) {
    if (text.startsWith(beginning)) return { name, advice };
  }
  return null;
}

const CONVERT = "convert it with: editcap -F pcapng IN OUT";

const OTHER_FORMATS: readonly (readonly [beginning: string, name: string, advice: string])[] = [
  ["snoop\0\0\0", "a snoop capture (RFC 1761)", CONVERT],
  ["btsnoop\0", "a Bluetooth btsnoop capture", CONVERT],
  ["GMBU", "a Microsoft Network Monitor capture", CONVERT],
  ["RTSS", "a Microsoft Network Monitor 1.x capture", CONVERT],
  ["TRSNIFF data    \x1a", "a Sniffer capture", CONVERT],
  ["XCP\0", "a NetXRay or Windows Sniffer capture", CONVERT],
  ["iptrace 1.0", "an AIX iptrace capture", CONVERT],
  ["iptrace 2.0", "an AIX iptrace capture", CONVERT],
  ["\xfd7zXZ\0", "compressed with xz", "unpack it first: xz -dc FILE | portolan COMMAND -"],
  ["BZh", "compressed with bzip2", "unpack it first: bzip2 -dc FILE | portolan COMMAND -"],
  ["\x04\x22\x4d\x18", "compressed with LZ4", "unpack it first: lz4 -dc FILE | portolan COMMAND -"],
  ["PK\x03\x04", "a ZIP archive", "unpack it first"],
  ["7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "unpack it first"],
];

function startsWith(bytes: Uint8Array, ...beginning: number[]): boolean {
  return beginning.every((byte, index) => bytes[index] === byte);
}
