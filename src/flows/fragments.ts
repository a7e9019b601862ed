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
const FIRST_ROOM = 256;

/** An entry: source and destination address, identification, kind; and where the datagram belongs. */
const ENTRY_WORDS = 12;
const WORD_DESTINATION = 4;
const WORD_IDENTIFICATION = 8;
const WORD_KIND = 9;
const KEY_WORDS = 10;
const WORD_FLOW = 10;
const WORD_FROM_B = 11;

/** The datagrams that a table knows, for another one. */
export interface FragmentEntries {
  /** In the order of their arrival. */
  readonly entries: Int32Array;
  /** True where the table has forgotten any. */
  readonly hasForgotten: boolean;
}

/** One generation: entries in the order of arrival, found through open addressing. */
class Generation {
  count = 0;
  private entries = new Int32Array(FIRST_ROOM * ENTRY_WORDS);
  private slots = new Int32Array(FIRST_ROOM * 2);

  /** The word offset of the entry with the same key, or -1. */
  find(entry: Int32Array): number {
    const mask = this.slots.length - 1;
    for (let slot = hashOf(entry, 0) & mask; this.slots[slot] !== 0; slot = (slot + 1) & mask) {
      const at = (this.slots[slot] - 1) * ENTRY_WORDS;
      if (this.hasKey(at, entry)) return at;
    }
    return -1;
  }

  private hasKey(at: number, entry: Int32Array): boolean {
    for (let word = 0; word < KEY_WORDS; word++) if (this.entries[at + word] !== entry[word]) return false;
    return true;
  }

  read(at: number, word: number): number {
    return this.entries[at + word];
  }

  put(entry: Int32Array): void {
    let at = this.find(entry);
    if (at < 0) {
      if ((this.count + 1) * ENTRY_WORDS > this.entries.length) this.grow();
      at = this.count++ * ENTRY_WORDS;
      this.index(this.count, hashOf(entry, 0));
    }
    this.entries.set(entry, at);
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
    for (let entry = 1; entry <= this.count; entry++) {
      this.index(entry, hashOf(this.entries, (entry - 1) * ENTRY_WORDS));
    }
  }

  renumber(numbers: Int32Array): void {
    for (let at = 0; at < this.count * ENTRY_WORDS; at += ENTRY_WORDS) {
      this.entries[at + WORD_FLOW] = numbers[this.entries[at + WORD_FLOW]];
    }
  }

  list(): Int32Array {
    return this.entries.slice(0, this.count * ENTRY_WORDS);
  }
}

/** Knows the flows of fragmented datagrams. */
export class FragmentTable {
  private young = new Generation();
  private old = new Generation();
  private hasForgotten = false;
  /** What is being looked for, or put in. */
  private readonly entry = new Int32Array(ENTRY_WORDS);
  /** Flow of the last `find` that answered true. */
  flow = 0;
  /** 1 where the datagram of the last `find` came from endpoint b. */
  fromB = 0;

  /** Notes that the row, a first fragment, belongs to `flow`. */
  remember(headers: HeaderBatch, row: number, flow: number, fromB: number): void {
    if (this.young.count >= GENERATION_LIMIT) {
      this.hasForgotten = this.old.count > 0;
      this.old = this.young;
      this.young = new Generation();
    }
    writeKey(this.entry, headers, row);
    this.entry[WORD_FLOW] = flow;
    this.entry[WORD_FROM_B] = fromB;
    this.young.put(this.entry);
  }

  /** Whether the first fragment of the row's datagram was seen; `flow` and `fromB` then say where it belongs. */
  find(headers: HeaderBatch, row: number): boolean {
    writeKey(this.entry, headers, row);
    return this.findIn(this.young) || this.findIn(this.old);
  }

  private findIn(generation: Generation): boolean {
    const at = generation.find(this.entry);
    if (at < 0) return false;
    this.flow = generation.read(at, WORD_FLOW);
    this.fromB = generation.read(at, WORD_FROM_B);
    return true;
  }

  /** Marks the flows of all datagrams that are remembered with a 1. */
  markFlows(marked: Uint8Array): void {
    for (const generation of [this.young, this.old]) {
      for (let entry = 0; entry < generation.count; entry++) {
        marked[generation.read(entry * ENTRY_WORDS, WORD_FLOW)] = 1;
      }
    }
  }

  /** Flows have got new numbers, by the old ones. */
  renumber(numbers: Int32Array): void {
    for (const generation of [this.young, this.old]) generation.renumber(numbers);
  }

  /** What another table has to know to go on from here. */
  list(): FragmentEntries {
    return { entries: this.young.list(), hasForgotten: this.hasForgotten || this.old.count > 0 };
  }

  /** Whether all datagrams of another table can be put in without any being forgotten on the way. */
  hasRoomFor({ entries, hasForgotten }: FragmentEntries): boolean {
    return !hasForgotten && this.young.count + entries.length / ENTRY_WORDS <= GENERATION_LIMIT;
  }

  /** Puts the datagrams of another table, whose flows have other numbers here. */
  add({ entries }: FragmentEntries, flowOf: Int32Array): void {
    for (let at = 0; at < entries.length; at += ENTRY_WORDS) {
      this.entry.set(entries.subarray(at, at + ENTRY_WORDS));
      this.entry[WORD_FLOW] = flowOf[this.entry[WORD_FLOW]];
      this.young.put(this.entry);
    }
  }
}

/**
 * IPv4 tells datagrams apart by their protocol too. IPv6 does not: in its later fragments the fragment header's
 * next header may be an extension header where the first one leads on to the transport.
 */
function kindOf(headers: HeaderBatch, row: number): number {
  return headers.addressVersion[row] === 6 ? 6 << 8 : (4 << 8) | headers.protocol[row];
}

function writeKey(entry: Int32Array, headers: HeaderBatch, row: number): void {
  const isIpv6 = headers.addressVersion[row] === 6;
  entry[0] = headers.source0[row];
  entry[1] = isIpv6 ? headers.source1[row] : 0;
  entry[2] = isIpv6 ? headers.source2[row] : 0;
  entry[3] = isIpv6 ? headers.source3[row] : 0;
  entry[WORD_DESTINATION] = headers.destination0[row];
  entry[WORD_DESTINATION + 1] = isIpv6 ? headers.destination1[row] : 0;
  entry[WORD_DESTINATION + 2] = isIpv6 ? headers.destination2[row] : 0;
  entry[WORD_DESTINATION + 3] = isIpv6 ? headers.destination3[row] : 0;
  entry[WORD_IDENTIFICATION] = headers.identification[row];
  entry[WORD_KIND] = kindOf(headers, row);
}

function hashOf(entries: Int32Array, at: number): number {
  const to = at + WORD_DESTINATION;
  return hashOfFour(
    hashOfFour(entries[at], entries[at + 1], entries[at + 2], entries[at + 3]),
    hashOfFour(entries[to], entries[to + 1], entries[to + 2], entries[to + 3]),
    entries[at + WORD_IDENTIFICATION],
    entries[at + WORD_KIND],
  );
}
