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
  const open = openEnds(flows, addresses, certain);
  const { parts, ofPorts, ranges } = countSockets(flows, addresses, { certain, open, countsFolded });
  const count = open.flows.length;
  const found = emptyEvidence(count);
  for (let i = 0; i < count; i++) {
    parts.takeNext();
    found.flowsOfA[i] = parts.flows;
    found.certainOfA[i] = parts.votes;
    parts.takeNext();
    found.flowsOfB[i] = parts.flows;
    found.certainOfB[i] = parts.votes;
    found.flowsOfPortA[i] = ofPorts[open.socketA[i]];
    found.flowsOfPortB[i] = ofPorts[open.socketB[i]];
    found.isClientPortA[i] = ranges.has(open.addressA[i], open.socketA[i] & 0xffff);
    found.isClientPortB[i] = ranges.has(open.addressB[i], open.socketB[i] & 0xffff);
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

/** The open flows, with both ends' addresses and sockets: transport and port as one number. */
interface OpenEnds {
  readonly flows: Int32Array;
  readonly addressA: Int32Array;
  readonly addressB: Int32Array;
  readonly socketA: Int32Array;
  readonly socketB: Int32Array;
  /** All sockets are below. */
  readonly sockets: number;
}

function openEnds({ words }: FlowTable, { ofA, ofB }: FlowAddresses, certain: Int8Array): OpenEnds {
  let count = 0;
  for (let flow = 0; flow < certain.length; flow++) count += 1 - (certain[flow] & 1);
  const column = () => new Int32Array(count);
  const open = {
    flows: column(),
    addressA: column(),
    addressB: column(),
    socketA: column(),
    socketB: column(),
  };
  let largestTransport = 0;
  for (let flow = 0, next = 0; next < count; flow++) {
    if (certain[flow] !== 0) continue;
    const ports = words[flow * FLOW_WORDS + WORD_PORTS];
    const transport = (words[flow * FLOW_WORDS + WORD_KEY] & 0xff) << 16;
    if (transport > largestTransport) largestTransport = transport;
    open.flows[next] = flow;
    open.addressA[next] = ofA[flow];
    open.addressB[next] = ofB[flow];
    open.socketA[next] = transport | (ports >>> 16);
    open.socketB[next++] = transport | (ports & 0xffff);
  }
  return { ...open, sockets: largestTransport + PORTS };
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

interface Counts {
  readonly parts: SocketParts;
  /** By transport and port: flows that have it, on whatever address. */
  readonly ofPorts: Int32Array;
  readonly ranges: ClientPorts;
}

interface Asking {
  readonly certain: Int8Array;
  readonly open: OpenEnds;
  readonly countsFolded: boolean;
}

/** Counts the sockets of open flows, and all ports. */
function countSockets(flows: FlowTable, { table, ofA, ofB }: FlowAddresses, asking: Asking): Counts {
  const { words, folded } = flows;
  const { certain, open, countsFolded } = asking;
  const others = 2 * (flows.count - open.flows.length) + (countsFolded ? folded.count : 0);
  const hasFolded = folded.groups > 0;
  const parts = new SocketParts(2 * open.flows.length, others, hasFolded);
  // Nobody asks for the ports of transports above those of open flows.
  const ofPorts = new Int32Array(open.sockets);
  const ranges = new ClientPorts(table.count);
  for (let i = 0; i < open.flows.length; i++) {
    const moreOfA = hasFolded ? moreOf(flows, open.flows[i], false, countsFolded) : 0;
    const moreOfB = hasFolded ? moreOf(flows, open.flows[i], true, countsFolded) : 0;
    parts.ask(open.addressA[i], open.socketA[i], 0, moreOfA);
    parts.ask(open.addressB[i], open.socketB[i], 0, moreOfB);
    ofPorts[open.socketA[i]] += 1 + moreOfA;
    ofPorts[open.socketB[i]] += 1 + moreOfB;
  }
  for (let flow = 0; flow < certain.length; flow++) {
    const vote = certain[flow];
    if (vote === 0) continue;
    const ports = words[flow * FLOW_WORDS + WORD_PORTS];
    const transport = (words[flow * FLOW_WORDS + WORD_KEY] & 0xff) << 16;
    const portA = ports >>> 16;
    const portB = ports & 0xffff;
    const moreOfA = hasFolded ? moreOf(flows, flow, false, countsFolded) : 0;
    const moreOfB = hasFolded ? moreOf(flows, flow, true, countsFolded) : 0;
    parts.add(ofA[flow], transport | portA, -vote, moreOfA);
    parts.add(ofB[flow], transport | portB, vote, moreOfB);
    if (transport < ofPorts.length) {
      ofPorts[transport | portA] += 1 + moreOfA;
      ofPorts[transport | portB] += 1 + moreOfB;
    }
    if (vote > 0) ranges.add(ofA[flow], portA);
    else ranges.add(ofB[flow], portB);
  }
  const counts = { parts, ofPorts, ranges };
  if (countsFolded && hasFolded) addFolded(flows, { table, ofA, ofB }, certain, counts);
  parts.count();
  return counts;
}

/** The clients' ends of folded flows. */
function addFolded(
  flows: FlowTable,
  { ofA, ofB }: FlowAddresses,
  certain: Int8Array,
  { parts, ofPorts, ranges }: Counts,
): void {
  flows.folded.forEach((flow, clientPort) => {
    const serverIsA = (flows.evidence(flow) & FOLDED_SERVER_A) !== 0;
    const client = serverIsA ? ofB[flow] : ofA[flow];
    const socket = (flows.protocol(flow) << 16) | clientPort;
    parts.add(client, socket, certain[flow] === 0 ? 0 : -1);
    if (socket < ofPorts.length) ofPorts[socket]++;
    if (certain[flow] !== 0) ranges.add(client, clientPort);
  });
}
