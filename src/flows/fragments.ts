/**
 * Which flow a fragmented datagram belongs to. Later fragments have no ports; they find their flow through
 * addresses and identification, and in IPv4 the protocol (RFC 791, section 3.2; RFC 8200, section 4.5).
 *
 * Bounded: two generations of at most `GENERATION_LIMIT` datagrams. When the younger is full the older is
 * forgotten, so the last 65,536 to 131,072 fragmented datagrams are always known. An identification that is
 * used anew points to the newest datagram.
 */

import type { HeaderBatch } from "../headers/header.ts";
import { hashOfFour } from "../headers/seeded-hash.ts";
import { doubled } from "./doubled.ts";

const GENERATION_LIMIT = 65_536;
const ENTRY_WORDS = 12;
const FIRST_ROOM = 256;

const WORD_IDENTIFICATION = 8;
const WORD_KIND = 9;
const WORD_FLOW = 10;
const WORD_FROM_B = 11;

/** One generation: entries in the order of arrival, found through open addressing. */
class Generation {
  count = 0;
  private entries = new Int32Array(FIRST_ROOM * ENTRY_WORDS);
  private slots = new Int32Array(FIRST_ROOM * 2);

  /** The word offset of the row's datagram in `entries`, or -1. */
  find(headers: HeaderBatch, row: number): number {
    const mask = this.slots.length - 1;
    for (let slot = hashOf(headers, row) & mask; this.slots[slot] !== 0; slot = (slot + 1) & mask) {
      const at = (this.slots[slot] - 1) * ENTRY_WORDS;
      if (this.matches(at, headers, row)) return at;
    }
    return -1;
  }

  read(at: number, word: number): number {
    return this.entries[at + word];
  }

  put(headers: HeaderBatch, row: number, flow: number, fromB: number): void {
    let at = this.find(headers, row);
    if (at < 0) {
      if ((this.count + 1) * ENTRY_WORDS > this.entries.length) this.grow();
      at = this.count++ * ENTRY_WORDS;
      this.writeKey(at, headers, row);
      this.index(this.count, hashOf(headers, row));
    }
    this.entries[at + WORD_FLOW] = flow;
    this.entries[at + WORD_FROM_B] = fromB;
  }

  private matches(at: number, headers: HeaderBatch, row: number): boolean {
    const { entries } = this;
    return (
      entries[at + WORD_IDENTIFICATION] === headers.identification[row] &&
      entries[at + WORD_KIND] === kindOf(headers, row) &&
      entries[at] === headers.source0[row] &&
      entries[at + 4] === headers.destination0[row] &&
      (headers.addressVersion[row] === 4 ||
        (entries[at + 1] === headers.source1[row] &&
          entries[at + 2] === headers.source2[row] &&
          entries[at + 3] === headers.source3[row] &&
          entries[at + 5] === headers.destination1[row] &&
          entries[at + 6] === headers.destination2[row] &&
          entries[at + 7] === headers.destination3[row]))
    );
  }

  private writeKey(at: number, headers: HeaderBatch, row: number): void {
    const { entries } = this;
    const ipv6 = headers.addressVersion[row] === 6;
    entries[at] = headers.source0[row];
    entries[at + 1] = ipv6 ? headers.source1[row] : 0;
    entries[at + 2] = ipv6 ? headers.source2[row] : 0;
    entries[at + 3] = ipv6 ? headers.source3[row] : 0;
    entries[at + 4] = headers.destination0[row];
    entries[at + 5] = ipv6 ? headers.destination1[row] : 0;
    entries[at + 6] = ipv6 ? headers.destination2[row] : 0;
    entries[at + 7] = ipv6 ? headers.destination3[row] : 0;
    entries[at + WORD_IDENTIFICATION] = headers.identification[row];
    entries[at + WORD_KIND] = kindOf(headers, row);
  }

  private index(entry: number, hash: number): void {
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
    this.slots[slot] = entry;
  }

  private grow(): void {
    this.entries = doubled(this.entries);
    this.slots = new Int32Array(this.slots.length * 2);
    for (let entry = 1; entry <= this.count; entry++)
      this.index(entry, this.hashOfEntry((entry - 1) * ENTRY_WORDS));
  }

  private hashOfEntry(at: number): number {
    const { entries } = this;
    const identification = entries[at + WORD_IDENTIFICATION];
    const kind = entries[at + WORD_KIND];
    if (kind >> 8 === 4) return hashOfFour(entries[at], entries[at + 4], identification, kind);
    return hashOfFour(
      hashOfFour(entries[at], entries[at + 1], entries[at + 2], entries[at + 3]),
      hashOfFour(entries[at + 4], entries[at + 5], entries[at + 6], entries[at + 7]),
      identification,
      kind,
    );
  }
}

/** Knows the flows of fragmented datagrams. */
export class FragmentTable {
  private young = new Generation();
  private old = new Generation();
  /** Flow of the last `find` that answered true. */
  flow = 0;
  /** 1 where the datagram of the last `find` came from endpoint b. */
  fromB = 0;

  /** Notes that the row, a first fragment, belongs to `flow`. */
  remember(headers: HeaderBatch, row: number, flow: number, fromB: number): void {
    if (this.young.count >= GENERATION_LIMIT) {
      this.old = this.young;
      this.young = new Generation();
    }
    this.young.put(headers, row, flow, fromB);
  }

  /** Whether the first fragment of the row's datagram was seen; `flow` and `fromB` then say where it belongs. */
  find(headers: HeaderBatch, row: number): boolean {
    return this.findIn(this.young, headers, row) || this.findIn(this.old, headers, row);
  }

  private findIn(generation: Generation, headers: HeaderBatch, row: number): boolean {
    const at = generation.find(headers, row);
    if (at < 0) return false;
    this.flow = generation.read(at, WORD_FLOW);
    this.fromB = generation.read(at, WORD_FROM_B);
    return true;
  }
}

/**
 * IPv4 tells datagrams apart by their protocol too. IPv6 does not: in its later fragments the fragment header's
 * next header may be an extension header where the first one leads on to the transport.
 */
function kindOf(headers: HeaderBatch, row: number): number {
  return headers.addressVersion[row] === 6 ? 6 << 8 : (4 << 8) | headers.protocol[row];
}

function hashOf(headers: HeaderBatch, row: number): number {
  const source = headers.source0[row];
  const destination = headers.destination0[row];
  const identification = headers.identification[row];
  const kind = kindOf(headers, row);
  if (headers.addressVersion[row] === 4) return hashOfFour(source, destination, identification, kind);
  return hashOfFour(
    hashOfFour(source, headers.source1[row], headers.source2[row], headers.source3[row]),
    hashOfFour(destination, headers.destination1[row], headers.destination2[row], headers.destination3[row]),
    identification,
    kind,
  );
}
