/**
 * What the other flows of a capture say of the flows that do not tell their server themselves ("open" ones): of
 * their sockets (an address, a transport and a port), of their ports, and of their hosts' ports as clients.
 *
 * Nothing is counted that no open flow asks for: where all handshakes were seen, nothing at all.
 */
import type { FlowAddresses } from "../flows/addresses.ts";
import { FOLDED, FOLDED_SERVER_A } from "../flows/evidence.ts";
import { FLOW_WORDS, type FlowTable, WORD_FOLDED, WORD_KEY, WORD_PORTS } from "../flows/flow.ts";
import { askingOf, BOTH_SPEAK, RESETS_ALONE, UNHEARD, UNHEARD_ACK } from "./asking.ts";
import { LINUX_EPHEMERAL_FIRST } from "./clues.ts";
import { ASKING_END, PROBING_END, SocketCounts, UNCOUNTED_END, UNHEARD_END } from "./socket-counts.ts";

const PORTS = 65_536;
/** Ends to which nothing is known to have come: their ports speak for no service. */
const UNVISITED = UNHEARD_END | UNCOUNTED_END;

/**
 * The ends of the open flows, in their order, side by side: a record of the flow table is so long that each walk over
 * the records waits for memory.
 */
export class OpenEnds {
  count = 0;
  readonly flow: Int32Array;
  /** What each tells itself (facts.ts). */
  readonly facts: Int32Array;
  readonly addressA: Int32Array;
  readonly addressB: Int32Array;
  /** Transport and port as one number. */
  readonly socketA: Int32Array;
  readonly socketB: Int32Array;
  /** Which end alone speaks, and how (asking.ts). */
  readonly asking: Int8Array;
  readonly #flows: FlowTable;
  readonly #words: Int32Array;
  readonly #addresses: FlowAddresses;

  /** Room that no flow takes costs no memory. */
  constructor(flows: FlowTable, addresses: FlowAddresses) {
    const column = () => new Int32Array(flows.count);
    this.flow = column();
    this.facts = column();
    this.addressA = column();
    this.addressB = column();
    this.socketA = column();
    this.socketB = column();
    this.asking = new Int8Array(flows.count);
    this.#flows = flows;
    this.#words = flows.words;
    this.#addresses = addresses;
  }

