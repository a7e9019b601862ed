/**
 * Some systems changed pcap's record header without changing the magic number. Which header a file has is told
 * by reading its first records in each way, and by how many of them make sense. The checks are those of Wireshark
 * (wiretap/libpcap.c), which takes the way with the fewest flaws. Here the usual way is left only for one with which
 * the first records have no flaw at all: of a damaged file of the usual kind, the usual way often has the most.
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
/** So many records, or all that there are, have to make sense with an unusual header. */
const RECORDS_BELIEVED = 2;

/** Tells the record header's length. `window` stands at the first record and stays there. */
export async function tellRecordHeaderLength(header: PcapHeader, window: ReadingWindow): Promise<number> {
  const [usual, ...others] = header.recordHeaderLengths;
  if (others.length === 0) return usual;
  let best = usual;
  let most = await countSound(header, window, usual);
  for (const length of others) {
    const sound = await countSound(header, window, length);
    if (sound < RECORDS_BELIEVED || sound <= most) continue;
    best = length;
    most = sound;
  }
  return best;
}

/** How many records from the first make sense; as many as are tried where the file ends behind one that does. */
async function countSound(header: PcapHeader, window: ReadingWindow, headerLength: number): Promise<number> {
  let at = 0;
  for (let record = 0; record < RECORDS_TRIED; record++) {
    if (!(await window.fill(at + headerLength))) return window.available === at ? RECORDS_TRIED : record;
    const start = window.position + at;
    const captured = window.view.getUint32(start + 8, header.littleEndian);
    if (captured > maximumCapturedLength(header.linkType)) return record;
    // Times and lengths of the first record stand where they stand in every kind of file.
    const isFlawed =
      (record > 0 && hasCommonFlaw(header, window.view, start)) ||
      hasOwnFlaw(header, window.view, start, headerLength);
    if (isFlawed) return record;
    at += headerLength + captured;
    if (!(await window.fill(at))) return record;
  }
  return RECORDS_TRIED;
}

function hasCommonFlaw(header: PcapHeader, view: DataView, start: number): boolean {
  const microseconds = view.getUint32(start + 4, header.littleEndian);
  const captured = view.getUint32(start + 8, header.littleEndian);
  const original = view.getUint32(start + 12, header.littleEndian);
  return (
    microseconds >= 1_000_000 ||
    captured > header.snapLength ||
    original > 128 * 1024 * 1024 ||
    captured > original
  );
}

function hasOwnFlaw(header: PcapHeader, view: DataView, start: number, headerLength: number): boolean {
  switch (headerLength) {
    case MODIFIED_RECORD_HEADER:
    case SMP_RECORD_HEADER: {
      const interfaceIndex = view.getUint32(start + 16, header.littleEndian);
      const protocol = view.getUint16(start + 20, header.littleEndian);
      const packetType = view.getUint8(start + 22);
      return interfaceIndex > 10_000 || !isLinuxProtocol(protocol) || packetType > 4;
    }
    case NOKIA_RECORD_HEADER:
      return !isNokiaWord(view.getUint32(start + 16, header.littleEndian));
    default:
      return false;
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
