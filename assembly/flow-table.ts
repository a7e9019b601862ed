/**
 * The flow table: records of 128 bytes (src/flows/flow-record.ts) and the slots that lead to them. A slot is a
 * word: the number of a flow plus one in its lower 25 bits, seven bits of the flow's hash above; 0 is empty.
 * Linear memory holds fewer records than 25 bits can number. Slots are never fuller than src/flows/flow.ts lets
 * them be, and collisions take the next slot.
 */

import { FOLDED, KEY_IPV6, KEY_MASK } from "../src/flows/evidence.ts";
import * as record from "../src/flows/flow-record.ts";
import * as at from "../src/records/memory-layout.ts";

const NUMBER_BITS: u32 = 25;
const NUMBER_MASK: u32 = (1 << NUMBER_BITS) - 1;

/** Address of the first slot, and the number of slots (a power of two) minus one. */
let slots: u32 = 0;
let slotMask: u32 = 0;
/** Address of flow 0's record. */
let records: u32 = 0;
let flowCount: u32 = 0;

/** The process's seed for hashes; see src/headers/seeded-hash.ts. */
let seed: u32 = 0;

export function setSeed(value: u32): void {
  seed = value;
}

export function countOfFlows(): u32 {
  return flowCount;
}

export function recordOf(flow: u32): u32 {
  return records + (flow << 7);
}

/** How many flows a record stands for; `folds`: whether any stands for several. */
export function flowsOfRecord(at: u32, folds: bool): u32 {
  if (!folds || (load<u32>(at, record.WORD_KEY * 4) & FOLDED) === 0) return 1;
  return load<u32>(at, record.WORD_FOLDED * 4) + 1;
}

/** From now on there are only the first `count` records; the slots have to be made anew. */
export function dropFlows(count: u32): void {
  flowCount = count;
}

/**
 * Moves slots and records to new places and makes the slots anew. The records' new place must not overlap the new
 * slots; the old slots are given up. No slot leads to a record that stands for several flows.
 */
export function placeFlowTable(newSlots: u32, slotCount: u32, newRecords: u32): u32 {
  if (newRecords !== records) memory.copy(newRecords, records, flowCount << 7);
  records = newRecords;
  slots = newSlots;
  slotMask = slotCount - 1;
  memory.fill(slots, 0, slotCount << 2);
  // In blocks, so that the slots of a whole block are read together, and waited for once. What was read is answered,
  // lest the compiler takes the reading away.
  let touched: u32 = 0;
  for (let start: u32 = 0; start < flowCount; start += at.BATCH_ROWS) {
    const end = min<u32>(start + at.BATCH_ROWS, flowCount);
    for (let flow = start; flow < end; flow++) {
      touched += load<u32>(slots + ((hashOfRecord(recordOf(flow)) & slotMask) << 2));
    }
    for (let flow = start; flow < end; flow++) {
      if ((load<u32>(recordOf(flow), record.WORD_KEY * 4) & FOLDED) === 0) placeFlow(flow);
    }
  }
  return touched;
}

/** Has a slot lead to the record; one behind the last counts as a flow from now on. */
export function placeFlow(flow: u32): void {
  if (flow === flowCount) flowCount++;
  const hash = hashOfRecord(recordOf(flow));
  let slot = hash & slotMask;
  while (load<u32>(slots + (slot << 2)) !== 0) slot = (slot + 1) & slotMask;
  store<u32>(slots + (slot << 2), entryOf(hash, flow));
}

/** As src/headers/seeded-hash.ts has it. */
export function hashOfThree(word1: u32, word2: u32, word3: u32): u32 {
  let mixed = (word1 ^ seed) * 0x85ebca6b;
  mixed = (mixed ^ (mixed >> 15) ^ word2) * 0xc2b2ae35;
  return (mixed ^ (mixed >> 13) ^ word3) * 0x27d4eb2f;
}

export function hashOfFour(word1: u32, word2: u32, word3: u32, word4: u32): u32 {
  const three = hashOfThree(word1, word2, word3);
  const mixed = (three ^ (three >> 16) ^ word4) * 0x9e3779b1;
  return mixed ^ (mixed >> 15);
}

export function hashOfPair(first: u32, second: u32): u32 {
  return hashOfFour(first, second, 0, 0);
}

/** The hash under which a record is found; `computeKeys` in flow-keys.ts makes the same of a packet. */
export function hashOfRecord(at: u32): u32 {
  const key = <u32>load<u32>(at, record.WORD_KEY * 4) & KEY_MASK;
  let a = load<u32>(at, record.WORD_ADDRESS_A * 4);
  let b = load<u32>(at, record.WORD_ADDRESS_B * 4);
  if ((key & KEY_IPV6) !== 0) {
    a ^= hashOfThree(
      load<u32>(at, record.WORD_ADDRESS_A_REST * 4),
      load<u32>(at, record.WORD_ADDRESS_A_REST * 4 + 4),
      load<u32>(at, record.WORD_ADDRESS_A_REST * 4 + 8),
    );
    b ^= hashOfThree(
      load<u32>(at, record.WORD_ADDRESS_B_REST * 4),
      load<u32>(at, record.WORD_ADDRESS_B_REST * 4 + 4),
      load<u32>(at, record.WORD_ADDRESS_B_REST * 4 + 8),
    );
  }
  return hashOfFour(a, b, load<u32>(at, record.WORD_PORTS * 4), key);
}

