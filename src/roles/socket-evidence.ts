/**
 * What the other flows of a capture say of the flows that do not tell their server themselves ("open" ones): of
 * their sockets (an address, a transport and a port), of their ports, and of their hosts' ports as clients.
 *
 * Nothing is counted that no open flow asks for: where all handshakes were seen, nothing at all.
 */
import type { FlowAddresses } from "../flows/addresses.ts";
import { FOLDED, FOLDED_SERVER_A } from "../flows/evidence.ts";
import { FLOW_WORDS, type FlowTable, WORD_FOLDED, WORD_KEY, WORD_PORTS } from "../flows/flow.ts";
import { SocketParts } from "./socket-parts.ts";

const PORTS = 65_536;

/** Per open flow, in their order, what is known of both ends. */
export interface SocketEvidence {
  /** Flows of the end's socket, this one too. */
  readonly flowsOfA: Int32Array;
  readonly flowsOfB: Int32Array;
  /** Flows in which the end's socket is certainly the server, less those in which it is certainly the client. */
  readonly certainOfA: Int32Array;
  readonly certainOfB: Int32Array;
  /** Flows that the end's port has, on whatever address. */
  readonly flowsOfPortA: Int32Array;
  readonly flowsOfPortB: Int32Array;
  /** 1 where the end's port lies between two from which its host is certainly a client. */
  readonly isClientPortA: Uint8Array;
  readonly isClientPortB: Uint8Array;
}

/**
 * `certain`: per flow, 1 where endpoint b is certainly the server, −1 where a is, 0 for an open flow. Without
 * `countsFolded`, clients' ports of flows that were folded are not counted, which saves time.
 */
export function socketEvidence(
  flows: FlowTable,
  addresses: FlowAddresses,
  certain: Int8Array,
  countsFolded = true,
): SocketEvidence {
  const open = openFlows(certain);
  const asked = askedAddresses(open, addresses);
  const ofPorts = flowsOfPorts(flows, countsFolded);
  const ranges = new ClientPorts(addresses.table.count);
  const parts = countSockets(flows, addresses, certain, { asked, ranges, countsFolded });
  const found = emptyEvidence(open.length);
  let next = 0;
  for (let flow = 0; flow < flows.count; flow++) {
    const a = addresses.ofA[flow];
    const b = addresses.ofB[flow];
    if (asked[a] === 1) parts.takeNext();
    const flowsOfA = parts.flows;
    const certainOfA = parts.votes;
    if (asked[b] === 1) parts.takeNext();
    if (certain[flow] !== 0) continue;
    const socketA = socketOfA(flows, flow);
    const socketB = socketOfB(flows, flow);
    found.flowsOfA[next] = flowsOfA;
    found.flowsOfB[next] = parts.flows;
    found.certainOfA[next] = certainOfA;
    found.certainOfB[next] = parts.votes;
    found.flowsOfPortA[next] = ofPorts[socketA];
    found.flowsOfPortB[next] = ofPorts[socketB];
    found.isClientPortA[next] = ranges.has(a, socketA % PORTS);
    found.isClientPortB[next] = ranges.has(b, socketB % PORTS);
    next++;
  }
  return found;
}

function emptyEvidence(count: number): SocketEvidence {
  const words = () => new Int32Array(count);
  return {
    flowsOfA: words(),
    flowsOfB: words(),
    certainOfA: words(),
    certainOfB: words(),
    flowsOfPortA: words(),
    flowsOfPortB: words(),
    isClientPortA: new Uint8Array(count),
    isClientPortB: new Uint8Array(count),
  };
}

function openFlows(certain: Int8Array): Int32Array {
  let count = 0;
  for (let flow = 0; flow < certain.length; flow++) if (certain[flow] === 0) count++;
  const open = new Int32Array(count);
  for (let flow = 0, next = 0; flow < certain.length; flow++) if (certain[flow] === 0) open[next++] = flow;
  return open;
}

/** By address: 1 where an open flow is one of its. */
function askedAddresses(open: Int32Array, { table, ofA, ofB }: FlowAddresses): Uint8Array {
  const asked = new Uint8Array(table.count);
  for (let i = 0; i < open.length; i++) {
    asked[ofA[open[i]]] = 1;
    asked[ofB[open[i]]] = 1;
  }
  return asked;
}

