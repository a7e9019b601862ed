/**
 * The walk of the services stage: adds each flow to its service, to its server's socket and to its client, and counts who is
 * distinct. src/services/group.ts says what comes before and after.
 */

import * as record from "../../src/flows/flow-record.ts";
import { OUTCOME_REFUSED, OUTCOME_UNANSWERED } from "../../src/services/outcome-numbers.ts";
import * as layout from "../../src/services/table-layout.ts";
import { flowsOfRecord, hashOfPair, recordOf } from "../flow-table.ts";
import { outcomeFacts } from "./outcome-facts.ts";
import { addPair, CLIENT_OF_SERVICE, CLIENT_OF_SOCKET, hasRoomForPairs, touchPair } from "./pairs.ts";
import { addRecord, addToService, numberService } from "./service-rows.ts";
import {
  firstSocketOf,
  hasRoomForServers,
  numberSocket,
  serviceOf,
  socketRow,
  touchSocket,
} from "./sockets.ts";
import { addTraffic, hasCarries } from "./traffic.ts";

/** A flow of a block, and what it belongs to. */
const SERVICE: u32 = 0;
const CLIENT: u32 = 4;
const SERVER: u32 = 8;
const SOCKET: u32 = 12;
const FLOWS: u32 = 16;
const HASH: u32 = 20;
const PACKETS: u32 = 24;
const BYTES: u32 = 32;
/** Rows of the block that a step leaves to the next one stand in a list, in the row of that number. */
const PENDING: u32 = 40;
/** What was read ahead; kept, lest the compiler takes the reading away. */
const TOUCHED: u32 = 44;

/** A flow may add its client to the socket and to the service, and a client that the socket had before. */
const PAIRS_OF_FLOW: u32 = 3;

let rows: u32 = 0;
/** By flow. */
let serversAreB: u32 = 0;
let addressesOfA: u32 = 0;
let addressesOfB: u32 = 0;
let servicesOf: u32 = 0;
let outcomesOf: u32 = 0;
/** By facts: the outcome plus 1, or 0 where nobody told it yet. */
let outcomes: u32 = 0;
/** By address, what each did as a client. */
let clients: u32 = 0;
/** By flow, a byte each: 1 where it is selected; what its port was negotiated for. Address 0: all are; none was. */
let selection: u32 = 0;
let negotiated: u32 = 0;
/** By what a port was negotiated for: the port of its service plus 1, or 0. */
let registeredPorts: u32 = 0;
let hasFolded: bool = false;

/** Rows of the block that is worked now. */
let taken: u32 = 0;
let flowCount: u32 = 0;
let clientCount: u32 = 0;

/** `newRows`: room for a block. */
export function placeGrouping(newRows: u32, serverIsB: u32, ofA: u32, ofB: u32, folded: bool): void {
  rows = newRows;
  serversAreB = serverIsB;
  addressesOfA = ofA;
  addressesOfB = ofB;
  hasFolded = folded;
  flowCount = 0;
  clientCount = 0;
}

export function placeGrouped(ofFlow: u32, outcomeOfFlow: u32, outcomeOfFacts: u32, newClients: u32): void {
  servicesOf = ofFlow;
  outcomesOf = outcomeOfFlow;
  outcomes = outcomeOfFacts;
  clients = newClients;
}

export function placeSelection(selected: u32, kinds: u32, portsOfKinds: u32): void {
  selection = selected;
  negotiated = kinds;
  registeredPorts = portsOfKinds;
}

/** Records that were counted. */
export function countOfGrouped(): u32 {
  return flowCount;
}

export function countOfClients(): u32 {
  return clientCount;
}

/** Whether there are slots enough for the pairs, and for the sockets, of another block. */
export function hasPairRoom(): bool {
  return hasRoomForPairs(PAIRS_OF_FLOW * layout.BLOCK_FLOWS);
}

export function hasServerRoom(): bool {
  return hasRoomForServers(layout.BLOCK_FLOWS);
}

export function outcomeFactsOf(flow: u32): u32 {
  return outcomeFacts(recordOf(flow), load<u8>(serversAreB + flow));
}

/** Answers with the flow before which it stopped: `to`, or one whose outcome is not known, or where a table is full. */
export function groupFlows(from: u32, to: u32): u32 {
  for (let start = from; start < to; start += layout.BLOCK_FLOWS) {
    if (hasCarries() || !hasPairRoom() || !hasServerRoom()) return start;
    const end = min<u32>(start + layout.BLOCK_FLOWS, to);
    const stopped = takeFlows(start, end);
    findSockets();
    const pending = addToSocketsAndClients();
    addPartners(pending);
    if (stopped !== end) return stopped;
  }
  return to;
}

