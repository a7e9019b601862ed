/**
 * The announced endpoints of a whole capture, by address, port and protocol: which of their announcements was the last one
 * before a frame. Made once, when all frames have been seen.
 */
import { hashOfFour, hashOfThree } from "../../headers/seeded-hash.ts";
import {
  IS_IPV6,
  ROW_WORDS,
  WORD_ADDRESS,
  WORD_ENDPOINT,
  WORD_FRAME,
  WORD_PEER,
  WORD_TRANSACTION,
  WORD_VALUE,
  WORD_WHAT,
} from "./announcement.ts";
import { KIND_MASK, LISTENS, RPC_CALL, RPC_REPLY } from "./kinds.ts";

/**
 * Announcements alone, in their order: replies of a portmapper become the announcements that they are together with
 * their calls. Changes `rows`, and answers with the part of it that is in use.
 */
export function settled(rows: Int32Array): Int32Array {
  const calls = new Map<string, number>();
  let end = 0;
  for (let row = 0; row < rows.length; row += ROW_WORDS) {
    const kind = rows[row + WORD_WHAT] & KIND_MASK;
    if (kind === RPC_CALL) {
      const port = rows[row + WORD_ENDPOINT] & 0xffff;
      calls.set(transactionOf(rows, row, WORD_ADDRESS, port), rows[row + WORD_VALUE]);
      continue;
    }
    if (kind === RPC_REPLY) {
      const value = rows[row + WORD_VALUE];
      const call = calls.get(transactionOf(rows, row, WORD_PEER, value >>> 16));
      if (call === undefined) continue;
      rows[row + WORD_WHAT] = (call & KIND_MASK) | LISTENS;
      rows[row + WORD_ENDPOINT] =
        (rows[row + WORD_ENDPOINT] & IS_IPV6) | (call & 0xff0000) | (value & 0xffff);
    }
    rows.copyWithin(end, row, row + ROW_WORDS);
    end += ROW_WORDS;
  }
  return rows.subarray(0, end);
}

/** Whose call it was, and which. */
function transactionOf(rows: Int32Array, row: number, address: number, port: number): string {
  const client = rows.subarray(row + address, row + address + 4).join();
  const protocol = rows[row + WORD_ENDPOINT] & 0xff0000;
  return `${client},${port},${protocol},${rows[row + WORD_TRANSACTION]}`;
}

export class AnnouncedEndpoints {
  /** As AnnouncementLog has them. */
  readonly rows: Int32Array;
  /** Per port: 1 where any endpoint has it. */
  readonly hasPort = new Uint8Array(65_536);
  /** Offsets of rows, grouped by their endpoints, in their order. */
  private readonly ordered: Int32Array;
  /** By endpoint: where its rows start in `ordered`; those of the next one start behind them. */
  private readonly starts: Int32Array;
  /** An endpoint's number plus 1; 0 is empty. */
  private readonly slots: Int32Array;
  /** By endpoint: offset of its first row. */
  private readonly firstRow: Int32Array;

  constructor(rows: Int32Array) {
    const count = rows.length / ROW_WORDS;
    this.rows = rows;
    this.slots = new Int32Array(2 ** Math.ceil(Math.log2(count * 2 + 1)));
    this.firstRow = new Int32Array(count);
    const endpointOfRow = new Int32Array(count);
    let endpoints = 0;
    for (let i = 0; i < count; i++) {
      const row = i * ROW_WORDS;
      const slot = this.slotOf(rows, row + WORD_ADDRESS, rows[row + WORD_ENDPOINT]);
      if (this.slots[slot] === 0) {
        this.firstRow[endpoints] = row;
        this.slots[slot] = ++endpoints;
      }
      endpointOfRow[i] = this.slots[slot] - 1;
      this.hasPort[rows[row + WORD_ENDPOINT] & 0xffff] = 1;
    }
    this.starts = new Int32Array(endpoints + 1);
    for (const endpoint of endpointOfRow) this.starts[endpoint + 1]++;
    for (let i = 0; i < endpoints; i++) this.starts[i + 1] += this.starts[i];
    const next = this.starts.slice();
    this.ordered = new Int32Array(count);
    for (let i = 0; i < count; i++) this.ordered[next[endpointOfRow[i]]++] = i * ROW_WORDS;
  }

  /**
   * Offset of the last row that announces the endpoint before `frame`, or of the `back`-th before that one; −1 where there
   * is none. The address is `words[at…at + 3]`, and `endpoint` as `endpointOf` has it.
   */
  before(words: Int32Array, at: number, endpoint: number, frame: number, back: number): number {
    const number = this.slots[this.slotOf(words, at, endpoint)] - 1;
    if (number < 0) return -1;
    let low = this.starts[number];
    let high = this.starts[number + 1];
    const first = low;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.rows[this.ordered[middle] + WORD_FRAME] >>> 0 < frame) low = middle + 1;
      else high = middle;
    }
    const index = low - 1 - back;
    return index < first ? -1 : this.ordered[index];
  }

  /** The slot that leads to the endpoint, or the empty one that would. */
  private slotOf(words: Int32Array, at: number, endpoint: number): number {
    const { slots, rows, firstRow } = this;
    const mask = slots.length - 1;
    const rest = hashOfThree(words[at + 1], words[at + 2], words[at + 3]);
    let slot = hashOfFour(words[at], rest, endpoint, 0) & mask;
    while (slots[slot] !== 0 && !isEndpoint(rows, firstRow[slots[slot] - 1], words, at, endpoint)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}

function isEndpoint(rows: Int32Array, row: number, words: Int32Array, at: number, endpoint: number): boolean {
  if (rows[row + WORD_ENDPOINT] !== endpoint) return false;
  for (let word = 0; word < 4; word++) if (rows[row + WORD_ADDRESS + word] !== words[at + word]) return false;
  return true;
}
