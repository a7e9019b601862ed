/**
 * Numbers for the addresses of flows, in the order of their appearance; src/flows/addresses.ts has the table. A slot is a
 * word: an address's number plus 1, negative for IPv6; 0 is empty.
 */
import { KEY_IPV6 } from "../src/flows/evidence.ts";
import * as record from "../src/flows/flow-record.ts";
import { hashOfFour, recordOf } from "./flow-table.ts";

/** Flows whose slots are read one behind the other, so that the waits for memory overlap. */
const BLOCK_FLOWS: u32 = 64;
const REST_BYTES: u32 = 12;

/** By number: the first word of an address; its other three; whether it is IPv6. */
let firsts: u32 = 0;
let rests: u32 = 0;
let versions: u32 = 0;
let slots: u32 = 0;
let slotMask: u32 = 0;
let count: u32 = 0;

/** `rest`: 0 while there is no IPv6. `slotCount`: a power of two. */
export function placeAddresses(first: u32, rest: u32, isIpv6: u32, newSlots: u32, slotCount: u32): void {
  firsts = first;
  rests = rest;
  versions = isIpv6;
  slots = newSlots;
  slotMask = slotCount - 1;
}

/** Empties the table. */
export function startAddresses(): void {
  count = 0;
}

export function countOfAddresses(): u32 {
  return count;
}

/** Deals out the slots anew, which are all 0. */
export function dealAddressSlots(): void {
  for (let number: u32 = 0; number < count; number++) {
    const isIpv6 = load<u8>(versions + number) !== 0;
    const rest = rests + number * REST_BYTES;
    let slot = hashOf(isIpv6, load<u32>(firsts + (number << 2)), rest) & slotMask;
    while (load<i32>(slots + (slot << 2)) !== 0) slot = (slot + 1) & slotMask;
    store<i32>(slots + (slot << 2), entryOf(number, isIpv6));
  }
}

function entryOf(number: u32, isIpv6: bool): i32 {
  return isIpv6 ? -(<i32>number) - 1 : <i32>number + 1;
}

/** As src/flows/addresses.ts has it. `rest`: where the other three words of an IPv6 address lie. */
function hashOf(isIpv6: bool, first: u32, rest: u32): u32 {
  if (!isIpv6) return hashOfFour(first, 0, 0, 0);
  return hashOfFour(first ^ 1, load<u32>(rest), load<u32>(rest, 4), load<u32>(rest, 8));
}

/** Whether there are too few slots for the addresses of a block; they are at most half full. */
export function wantsSlots(): bool {
  return (count + 2 * BLOCK_FLOWS) * 2 > slotMask;
}

/**
 * Numbers the addresses of flows, into words by flow. Answers with the flow before which it stopped: `to`, or one for which
 * there are too few slots, or no room for the rest of IPv6 addresses.
 */
export function numberAddressesOf(ofA: u32, ofB: u32, from: u32, to: u32): u32 {
  for (let start = from; start < to; start += BLOCK_FLOWS) {
    const end = min<u32>(start + BLOCK_FLOWS, to);
    if (wantsSlots()) return start;
    if (touch(start, end) && rests === 0) return start;
    for (let flow = start; flow < end; flow++) {
      const at = recordOf(flow);
      const isIpv6 = (load<u32>(at, record.WORD_KEY * 4) & KEY_IPV6) !== 0;
      const a = load<u32>(at, record.WORD_ADDRESS_A * 4);
      const b = load<u32>(at, record.WORD_ADDRESS_B * 4);
      store<u32>(ofA + (flow << 2), numberOf(isIpv6, a, at + record.WORD_ADDRESS_A_REST * 4));
      store<u32>(ofB + (flow << 2), numberOf(isIpv6, b, at + record.WORD_ADDRESS_B_REST * 4));
    }
  }
  return to;
}

/** What was read ahead, lest the compiler takes the reading away. */
export let touched: i32 = 0;

/** Reads the slots where the searches will begin; answers whether there is IPv6 among the flows. */
function touch(from: u32, to: u32): bool {
  let versionBits: u32 = 0;
  let sum: i32 = 0;
  for (let flow = from; flow < to; flow++) {
    const at = recordOf(flow);
    const key = load<u32>(at, record.WORD_KEY * 4);
    const isIpv6 = (key & KEY_IPV6) !== 0;
    versionBits |= key;
    const a = hashOf(isIpv6, load<u32>(at, record.WORD_ADDRESS_A * 4), at + record.WORD_ADDRESS_A_REST * 4);
    const b = hashOf(isIpv6, load<u32>(at, record.WORD_ADDRESS_B * 4), at + record.WORD_ADDRESS_B_REST * 4);
    sum += load<i32>(slots + ((a & slotMask) << 2)) + load<i32>(slots + ((b & slotMask) << 2));
  }
  touched = sum;
  return (versionBits & KEY_IPV6) !== 0;
}

function numberOf(isIpv6: bool, first: u32, rest: u32): u32 {
  let slot = hashOf(isIpv6, first, rest) & slotMask;
  let entry = load<i32>(slots + (slot << 2));
  while (entry !== 0) {
    if (entry < 0 === isIpv6) {
      const number = <u32>abs(entry) - 1;
      if (load<u32>(firsts + (number << 2)) === first && (!isIpv6 || hasRest(number, rest))) return number;
    }
    slot = (slot + 1) & slotMask;
    entry = load<i32>(slots + (slot << 2));
  }
  const number = count++;
  store<u32>(firsts + (number << 2), first);
  store<u8>(versions + number, <u8>isIpv6);
  if (isIpv6) memory.copy(rests + number * REST_BYTES, rest, REST_BYTES);
  store<i32>(slots + (slot << 2), entryOf(number, isIpv6));
  return number;
}

function hasRest(number: u32, rest: u32): bool {
  const known = rests + number * REST_BYTES;
  return (
    load<u32>(known) === load<u32>(rest) &&
    load<u32>(known, 4) === load<u32>(rest, 4) &&
    load<u32>(known, 8) === load<u32>(rest, 8)
  );
}
