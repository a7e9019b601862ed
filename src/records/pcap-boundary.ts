/**
 * Finds where a record of a classic pcap file starts, from anywhere in the file. Records have no mark, so this is
 * a guess: an offset from which on a chain of record headers makes sense. Whoever reads on from a guess has to
 * prove it: a reader that comes from before must end exactly there (see workers/).
 */
import { maximumCapturedLength } from "./link-types.ts";
import type { PcapHeader } from "./pcap-header.ts";
import { CAPTURED_FIRST } from "./pcap-order.ts";
import type { ReadingWindow } from "./reading-window.ts";

/** So many headers in a row that make sense are believed. */
const CHAIN = 24;
/** Fewer where the next one is not in the window, and still fewer where the last record ends with the file. */
const CHAIN_IN_WINDOW = 5;
const CHAIN_TO_END = 2;
/** No two packets that follow each other are believed to lie farther apart. */
const LONGEST_PAUSE_SECONDS = 30 * 86_400;
/** A frame of less bytes than an Ethernet header is not believed: zeros would make an endless chain. */
const SHORTEST = 14;

/**
 * The index in the window of the first byte from `window.position` on from which a chain of records starts; −1
 * where there is none in what the window holds.
 */
export function findRecord(window: ReadingWindow, header: PcapHeader, recordHeaderLength: number): number {
  if (header.lengthOrder !== CAPTURED_FIRST || header.padding !== 0) return -1;
  const longest = maximumCapturedLength(header.linkType);
  const last = window.end - recordHeaderLength;
  for (let start = window.position; start <= last; start++) {
    if (isChain(window, header, recordHeaderLength, longest, start)) return start;
  }
  return -1;
}

function isChain(
  { view, end, ended }: ReadingWindow,
  { littleEndian, nanoseconds }: PcapHeader,
  recordHeaderLength: number,
  longest: number,
  start: number,
): boolean {
  const fractions = nanoseconds ? 1_000_000_000 : 1_000_000;
  let at = start;
  let secondsBefore = -1;
  for (let record = 0; record < CHAIN; record++) {
    if (at + recordHeaderLength > end) {
      return ended ? at === end && record >= CHAIN_TO_END : record >= CHAIN_IN_WINDOW;
    }
    const captured = view.getUint32(at + 8, littleEndian);
    const original = view.getUint32(at + 12, littleEndian);
    if (captured < SHORTEST || captured > longest || captured > original) return false;
    if (view.getUint32(at + 4, littleEndian) >= fractions) return false;
    const seconds = view.getUint32(at, littleEndian);
    if (secondsBefore >= 0 && Math.abs(seconds - secondsBefore) > LONGEST_PAUSE_SECONDS) return false;
    secondsBefore = seconds;
    at += recordHeaderLength + captured;
  }
  return true;
}
