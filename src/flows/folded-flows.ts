/**
 * Where memory for flows is bounded, flows that are done with give up their records: a record then stands for a
 * group of flows that differ in the client's port alone. What is kept of each such flow are twelve bytes: its
 * group, the client's port, what was seen of it, and the sequence number of the client's last SYN. That is all
 * that is needed to know it again, exactly, when a packet of it comes, and to count on as if it had never gone.
 *
 * A flow that comes back gets a record of its own; what was counted of it before stays with the group.
 */
import { hashOfFour, hashOfThree } from "../headers/seeded-hash.ts";
import { doubled } from "./doubled.ts";
import { FOLDED_SERVER_B, KEY_IPV6, KEY_MASK } from "./evidence.ts";
import * as record from "./flow-record.ts";

/** Columns of a batch by which a packet's flow is known, as the loops have filled them; see assembly/flow-keys.ts. */
export interface FlowKeys {
  readonly hash: Int32Array;
  readonly ports: Int32Array;
  /** Per row: 1 where the packet's source is endpoint b. */
  readonly fromB: Uint8Array;
  readonly protocol: Uint8Array;
  readonly addressVersion: Uint8Array;
  /** The four words of each address. */
  readonly source: readonly Int32Array[];
  readonly destination: readonly Int32Array[];
}

/** A folded flow, as it was when it was folded. */
export interface FoldedFlow {
  readonly group: number;
  readonly ports: number;
  /** The bits of evidence.ts. */
  readonly evidence: number;
  readonly synSequence: number;
}

/** An entry: group and the low bits of the client's port; evidence and its high bits; sequence number. */
const ENTRY_WORDS = 3;
const GROUP_BITS = 25;
const GROUP_MASK = (1 << GROUP_BITS) - 1;
const LOW_PORT_MASK = (1 << (32 - GROUP_BITS)) - 1;
const LOW_PORT_BITS = 32 - GROUP_BITS;

/** A slot: an entry's number plus 1, and bits of its hash above. */
const NUMBER_BITS = 27;
const NUMBER_MASK = (1 << NUMBER_BITS) - 1;
/** An entry was here; searches go on behind it. */
const REMOVED = NUMBER_MASK;
/** The second word of an entry that is no more: a bit that no folded flow has. Its first word leads to the next. */
const FREE = FOLDED_SERVER_B;
const FIRST_ENTRIES = 1024;
/** Entries that are placed at once. */
const WAITING = 256;
/** Of eight slots, so many may be in use. */
const MOST_TAKEN_OF_EIGHT = 5;

export class FoldedFlows {
  /** Flows that are folded now. */
  count = 0;
  /** Groups that there are now. */
  groups = 0;
  /** Flow number of each group's record; −1 where the group is no more. */
  private rowOfGroup = new Int32Array(FIRST_ENTRIES);
  private groupsEver = 0;
  private readonly freeGroups: number[] = [];
  private entries = new Int32Array(FIRST_ENTRIES * ENTRY_WORDS);
  private entriesEver = 0;
  /** An entry that is no more; −1 for none. */
  private freeEntry = -1;
  private slots = new Int32Array(FIRST_ENTRIES * 2);
  /** Slots that are not empty, or soon will not be. */
  private taken = 0;
  /** Entries that have no slot yet. */
  private waiting = 0;
  private readonly waitingEntries = new Int32Array(WAITING);
  private readonly waitingHashes = new Int32Array(WAITING);
  /** What was read ahead; kept, so that no compiler takes the reading away. */
  private touched = 0;

  /** Flows that have no record of their own. */
  get withoutRecord(): number {
    return this.count - this.groups;
  }

  /** Whether so many flows more can be numbered. */
  hasRoomFor(flows: number): boolean {
    return this.entriesEver + flows < REMOVED - 1;
  }

  /** Number of a new group, whose record is flow `row`. */
  openGroup(row: number): number {
    const group = this.freeGroups.pop() ?? this.groupsEver++;
    if (group === this.rowOfGroup.length) this.rowOfGroup = doubled(this.rowOfGroup);
    this.rowOfGroup[group] = row;
    this.groups++;
    return group;
  }

