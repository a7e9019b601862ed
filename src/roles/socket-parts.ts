/**
 * Counts the flows of sockets that are too many for a table in the processor's cache. The ends of flows are dealt
 * out to parts by their socket's hash; a part's sockets are few, and so is their table. Each part keeps the order
 * of its ends, so that the counts can be handed back in one more walk, as one takes cards from piles.
 */
import { doubled } from "../flows/doubled.ts";
import { hashOfPair, PairIndex } from "../flows/pair-index.ts";

/** Ends in a part, on average. Their table takes 400 kilobytes at most. */
const PART_ENDS = 1 << 14;
/** More parts than that do not fit the processor's table of addresses. */
const MOST_PARTS_BITS = 10;
/** The upper bits of a hash tell its part, since the lower ones tell its slot. */
const PART_SHIFT = 32 - MOST_PARTS_BITS;
/** A part is a chain of chunks of so many ends: its length need not be known beforehand. */
const CHUNK_BITS = 8;
const CHUNK_MASK = (1 << CHUNK_BITS) - 1;
const END_WORDS = 2;

/** Ends of flows in parts by their sockets' hashes. */
export class SocketParts {
  private readonly parts: number;
  /** Of each end, two words: its address's number, later its socket's count of flows; its transport and port. */
  private readonly ends: Int32Array;
  /** Of each end: how many flows more than one it stands for, or −1 for none. Null where each stands for one. */
  private readonly more: Int32Array | null;
  /** Of each chunk: the next one of the same part. A part's first chunk has the part's number. */
  private readonly nextChunk: Int32Array;
  private chunks: number;
  /** Of each part: the place behind its last end, and where the next count is to be taken. */
  private readonly end: Int32Array;
  private readonly next: Int32Array;
  /** Of each end, in the order in which they were added: its part. */
  private readonly partOfEnd: Uint16Array;
  private added = 0;
  private taken = 0;

  /** `ends`: as many as will be added; `standsForMore`: whether any of them stands for more than one flow. */
  constructor(ends: number, standsForMore = false) {
    let bits = 0;
    while (bits < MOST_PARTS_BITS && ends >> bits > PART_ENDS) bits++;
    this.parts = 1 << bits;
    this.chunks = this.parts;
    const mostChunks = this.parts + (ends >> CHUNK_BITS);
    this.ends = new Int32Array((mostChunks << CHUNK_BITS) * END_WORDS);
    this.more = standsForMore ? new Int32Array(mostChunks << CHUNK_BITS) : null;
    this.nextChunk = new Int32Array(mostChunks);
    this.end = Int32Array.from({ length: this.parts }, (_, part) => part << CHUNK_BITS);
    this.next = this.end.slice();
    this.partOfEnd = new Uint16Array(ends);
  }

  add(address: number, socket: number, more = 0): void {
    const part = (hashOfPair(address, socket) >>> PART_SHIFT) & (this.parts - 1);
    const at = this.end[part];
    this.ends[at * END_WORDS] = address;
    this.ends[at * END_WORDS + 1] = socket;
    if (this.more !== null) this.more[at] = more;
    const next = at + 1;
    this.end[part] = (next & CHUNK_MASK) === 0 ? this.openChunk(at >> CHUNK_BITS) : next;
    this.partOfEnd[this.added++] = part;
  }

  private openChunk(previous: number): number {
    const chunk = this.chunks++;
    this.nextChunk[previous] = chunk;
    return chunk << CHUNK_BITS;
  }

  replaceSocketsByCounts(): void {
    const { ends, end, more } = this;
    const sockets = new PairIndex();
    let counts = new Int32Array(PART_ENDS);
    for (let part = 0; part < this.parts; part++) {
      sockets.clear();
      counts.fill(0);
      const start = part << CHUNK_BITS;
      for (let at = start; at !== end[part]; at = this.after(at)) {
        const socket = sockets.number(ends[at * END_WORDS], ends[at * END_WORDS + 1]);
        if (socket >= counts.length) counts = doubled(counts);
        counts[socket] += 1 + (more === null ? 0 : more[at]);
        ends[at * END_WORDS] = socket;
      }
      for (let at = start; at !== end[part]; at = this.after(at))
        ends[at * END_WORDS] = counts[ends[at * END_WORDS]];
    }
  }

  /** The count of the next end, in the order in which they were added. */
  takeCount(): number {
    const part = this.partOfEnd[this.taken++];
    const at = this.next[part];
    this.next[part] = this.after(at);
    return this.ends[at * END_WORDS];
  }

  private after(at: number): number {
    return ((at + 1) & CHUNK_MASK) === 0 ? this.nextChunk[at >> CHUNK_BITS] << CHUNK_BITS : at + 1;
  }
}
