/**
 * Some systems changed pcap's record header without changing the magic number. Which header a file has is told
 * by reading its first records in each way and counting what makes no sense; the first way without a flaw, or
 * the one with the fewest, is taken. The checks are those of Wireshark (wiretap/libpcap.c), so that both read
 * a file alike.
 */
import { maximumCapturedLength } from "./link-types.ts";
import {
  MODIFIED_RECORD_HEADER,
  NOKIA_RECORD_HEADER,
  type PcapHeader,
  SMP_RECORD_HEADER,
} from "./pcap-header.ts";
import type { ReadingWindow } from "./reading-window.ts";

const RECORDS_TRIED = 3;

/** Tells the record header's length. `window` stands at the first record and stays there. */
export async function tellRecordHeaderLength(header: PcapHeader, window: ReadingWindow): Promise<number> {
  let best = header.recordHeaderLengths[0];
  if (header.recordHeaderLengths.length === 1) return best;
  let fewest = Number.POSITIVE_INFINITY;
  for (const length of header.recordHeaderLengths) {
    const flaws = await countFlaws(header, window, length);
    if (flaws < fewest) {
      best = length;
      fewest = flaws;
    }
    if (flaws === 0) break;
  }
  return best;
}

async function countFlaws(header: PcapHeader, window: ReadingWindow, headerLength: number): Promise<number> {
  const longest = maximumCapturedLength(header.linkType);
  let flaws = 0;
  let at = 0;
  for (let record = 0; record < RECORDS_TRIED; record++) {
    if (!(await window.fill(at + headerLength))) return window.available === at ? flaws : flaws + 1;
    const start = window.position + at;
    const captured = window.view.getUint32(start + 8, header.littleEndian);
    flaws += commonFlaws(header, window.view, start) + extraFlaws(header, window.view, start, headerLength);
    if (captured > longest) return flaws;
    at += headerLength + captured;
    if (!(await window.fill(at))) return flaws + 1;
  }
  return flaws;
}

function commonFlaws(header: PcapHeader, view: DataView, start: number): number {
  const microseconds = view.getUint32(start + 4, header.littleEndian);
  const captured = view.getUint32(start + 8, header.littleEndian);
  const original = view.getUint32(start + 12, header.littleEndian);
  return count(
    microseconds >= 1_000_000,
    captured > maximumCapturedLength(header.linkType),
    captured > header.snapLength,
    original > 128 * 1024 * 1024,
    captured > original,
  );
}

function extraFlaws(header: PcapHeader, view: DataView, start: number, headerLength: number): number {
  switch (headerLength) {
    case MODIFIED_RECORD_HEADER:
    case SMP_RECORD_HEADER: {
      const interfaceIndex = view.getUint32(start + 16, header.littleEndian);
      const protocol = view.getUint16(start + 20, header.littleEndian);
      const packetType = view.getUint8(start + 22);
      return count(interfaceIndex > 10_000, !isLinuxProtocol(protocol), packetType > 4);
    }
    case NOKIA_RECORD_HEADER:
      return count(!isNokiaWord(view.getUint32(start + 16, header.littleEndian)));
    default:
      return 0;
  }
}

/**
 * An EtherType, or one of the ETH_P_ values of linux/if_ether.h below them. None of these is 0: the zeros that
 * loopback has for addresses would pass for one, in a standard file that is cut 8 bytes behind its first packet.
 */
function isLinuxProtocol(value: number): boolean {
  if (value === 0) return false;
  return value >= 0x0600 || value <= 0x17 || value === 0x60 || value === 0x200 || value === 0x400;
}

/** The forms seen in Nokia's files: 0xXfbfYZ0W with X 9 or b, Y b or d, Z 6 or 9, W 1 or 2. */
function isNokiaWord(value: number): boolean {
  return /^[9b]fbf[bd][69]0[12]$/.test(value.toString(16).padStart(8, "0"));
}

function count(...flaws: boolean[]): number {
  return flaws.filter(Boolean).length;
}
