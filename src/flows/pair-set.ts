/**
 * A set of pairs of small integers that are 0 or more. It numbers nothing, so a pair stands in the slot itself
 * and a look-up reads one place in memory, where `PairIndex` reads three.
 */
import { hashOfPair } from "./pair-index.ts";

const FIRST_SLOTS = 2048;
/** A slot is the first member plus 1 and the second; 0 is an empty slot. */
const SLOT_WORDS = 2;
/** Of eight slots, so many may be taken. */
const MOST_TAKEN_OF_EIGHT = 5;

export class PairSet {
  count = 0;
  private slots = new Int32Array(FIRST_SLOTS * SLOT_WORDS);
  private slotMask = FIRST_SLOTS - 1;

  /** Whether the pair is new. */
  add(first: number, second: number): boolean {
    const { slots, slotMask } = this;
    let slot = hashOfPair(first, second) & slotMask;
    for (;;) {
      const at = slot * SLOT_WORDS;
      const taken = slots[at];
      if (taken === 0) {
        slots[at] = first + 1;
        slots[at + 1] = second;
        if (++this.count * 8 > (slotMask + 1) * MOST_TAKEN_OF_EIGHT) this.grow();
        return true;
      }
      if (taken === first + 1 && slots[at + 1] === second) return false;
      slot = (slot + 1) & slotMask;
    }
  }

  private grow(): void {
    const old = this.slots;
    const slots = new Int32Array(old.length * 2);
    const mask = this.slotMask * 2 + 1;
    for (let from = 0; from < old.length; from += SLOT_WORDS) {
      if (old[from] === 0) continue;
      let slot = hashOfPair(old[from] - 1, old[from + 1]) & mask;
      while (slots[slot * SLOT_WORDS] !== 0) slot = (slot + 1) & mask;
      slots[slot * SLOT_WORDS] = old[from];
      slots[slot * SLOT_WORDS + 1] = old[from + 1];
    }
    this.slots = slots;
    this.slotMask = mask;
  }
}
