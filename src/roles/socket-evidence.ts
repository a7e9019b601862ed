/**
 * What the other flows of a capture say of the flows that do not tell their server themselves ("open" ones): of
 * their sockets (an address, a transport and a port), of their ports, and of their hosts' ports as clients. The walks over
 * the flows are WebAssembly (assembly/roles/); there is one such evidence at a time in a memory.
 *
 * Nothing is counted that no open flow asks for: where all handshakes were seen, nothing at all.
 */
import type { FlowAddresses } from "../flows/addresses.ts";
import { FOLDED_SERVER_A } from "../flows/evidence.ts";
import type { FlowTable } from "../flows/flow.ts";
import { inBlocks } from "../flows/in-blocks.ts";
import { KNOWN_ANSWERS_BYTES } from "../flows/known-answers.ts";
import { ANSWERS } from "../records/memory-layout.ts";

const PORTS = 65_536;
const OPEN_FLOW_BYTES = 32;

/** Slots for each end that is asked for: with eight, one socket in eight with one flow passes for one with several. */
const SLOTS_OF_END = 8;
const SLOTS_OF_BYTE = 4;
const LEAST_SLOTS_BITS = 10;
const MOST_SLOTS_BITS = 28;
const SOCKET_BYTES = 32;
const FIRST_SOCKETS = 4096;
const ANSWERED_WORDS = 13;

/** Begins to list open flows, with room for all flows: `addOpenFlow` of the loops adds them, in their order. */
export function listOpenFlows(flows: FlowTable, addresses: FlowAddresses, countsFolded = true): void {
  const { columns, memory } = flows;
  memory.loops.placeOpenFlows(
    columns.take(flows.count * OPEN_FLOW_BYTES),
    columns.addressOf(addresses.ofA),
    columns.addressOf(addresses.ofB),
    flows.folded.groups > 0,
    countsFolded,
  );
}

/** A cursor over the open flows: what is known of both ends of the one that was looked up last. */
export class SocketEvidence {
  /** Flows of the end's socket, this one too, and those in which something came to it; 0 where it searches. */
  flowsOfA = 0;
  flowsOfB = 0;
  heardOfA = 0;
  heardOfB = 0;
  /** Above 0 where the end's socket searches (assembly/roles/socket-counts.ts). */
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
  readonly #answers: Int32Array;
  /** Rows of the table of sockets. */
  #sockets = FIRST_SOCKETS;

  /**
   * Of the open flows that were listed. `certain`: per flow, 1 where endpoint b is certainly the server, −1 where a is, 0
   * for the open ones. Without `countsFolded`, clients' ports of flows that were folded are not counted, which saves time.
   */
  constructor(flows: FlowTable, addresses: FlowAddresses, certain: Int8Array, countsFolded = true) {
    const { columns, memory } = flows;
    const { loops } = memory;
    this.#flows = flows;
    this.#addresses = addresses;
    this.#answers = new Int32Array(memory.buffer, ANSWERS, ANSWERED_WORDS);
    const open = loops.countOfOpenFlows();
    const bits = slotBits(2 * open);
    // Nobody asks for the ports of transports above those of open flows.
    const ports = columns.take((loops.largestTransport() + PORTS) * 4);
    const clientPorts = columns.take(addresses.table.count * 4);
    loops.placeEvidence(ports, clientPorts, columns.take(KNOWN_ANSWERS_BYTES));
    const slots = columns.take(2 ** bits / SLOTS_OF_BYTE);
    loops.placeSockets(slots, bits, columns.take(this.#sockets * SOCKET_BYTES), this.#sockets);
    const certainAt = columns.addressOf(certain);
    const grow = (stopped: number) => {
      this.#grow();
      return stopped;
    };
    inBlocks(open, loops.askForSockets);
    inBlocks(flows.count, (from, to) => loops.addCertainFlows(certainAt, from, to), grow);
    if (countsFolded && flows.folded.groups > 0) this.#addFolded(certain);
    inBlocks(open, loops.countOpenFlows, grow);
  }

  /** Looks up an open flow, by its row among these. */
  find(row: number): void {
    this.#flows.memory.loops.findOpenFlow(row);
    const answers = this.#answers;
    this.flowsOfA = answers[0];
    this.flowsOfB = answers[1];
    this.heardOfA = answers[2];
    this.heardOfB = answers[3];
    this.searchesA = answers[4];
    this.searchesB = answers[5];
    this.asking = answers[6];
    this.certainOfA = answers[7];
    this.certainOfB = answers[8];
    this.flowsOfPortA = answers[9];
    this.flowsOfPortB = answers[10];
    this.isClientPortA = answers[11];
    this.isClientPortB = answers[12];
  }

  /** The clients' ends of folded flows. */
  #addFolded(certain: Int8Array): void {
    const flows = this.#flows;
    const { loops } = flows.memory;
    const { ofA, ofB } = this.#addresses;
    flows.folded.forEach((flow, clientPort) => {
      const serverIsA = (flows.evidence(flow) & FOLDED_SERVER_A) !== 0;
      const client = serverIsA ? ofB[flow] : ofA[flow];
      const socket = (flows.protocol(flow) << 16) | clientPort;
      if (!loops.hasRoomForSockets()) this.#grow();
      loops.addFoldedFlow(client, socket, certain[flow] !== 0);
    });
  }

  /** A table of twice as many sockets; the former one's room is given back with all others'. */
  #grow(): void {
    const { columns, memory } = this.#flows;
    this.#sockets *= 2;
    memory.loops.moveSockets(columns.take(this.#sockets * SOCKET_BYTES), this.#sockets);
  }
}

function slotBits(ends: number): number {
  const wanted = Math.ceil(Math.log2(Math.max(ends * SLOTS_OF_END, 1)));
  return Math.min(Math.max(wanted, LEAST_SLOTS_BITS), MOST_SLOTS_BITS);
}
