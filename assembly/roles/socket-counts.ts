/**
 * Counts the flows of sockets, and adds up what is certain of their ends. Most sockets are a client's and have one flow
 * alone: to find these, a table of two bits a slot is enough. Only of the others, which are few, is each told from the
 * next, so that the tables stay in the processor's caches.
 *
 * Ask for the ends whose counts are wanted (`askForEnd`), then add all other ends (`addEnd`), then these once more
 * (`countEnd`). There is one such count at a time.
 */
import { hashOfPair } from "../flow-table.ts";

/** What a slot says of the sockets that share it: 0 nobody asks, 1 one end asks, or there are several ends. */
const SEVERAL_ENDS: u32 = 2;

/** A row of the table: the address's number plus 1 (0: empty), transport and port, and what is summed up. */
const ROW_SHIFT: u32 = 5;
const ADDRESS: u32 = 0;
const SOCKET: u32 = 4;
const FLOWS: u32 = 8;
const VOTES: u32 = 12;
const UNHEARD: u32 = 16;
const ASKING: u32 = 20;
const PROBING: u32 = 24;
/** No sum, but the one port that it asks; or none yet, or several. */
const ASKED_PORT: u32 = 28;
const NO_PORT: u32 = 0;
const SEVERAL_PORTS: u32 = 0xffff_ffff;
/** Of eight rows, so many may be taken. */
const MOST_TAKEN_OF_EIGHT: u32 = 5;

/** How an end is in its flow, as bits above the other end's port: nothing is heard that came to it. */
export const UNHEARD_END: u32 = 1 << 16;
/** It alone spoke. */
export const ASKING_END: u32 = 1 << 17;
/** It was refused, or asks a port that no client takes. */
export const PROBING_END: u32 = 1 << 18;
/** It got nothing but resets, and whatever it asked was not captured: no flow that came to it. */
export const UNCOUNTED_END: u32 = 1 << 19;
const PEER_PORT: u32 = 0xffff;

/** Fewer flows are no search; so many more and it is no chance. */
const LEAST_SEARCHED: u32 = 3;
const SURELY_SEARCHED: u32 = 10;
/** A search of all ports asks 511 of 65,535 of the ports that no client takes. */
const UNPROBING_OF_PROBING: u64 = 256;

/** Four slots a byte. */
let slots: u32 = 0;
let slotShift: u32 = 0;
let rows: u32 = 0;
let rowMask: u32 = 0;
let taken: u32 = 0;

/** Of the socket that `findEnd` looked up last: its flows (0 where it searches), and the sum of its ends' votes. */
export let flowsOfEnd: u32 = 0;
export let votesOfEnd: i32 = 0;
/** Those of the flows in which something came to it; 0 where it searches. */
export let heardOfEnd: u32 = 0;
/**
 * 1 where it searches, 2 where that is sure, else 0: it alone speaks in three flows (ten) at least and in half of all, and
 * either asks one and the same port everywhere or, in three of them (ten) at least, is refused or asks ports that no client
 * takes.
 */
export let searchesOfEnd: u32 = 0;

/** Begins anew. `newSlots`: 1 << `slotBits` slots of two bits, all 0; `newRows`: so many rows, a power of two, all 0. */
export function placeSockets(newSlots: u32, slotBits: u32, newRows: u32, rowCount: u32): void {
  slots = newSlots;
  slotShift = 32 - slotBits;
  rows = newRows;
  rowMask = rowCount - 1;
  taken = 0;
}

/** Moves the rows into a larger table, which is all 0. */
export function moveSockets(newRows: u32, rowCount: u32): void {
  const oldRows = rows;
  const oldCount = rowMask + 1;
  rows = newRows;
  rowMask = rowCount - 1;
  for (let old: u32 = 0; old < oldCount; old++) {
    const from = oldRows + (old << ROW_SHIFT);
    const address = load<u32>(from, ADDRESS);
    if (address === 0) continue;
    const socket = load<u32>(from, SOCKET);
    memory.copy(rowOf(address - 1, socket), from, 1 << ROW_SHIFT);
  }
}

/** Whether both ends of a flow can be added. */
export function hasRoomForSockets(): bool {
  return (taken + 2) * 8 <= (rowMask + 1) * MOST_TAKEN_OF_EIGHT;
}

function slotOf(address: u32, socket: u32): u32 {
  return hashOfPair(address, socket) >> slotShift;
}

/** Reads what is known of an end, so that the memory reads of many are under way together. */
export function touchEnd(address: u32, socket: u32): u32 {
  return load<u8>(slots + (slotOf(address, socket) >> 2));
}

