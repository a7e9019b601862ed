/**
 * The listening sockets: an address and a service each, numbered as they appear. The first one of an address is found by the
 * address alone, which is all that most have. Slots lead to the others: the number of a socket plus 1 in the lower 25 bits,
 * seven bits of its hash above; 0 is empty. There are fewer flows, and so fewer sockets, than 25 bits can number. Collisions
 * take the next slot.
 */
import {
  SERVICE_SERVERS,
  SOCKET_ADDRESS,
  SOCKET_SERVICE,
  SOCKET_TRAFFIC,
  SOCKET_WORDS,
} from "../../src/services/table-layout.ts";
import { hashOfPair } from "../flow-table.ts";
import { addToService } from "./service-rows.ts";

const NUMBER_BITS: u32 = 25;
const NUMBER_MASK: u32 = (1 << NUMBER_BITS) - 1;
/** Of four slots, so many may be taken. */
const MOST_TAKEN_OF_FOUR: u32 = 3;
const BLOCK_SOCKETS: u32 = 256;

let rows: u32 = 0;
let count: u32 = 0;
/** By address: the number of its first socket plus 1, or 0. */
let firstSockets: u32 = 0;
/** Addresses that have any. */
let addresses: u32 = 0;
let slots: u32 = 0;
let slotMask: u32 = 0;
let taken: u32 = 0;

/**
 * Begins anew. `newRows`: room for as many sockets as there are flows. `newFirstSockets`: zeros. `newSlots`: room for as many as
 * there may be; `slotCount`, a power of two, is how many are used.
 */
export function placeServers(newRows: u32, newFirstSockets: u32, newSlots: u32, slotCount: u32): void {
  rows = newRows;
  count = 0;
  firstSockets = newFirstSockets;
  addresses = 0;
  slots = newSlots;
  slotMask = slotCount - 1;
  memory.fill(slots, 0, slotCount << 2);
  taken = 0;
}

export function hasRoomForServers(more: u32): bool {
  return (taken + more) * 4 <= (slotMask + 1) * MOST_TAKEN_OF_FOUR;
}

/** More slots in the same place. What was read ahead is answered, lest the compiler takes the reading away. */
export function growServers(slotCount: u32): u32 {
  memory.fill(slots, 0, slotCount << 2);
  slotMask = slotCount - 1;
  let touched: u32 = 0;
  for (let start: u32 = 0; start < count; start += BLOCK_SOCKETS) {
    const end = min<u32>(start + BLOCK_SOCKETS, count);
    for (let socket = start; socket < end; socket++) touched += touchSocket(hashOfRow(socketRow(socket)));
    for (let socket = start; socket < end; socket++) {
      const row = socketRow(socket);
      if (firstSocketOf(load<u32>(row, SOCKET_ADDRESS * 4)) === socket + 1) continue;
      const hash = hashOfRow(row);
      let slot = hash & slotMask;
      while (load<u32>(slots + (slot << 2)) !== 0) slot = (slot + 1) & slotMask;
      store<u32>(slots + (slot << 2), entryOf(hash, socket));
    }
  }
  return touched;
}

function hashOfRow(row: u32): u32 {
  return hashOfPair(load<u32>(row, SOCKET_ADDRESS * 4), load<u32>(row, SOCKET_SERVICE * 4));
}

/** Reads where a search for this hash begins, so that the memory reads of many are under way together. */
export function touchSocket(hash: u32): u32 {
  return load<u32>(slots + ((hash & slotMask) << 2));
}

function entryOf(hash: u32, socket: u32): u32 {
  return (hash & ~NUMBER_MASK) | (socket + 1);
}

export function countOfSockets(): u32 {
  return count;
}

export function countOfServers(): u32 {
  return addresses;
}

export function socketRow(socket: u32): u32 {
  return rows + socket * (SOCKET_WORDS * 4);
}

export function serviceOf(socket: u32): u32 {
  return load<u32>(socketRow(socket), SOCKET_SERVICE * 4);
}

/** Its number plus 1; 0 where the address has none. */
export function firstSocketOf(address: u32): u32 {
  return load<u32>(firstSockets + (address << 2));
}

/** The number of the socket; −1 where there is none. */
export function findSocket(address: u32, service: u32): i32 {
  const first = firstSocketOf(address);
  if (first === 0 || serviceOf(first - 1) === service) return <i32>first - 1;
  const entry = load<u32>(slotOf(address, service, hashOfPair(address, service)));
  return <i32>(entry & NUMBER_MASK) - 1;
}

/** Where the slot lies that leads to the socket, or the empty one where it belongs. */
function slotOf(address: u32, service: u32, hash: u32): u32 {
  let slot = hash & slotMask;
  let entry = load<u32>(slots + (slot << 2));
  while (entry !== 0 && !leadsTo(entry, address, service, hash)) {
    slot = (slot + 1) & slotMask;
    entry = load<u32>(slots + (slot << 2));
  }
  return slots + (slot << 2);
}

function leadsTo(entry: u32, address: u32, service: u32, hash: u32): bool {
  if (((entry ^ hash) & ~NUMBER_MASK) !== 0) return false;
  const row = socketRow((entry & NUMBER_MASK) - 1);
  return load<u32>(row, SOCKET_ADDRESS * 4) === address && load<u32>(row, SOCKET_SERVICE * 4) === service;
}

/** The number of the socket, a new one where it has none. */
export function numberSocket(address: u32, service: u32, hash: u32): u32 {
  const first = firstSocketOf(address);
  if (first === 0) {
    store<u32>(firstSockets + (address << 2), count + 1);
    addresses++;
    return append(address, service);
  }
  if (serviceOf(first - 1) === service) return first - 1;
  const slot = slotOf(address, service, hash);
  const entry = load<u32>(slot);
  if (entry !== 0) return (entry & NUMBER_MASK) - 1;
  store<u32>(slot, entryOf(hash, count));
  taken++;
  return append(address, service);
}

function append(address: u32, service: u32): u32 {
  const row = socketRow(count);
  for (let word: u32 = SOCKET_TRAFFIC; word < <u32>SOCKET_WORDS; word++) store<u32>(row + (word << 2), 0);
  store<u32>(row, address, SOCKET_ADDRESS * 4);
  store<u32>(row, service, SOCKET_SERVICE * 4);
  addToService(service, SERVICE_SERVERS, 1);
  return count++;
}
