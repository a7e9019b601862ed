/**
 * Numbers for pairs of small integers, in the order of their appearance: the way to count distinct things
 * (clients of a service, peers of a socket) without an object a row.
 */

import { hashOfFour } from "../headers/seeded-hash.ts";
import { doubled } from "./doubled.ts";

const FIRST_CAPACITY = 1024;
/** Of eight slots, so many may be taken. */
const MOST_TAKEN_OF_EIGHT = 5;
/** From here on, a table and the smaller one before it together are too much memory. */
const MANY_SLOTS = 2 ** 21;

export class PairIndex {
  count = 0;
  /** First and second member of pair i. */
  first: Int32Array;
  second: Int32Array;
  /** A pair's number plus 1; 0 is an empty slot. */
  private slots = new Int32Array(FIRST_CAPACITY * 2);
  private taken = 0;

  /** `most`: where it is known, how many pairs there may be. Room that no pair takes costs no memory. */
  constructor(most = FIRST_CAPACITY) {
    this.first = new Int32Array(Math.max(most, 1));
    this.second = new Int32Array(Math.max(most, 1));
  }

  /** The pair's number; a pair that is new gets `count` as it was before the call. */
  number(first: number, second: number): number {
    const slot = this.slotOf(first, second);
    const pair = this.slots[slot] - 1;
    if (pair >= 0) return pair;
    const added = this.append(first, second);
    this.slots[slot] = added + 1;
    if (++this.taken * 8 > this.slots.length * MOST_TAKEN_OF_EIGHT) this.growSlots();
    return added;
  }

  /** The pair's number; −1 where it has none. */
  find(first: number, second: number): number {
    return this.slots[this.slotOf(first, second)] - 1;
  }

  /**
   * Reads the slots and pairs where `number` will look for the first `count` of these pairs, so that the memory
   * reads of all of them are under way together. The sum is of no use but to keep the loop alive.
   */
  touch(firsts: Int32Array, seconds: Int32Array, count: number): number {
    const { slots, first } = this;
    const mask = slots.length - 1;
    let sum = 0;
    for (let i = 0; i < count; i++) sum = (sum + slots[hashOfPair(firsts[i], seconds[i]) & mask]) | 0;
    for (let i = 0; i < count; i++) {
      const entry = slots[hashOfPair(firsts[i], seconds[i]) & mask];
      if (entry !== 0) sum = (sum + first[entry - 1]) | 0;
    }
    return sum;
  }

  /** Forgets all pairs and keeps the room. */
  clear(): void {
    this.count = 0;
    this.taken = 0;
    this.slots.fill(0);
  }

  /** The slot that leads to the pair, or the empty one that would. */
  private slotOf(first: number, second: number): number {
    const { slots } = this;
    const mask = slots.length - 1;
    let slot = hashOfPair(first, second) & mask;
    for (;;) {
      const pair = slots[slot] - 1;
      if (pair < 0 || (this.first[pair] === first && this.second[pair] === second)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  protected append(first: number, second: number): number {
    const pair = this.count++;
    this.first[pair] = first;
    this.second[pair] = second;
    if (this.count === this.first.length) {
      this.first = doubled(this.first);
      this.second = doubled(this.second);
    }
    return pair;
  }

  /** Whether the pair has a slot. */
  protected hasSlot(_pair: number): boolean {
    return true;
  }

  /** Twice as many slots; of many, enough for all pairs that there is room for, so that they are dealt out no more. */
  private nextCapacity(): number {
    let capacity = this.slots.length * 2;
    if (capacity < MANY_SLOTS) return capacity;
    while (this.first.length * 8 > capacity * MOST_TAKEN_OF_EIGHT) capacity *= 2;
    return capacity;
  }

  private growSlots(): void {
    this.slots = new Int32Array(this.nextCapacity());
    const { slots, first, second } = this;
    const mask = slots.length - 1;
    for (let pair = 0; pair < this.count; pair++) {
      if (!this.hasSlot(pair)) continue;
      let slot = hashOfPair(first[pair], second[pair]) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = pair + 1;
    }
  }
}

export function hashOfPair(first: number, second: number): number {
  return hashOfFour(first, second, 0, 0);
}