  closeGroup(group: number): void {
    this.rowOfGroup[group] = -1;
    this.freeGroups.push(group);
    this.groups--;
  }

  /** The flow that is the group's record. */
  rowOf(group: number): number {
    return this.rowOfGroup[group];
  }

  moveGroup(group: number, row: number): void {
    this.rowOfGroup[group] = row;
  }

  /** Flows have got new numbers, by the old ones. Call it when all flows are folded, before any is asked for. */
  renumber(numbers: Int32Array): void {
    this.placeWaiting();
    for (let group = 0; group < this.groupsEver; group++) {
      if (this.rowOfGroup[group] >= 0) this.rowOfGroup[group] = numbers[this.rowOfGroup[group]];
    }
  }

  /** Notes a flow that the group's record stands for from now on. It must not be here already. */
  add(words: Int32Array, group: number, clientPort: number, evidence: number, synSequence: number): void {
    if ((this.taken + 1) * 8 > this.slots.length * MOST_TAKEN_OF_EIGHT) this.rebuild(words);
    const entry = this.takeEntry();
    const at = entry * ENTRY_WORDS;
    this.entries[at] = group | ((clientPort & LOW_PORT_MASK) << GROUP_BITS);
    this.entries[at + 1] = (evidence & ~KEY_MASK) | (clientPort >>> LOW_PORT_BITS);
    this.entries[at + 2] = synSequence;
    this.count++;
    this.place(entry, this.hashOfEntry(words, entry));
  }

  /** Reads the slots where searches for the rows' flows begin, so that these reads do not wait for each other. */
  touch({ hash }: FlowKeys, rows: Int32Array, count: number): void {
    const { slots } = this;
    const mask = slots.length - 1;
    for (let i = 0; i < count; i++) this.touched = (this.touched + slots[hash[rows[i]] & mask]) | 0;
  }

  /** Takes the row's flow out; null where it is none of the folded. */
  take(words: Int32Array, keys: FlowKeys, row: number): FoldedFlow | null {
    const { slots, entries } = this;
    const hash = keys.hash[row];
    const mask = slots.length - 1;
    for (let slot = hash & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const found = slots[slot];
      if (((found ^ hash) & ~NUMBER_MASK) !== 0 || (found & NUMBER_MASK) === REMOVED) continue;
      const entry = (found & NUMBER_MASK) - 1;
      if (!this.isFlowOf(words, entry, keys, row)) continue;
      const at = entry * ENTRY_WORDS;
      const flow = {
        group: entries[at] & GROUP_MASK,
        ports: keys.ports[row],
        evidence: entries[at + 1] & ~KEY_MASK,
        synSequence: entries[at + 2],
      };
      slots[slot] = REMOVED;
      this.free(entry);
      return flow;
    }
    return null;
  }

  /** The record and the client's port of each folded flow. */
  forEach(visit: (row: number, clientPort: number) => void): void {
    for (let entry = 0; entry < this.entriesEver; entry++) {
      const at = entry * ENTRY_WORDS;
      if (this.entries[at + 1] === FREE) continue;
      visit(this.rowOfGroup[this.entries[at] & GROUP_MASK], this.clientPortOf(entry));
    }
  }

  private takeEntry(): number {
    const entry = this.freeEntry;
    if (entry >= 0) {
      this.freeEntry = this.entries[entry * ENTRY_WORDS];
      return entry;
    }
    if ((this.entriesEver + 1) * ENTRY_WORDS > this.entries.length) this.entries = doubled(this.entries);
    return this.entriesEver++;
  }

  private free(entry: number): void {
    const at = entry * ENTRY_WORDS;
    this.entries[at] = this.freeEntry;
    this.entries[at + 1] = FREE;
    this.freeEntry = entry;
    this.count--;
  }

  private place(entry: number, hash: number): void {
    this.waitingEntries[this.waiting] = entry;
    this.waitingHashes[this.waiting++] = hash;
    this.taken++;
    if (this.waiting === WAITING) this.placeWaiting();
  }