/** An end's transport and port as one number. */
function socketOfA({ words }: FlowTable, flow: number): number {
  const base = flow * FLOW_WORDS;
  return ((words[base + WORD_KEY] & 0xff) << 16) | (words[base + WORD_PORTS] >>> 16);
}

function socketOfB({ words }: FlowTable, flow: number): number {
  const base = flow * FLOW_WORDS;
  return ((words[base + WORD_KEY] & 0xff) << 16) | (words[base + WORD_PORTS] & 0xffff);
}

/** By transport and port, with room up to the largest transport that there is. */
function flowsOfPorts(flows: FlowTable, countsFolded: boolean): Int32Array {
  let largest = 0;
  for (let flow = 0; flow < flows.count; flow++) {
    const protocol = flows.protocol(flow);
    if (protocol > largest) largest = protocol;
  }
  const counts = new Int32Array((largest + 1) * PORTS);
  for (let flow = 0; flow < flows.count; flow++) {
    counts[socketOfA(flows, flow)] += 1 + moreOf(flows, flow, false, countsFolded);
    counts[socketOfB(flows, flow)] += 1 + moreOf(flows, flow, true, countsFolded);
  }
  if (countsFolded) {
    flows.folded.forEach((flow, port) => {
      counts[(flows.protocol(flow) << 16) | port]++;
    });
  }
  return counts;
}

/**
 * How many flows more than one the record stands for at endpoint a (or b). The clients of folded flows have ports of
 * their own, which are told apart: −1 there if those are counted.
 */
function moreOf({ words }: FlowTable, flow: number, ofB: boolean, countsFolded: boolean): number {
  const base = flow * FLOW_WORDS;
  const server = words[base + WORD_KEY] & FOLDED;
  if (server === 0) return 0;
  if ((server === FOLDED_SERVER_A) !== ofB) return words[base + WORD_FOLDED];
  return countsFolded ? -1 : 0;
}

/** By address: the range of ports from which it was a client for certain. */
class ClientPorts {
  readonly #first: Uint16Array;
  readonly #last: Uint16Array;

  constructor(addresses: number) {
    this.#first = new Uint16Array(addresses).fill(PORTS - 1);
    this.#last = new Uint16Array(addresses);
  }

  add(address: number, port: number): void {
    if (port < this.#first[address]) this.#first[address] = port;
    if (port > this.#last[address]) this.#last[address] = port;
  }

  has(address: number, port: number): number {
    return port >= this.#first[address] && port <= this.#last[address] ? 1 : 0;
  }
}

interface Asked {
  /** By address: 1 where its sockets are asked for. */
  readonly asked: Uint8Array;
  readonly ranges: ClientPorts;
  readonly countsFolded: boolean;
}

/** Counts every socket of the addresses that are asked for. */
function countSockets(
  flows: FlowTable,
  { ofA, ofB }: FlowAddresses,
  certain: Int8Array,
  { asked, ranges, countsFolded }: Asked,
): SocketParts {
  const { words, folded } = flows;
  let ends = countsFolded ? folded.count : 0;
  for (let flow = 0; flow < flows.count; flow++) ends += asked[ofA[flow]] + asked[ofB[flow]];
  const parts = new SocketParts(ends, folded.groups > 0);
  for (let flow = 0; flow < flows.count; flow++) {
    const vote = certain[flow];
    if (asked[ofA[flow]] === 1) {
      const more = moreOf(flows, flow, false, countsFolded);
      parts.add(ofA[flow], socketOfA(flows, flow), -vote, more);
      if (vote > 0) ranges.add(ofA[flow], flows.portA(flow));
    }
    if (asked[ofB[flow]] === 1) {
      const more = moreOf(flows, flow, true, countsFolded);
      parts.add(ofB[flow], socketOfB(flows, flow), vote, more);
      if (vote < 0) ranges.add(ofB[flow], flows.portB(flow));
    }
  }
  // Behind all others, as nobody asks for their counts.
  if (countsFolded) {
    folded.forEach((flow, clientPort) => {
      const serverIsA = (words[flow * FLOW_WORDS + WORD_KEY] & FOLDED_SERVER_A) !== 0;
      const client = serverIsA ? ofB[flow] : ofA[flow];
      if (asked[client] === 0) return;
      parts.add(client, (flows.protocol(flow) << 16) | clientPort, certain[flow] === 0 ? 0 : -1);
      if (certain[flow] !== 0) ranges.add(client, clientPort);
    });
  }
  parts.count();
  return parts;
}
