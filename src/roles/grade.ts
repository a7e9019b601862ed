/** What every clue says of a flow: the functions of clues.ts, asked one after the other. */
import type { FlowAddresses } from "../flows/addresses.ts";
import type { FlowTable } from "../flows/flow.ts";
import { PROTOCOL_SCTP, PROTOCOL_TCP } from "../headers/internet-protocol.ts";
import type { NegotiatedTable } from "../protocols/negotiated.ts";
import type { ProtocolTable } from "../protocols/protocol.ts";
import * as clue from "./clues.ts";
import * as role from "./role.ts";
import type { SocketEvidence } from "./socket-evidence.ts";

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

/** Grades by clue: as the functions of clues.ts answer, 0 where a clue says nothing. */
export type Grades = Int8Array;

/** Grades all that a flow tells itself. */
export function gradeFlow(grades: Grades, flows: FlowTable, flow: number, inputs: RoleInputs): void {
  grades.fill(0);
  const protocol = flows.protocol(flow);
  if (clue.hasHandshake(protocol)) {
    grades[role.CLUE_SYN] = clue.openingClue(flows, flow);
    grades[role.CLUE_SYN_ACK] = clue.acceptingClue(flows, flow);
  } else {
    grades[role.CLUE_MULTICAST] = clue.multicastClue(flows, flow);
    grades[role.CLUE_BROADCAST] = clue.broadcastClue(flows, flow);
  }
  const { serverVote, votePercent } = inputs.protocols;
  grades[role.CLUE_PAYLOAD] = clue.payloadClue(serverVote[flow], votePercent[flow]);
  grades[role.CLUE_NEGOTIATED] = inputs.negotiated?.serverVote[flow] ?? 0;
  grades[role.CLUE_FIRST_PACKET] = clue.firstPacketClue(flows, flow);
  gradePorts(grades, protocol, flows.portA(flow), flows.portB(flow), weightsOf(inputs.weights, protocol));
}

function gradePorts(
  grades: Grades,
  protocol: number,
  portA: number,
  portB: number,
  weights: Uint8Array,
): void {
  const ofA = weights[portA];
  const ofB = weights[portB];
  grades[role.CLUE_FTP_DATA] = clue.ftpDataClue(protocol, portA, portB);
  grades[role.CLUE_COMMON_SERVICE] = clue.commonServiceClue(ofA, ofB);
  grades[role.CLUE_REGISTERED_SERVICE] = clue.registeredServiceClue(ofA, ofB, portA, portB);
  grades[role.CLUE_DYNAMIC_RANGE] = clue.dynamicRangeClue(portA, portB);
}

/** Grades what other flows tell of the open one that was looked up last. */
export function gradeSockets(grades: Grades, of: SocketEvidence): void {
  // Who connects from one port to many would pass for a server.
  if (grades[role.CLUE_FTP_DATA] !== 0) return;
  grades[role.CLUE_KNOWN_SERVER] = clue.knownServerClue(of.certainOfA, of.certainOfB);
  grades[role.CLUE_FAN_IN] = clue.fanInClue(of.heardOfA, of.heardOfB, of.flowsOfA, of.flowsOfB);
  grades[role.CLUE_PROBE] = clue.probeClue(of.asking, of.searchesA, of.searchesB);
  grades[role.CLUE_BUSY_PORT] = clue.busyPortClue(of.flowsOfPortA, of.flowsOfPortB);
  grades[role.CLUE_CLIENT_PORTS] = clue.clientPortsClue(of.isClientPortA, of.isClientPortB);
}

/**
 * What the flow itself tells for certain, from its grades: 1 where endpoint b is the server, −1 where a is, 0 where it
 * leaves that open. What contradicts itself is open.
 */
export function certainServer(grades: Grades): number {
  const ofPayload = grades[role.CLUE_PAYLOAD];
  return Math.sign(
    grades[role.CLUE_SYN] + grades[role.CLUE_SYN_ACK] ||
      grades[role.CLUE_MULTICAST] + grades[role.CLUE_BROADCAST] ||
      grades[role.CLUE_NEGOTIATED] ||
      (Math.abs(ofPayload) === clue.CERTAIN_GRADE ? ofPayload : 0),
  );
}

export function weightsOf(weights: ServiceWeights, protocol: number): Uint8Array {
  if (protocol === PROTOCOL_TCP) return weights.tcp;
  // UDP-Lite shares UDP's port numbers (RFC 3828, section 3.1); DCCP's own registry is nearly empty.
  return protocol === PROTOCOL_SCTP ? weights.sctp : weights.udp;
}
