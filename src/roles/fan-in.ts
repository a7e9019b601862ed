/**
 * How many flows each socket has, and what that says of every flow; a socket is an address, a transport and a
 * port. A scan brings as many sockets as flows: a table of them all would be waited for at every look-up. So the
 * ends of flows are first dealt out to parts by the socket's hash; a part's sockets are few, and their table
 * stays in the processor's cache. Each part keeps the order of flows, so that its counts can be handed back in
 * one more walk, as one takes cards from piles.
 */
import type { FlowAddresses } from "../flows/addresses.ts";
import { doubled } from "../flows/doubled.ts";
import { FLOW_WORDS, type FlowTable, WORD_KEY, WORD_PORTS } from "../flows/flow.ts";
import { hashOfPair, PairIndex } from "../flows/pair-index.ts";
import { fanInClue } from "./clues.ts";

/** Ends of flows in a part, on average. Their table takes 200 kilobytes at most. */
const PART_ENDS = 1 << 13;
/** More parts than that do not fit the processor's table of addresses. */
const MOST_PARTS_BITS = 10;
/** The upper bits of a hash tell its part, since the lower ones tell its slot. */
const PART_SHIFT = 32 - MOST_PARTS_BITS;
/** A part is a chain of chunks of so many ends: its length need not be known beforehand. */
const CHUNK_BITS = 8;
const CHUNK_MASK = (1 << CHUNK_BITS) - 1;

/** Per flow: what `fanInClue` says. */
export function fanInVotes(flows: FlowTable, addresses: FlowAddresses): Int8Array {
  const parts = new SocketParts(flows.count * 2);
  const partOfEnd = dealOut(flows, addresses, parts);
  parts.replaceSocketsByCounts();
  const votes = new Int8Array(flows.count);
  for (let flow = 0; flow < votes.length; flow++) {
    const flowsOfA = parts.takeCount(partOfEnd[flow * 2]);
    const flowsOfB = parts.takeCount(partOfEnd[flow * 2 + 1]);
    votes[flow] = fanInClue(flowsOfA, flowsOfB);
  }
  return votes;
}

/** Answers with the part of every end, a's before b's. */
function dealOut({ count, words }: FlowTable, { ofA, ofB }: FlowAddresses, parts: SocketParts): Uint16Array {
  const partOfEnd = new Uint16Array(count * 2);
  for (let flow = 0; flow < count; flow++) {
    const ports = words[flow * FLOW_WORDS + WORD_PORTS];
    const protocol = (words[flow * FLOW_WORDS + WORD_KEY] & 0xff) << 16;
    partOfEnd[flow * 2] = parts.add(ofA[flow], protocol | (ports >>> 16));
    partOfEnd[flow * 2 + 1] = parts.add(ofB[flow], protocol | (ports & 0xffff));
  }
  return partOfEnd;
}

/** Ends of flows in parts by their sockets' hashes. */
class SocketParts {
  private readonly parts: number;
  /** Of each end: the address's number; later its socket's count of flows. */
  private readonly first: Int32Array;
  /** Of each end: transport and port. */
  private readonly second: Int32Array;
  /** Of each chunk: the next one of the same part. A part's first chunk has the part's number. */
  private readonly nextChunk: Int32Array;
  private chunks: number;
  /** Of each part: the place behind its last end, and where the next count is to be taken. */
  private readonly end: Int32Array;
  private readonly taken: Int32Array;

  constructor(ends: number) {
    let bits = 0;
    while (bits < MOST_PARTS_BITS && ends >> bits > PART_ENDS) bits++;
    this.parts = 1 << bits;
    this.chunks = this.parts;
    const mostChunks = this.parts + (ends >> CHUNK_BITS);
    this.first = new Int32Array(mostChunks << CHUNK_BITS);
    this.second = new Int32Array(mostChunks << CHUNK_BITS);
    this.nextChunk = new Int32Array(mostChunks);
    this.end = Int32Array.from({ length: this.parts }, (_, part) => part << CHUNK_BITS);
    this.taken = this.end.slice();
  }

  /** Answers with the part that the end went to. */
  add(address: number, socket: number): number {
    const part = (hashOfPair(address, socket) >>> PART_SHIFT) & (this.parts - 1);
    const at = this.end[part];
    this.first[at] = address;
    this.second[at] = socket;
    const next = at + 1;
    this.end[part] = (next & CHUNK_MASK) === 0 ? this.openChunk(at >> CHUNK_BITS) : next;
    return part;
  }

  private openChunk(previous: number): number {
    const chunk = this.chunks++;
    this.nextChunk[previous] = chunk;
    return chunk << CHUNK_BITS;
  }

  replaceSocketsByCounts(): void {
    const { first, second, end } = this;
    const sockets = new PairIndex();
    let counts = new Int32Array(PART_ENDS);
    for (let part = 0; part < this.parts; part++) {
      sockets.clear();
      counts.fill(0);
      const start = part << CHUNK_BITS;
      for (let at = start; at !== end[part]; at = this.after(at)) {
        const socket = sockets.number(first[at], second[at]);
        if (socket >= counts.length) counts = doubled(counts);
        counts[socket]++;
        first[at] = socket;
      }
      for (let at = start; at !== end[part]; at = this.after(at)) first[at] = counts[first[at]];
    }
  }

  /** The count of the part's next end, in the order in which they were added. */
  takeCount(part: number): number {
    const at = this.taken[part];
    this.taken[part] = this.after(at);
    return this.first[at];
  }

  private after(at: number): number {
    return ((at + 1) & CHUNK_MASK) === 0 ? this.nextChunk[at >> CHUNK_BITS] << CHUNK_BITS : at + 1;
  }
}
