/**
 * The flows that do not tell their server themselves ("open" ones), in a table of their own, and what the other flows of a
 * capture say of them: of their sockets (an address, a transport and a port), of their ports, and of their hosts' ports as
 * clients. src/roles/socket-evidence.ts says in which order to call.
 */
import { FOLDED, FOLDED_SERVER_A } from "../../src/flows/evidence.ts";
import * as record from "../../src/flows/flow-record.ts";
import * as layout from "../../src/records/memory-layout.ts";
import { BOTH_SPEAK, RESETS_ALONE, UNHEARD, UNHEARD_ACK } from "../../src/roles/asking.ts";
import {
  busyPortClue,
  clientPortsClue,
  fanInClue,
  knownServerClue,
  LINUX_EPHEMERAL_FIRST,
  probeClue,
  SOCKET_FACTS,
  socketFacts,
} from "../../src/roles/plain-clues.ts";
import { flowsOfRecord, recordOf } from "../flow-table.ts";
import { knownAnswer, noteAnswer } from "../known-answers.ts";
import { askingOfRecord } from "./asking.ts";
import { putRole } from "./role-columns.ts";
import * as sockets from "./socket-counts.ts";

const PORTS: u32 = 65_536;

/** An open flow: its number and facts, both ends' addresses and sockets, which end alone speaks and how. */
const ROW_SHIFT: u32 = 5;
const FLOW: u32 = 0;
const FACTS: u32 = 4;
const ADDRESS_A: u32 = 8;
const ADDRESS_B: u32 = 12;
const SOCKET_A: u32 = 16;
const SOCKET_B: u32 = 20;
const ASKING: u32 = 24;

/**
 * Programs that want a port below 1024 for their own take one from 512 on (rcmd(3)) or from 600 on (bindresvport(3), NFS);
 * those that have a fixed one talk to the same port.
 */
const PRIVILEGED_CLIENTS_FIRST: u32 = 512;
const CLIENTS_FIRST: u32 = 1024;
const LINUX_CLIENTS_FIRST: u32 = LINUX_EPHEMERAL_FIRST;

/** Ends to which nothing is known to have come: their ports speak for no service. */
const UNVISITED: u32 = sockets.UNHEARD_END | sockets.UNCOUNTED_END;

/** Rows whose slots are read one behind the other, so that the waits for memory overlap. */
const BLOCK_ROWS: u32 = 64;

let rows: u32 = 0;
let count: u32 = 0;
let largestSocket: u32 = 0;
/** By flow: numbers of the addresses of a and b. */
let addressesOfA: u32 = 0;
let addressesOfB: u32 = 0;
/** Whether any record stands for several flows; whether their clients' ports are counted. */
let hasFolded: bool = false;
let countsFolded: bool = false;
/** By transport and port: flows that have it, on whatever address; up to that of `portsEnd`. */
let ofPorts: u32 = 0;
let portsEnd: u32 = 0;
/** By address: of the ports from which it was a client for certain, 65,535 less the first, and the last. */
let clientPorts: u32 = 0;
/** Roles by facts; see known-answers.ts. */
let knownRoles: u32 = 0;

/** Begins anew. `newRows`: room for the open flows. */
export function placeOpenFlows(newRows: u32, ofA: u32, ofB: u32, folded: bool, foldedCount: bool): void {
  rows = newRows;
  count = 0;
  largestSocket = 0;
  addressesOfA = ofA;
  addressesOfB = ofB;
  hasFolded = folded;
  countsFolded = foldedCount;
}

/**
 * `ports`: words by transport and port, up to `largestTransport`; `client`: a word an address; `known`: see known-answers.ts. All
 * are 0.
 */
export function placeEvidence(ports: u32, client: u32, known: u32): void {
  ofPorts = ports;
  portsEnd = largestTransport() + PORTS;
  clientPorts = client;
  knownRoles = known;
}

export function countOfOpenFlows(): u32 {
  return count;
}

/** The transport with the greatest number that an open flow has, times 65,536: nobody asks for the ports of later ones. */
export function largestTransport(): u32 {
  return largestSocket & ~0xffff;
}

/** One of the numbers of src/roles/asking.ts. */
export function askingOf(flow: u32, folds: bool): i32 {
  const at = recordOf(flow);
  return askingOfRecord(at, flowsOfRecord(at, folds));
}