  /** Entries are placed many at once: first all their slots are read, so that no read waits for another. */
  private placeWaiting(): void {
    const { slots, waiting, waitingEntries, waitingHashes } = this;
    const mask = slots.length - 1;
    for (let i = 0; i < waiting; i++) this.touched = (this.touched + slots[waitingHashes[i] & mask]) | 0;
    for (let i = 0; i < waiting; i++) {
      const hash = waitingHashes[i];
      let slot = hash & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = (waitingEntries[i] + 1) | (hash & ~NUMBER_MASK);
    }
    this.waiting = 0;
  }

  /** Places all entries anew, in more slots where they need them. */
  private rebuild(words: Int32Array): void {
    const grows = this.count * 16 > this.slots.length * MOST_TAKEN_OF_EIGHT;
    this.slots = new Int32Array(this.slots.length * (grows ? 2 : 1));
    this.taken = 0;
    this.waiting = 0;
    for (let entry = 0; entry < this.entriesEver; entry++) {
      if (this.entries[entry * ENTRY_WORDS + 1] !== FREE) this.place(entry, this.hashOfEntry(words, entry));
    }
  }

  private clientPortOf(entry: number): number {
    const at = entry * ENTRY_WORDS;
    const high = this.entries[at + 1] & KEY_MASK;
    return (high << LOW_PORT_BITS) | (this.entries[at] >>> GROUP_BITS);
  }

  private baseOf(entry: number): number {
    return this.rowOfGroup[this.entries[entry * ENTRY_WORDS] & GROUP_MASK] * record.FLOW_WORDS;
  }

  private portsOf(words: Int32Array, entry: number): number {
    const base = this.baseOf(entry);
    const ports = words[base + record.WORD_PORTS];
    const clientPort = this.clientPortOf(entry);
    const serverIsB = (words[base + record.WORD_KEY] & FOLDED_SERVER_B) !== 0;
    return serverIsB ? (clientPort << 16) | (ports & 0xffff) : (ports & ~0xffff) | clientPort;
  }

  /** As `hashOfRecord` of assembly/flow-table.ts. */
  private hashOfEntry(words: Int32Array, entry: number): number {
    const base = this.baseOf(entry);
    const key = words[base + record.WORD_KEY] & KEY_MASK;
    let a = words[base + record.WORD_ADDRESS_A];
    let b = words[base + record.WORD_ADDRESS_B];
    if ((key & KEY_IPV6) !== 0) {
      a ^= hashOfRest(words, base + record.WORD_ADDRESS_A_REST);
      b ^= hashOfRest(words, base + record.WORD_ADDRESS_B_REST);
    }
    return hashOfFour(a, b, this.portsOf(words, entry), key);
  }

  private isFlowOf(words: Int32Array, entry: number, keys: FlowKeys, row: number): boolean {
    if (this.portsOf(words, entry) !== keys.ports[row]) return false;
    const base = this.baseOf(entry);
    const isIpv6 = keys.addressVersion[row] === 6;
    const key = keys.protocol[row] | (isIpv6 ? KEY_IPV6 : 0);
    if ((words[base + record.WORD_KEY] & KEY_MASK) !== key) return false;
    const a = keys.fromB[row] === 1 ? keys.destination : keys.source;
    const b = keys.fromB[row] === 1 ? keys.source : keys.destination;
    if (words[base + record.WORD_ADDRESS_A] !== a[0][row]) return false;
    if (words[base + record.WORD_ADDRESS_B] !== b[0][row]) return false;
    if (!isIpv6) return true;
    for (let word = 1; word < 4; word++) {
      if (words[base + record.WORD_ADDRESS_A_REST + word - 1] !== a[word][row]) return false;
      if (words[base + record.WORD_ADDRESS_B_REST + word - 1] !== b[word][row]) return false;
    }
    return true;
  }
}

function hashOfRest(words: Int32Array, at: number): number {
  return hashOfThree(words[at], words[at + 1], words[at + 2]);
}