function rowOf(row: u32): u32 {
  return rows + row * layout.BLOCK_ROW_BYTES;
}

/** Fills the rows of a block, and adds the flows to their services. Answers with the flow before which it stopped. */
function takeFlows(start: u32, end: u32): u32 {
  let row = rows;
  let flow = start;
  for (; flow < end; flow++) {
    if (selection !== 0 && load<u8>(selection + flow) === 0) {
      store<i32>(servicesOf + (flow << 2), -1);
      continue;
    }
    const at = recordOf(flow);
    const serverIsB = <u32>load<u8>(serversAreB + flow);
    const known = <u32>load<u8>(outcomes + outcomeFacts(at, serverIsB));
    if (known === 0) break;
    const outcome = known - 1;
    const service = numberService(load<u8>(at, record.WORD_KEY * 4), portOf(flow, at, serverIsB));
    store<u32>(servicesOf + (flow << 2), service);
    store<u8>(outcomesOf + flow, <u8>outcome);
    const a = load<u32>(addressesOfA + (flow << 2));
    const b = load<u32>(addressesOfB + (flow << 2));
    const server = serverIsB !== 0 ? b : a;
    const flows = flowsOfRecord(at, hasFolded);
    const packets =
      <u64>load<u32>(at, record.WORD_PACKETS_A_TO_B * 4) + load<u32>(at, record.WORD_PACKETS_B_TO_A * 4);
    const aToB = load<f64>(at, record.DOUBLE_BYTES_A_TO_B * 8);
    const bToA = load<f64>(at, record.DOUBLE_BYTES_B_TO_A * 8);
    store<u32>(row, service, SERVICE);
    store<u32>(row, serverIsB !== 0 ? a : b, CLIENT);
    store<u32>(row, server, SERVER);
    store<u32>(row, firstSocketOf(server), SOCKET);
    store<u32>(row, flows, FLOWS);
    store<u64>(row, packets, PACKETS);
    store<u64>(row, <u64>(aToB + bToA), BYTES);
    row += layout.BLOCK_ROW_BYTES;
    addRecord(service, at);
    addToService(service, layout.SERVICE_FLOWS, <f64>flows);
    addToService(service, layout.SERVICE_PACKETS, <f64>packets);
    addToService(service, layout.SERVICE_BYTE_SUM, aToB + bToA);
    addToService(service, layout.SERVICE_BYTES_TO_SERVER, serverIsB !== 0 ? aToB : bToA);
    if (outcome === OUTCOME_UNANSWERED) addToService(service, layout.SERVICE_UNANSWERED, <f64>flows);
    else if (outcome === OUTCOME_REFUSED) addToService(service, layout.SERVICE_REFUSED, <f64>flows);
  }
  taken = (row - rows) / layout.BLOCK_ROW_BYTES;
  flowCount += taken;
  return flow;
}

/** The port of the flow's service: a negotiated port is any, its service is one. */
function portOf(flow: u32, at: u32, serverIsB: u32): u32 {
  if (negotiated !== 0) {
    const registered = load<u32>(registeredPorts + ((<u32>load<u8>(negotiated + flow)) << 2));
    if (registered !== 0) return registered - 1;
  }
  const ports = load<u32>(at, record.WORD_PORTS * 4);
  return serverIsB !== 0 ? ports & 0xffff : ports >> 16;
}

/** Most sockets are their servers' first ones, which stand in the rows; the others are searched. */
function findSockets(): void {
  let pending: u32 = 0;
  for (let i: u32 = 0; i < taken; i++) {
    const row = rowOf(i);
    const first = load<u32>(row, SOCKET);
    const service = load<u32>(row, SERVICE);
    if (first !== 0 && serviceOf(first - 1) === service) {
      store<u32>(row, first - 1, SOCKET);
      continue;
    }
    const hash = hashOfPair(load<u32>(row, SERVER), service);
    store<u32>(row, hash, HASH);
    if (first !== 0) store<u32>(row, touchSocket(hash), TOUCHED);
    store<u32>(rowOf(pending++), i, PENDING);
  }
  for (let i: u32 = 0; i < pending; i++) {
    const row = rowOf(load<u32>(rowOf(i), PENDING));
    const service = load<u32>(row, SERVICE);
    store<u32>(row, numberSocket(load<u32>(row, SERVER), service, load<u32>(row, HASH)), SOCKET);
  }
}