  add(flow: number, facts = 0): void {
    const ports = this.#words[flow * FLOW_WORDS + WORD_PORTS];
    const transport = (this.#words[flow * FLOW_WORDS + WORD_KEY] & 0xff) << 16;
    const row = this.count++;
    this.flow[row] = flow;
    this.facts[row] = facts;
    this.addressA[row] = this.#addresses.ofA[flow];
    this.addressB[row] = this.#addresses.ofB[flow];
    this.socketA[row] = transport | (ports >>> 16);
    this.socketB[row] = transport | (ports & 0xffff);
    this.asking[row] = askingOf(this.#flows, flow);
  }

  /** How endpoint a (or b) is in the flow of a row, as `SocketCounts` wants it. */
  mannerOf(row: number, ofB: boolean): number {
    const asking = ofB ? -this.asking[row] : this.asking[row];
    if (asking === BOTH_SPEAK) return 0;
    if (asking === -RESETS_ALONE) return UNCOUNTED_END;
    if (asking === RESETS_ALONE) return UNHEARD_END;
    if (asking < 0) return 0;
    const peerPort = (ofB ? this.socketA[row] : this.socketB[row]) & 0xffff;
    const ownPort = (ofB ? this.socketB[row] : this.socketA[row]) & 0xffff;
    const isRefused = asking !== UNHEARD && asking !== UNHEARD_ACK;
    const isProbing = isRefused || (peerPort < PRIVILEGED_CLIENTS_FIRST && peerPort !== ownPort);
    const isHeard = asking === UNHEARD_ACK && isClientsPort(peerPort, ownPort);
    return peerPort | ASKING_END | (isHeard ? 0 : UNHEARD_END) | (isProbing ? PROBING_END : 0);
  }
}

/**
 * Programs that want a port below 1024 for their own take one from 512 on (rcmd(3)) or from 600 on (bindresvport(3), NFS);
 * those that have a fixed one talk to the same port.
 */
const PRIVILEGED_CLIENTS_FIRST = 512;
const CLIENTS_FIRST = 1024;

/**
 * Whether a port can be that of a client from which a server's acknowledgments come back to nobody. A scanner's own port
 * is mostly one of Linux' clients' range; where both are, nothing tells the two apart.
 */
function isClientsPort(port: number, serversPort: number): boolean {
  return port >= CLIENTS_FIRST && (port < LINUX_EPHEMERAL_FIRST || serversPort < LINUX_EPHEMERAL_FIRST);
}

/** A cursor over the open flows: what is known of both ends of the one that was looked up last. */
export class SocketEvidence {
  /** Flows of the end's socket, this one too, and those in which something came to it; 0 where it searches. */
  flowsOfA = 0;
  flowsOfB = 0;
  heardOfA = 0;
  heardOfB = 0;
  /** Above 0 where the end's socket searches (socket-counts.ts). */
  searchesA = 0;
  searchesB = 0;
  /** Which end alone speaks in the flow, and how (asking.ts). */
  asking = 0;
  /** Flows in which the end's socket is certainly the server, less those in which it is certainly the client. */
  certainOfA = 0;
  certainOfB = 0;
  /** Flows that the end's port has, on whatever address; not those in which nothing is known to have come to the end. */
  flowsOfPortA = 0;
  flowsOfPortB = 0;
  /** 1 where the end's port lies between two from which its host is certainly a client. */
  isClientPortA = 0;
  isClientPortB = 0;
  readonly #flows: FlowTable;
  readonly #addresses: FlowAddresses;
  readonly #open: OpenEnds;
  readonly #countsFolded: boolean;
  readonly #hasFolded: boolean;
  readonly #sockets: SocketCounts;
  /** By transport and port: flows that have it, on whatever address. */
  readonly #ofPorts: Int32Array;
  readonly #clientPorts: ClientPorts;

  /**
   * `certain`: per flow, 1 where endpoint b is certainly the server, −1 where a is, 0 for the open ones. Without
   * `countsFolded`, clients' ports of flows that were folded are not counted, which saves time.
   */
  constructor(
    flows: FlowTable,
    addresses: FlowAddresses,
    { certain, open, countsFolded = true }: SocketInputs,
  ) {
    this.#flows = flows;
    this.#addresses = addresses;
    this.#open = open;
    this.#countsFolded = countsFolded;
    this.#hasFolded = flows.folded.groups > 0;
    this.#sockets = new SocketCounts(2 * open.count);
    // Nobody asks for the ports of transports above those of open flows.
    this.#ofPorts = new Int32Array(largestTransport(open) + PORTS);
    this.#clientPorts = new ClientPorts(addresses.table.count);
    this.#askOpen();
    this.#addCertain(certain);
    if (countsFolded && this.#hasFolded) this.#addFolded(certain);
    this.#countOpen();
  }

  /** Looks up an open flow, by its row among these. */
  find(row: number): void {
    const open = this.#open;
    const sockets = this.#sockets;
    const addressA = open.addressA[row];
    const addressB = open.addressB[row];
    const socketA = open.socketA[row];
    const socketB = open.socketB[row];
    sockets.find(addressA, socketA, this.#flowsAt(open.flow[row], false), open.mannerOf(row, false));
    this.flowsOfA = sockets.flows;
    this.heardOfA = sockets.heard;
    this.searchesA = sockets.searches;
    this.certainOfA = sockets.votes;
    sockets.find(addressB, socketB, this.#flowsAt(open.flow[row], true), open.mannerOf(row, true));
    this.flowsOfB = sockets.flows;
    this.heardOfB = sockets.heard;
    this.searchesB = sockets.searches;
    this.certainOfB = sockets.votes;
    this.asking = open.asking[row];
    this.flowsOfPortA = this.#ofPorts[socketA];
    this.flowsOfPortB = this.#ofPorts[socketB];
    this.isClientPortA = this.#clientPorts.has(addressA, socketA & 0xffff);
    this.isClientPortB = this.#clientPorts.has(addressB, socketB & 0xffff);
  }

  #askOpen(): void {
    const { count, addressA, addressB, socketA, socketB } = this.#open;
    for (let row = 0; row < count; row++) {
      this.#sockets.ask(addressA[row], socketA[row]);
      this.#sockets.ask(addressB[row], socketB[row]);
    }
  }

  #addCertain(certain: Int8Array): void {
    const { words } = this.#flows;
    const { ofA, ofB } = this.#addresses;
    for (let flow = 0; flow < certain.length; flow++) {
      const vote = certain[flow];
      if (vote === 0) continue;
      const ports = words[flow * FLOW_WORDS + WORD_PORTS];
      const transport = (words[flow * FLOW_WORDS + WORD_KEY] & 0xff) << 16;
      const socketA = transport | (ports >>> 16);
      const socketB = transport | (ports & 0xffff);
      const flowsOfA = this.#flowsAt(flow, false);
      const flowsOfB = this.#flowsAt(flow, true);
      this.#sockets.add(ofA[flow], socketA, -vote, flowsOfA);
      this.#sockets.add(ofB[flow], socketB, vote, flowsOfB);
      if (transport < this.#ofPorts.length) {
        this.#ofPorts[socketA] += flowsOfA;
        this.#ofPorts[socketB] += flowsOfB;
      }
      if (vote > 0) this.#clientPorts.add(ofA[flow], ports >>> 16);
      else this.#clientPorts.add(ofB[flow], ports & 0xffff);
    }
  }

  #countOpen(): void {
    const open = this.#open;
    const { count, flow, addressA, addressB, socketA, socketB } = open;
    for (let row = 0; row < count; row++) {
      const flowsOfA = this.#flowsAt(flow[row], false);
      const flowsOfB = this.#flowsAt(flow[row], true);
      const mannerOfA = open.mannerOf(row, false);
      const mannerOfB = open.mannerOf(row, true);
      this.#sockets.count(addressA[row], socketA[row], flowsOfA, mannerOfA);
      this.#sockets.count(addressB[row], socketB[row], flowsOfB, mannerOfB);
      if ((mannerOfA & UNVISITED) === 0) this.#ofPorts[socketA[row]] += flowsOfA;
      if ((mannerOfB & UNVISITED) === 0) this.#ofPorts[socketB[row]] += flowsOfB;
    }
  }

  /** The clients' ends of folded flows. */
  #addFolded(certain: Int8Array): void {
    const flows = this.#flows;
    const { ofA, ofB } = this.#addresses;
    flows.folded.forEach((flow, clientPort) => {
      const serverIsA = (flows.evidence(flow) & FOLDED_SERVER_A) !== 0;
      const client = serverIsA ? ofB[flow] : ofA[flow];
      const socket = (flows.protocol(flow) << 16) | clientPort;
      this.#sockets.add(client, socket, certain[flow] === 0 ? 0 : -1, 1);
      if (socket < this.#ofPorts.length) this.#ofPorts[socket]++;
      if (certain[flow] !== 0) this.#clientPorts.add(client, clientPort);
    });
  }

  /**
   * How many flows the record stands for at endpoint a (or b). The clients of folded flows have ports of their own, which
   * are told apart: none there if those are counted.
   */
  #flowsAt(flow: number, ofB: boolean): number {
    if (!this.#hasFolded) return 1;
    const { words } = this.#flows;
    const server = words[flow * FLOW_WORDS + WORD_KEY] & FOLDED;
    if (server === 0) return 1;
    if ((server === FOLDED_SERVER_A) !== ofB) return 1 + words[flow * FLOW_WORDS + WORD_FOLDED];
    return this.#countsFolded ? 0 : 1;
  }
}

interface SocketInputs {
  readonly certain: Int8Array;
  readonly open: OpenEnds;
  readonly countsFolded?: boolean | undefined;
}

function largestTransport({ count, socketA }: OpenEnds): number {
  let largest = 0;
  for (let row = 0; row < count; row++) if (socketA[row] > largest) largest = socketA[row];
  return largest & ~0xffff;
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
