/** What sockets and clients did: sums of four bytes each, and a list of what they carry over. */
import {
  CARRY_WORDS,
  TRAFFIC_BYTES,
  TRAFFIC_FLOWS,
  TRAFFIC_PACKETS,
} from "../../src/services/table-layout.ts";

let carries: u32 = 0;
let carryCount: u32 = 0;

/** `newCarries`: room for the carries of a block of flows. */
export function placeCarries(newCarries: u32): void {
  carries = newCarries;
  carryCount = 0;
}

export function hasCarries(): bool {
  return carryCount !== 0;
}

/** How many were listed, in the words of src/services/table-layout.ts; the list is empty then. */
export function takeCarries(): u32 {
  const count = carryCount;
  carryCount = 0;
  return count;
}

/** Adds to the words at `at`, which are those of `row`. `sums`: that of its packets; that of its bytes is the next. */
export function addTraffic(at: u32, flows: u32, packets: u64, bytes: u64, sums: u32, row: u32): void {
  store<u32>(at, load<u32>(at, TRAFFIC_FLOWS * 4) + flows, TRAFFIC_FLOWS * 4);
  addTo(at + TRAFFIC_PACKETS * 4, packets, sums, row);
  addTo(at + TRAFFIC_BYTES * 4, bytes, sums + 1, row);
}

function addTo(at: u32, amount: u64, sums: u32, row: u32): void {
  const sum = <u64>load<u32>(at) + amount;
  store<u32>(at, <u32>sum);
  if (sum >> 32 !== 0) {
    const carry = carries + carryCount++ * (CARRY_WORDS * 4);
    store<u32>(carry, sums);
    store<u32>(carry, row, 4);
    store<u32>(carry, <u32>(sum >> 32), 8);
  }
}
