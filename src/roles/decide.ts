/**
 * The roles stage: who is the client and who the server of every flow, from all flows together.
 *
 * Every clue that says anything of a flow weighs for one end or the other, in log-odds; the sum tells the server, and
 * how sure it is. What a handshake, a payload or an address tells of a flow is certain enough to be evidence for others:
 * for flows that tell nothing themselves, the sockets of the whole capture are counted (socket-evidence.ts).
 */
import { type FlowAddresses, numberAddresses } from "../flows/addresses.ts";
import { FOLDED, FOLDED_SERVER_B } from "../flows/evidence.ts";
import type { FlowTable } from "../flows/flow.ts";
import { PROTOCOL_SCTP, PROTOCOL_TCP } from "../headers/internet-protocol.ts";
import type { NegotiatedTable } from "../protocols/negotiated.ts";
import type { ProtocolTable } from "../protocols/protocol.ts";
import { CLUE_WEIGHTS } from "./clue-weights.ts";
import * as clue from "./clues.ts";
import * as role from "./role.ts";
import { type SocketEvidence, socketEvidence } from "./socket-evidence.ts";

/** How strongly each port speaks for a service: 0 unregistered, 1 registered, 2 common. Indexed by port. */
export interface ServiceWeights {
  readonly tcp: Uint8Array;
  readonly udp: Uint8Array;
  readonly sctp: Uint8Array;
}

/** What is known of the flows beside their own records. */
export interface RoleInputs {
  /** From the caller, since names of services belong to a later stage. */
  readonly weights: ServiceWeights;
  readonly protocols: ProtocolTable;
  /** Null (as unless told) where no flow's port was negotiated. */
  readonly negotiated?: NegotiatedTable | null;
  readonly addresses?: FlowAddresses;
  /** Without it (else told), clients' ports of flows that were folded are not counted, which saves time. */
  readonly countsFolded?: boolean;
}

/** Decides the role of every flow. */
export function decideRoles(flows: FlowTable, inputs: RoleInputs): role.RoleTable {
  const roles = new role.RoleTable(flows.count);
  const grader = new Grader(flows, inputs);
  for (let flow = 0; flow < flows.count; flow++) {
    grader.grade(flow);
    decide(roles, flow, grader.grades, foldedServer(flows, flow));
  }
  return roles;
}

/** What each clue says of one flow after the other. Flows have to be graded in their order. */
export class Grader {
  /** Of the flow that was graded last, by clue: as the functions of clues.ts answer. */
  readonly grades = new Int8Array(role.CLUES.length);
  readonly #flows: FlowTable;
  readonly #inputs: RoleInputs;
  /** Per flow: 1 or −1 where the flow itself tells its server for certain, 0 where it is open. */
  readonly #certain: Int8Array;
  /** Of open flows; null where there is none. */
  readonly #sockets: SocketEvidence | null;
  #open = 0;