/** An end, of an address by its number and a transport and port as one, whose counts are asked for. */
export function askForEnd(address: u32, socket: u32): void {
  const slot = slotOf(address, socket);
  const at = slots + (slot >> 2);
  const shift = (slot & 3) << 1;
  const byte = <u32>load<u8>(at);
  const known = (byte >> shift) & 3;
  store<u8>(at, <u8>(byte + ((<u32>(known < SEVERAL_ENDS)) << shift)));
}

/**
 * Another end, which counts where its socket is asked for. `vote`: 1 where the end is certainly the server, −1 where it
 * is the client. It stands for `flows` flows.
 */
export function addEnd(address: u32, socket: u32, vote: i32, flows: u32): void {
  const slot = slotOf(address, socket);
  const at = slots + (slot >> 2);
  const shift = (slot & 3) << 1;
  const byte = <u32>load<u8>(at);
  if (((byte >> shift) & 3) === 0) return;
  store<u8>(at, <u8>(byte & ~(3 << shift)) | <u8>(SEVERAL_ENDS << shift));
  sum(address, socket, vote, flows);
}

/** An end that was asked for; call it for all of them when all others were added. `manner`: as the bits above say. */
export function countEnd(address: u32, socket: u32, flows: u32, manner: u32): void {
  if (!isShared(address, socket)) return;
  const row = sum(address, socket, 0, (manner & UNCOUNTED_END) === 0 ? flows : 0);
  if ((manner & UNHEARD_END) !== 0) add(row + UNHEARD, flows);
  if ((manner & ASKING_END) === 0) return;
  add(row + ASKING, flows);
  if ((manner & PROBING_END) !== 0) add(row + PROBING, flows);
  const port = manner & PEER_PORT;
  const known = load<u32>(row, ASKED_PORT);
  // Where both ports are the same, either end may be the one that has it from its service.
  const isOther = port === NO_PORT || port === (socket & PEER_PORT) || (known !== NO_PORT && known !== port);
  store<u32>(row, isOther ? SEVERAL_PORTS : port, ASKED_PORT);
}

/** Looks up the socket of an end that was asked for, with what was told of the end when it was counted. */
export function findEnd(address: u32, socket: u32, flows: u32, manner: u32): void {
  if (!isShared(address, socket)) {
    flowsOfEnd = (manner & UNCOUNTED_END) === 0 ? flows : 0;
    votesOfEnd = 0;
    heardOfEnd = (manner & UNHEARD_END) === 0 ? flowsOfEnd : 0;
    searchesOfEnd = 0;
    return;
  }
  const row = rowOf(address, socket);
  const searching = searches(row);
  searchesOfEnd = searching;
  votesOfEnd = load<i32>(row, VOTES);
  flowsOfEnd = searching > 0 ? 0 : load<u32>(row, FLOWS);
  heardOfEnd = searching > 0 ? 0 : flowsOfEnd - load<u32>(row, UNHEARD);
}

function isShared(address: u32, socket: u32): bool {
  const slot = slotOf(address, socket);
  return ((<u32>load<u8>(slots + (slot >> 2)) >> ((slot & 3) << 1)) & SEVERAL_ENDS) !== 0;
}

/** The row of the socket, or the empty one where it belongs. */
function rowOf(address: u32, socket: u32): u32 {
  let number = hashOfPair(address, socket) & rowMask;
  let row = rows + (number << ROW_SHIFT);
  let known = load<u32>(row, ADDRESS);
  while (known !== 0 && !(known === address + 1 && load<u32>(row, SOCKET) === socket)) {
    number = (number + 1) & rowMask;
    row = rows + (number << ROW_SHIFT);
    known = load<u32>(row, ADDRESS);
  }
  return row;
}

/** Answers with the socket's row. */
function sum(address: u32, socket: u32, vote: i32, flows: u32): u32 {
  const row = rowOf(address, socket);
  if (load<u32>(row, ADDRESS) === 0) {
    store<u32>(row, address + 1, ADDRESS);
    store<u32>(row, socket, SOCKET);
    taken++;
  }
  add(row + FLOWS, flows);
  add(row + VOTES, <u32>vote * flows);
  return row;
}

function add(at: u32, amount: u32): void {
  store<u32>(at, load<u32>(at) + amount);
}

function searches(row: u32): u32 {
  const asking = load<u32>(row, ASKING);
  if (asking < LEAST_SEARCHED || 2 * <u64>asking < <u64>load<u32>(row, FLOWS)) return 0;
  const counted = load<u32>(row, PROBING);
  const probing = <u64>counted * UNPROBING_OF_PROBING < <u64>asking ? 0 : counted;
  const port = load<u32>(row, ASKED_PORT);
  const searched = port !== NO_PORT && port !== SEVERAL_PORTS ? asking : probing;
  if (searched < LEAST_SEARCHED) return 0;
  return searched < SURELY_SEARCHED ? 1 : 2;
}
