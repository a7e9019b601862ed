/**
 * The file header of classic pcap, and which of its many variants a file is.
 *
 *      0                   1                   2                   3
 *     +---------------------------------------------------------------+
 *   0 |                          Magic Number                         |
 *   4 |         Major Version         |         Minor Version         |
 *   8 |                           Reserved1                           |
 *  12 |                           Reserved2                           |
 *  16 |                            SnapLen                            |
 *  20 | FCS |r|P|     Reserved3     |            LinkType             |
 *     +---------------------------------------------------------------+
 *
 * Source: draft-ietf-opsawg-pcap, section 4. The variants are those that Wireshark reads (wiretap/libpcap.c).
 */
import {
  PCAP_IXIA_HARDWARE_MAGIC,
  PCAP_IXIA_SOFTWARE_MAGIC,
  PCAP_MAGIC,
  PCAP_MODIFIED_MAGIC,
  PCAP_NANOSECOND_MAGIC,
  pcapMagic,
} from "./capture-format.ts";
import {
  LINKTYPE_ETHERNET,
  LINKTYPE_FDDI,
  LINKTYPE_IEEE802_5,
  LINKTYPE_NULL,
  normalisedLinkType,
} from "./link-types.ts";
import { CAPTURED_FIRST, EITHER_FIRST, ORIGINAL_FIRST } from "./pcap-order.ts";

export const PCAP_FILE_HEADER_LENGTH = 24;

export interface PcapHeader {
  readonly magic: number;
  readonly littleEndian: boolean;
  readonly majorVersion: number;
  readonly minorVersion: number;
  readonly snapLength: number;
  readonly linkType: number;
  /** In bytes; 0 where none is told. */
  readonly frameCheckSequenceLength: number;
  /** The reserved bits of the link type field, 0 in a proper file. */
  readonly reservedBits: number;
  /** Record times count nanoseconds, not microseconds. */
  readonly nanoseconds: boolean;
  readonly lengthOrder: typeof CAPTURED_FIRST | typeof ORIGINAL_FIRST | typeof EITHER_FIRST;
  /** Bytes of the file header. */
  readonly length: number;
  /** Bytes of padding at the start of each record's data, counted by both its lengths. */
  readonly padding: number;
  /** What records may look like; where there are several, the first records tell (see pcap-variant.ts). */
  readonly recordHeaderLengths: readonly [number, ...number[]];
}

/** `first` holds at least the file header. Null where it is no classic pcap. */
export function decodePcapHeader(first: Uint8Array): PcapHeader | null {
  const told = pcapMagic(first);
  if (told === null || first.length < PCAP_FILE_HEADER_LENGTH) return null;
  const { magic, littleEndian } = told;
  const view = new DataView(first.buffer, first.byteOffset, first.byteLength);
  const majorVersion = view.getUint16(4, littleEndian);
  const minorVersion = view.getUint16(6, littleEndian);
  const network = view.getUint32(20, littleEndian);
  const aixLinkType = magic === PCAP_MAGIC && isVersion(2, 2) ? AIX_LINK_TYPES.get(network) : undefined;

  function isVersion(major: number, minor: number): boolean {
    return majorVersion === major && minorVersion === minor;
  }
  function lengthOrder() {
    if (majorVersion === 2 && minorVersion < 3) return ORIGINAL_FIRST;
    // Some programs wrote 2.3 into the header but kept the order of 2.2.
    if (isVersion(2, 3)) return EITHER_FIRST;
    // DG/UX calls its pcap version 543.0 and writes the old order.
    return majorVersion === 543 ? ORIGINAL_FIRST : CAPTURED_FIRST;
  }

  const isIxia = magic === PCAP_IXIA_HARDWARE_MAGIC || magic === PCAP_IXIA_SOFTWARE_MAGIC;
  return {
    magic,
    littleEndian,
    majorVersion,
    minorVersion,
    snapLength: view.getUint32(16, littleEndian),
    linkType: aixLinkType ?? normalisedLinkType(network & 0xffff),
    frameCheckSequenceLength: (network & 0x0400_0000) === 0 ? 0 : (network >>> 28) * 2,
    reservedBits: network & 0x03ff_0000,
    nanoseconds:
      magic === PCAP_NANOSECOND_MAGIC || magic === PCAP_IXIA_HARDWARE_MAGIC || aixLinkType !== undefined,
    lengthOrder: lengthOrder(),
    // Ixia: four bytes more, the length of all records together, of no use to a reader.
    length: isIxia ? PCAP_FILE_HEADER_LENGTH + 4 : PCAP_FILE_HEADER_LENGTH,
    padding: aixLinkType === LINKTYPE_FDDI ? 3 : 0,
    recordHeaderLengths: recordHeaderLengths(
      magic,
      lengthOrder() === CAPTURED_FIRST && aixLinkType === undefined,
    ),
  };
}

export const STANDARD_RECORD_HEADER = 16;
/** Nokia IPSO: four bytes more, magic number and version as standard pcap. */
export const NOKIA_RECORD_HEADER = 20;
/** Kuznetzov: interface index, protocol, packet type and a byte of padding more. */
export const MODIFIED_RECORD_HEADER = 24;
/** Kuznetzov, patch of 1999-09-15 (SuSE 6.3): as the former with bytes for debugging on several processors. */
export const SMP_RECORD_HEADER = 28;

/** The variants all write version 2.4, or one that keeps its order of lengths. */
function recordHeaderLengths(magic: number, hasVariants: boolean): readonly [number, ...number[]] {
  if (magic === PCAP_MODIFIED_MAGIC) return [MODIFIED_RECORD_HEADER, SMP_RECORD_HEADER];
  if (magic === PCAP_MAGIC && hasVariants) {
    return [STANDARD_RECORD_HEADER, MODIFIED_RECORD_HEADER, NOKIA_RECORD_HEADER];
  }
  return [STANDARD_RECORD_HEADER];
}

/**
 * AIX writes version 2.2, nanoseconds, and interface types of RFC 1573 where others write link types:
 * Ethernet 6, Token Ring 9, FDDI 15, loopback 24.
 */
const AIX_LINK_TYPES: ReadonlyMap<number, number> = new Map([
  [6, LINKTYPE_ETHERNET],
  [9, LINKTYPE_IEEE802_5],
  [15, LINKTYPE_FDDI],
  [24, LINKTYPE_NULL],
]);
