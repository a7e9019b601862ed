/**
 * Counts the flows of sockets that are too many for a table in the processor's cache, and adds up what is certain of
 * their ends. The ends of flows are dealt
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
/** Below stand the transport and the port; a vote is stored as 0 to 2. */
const VOTE_SHIFT = 24;
const SOCKET_MASK = (1 << VOTE_SHIFT) - 1;

/** Ends of flows in parts by their sockets' hashes. */
export class SocketParts {
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
  /** Of each end, in the order in which they were added: its part. */
  private readonly partOfEnd: Uint16Array;
  private added = 0;
  private taken = 0;
  /** Of the end that was taken last: how many flows its socket has, and the sum of its ends' votes. */
  flows = 0;
  votes = 0;

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

  /** `vote`: 1 where the end is certainly the server, −1 where it is the client. An end stands for `more` flows more. */
  add(address: number, socket: number, vote = 0, more = 0): void {
    const part = (hashOfPair(address, socket) >>> PART_SHIFT) & (this.parts - 1);
    const at = this.end[part];
    this.ends[at * END_WORDS] = address;
    this.ends[at * END_WORDS + 1] = socket | ((vote + 1) << VOTE_SHIFT);
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

  /** Call it when all ends were added: from then on they can be taken. */
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

  /** Takes the next end, in the order in which they were added: `flows` and `votes` are its socket's then. */
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