/** `facts`: what the flow tells itself (flow-facts.ts). Open flows have to be added in their order. */
export function addOpenFlow(flow: u32, facts: u32): void {
  const at = recordOf(flow);
  const socketA = socketOf(at, false);
  const row = rowOf(count++);
  store<u32>(row, flow, FLOW);
  store<u32>(row, facts, FACTS);
  store<u32>(row, load<u32>(addressesOfA + (flow << 2)), ADDRESS_A);
  store<u32>(row, load<u32>(addressesOfB + (flow << 2)), ADDRESS_B);
  store<u32>(row, socketA, SOCKET_A);
  store<u32>(row, socketOf(at, true), SOCKET_B);
  store<i32>(row, askingOfRecord(at, flowsOfRecord(at, hasFolded)), ASKING);
  largestSocket = max(largestSocket, socketA);
}

/** Transport and port of endpoint a (or b) of a record, as one. */
function socketOf(at: u32, ofB: bool): u32 {
  const ports = load<u32>(at, record.WORD_PORTS * 4);
  return ((load<u32>(at, record.WORD_KEY * 4) & 0xff) << 16) | (ofB ? ports & 0xffff : ports >> 16);
}

export function flowOfRow(row: u32): u32 {
  return load<u32>(rowOf(row), FLOW);
}

function rowOf(row: u32): u32 {
  return rows + (row << ROW_SHIFT);
}

/** How endpoint a (or b) is in the flow of a row, as the socket counts want it. */
function mannerOf(row: u32, ofB: bool): u32 {
  const asking = ofB ? -load<i32>(row, ASKING) : load<i32>(row, ASKING);
  if (asking === BOTH_SPEAK) return 0;
  if (asking === -RESETS_ALONE) return sockets.UNCOUNTED_END;
  if (asking === RESETS_ALONE) return sockets.UNHEARD_END;
  if (asking < 0) return 0;
  const peerPort = load<u32>(row + (ofB ? SOCKET_A : SOCKET_B)) & 0xffff;
  const ownPort = load<u32>(row + (ofB ? SOCKET_B : SOCKET_A)) & 0xffff;
  const isRefused = asking !== UNHEARD && asking !== UNHEARD_ACK;
  const isProbing = isRefused || (peerPort < PRIVILEGED_CLIENTS_FIRST && peerPort !== ownPort);
  const isHeard = asking === UNHEARD_ACK && isClientsPort(peerPort, ownPort);
  return (
    peerPort |
    sockets.ASKING_END |
    (isHeard ? 0 : sockets.UNHEARD_END) |
    (isProbing ? sockets.PROBING_END : 0)
  );
}

/**
 * Whether a port can be that of a client from which a server's acknowledgments come back to nobody. A scanner's own port
 * is mostly one of Linux' clients' range; where both are, nothing tells the two apart.
 */
function isClientsPort(port: u32, serversPort: u32): bool {
  return port >= CLIENTS_FIRST && (port < LINUX_CLIENTS_FIRST || serversPort < LINUX_CLIENTS_FIRST);
}

/**
 * How many flows the record stands for at endpoint a (or b). The clients of folded flows have ports of their own, which
 * are told apart: none there if those are counted.
 */
function flowsAt(flow: u32, ofB: bool): u32 {
  if (!hasFolded) return 1;
  const at = recordOf(flow);
  const server = load<u32>(at, record.WORD_KEY * 4) & FOLDED;
  if (server === 0) return 1;
  if ((server === FOLDED_SERVER_A) !== ofB) return 1 + load<u32>(at, record.WORD_FOLDED * 4);
  return countsFolded ? 0 : 1;
}

/** What was read ahead; kept, lest the compiler takes the reading away. */
export let touched: u32 = 0;

/** Asks for the sockets of open flows; answers with `to`. */
export function askForSockets(from: u32, to: u32): u32 {
  for (let start = from; start < to; start += BLOCK_ROWS) {
    const end = min<u32>(start + BLOCK_ROWS, to);
    touchSockets(start, end);
    for (let number = start; number < end; number++) {
      const row = rowOf(number);
      sockets.askForEnd(load<u32>(row, ADDRESS_A), load<u32>(row, SOCKET_A));
      sockets.askForEnd(load<u32>(row, ADDRESS_B), load<u32>(row, SOCKET_B));
    }
  }
  return to;
}

function touchSockets(from: u32, to: u32): void {
  let sum: u32 = 0;
  for (let number = from; number < to; number++) {
    const row = rowOf(number);
    sum += sockets.touchEnd(load<u32>(row, ADDRESS_A), load<u32>(row, SOCKET_A));
    sum += sockets.touchEnd(load<u32>(row, ADDRESS_B), load<u32>(row, SOCKET_B));
  }
  touched = sum;
}

