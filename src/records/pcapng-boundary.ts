/**
 * Finds where a block of a pcapng file starts, from anywhere in the file. As in classic pcap (pcap-boundary.ts) this
 * is a guess that has to be proved, but a good one: a block tells its length at both its ends.
 */
import { isPacketBlock, WHOLE_BLOCK } from "./pcapng-packets.ts";
import type { ReadingWindow } from "./reading-window.ts";

/** So many blocks in a row that make sense are believed. */
const CHAIN = 16;
/** Fewer where the next one is not in the window, and still fewer where the last one ends with the file. */
const CHAIN_IN_WINDOW = 3;
const CHAIN_TO_END = 1;

const SMALLEST_BLOCK = 12;
const LAST_STANDARD_TYPE = 6;

/**
 * The index in the window of the first byte from `window.position` on from which a chain of blocks starts, where
 * the window stands at a multiple of four bytes of the file; −1 where there is none in what it holds.
 */
export function findBlock(window: ReadingWindow, littleEndian: boolean): number {
  for (let start = window.position; start + SMALLEST_BLOCK <= window.end; start += 4) {
    if (isChain(window, littleEndian, start)) return start;
  }
  return -1;
}

function isChain({ view, end, ended }: ReadingWindow, littleEndian: boolean, start: number): boolean {
  let at = start;
  for (let block = 0; block < CHAIN; block++) {
    if (at + 8 > end) return ended ? at === end && block >= CHAIN_TO_END : block >= CHAIN_IN_WINDOW;
    const type = view.getUint32(at, littleEndian);
    const length = view.getUint32(at + 4, littleEndian);
    if (type === 0 || (type > LAST_STANDARD_TYPE && !isPacketBlock(type))) return false;
    if (length < SMALLEST_BLOCK || length > WHOLE_BLOCK || length % 4 !== 0) return false;
    if (at + length > end) return !ended && block >= CHAIN_IN_WINDOW;
    if (view.getUint32(at + length - 4, littleEndian) !== length) return false;
    at += length;
  }
  return true;
}
