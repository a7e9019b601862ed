/**
 * The announced endpoints of a capture, by address, port and protocol: which of their announcements was the last one
 * before a frame. Follows the log as it grows, so that asking again and again costs no more than what is new.
 */
import { doubled } from "../../flows/doubled.ts";
import { hashOfFour, hashOfThree } from "../../headers/seeded-hash.ts";
import {
  type AnnouncementLog,
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
import { KIND_MASK, LISTENS, RPC_CALL, RPC_REPLY, SIGN_ON } from "./kinds.ts";

const FIRST_ROWS = 16;
const PORT_MASK = 0xffff;
const PROTOCOL_MASK = 0xff0000;

export class AnnouncedEndpoints {
  /** Announcements alone, as the log has them; replies of a portmapper have become what they are with their calls. */
  rows = new Int32Array(FIRST_ROWS * ROW_WORDS);
  count = 0;
  /** Per port: 1 where any endpoint has it. */
  readonly hasPort = new Uint8Array(PORT_MASK + 1);
  private readonly log: AnnouncementLog;
  /** Rows of the log that have been taken. */
  private taken = 0;
  /** By whose call it was, and which: what it asked for. */
  private readonly calls = new Map<string, number>();
  /** Per row: the one before it of its endpoint, −1 for none; how many there are before it; and one of these, far back. */
  private previous = new Int32Array(FIRST_ROWS);
  private depth = new Int32Array(FIRST_ROWS);
  private jump = new Int32Array(FIRST_ROWS);
  /** The last row of an endpoint plus 1; 0 is empty. */
  private slots = new Int32Array(FIRST_ROWS * 2);
  private endpoints = 0;

  constructor(log: AnnouncementLog) {
    this.log = log;
  }

  /** Takes what the log has got since the last time. */
  update(): void {
    const { log } = this;
    for (; this.taken < log.count; this.taken++) this.take(log.words, this.taken * ROW_WORDS);
  }

  /**
   * The last row that announces the endpoint before `frame`; −1 where there is none. The address is `words[at…at + 3]`,
   * and `endpoint` as `endpointOf` has it.
   */
  before(words: Int32Array, at: number, endpoint: number, frame: number): number {
    let row = this.slots[this.slotOf(words, at, endpoint)] - 1;
    while (row >= 0 && this.frameOf(row) >= frame) {
      row =
        this.depth[row] > 0 && this.frameOf(this.jump[row]) >= frame ? this.jump[row] : this.previous[row];
    }
    return row;
  }

  /** The row of the same endpoint before this one; −1 for none. */
  rowBefore(row: number): number {
    return this.previous[row];
  }

  frameOf(row: number): number {
    return this.rows[row * ROW_WORDS + WORD_FRAME] >>> 0;
  }

  whatOf(row: number): number {
    return this.rows[row * ROW_WORDS + WORD_WHAT];
  }

  private take(words: Int32Array, from: number): void {
    const kind = words[from + WORD_WHAT] & KIND_MASK;
    const value = words[from + WORD_VALUE];
    if (kind === SIGN_ON) return;
    if (kind === RPC_CALL) {
      const port = words[from + WORD_ENDPOINT] & PORT_MASK;
      this.calls.set(transactionOf(words, from, WORD_ADDRESS, port), value);
      return;
    }
    if (kind !== RPC_REPLY) {
      this.append(words, from);
      return;
    }
    const call = this.calls.get(transactionOf(words, from, WORD_PEER, value >>> 16));
    if (call === undefined) return;
    const row = this.append(words, from, (call & PROTOCOL_MASK) | (value & PORT_MASK));
    this.rows[row * ROW_WORDS + WORD_WHAT] = (call & KIND_MASK) | LISTENS;
  }

  /** `endpoint`: port and protocol, where they are not those of the row. */
  private append(words: Int32Array, from: number, endpoint?: number): number {
    if (this.count === this.previous.length) this.growRows();
    const row = this.count++;
    const at = row * ROW_WORDS;
    for (let word = 0; word < ROW_WORDS; word++) this.rows[at + word] = words[from + word];
    if (endpoint !== undefined) {
      this.rows[at + WORD_ENDPOINT] = (words[from + WORD_ENDPOINT] & IS_IPV6) | endpoint;
    }
    this.hasPort[this.rows[at + WORD_ENDPOINT] & PORT_MASK] = 1;
    this.link(row, this.slotOf(this.rows, at + WORD_ADDRESS, this.rows[at + WORD_ENDPOINT]));
    return row;
  }

  /**
   * Jumps of doubling length, so that any row is found in logarithmic time: E. W. Myers, "An applicative random-access
   * stack", Information Processing Letters 17 (1983).
   */
  private link(row: number, slot: number): void {
    const { slots, previous, depth, jump } = this;
    const last = slots[slot] - 1;
    slots[slot] = row + 1;
    previous[row] = last;
    depth[row] = last < 0 ? 0 : depth[last] + 1;
    if (last < 0) jump[row] = row;
    else {
      const far = jump[last];
      jump[row] = depth[last] - depth[far] === depth[far] - depth[jump[far]] ? jump[far] : last;
    }
    if (last < 0 && ++this.endpoints * 2 > slots.length) this.growSlots();
  }

  private growRows(): void {
    this.rows = doubled(this.rows);
    this.previous = doubled(this.previous);
    this.depth = doubled(this.depth);
    this.jump = doubled(this.jump);
  }

  private growSlots(): void {
    const last = this.slots.filter((entry) => entry !== 0);
    this.slots = new Int32Array(this.slots.length * 2);
    for (const entry of last) {
      const at = (entry - 1) * ROW_WORDS;
      this.slots[this.slotOf(this.rows, at + WORD_ADDRESS, this.rows[at + WORD_ENDPOINT])] = entry;
    }
  }

  /** The slot that leads to the endpoint, or the empty one that would. */
  private slotOf(words: Int32Array, at: number, endpoint: number): number {
    const { slots, rows } = this;
    const mask = slots.length - 1;
    const rest = hashOfThree(words[at + 1], words[at + 2], words[at + 3]);
    let slot = hashOfFour(words[at], rest, endpoint, 0) & mask;
    while (slots[slot] !== 0 && !isEndpoint(rows, (slots[slot] - 1) * ROW_WORDS, words, at, endpoint)) {
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

/** Whose call it was, and which. */
function transactionOf(rows: Int32Array, row: number, address: number, port: number): string {
  const client = rows.subarray(row + address, row + address + 4).join();
  return `${client},${port},${rows[row + WORD_ENDPOINT] & PROTOCOL_MASK},${rows[row + WORD_TRANSACTION]}`;
}