/**
 * Adds the ends of flows that tell their server. `certain`: a byte a flow, 1 where endpoint b is certainly the server, −1
 * where a is, 0 for the open ones. Answers with the flow before which it stopped: `to`, or one for which the sockets
 * need a larger table.
 */
export function addCertainFlows(certain: u32, from: u32, to: u32): u32 {
  for (let start = from; start < to; start += BLOCK_ROWS) {
    const end = min<u32>(start + BLOCK_ROWS, to);
    touchCertain(certain, start, end);
    for (let flow = start; flow < end; flow++) {
      const vote = <i32>load<i8>(certain + flow);
      if (vote === 0) continue;
      if (!sockets.hasRoomForSockets()) return flow;
      addCertainFlow(flow, vote);
    }
  }
  return to;
}

function touchCertain(certain: u32, from: u32, to: u32): void {
  let sum: u32 = 0;
  for (let flow = from; flow < to; flow++) {
    if (load<i8>(certain + flow) === 0) continue;
    const at = recordOf(flow);
    sum += sockets.touchEnd(load<u32>(addressesOfA + (flow << 2)), socketOf(at, false));
    sum += sockets.touchEnd(load<u32>(addressesOfB + (flow << 2)), socketOf(at, true));
  }
  touched = sum;
}

function addCertainFlow(flow: u32, vote: i32): void {
  const at = recordOf(flow);
  const addressA = load<u32>(addressesOfA + (flow << 2));
  const addressB = load<u32>(addressesOfB + (flow << 2));
  const socketA = socketOf(at, false);
  const socketB = socketOf(at, true);
  const flowsOfA = flowsAt(flow, false);
  const flowsOfB = flowsAt(flow, true);
  sockets.addEnd(addressA, socketA, -vote, flowsOfA);
  sockets.addEnd(addressB, socketB, vote, flowsOfB);
  if (socketA < portsEnd) {
    addToPort(socketA, flowsOfA);
    addToPort(socketB, flowsOfB);
  }
  if (vote > 0) addClientPort(addressA, socketA & 0xffff);
  else addClientPort(addressB, socketB & 0xffff);
}

/** The client's end of a folded flow. There has to be room for it (`hasRoomForSockets`). */
export function addFoldedFlow(address: u32, socket: u32, isCertain: bool): void {
  sockets.addEnd(address, socket, isCertain ? -1 : 0, 1);
  if (socket < portsEnd) addToPort(socket, 1);
  if (isCertain) addClientPort(address, socket & 0xffff);
}

/** Counts the ends of open flows; answers as `addCertainFlows` does, with a row. */
export function countOpenFlows(from: u32, to: u32): u32 {
  for (let start = from; start < to; start += BLOCK_ROWS) {
    const end = min<u32>(start + BLOCK_ROWS, to);
    touchSockets(start, end);
    for (let number = start; number < end; number++) {
      if (!sockets.hasRoomForSockets()) return number;
      countOpenFlow(rowOf(number));
    }
  }
  return to;
}

function countOpenFlow(row: u32): void {
  const flow = load<u32>(row, FLOW);
  countOpenEnd(
    load<u32>(row, ADDRESS_A),
    load<u32>(row, SOCKET_A),
    flowsAt(flow, false),
    mannerOf(row, false),
  );
  countOpenEnd(load<u32>(row, ADDRESS_B), load<u32>(row, SOCKET_B), flowsAt(flow, true), mannerOf(row, true));
}

function countOpenEnd(address: u32, socket: u32, flows: u32, manner: u32): void {
  sockets.countEnd(address, socket, flows, manner);
  if ((manner & UNVISITED) === 0) addToPort(socket, flows);
}

function addToPort(socket: u32, flows: u32): void {
  const at = ofPorts + (socket << 2);
  store<u32>(at, load<u32>(at) + flows);
}

function addClientPort(address: u32, port: u32): void {
  const at = clientPorts + (address << 2);
  store<u16>(at, <u16>max<u32>(load<u16>(at), PORTS - 1 - port));
  store<u16>(at, <u16>max<u32>(load<u16>(at, 2), port), 2);
}

function isClientPort(address: u32, port: u32): u32 {
  const at = clientPorts + (address << 2);
  // The last is 0 where there is none, or port 0 alone; the first is 65,535 then, unless it is 0, too.
  return <u32>(port >= PORTS - 1 - load<u16>(at)) & <u32>(port <= <u32>load<u16>(at, 2));
}