  constructor(flows: FlowTable, inputs: RoleInputs) {
    this.#flows = flows;
    this.#inputs = inputs;
    this.#certain = certainServers(flows, inputs);
    const addresses = inputs.addresses ?? numberAddresses(flows);
    this.#sockets = this.#certain.includes(0)
      ? socketEvidence(flows, addresses, this.#certain, inputs.countsFolded)
      : null;
  }

  grade(flow: number): void {
    this.grades.fill(0);
    this.#gradeItself(flow);
    this.#gradePorts(flow);
    if (this.#sockets !== null && this.#certain[flow] === 0) this.#gradeSockets(this.#sockets, this.#open++);
  }

  #gradeItself(flow: number): void {
    const { grades } = this;
    const flows = this.#flows;
    if (clue.hasHandshake(flows.protocol(flow))) {
      grades[role.CLUE_SYN] = clue.openingClue(flows, flow);
      grades[role.CLUE_SYN_ACK] = clue.acceptingClue(flows, flow);
    } else {
      grades[role.CLUE_MULTICAST] = clue.multicastClue(flows, flow);
      grades[role.CLUE_BROADCAST] = clue.broadcastClue(flows, flow);
    }
    grades[role.CLUE_PAYLOAD] = payloadClue(this.#inputs.protocols, flow);
    grades[role.CLUE_NEGOTIATED] = this.#inputs.negotiated?.serverVote[flow] ?? 0;
    grades[role.CLUE_FIRST_PACKET] = clue.firstPacketClue(flows, flow);
  }

  #gradePorts(flow: number): void {
    const { grades } = this;
    const flows = this.#flows;
    const portA = flows.portA(flow);
    const portB = flows.portB(flow);
    const weights = weightsOf(this.#inputs.weights, flows.protocol(flow));
    const ofA = weights[portA];
    const ofB = weights[portB];
    grades[role.CLUE_FTP_DATA] = clue.ftpDataClue(flows.protocol(flow), portA, portB);
    grades[role.CLUE_COMMON_SERVICE] = clue.commonServiceClue(ofA, ofB);
    grades[role.CLUE_REGISTERED_SERVICE] = clue.registeredServiceClue(ofA, ofB, portA, portB);
    grades[role.CLUE_DYNAMIC_RANGE] = clue.dynamicRangeClue(portA, portB);
  }

  #gradeSockets(of: SocketEvidence, open: number): void {
    const { grades } = this;
    // Who connects from one port to many would pass for a server.
    if (grades[role.CLUE_FTP_DATA] !== 0) return;
    grades[role.CLUE_KNOWN_SERVER] = clue.knownServerClue(of.certainOfA[open], of.certainOfB[open]);
    grades[role.CLUE_FAN_IN] = clue.fanInClue(of.flowsOfA[open], of.flowsOfB[open]);
    grades[role.CLUE_BUSY_PORT] = clue.busyPortClue(of.flowsOfPortA[open], of.flowsOfPortB[open]);
    grades[role.CLUE_CLIENT_PORTS] = clue.clientPortsClue(of.isClientPortA[open], of.isClientPortB[open]);
  }
}

/** From as many hundredths on, what the payload tells is evidence for other flows. */
const CERTAIN_PERCENT = 95;
const LIKELY_PERCENT = 80;

/** What the payload says of the server; the grade is how sure it is. */
function payloadClue({ serverVote, votePercent }: ProtocolTable, flow: number): number {
  const percent = votePercent[flow];
  if (percent >= CERTAIN_PERCENT) return 3 * serverVote[flow];
  return (percent >= LIKELY_PERCENT ? 2 : 1) * serverVote[flow];
}

/** Per flow: what it tells itself for certain. What contradicts itself is open. */
function certainServers(flows: FlowTable, { protocols, negotiated }: RoleInputs): Int8Array {
  const certain = new Int8Array(flows.count);
  for (let flow = 0; flow < certain.length; flow++) {
    const vote = clue.hasHandshake(flows.protocol(flow))
      ? clue.openingClue(flows, flow) + clue.acceptingClue(flows, flow)
      : clue.multicastClue(flows, flow) + clue.broadcastClue(flows, flow);
    const ofPayload = protocols.votePercent[flow] >= CERTAIN_PERCENT ? protocols.serverVote[flow] : 0;
    certain[flow] = Math.sign(vote || negotiated?.serverVote[flow] || ofPayload);
  }
  return certain;
}

/** The server that a record for several flows had when they were folded, 1 for b and −1 for a: it stays. Else 0. */
function foldedServer(flows: FlowTable, flow: number): number {
  const server = flows.evidence(flow) & FOLDED;
  if (server === 0) return 0;
  return server === FOLDED_SERVER_B ? 1 : -1;
}

/** A weight for each grade of a clue, those for endpoint a and for b. */
const GRADES = 2 * clue.MOST_GRADES + 1;
const WEIGHTS = new Float64Array(role.CLUES.length * GRADES);
for (const [number, name] of role.CLUES.entries()) {
  for (const [i, weight] of CLUE_WEIGHTS[name].entries()) {
    const none = number * GRADES + clue.MOST_GRADES;
    WEIGHTS[none + i + 1] = weight;
    WEIGHTS[none - i - 1] = -weight;
  }
}

/** Confidence in hundredths, by log-odds in steps of a sixteenth: 1 / (1 + e^−x), never more than 99. */
const ODDS_STEPS = 16;
const MOST_PERCENT = 99;
const PERCENT_OF_ODDS = Uint8Array.from({ length: 6 * ODDS_STEPS }, (_, step) =>
  Math.min(MOST_PERCENT, Math.floor(100 / (1 + Math.exp(-(step + 0.5) / ODDS_STEPS)))),
);

/** The end that more weighs for. `folded`: the server that it has to be; 0 where that is open. */
function decide(roles: role.RoleTable, flow: number, grades: Int8Array, folded: number): void {
  let odds = 0;
  for (let i = 0; i < grades.length; i++) odds += WEIGHTS[i * GRADES + clue.MOST_GRADES + grades[i]];
  const server = folded || Math.sign(odds) || grades[role.CLUE_FIRST_PACKET];
  let clues = 0;
  let most = Number.NEGATIVE_INFINITY;
  let decider = 0;
  for (let i = 0; i < grades.length; i++) {
    if (grades[i] === 0) continue;
    const weight = server * WEIGHTS[i * GRADES + clue.MOST_GRADES + grades[i]];
    if (weight > 0) clues |= 1 << i;
    if (weight <= most) continue;
    most = weight;
    decider = i;
  }
  roles.serverIsB[flow] = server > 0 ? 1 : 0;
  roles.clues[flow] = clues | (1 << decider);
  roles.decidedBy[flow] = decider;
  const step = Math.floor(Math.abs(odds) * ODDS_STEPS);
  roles.confidencePercent[flow] = PERCENT_OF_ODDS[Math.min(step, PERCENT_OF_ODDS.length - 1)];
}

function weightsOf(weights: ServiceWeights, protocol: number): Uint8Array {
  if (protocol === PROTOCOL_TCP) return weights.tcp;
  // UDP-Lite shares UDP's port numbers (RFC 3828, section 3.1); DCCP's own registry is nearly empty.
  return protocol === PROTOCOL_SCTP ? weights.sctp : weights.udp;
}
