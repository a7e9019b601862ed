/**
 * Counts the flows of sockets that are too many for a table in the processor's cache, and adds up what is certain of
 * their ends. The ends of flows are dealt out to parts by their socket's hash; a part's sockets are few, and so is their
 * table. Each part keeps the order of its ends, so that the counts can be handed back in one more walk, as one takes
 * cards from piles. Ends whose counts are asked for come first; others are taken in only where their socket seems to be
 * one of these.
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
/** Below stand the transport and the port; a vote is stored as 0 to 2. */
const VOTE_SHIFT = 24;
const SOCKET_MASK = (1 << VOTE_SHIFT) - 1;

/** Bits of the filter for each socket that is asked for: with eight, one other socket in eight passes. */
const FILTER_BITS = 8;
const LEAST_FILTER_BITS = 10;
const MOST_FILTER_BITS = 27;

/** Ends of flows in parts by their sockets' hashes. */
export class SocketParts {
  /** Of the end that was taken last: how many flows its socket has, and the sum of its ends' votes. */
  flows = 0;
  votes = 0;
  private readonly parts: number;
  /**
   * Of each end, two words: its address's number, later its socket's count of flows; its transport, its port and its
   * vote, later its socket's sum of votes.
   */
  private readonly ends: Int32Array;
  /** Of each end: how many flows more than one it stands for, or −1 for none. Null where each stands for one. */
  private readonly more: Int32Array | null;
  /** Of each chunk: the next one of the same part. A part's first chunk has the part's number. */
  private readonly nextChunk: Int32Array;
  private chunks: number;
  /** Of each part: the place behind its last end, and where the next count is to be taken. */
  private readonly end: Int32Array;
  private readonly next: Int32Array;
  /** Of each end that is asked for, in the order in which they came: its part. */
  private readonly partOfEnd: Uint16Array;
  private asked = 0;
  private taken = 0;
  /** Bits by the upper bits of hashes: 1 where a socket with such a hash is asked for. */
  private readonly filter: Uint8Array;
  private readonly filterShift: number;

  /**
   * `asked` and `others`: as many ends as will be asked for and added; `standsForMore`: whether any of them stands for
   * more than one flow.
   */
  constructor(asked: number, others: number, standsForMore = false) {
    const ends = asked + others;
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
    this.partOfEnd = new Uint16Array(asked);
    let filterBits = LEAST_FILTER_BITS;
    while (filterBits < MOST_FILTER_BITS && 1 << filterBits < asked * FILTER_BITS) filterBits++;
    this.filter = new Uint8Array(1 << (filterBits - 3));
    this.filterShift = 32 - filterBits;
  }

  /**
   * An end whose socket's counts are asked for; call it for all of these before `add`. `vote`: 1 where the end is certainly
   * the server, −1 where it is the client. It stands for `more` flows more than one.
   */
  ask(address: number, socket: number, vote = 0, more = 0): void {
    const hash = hashOfPair(address, socket);
    const bit = hash >>> this.filterShift;
    this.filter[bit >> 3] |= 1 << (bit & 7);
    this.partOfEnd[this.asked++] = this.put(hash, address, socket, vote, more);
  }

  /** Another end, which counts for its socket. */
  add(address: number, socket: number, vote = 0, more = 0): void {
    const hash = hashOfPair(address, socket);
    const bit = hash >>> this.filterShift;
    if ((this.filter[bit >> 3] & (1 << (bit & 7))) !== 0) this.put(hash, address, socket, vote, more);
  }

  private put(hash: number, address: number, socket: number, vote: number, more: number): number {
    const part = (hash >>> PART_SHIFT) & (this.parts - 1);
    const at = this.end[part];
    this.ends[at * END_WORDS] = address;
    this.ends[at * END_WORDS + 1] = socket | ((vote + 1) << VOTE_SHIFT);
    if (this.more !== null) this.more[at] = more;
    const next = at + 1;
    this.end[part] = (next & CHUNK_MASK) === 0 ? this.openChunk(at >> CHUNK_BITS) : next;
    return part;
  }

  private openChunk(previous: number): number {
    const chunk = this.chunks++;
    this.nextChunk[previous] = chunk;
    return chunk << CHUNK_BITS;
  }

  /** Call it when all ends were added: from then on those that were asked for can be taken. */
  count(): void {
    const { ends, end, more } = this;
    const sockets = new PairIndex();
    let flows = new Int32Array(PART_ENDS);
    let votes = new Int32Array(PART_ENDS);
    for (let part = 0; part < this.parts; part++) {
      sockets.clear();
      flows.fill(0);
      votes.fill(0);
      const start = part << CHUNK_BITS;
      for (let at = start; at !== end[part]; at = this.after(at)) {
        const word = ends[at * END_WORDS + 1];
        const socket = sockets.number(ends[at * END_WORDS], word & SOCKET_MASK);
        if (socket >= flows.length) {
          flows = doubled(flows);
          votes = doubled(votes);
        }
        const count = 1 + (more === null ? 0 : more[at]);
        flows[socket] += count;
        votes[socket] += ((word >>> VOTE_SHIFT) - 1) * count;
        ends[at * END_WORDS] = socket;
      }
      for (let at = start; at !== end[part]; at = this.after(at)) {
        const socket = ends[at * END_WORDS];
        ends[at * END_WORDS] = flows[socket];
        ends[at * END_WORDS + 1] = votes[socket];
      }
    }
  }

  /** Takes the next end, in the order in which they were asked for: `flows` and `votes` are its socket's then. */
  takeNext(): void {
    const part = this.partOfEnd[this.taken++];
    const at = this.next[part];
    this.next[part] = this.after(at);
    this.flows = this.ends[at * END_WORDS];
    this.votes = this.ends[at * END_WORDS + 1];
  }

  private after(at: number): number {
    return ((at + 1) & CHUNK_MASK) === 0 ? this.nextChunk[at >> CHUNK_BITS] << CHUNK_BITS : at + 1;
  }
}