/** What the other flows say of the open one that `findOpenFlow` looked up last, of a and of b. */
let flowsOfA: u32 = 0;
let flowsOfB: u32 = 0;
let heardOfA: u32 = 0;
let heardOfB: u32 = 0;
let certainOfA: i32 = 0;
let certainOfB: i32 = 0;
let searchesA: u32 = 0;
let searchesB: u32 = 0;
let flowsOfPortA: u32 = 0;
let flowsOfPortB: u32 = 0;
let isClientPortA: u32 = 0;
let isClientPortB: u32 = 0;
let asking: i32 = 0;

function find(number: u32): void {
  const row = rowOf(number);
  const flow = load<u32>(row, FLOW);
  const addressA = load<u32>(row, ADDRESS_A);
  const addressB = load<u32>(row, ADDRESS_B);
  const socketA = load<u32>(row, SOCKET_A);
  const socketB = load<u32>(row, SOCKET_B);
  sockets.findEnd(addressA, socketA, flowsAt(flow, false), mannerOf(row, false));
  flowsOfA = sockets.flowsOfEnd;
  heardOfA = sockets.heardOfEnd;
  certainOfA = sockets.votesOfEnd;
  searchesA = sockets.searchesOfEnd;
  sockets.findEnd(addressB, socketB, flowsAt(flow, true), mannerOf(row, true));
  flowsOfB = sockets.flowsOfEnd;
  heardOfB = sockets.heardOfEnd;
  certainOfB = sockets.votesOfEnd;
  searchesB = sockets.searchesOfEnd;
  flowsOfPortA = load<u32>(ofPorts + (socketA << 2));
  flowsOfPortB = load<u32>(ofPorts + (socketB << 2));
  isClientPortA = isClientPort(addressA, socketA & 0xffff);
  isClientPortB = isClientPort(addressB, socketB & 0xffff);
  asking = load<i32>(row, ASKING);
}

/** Looks up an open flow by its row, and lays what is known of it at `ANSWERS`, a word each, in this order. */
export function findOpenFlow(row: u32): void {
  find(row);
  store<u32>(layout.ANSWERS, flowsOfA);
  store<u32>(layout.ANSWERS, flowsOfB, 4);
  store<u32>(layout.ANSWERS, heardOfA, 8);
  store<u32>(layout.ANSWERS, heardOfB, 12);
  store<u32>(layout.ANSWERS, searchesA, 16);
  store<u32>(layout.ANSWERS, searchesB, 20);
  store<i32>(layout.ANSWERS, asking, 24);
  store<i32>(layout.ANSWERS, certainOfA, 28);
  store<i32>(layout.ANSWERS, certainOfB, 32);
  store<u32>(layout.ANSWERS, flowsOfPortA, 36);
  store<u32>(layout.ANSWERS, flowsOfPortB, 40);
  store<u32>(layout.ANSWERS, isClientPortA, 44);
  store<u32>(layout.ANSWERS, isClientPortB, 48);
}

/** The facts of the open flow that was looked up last, of its own and of its sockets. */
function openFacts(row: u32): u32 {
  const ofSockets = <u32>(
    socketFacts(
      knownServerClue(certainOfA, certainOfB),
      fanInClue(heardOfA, heardOfB, flowsOfA, flowsOfB),
      busyPortClue(flowsOfPortA, flowsOfPortB),
      clientPortsClue(isClientPortA, isClientPortB),
      probeClue(asking, searchesA, searchesB),
    )
  );
  return load<u32>(rowOf(row), FACTS) * SOCKET_FACTS + ofSockets;
}

/**
 * Decides open flows by rows. Answers with the row before which it stopped: `to`, or one for whose facts no role is known,
 * or whose server was settled when flows were folded.
 */
export function decideOpenFlows(from: u32, to: u32): u32 {
  for (let start = from; start < to; start += BLOCK_ROWS) {
    const end = min<u32>(start + BLOCK_ROWS, to);
    touchSockets(start, end);
    for (let row = start; row < end; row++) {
      const flow = flowOfRow(row);
      if (hasFolded && (load<u32>(recordOf(flow), record.WORD_KEY * 4) & FOLDED) !== 0) return row;
      find(row);
      const role = knownAnswer(knownRoles, openFacts(row));
      if (role === 0) return row;
      putRole(flow, role);
    }
  }
  return to;
}

/** Notes the role of all open flows with the facts of the one that was looked up last. */
export function noteOpenRole(row: u32, role: u32): void {
  noteAnswer(knownRoles, openFacts(row), role);
}