function clientRow(client: u32): u32 {
  return clients + client * (layout.CLIENT_WORDS * 4);
}

function partnersOf(socket: u32): u32 {
  return socketRow(socket) + (layout.SOCKET_TRAFFIC + layout.TRAFFIC_PARTNERS) * 4;
}

/** The client of a socket that has but one, plus 1; 0 for others. It stands, less than 0, in the place of the count. */
function onlyClient(partners: i32): u32 {
  return partners < 0 ? <u32>-partners : 0;
}

/** Answers with how many rows are pending, since their client may be new to their socket. */
function addToSocketsAndClients(): u32 {
  let pending: u32 = 0;
  for (let i: u32 = 0; i < taken; i++) {
    const row = rowOf(i);
    const socket = load<u32>(row, SOCKET);
    const client = load<u32>(row, CLIENT);
    const flows = load<u32>(row, FLOWS);
    const packets = load<u64>(row, PACKETS);
    const bytes = load<u64>(row, BYTES);
    const ofSocket = socketRow(socket) + layout.SOCKET_TRAFFIC * 4;
    const ofClient = clientRow(client) + layout.CLIENT_TRAFFIC * 4;
    if (load<u32>(ofClient, layout.TRAFFIC_FLOWS * 4) === 0) clientCount++;
    addTraffic(ofSocket, flows, packets, bytes, layout.OF_SOCKET_PACKETS, socket);
    addTraffic(ofClient, flows, packets, bytes, layout.OF_CLIENT_PACKETS, client);
    if (load<u32>(clientRow(client), layout.CLIENT_FIRST_SOCKET * 4) === socket + 1) continue;
    if (onlyClient(load<i32>(partnersOf(socket))) === client + 1) continue;
    const hash = hashOfPair(CLIENT_OF_SOCKET | client, socket);
    store<u32>(row, hash, HASH);
    store<u32>(rowOf(pending++), i, PENDING);
    store<u32>(row, touchPair(hash), TOUCHED);
  }
  return pending;
}

function addPartners(pending: u32): void {
  for (let i: u32 = 0; i < pending; i++) addPartner(rowOf(load<u32>(rowOf(i), PENDING)));
}

/**
 * Counts the client where it is new to the socket, and to the service. The first socket of a client and the only client
 * of a socket are told without a search, and in a scan every socket has but one; the other pairs are searched.
 */
function addPartner(row: u32): void {
  const socket = load<u32>(row, SOCKET);
  const client = load<u32>(row, CLIENT);
  const first = load<u32>(clientRow(client), layout.CLIENT_FIRST_SOCKET * 4);
  const known = load<i32>(partnersOf(socket));
  const only = onlyClient(known);
  if (first === socket + 1 || only === client + 1) return;
  if (only !== 0) addOnlyClient(only - 1, socket);
  if (first === 0) store<u32>(clientRow(client), socket + 1, layout.CLIENT_FIRST_SOCKET * 4);
  else if (known !== 0 && !addPair(CLIENT_OF_SOCKET | client, socket, load<u32>(row, HASH))) return;
  store<i32>(partnersOf(socket), known === 0 ? -1 - <i32>client : load<i32>(partnersOf(socket)) + 1);
  // A client that is new to a service is new to the socket, too.
  const service = load<u32>(row, SERVICE);
  if (first !== 0) {
    if (serviceOf(first - 1) === service) return;
    const pair = CLIENT_OF_SERVICE | client;
    if (!addPair(pair, service, hashOfPair(pair, service))) return;
  }
  addToService(service, layout.SERVICE_CLIENTS, 1);
  const services = clientRow(client) + (layout.CLIENT_TRAFFIC + layout.TRAFFIC_PARTNERS) * 4;
  store<u32>(services, load<u32>(services) + 1);
}

/** A second client comes: the first is counted, and known by its pair from here on. */
function addOnlyClient(client: u32, socket: u32): void {
  store<i32>(partnersOf(socket), 1);
  if (load<u32>(clientRow(client), layout.CLIENT_FIRST_SOCKET * 4) === socket + 1) return;
  const pair = CLIENT_OF_SOCKET | client;
  addPair(pair, socket, hashOfPair(pair, socket));
}

/** When all flows are counted: a socket's only client is one partner. */
export function countOnlyClients(from: u32, to: u32): u32 {
  for (let socket = from; socket < to; socket++) {
    if (load<i32>(partnersOf(socket)) < 0) store<i32>(partnersOf(socket), 1);
  }
  return to;
}
