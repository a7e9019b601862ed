/**
 * Pairs of small integers, two kinds of them in one table: which clients a socket has, and which a service. A slot is the
 * client with the kind above, which is not 0, and the other. Collisions take the next slot.
 */
import { PAIR_BYTES } from "../../src/services/table-layout.ts";
import { hashOfPair } from "../flow-table.ts";

/** Linear memory holds fewer flows, and so fewer addresses, than 30 bits can number. */
export const CLIENT_OF_SOCKET: u32 = 1 << 30;
export const CLIENT_OF_SERVICE: u32 = 2 << 30;

/** Of four slots, so many may be taken. */
const MOST_TAKEN_OF_FOUR: u32 = 3;
const BLOCK_SLOTS: u32 = 256;

let slots: u32 = 0;
let slotMask: u32 = 0;
let taken: u32 = 0;

/** Begins anew. `slotCount`: a power of two; the slots are all 0. */
export function placePairs(newSlots: u32, slotCount: u32): void {
  slots = newSlots;
  slotMask = slotCount - 1;
  taken = 0;
}

export function hasRoomForPairs(more: u32): bool {
  return <u64>(taken + more) * 4 <= (<u64>slotMask + 1) * MOST_TAKEN_OF_FOUR;
}

/**
 * More slots, which are all 0 and lie behind those that there are; `copy`: room for the latter. In blocks, so that the memory
 * reads of a whole block are under way together; the sum is of no use but to keep these alive.
 */
export function growPairs(slotCount: u32, copy: u32): u32 {
  const before = slotMask + 1;
  memory.copy(copy, slots, before * PAIR_BYTES);
  memory.fill(slots, 0, before * PAIR_BYTES);
  slotMask = slotCount - 1;
  let sum: u32 = 0;
  for (let start: u32 = 0; start < before; start += BLOCK_SLOTS) {
    const end = min<u32>(start + BLOCK_SLOTS, before);
    for (let slot = start; slot < end; slot++) {
      const from = copy + slot * PAIR_BYTES;
      if (load<u32>(from) !== 0) sum += touchPair(hashOfPair(load<u32>(from), load<u32>(from, 4)));
    }
    for (let slot = start; slot < end; slot++) {
      const from = copy + slot * PAIR_BYTES;
      const first = load<u32>(from);
      if (first === 0) continue;
      const second = load<u32>(from, 4);
      let at = slotOf(hashOfPair(first, second));
      while (load<u32>(at) !== 0) at = nextSlot(at);
      store<u32>(at, first);
      store<u32>(at, second, 4);
    }
  }
  return sum;
}

/** Reads where a search for this hash begins, so that the memory reads of many are under way together. */
export function touchPair(hash: u32): u32 {
  return load<u32>(slotOf(hash));
}

function slotOf(hash: u32): u32 {
  return slots + (hash & slotMask) * PAIR_BYTES;
}

function nextSlot(at: u32): u32 {
  return slots + ((at - slots + PAIR_BYTES) & (slotMask * PAIR_BYTES + PAIR_BYTES - 1));
}

/** Whether the pair is new; it is no more. */
export function addPair(first: u32, second: u32, hash: u32): bool {
  let at = slotOf(hash);
  let known = load<u32>(at);
  while (known !== 0) {
    if (known === first && load<u32>(at, 4) === second) return false;
    at = nextSlot(at);
    known = load<u32>(at);
  }
  store<u32>(at, first);
  store<u32>(at, second, 4);
  taken++;
  return true;
}