function entryOf(hash: u32, flow: u32): u32 {
  return (hash & ~NUMBER_MASK) | (flow + 1);
}

/** Whether a slot's flow may have this hash. */
function mayBe(entry: u32, hash: u32): bool {
  return ((entry ^ hash) & ~NUMBER_MASK) === 0;
}

/**
 * Reads the slots of every row's hash, then the flow records that these name: loads that do not wait for each
 * other. Notes where each search ended, so that `findFlow` goes on from there.
 */
export function touchFlows(count: u32): u32 {
  const table = slots;
  const mask = slotMask;
  const base = records - record.FLOW_BYTES;
  let sum: u32 = 0;
  for (let row: u32 = 0; row < count; row++) {
    sum += load<u32>(table + ((load<u32>(row << 2, at.FLOW_HASH) & mask) << 2));
  }
  for (let row: u32 = 0; row < count; row++) {
    const hash = load<u32>(row << 2, at.FLOW_HASH);
    let slot = hash & mask;
    let entry = load<u32>(table + (slot << 2));
    while (entry !== 0 && !mayBe(entry, hash)) {
      slot = (slot + 1) & mask;
      entry = load<u32>(table + (slot << 2));
    }
    store<u32>(row << 2, slot, at.FLOW_SEARCHED);
    if (entry !== 0) {
      const flow = base + ((entry & NUMBER_MASK) << 7);
      sum += load<u32>(flow);
      if (load<u8>(row, at.HEADER_ADDRESS_VERSION) === 6) sum += load<u32>(flow, 64);
    }
  }
  return sum;
}

/** Where the search of `findFlow` ended: the empty slot that a new flow takes. */
let emptySlot: u32 = 0;

/**
 * The address of the record with this key, 0 where there is none. `key` is the protocol and the address version
 * as in the record; of an IPv6 flow the rest of both addresses is compared with `restOfA` and `restOfB`, the
 * addresses of a word whose followers lie `stride` bytes apart.
 */
export function findFlow(
  slotToStart: u32,
  hash: u32,
  a: u32,
  b: u32,
  ports: u32,
  key: u32,
  restOfA: u32,
  restOfB: u32,
  stride: u32,
): u32 {
  let slot = slotToStart;
  let entry = load<u32>(slots + (slot << 2));
  while (entry !== 0) {
    if (mayBe(entry, hash)) {
      const found = recordOf((entry & NUMBER_MASK) - 1);
      if (
        load<u32>(found, record.WORD_ADDRESS_A * 4) === a &&
        load<u32>(found, record.WORD_ADDRESS_B * 4) === b &&
        load<u32>(found, record.WORD_PORTS * 4) === ports &&
        (<u32>load<u32>(found, record.WORD_KEY * 4) & KEY_MASK) === key &&
        ((key & KEY_IPV6) === 0 || hasRest(found, restOfA, restOfB, stride))
      )
        return found;
    }
    slot = (slot + 1) & slotMask;
    entry = load<u32>(slots + (slot << 2));
  }
  emptySlot = slot;
  return 0;
}

function hasRest(found: u32, restOfA: u32, restOfB: u32, stride: u32): bool {
  return (
    load<u32>(found, record.WORD_ADDRESS_A_REST * 4) === load<u32>(restOfA) &&
    load<u32>(found, record.WORD_ADDRESS_A_REST * 4 + 4) === load<u32>(restOfA + stride) &&
    load<u32>(found, record.WORD_ADDRESS_A_REST * 4 + 8) === load<u32>(restOfA + stride * 2) &&
    load<u32>(found, record.WORD_ADDRESS_B_REST * 4) === load<u32>(restOfB) &&
    load<u32>(found, record.WORD_ADDRESS_B_REST * 4 + 4) === load<u32>(restOfB + stride) &&
    load<u32>(found, record.WORD_ADDRESS_B_REST * 4 + 8) === load<u32>(restOfB + stride * 2)
  );
}

/** A new flow's record, all zeros, in the slot where the last search ended. The caller has made room for it. */
export function addFlow(hash: u32): u32 {
  const flow = flowCount++;
  store<u32>(slots + (emptySlot << 2), entryOf(hash, flow));
  return recordOf(flow);
}

export function numberOf(flow: u32): u32 {
  return (flow - records) >> 7;
}
