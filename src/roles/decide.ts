/**
 * The roles stage: who is the client and who the server of every flow, from all flows together.
 *
 * The clues are asked in the order of their strength; the first that says anything decides, the others that
 * agree are told with it. A decision's confidence is that of its clue.
 */
import { type FlowAddresses, numberAddresses } from "../flows/addresses.ts";
import { FOLDED, FOLDED_SERVER_B } from "../flows/evidence.ts";
import type { FlowTable } from "../flows/flow.ts";
import { PROTOCOL_SCTP, PROTOCOL_TCP } from "../headers/internet-protocol.ts";
import * as clue from "./clues.ts";
import { fanInVotes } from "./fan-in.ts";
import * as role from "./role.ts";

/** How strongly each port speaks for a service: 0 unregistered, 1 registered, 2 common. Indexed by port. */
export interface ServiceWeights {
  readonly tcp: Uint8Array;
  readonly udp: Uint8Array;
  readonly sctp: Uint8Array;
}

/**
 * Hundredths, by clue: how often the clue is right where it decides. Measured were fan-in 98, common services
 * 99, registered services 86, the dynamic range 95 and the lower port 45 of 100 on real captures with the
 * handshakes hidden (docs/roles.md); rounded down for captures unlike those. The clues of the
 * handshake itself, and those of addresses that can only be destinations, follow from the protocols.
 */
const CONFIDENCE_PERCENT = Uint8Array.of(99, 97, 99, 99, 97, 97, 85, 92, 50, 50);

/**
 * Decides the role of every flow. `weights` comes from the caller, since names of services belong to a later
 * stage; `hideHandshakes` leaves the clues of the handshake out, for measuring the others; without
 * `countsFolded` (else told), clients' ports of flows that were folded are not counted, which saves time.
 */
export function decideRoles(
  flows: FlowTable,
  weights: ServiceWeights,
  addresses: FlowAddresses = numberAddresses(flows),
  options: { hideHandshakes?: boolean; countsFolded?: boolean } = {},
): role.RoleTable {
  const fanIn = fanInVotes(flows, addresses, options.countsFolded);
  const roles = new role.RoleTable(flows.count);
  for (let flow = 0; flow < flows.count; flow++) {
    const weightOf = weightsOf(weights, flows.protocol(flow));
    const handshake = options.hideHandshakes ? 0 : handshakeVotes(flows, flow);
    const certain = handshake | addressVotes(flows, flow);
    const vote = certain === 0 ? (foldedVote(flows, flow) ?? fanIn[flow]) : fanIn[flow];
    const ofPorts = portVotes(weightOf, flows.portA(flow), flows.portB(flow));
    decide(roles, flow, certain | mark(role.CLUE_FAN_IN, vote) | ofPorts | lastVote(flows, flow));
  }
  return roles;
}

/**
 * What fan-in said when the flows that this record stands for were folded: their role stays what it was. Null
 * where it stands for one flow.
 */
function foldedVote(flows: FlowTable, flow: number): number | null {
  const server = flows.evidence(flow) & FOLDED;
  if (server === 0) return null;
  return server === FOLDED_SERVER_B ? 1 : -1;
}

/** Votes are bits: bit i where clue i speaks for endpoint b, the same 16 higher where it speaks for a. */
const FOR_A_SHIFT = 16;

function mark(clueNumber: number, vote: number): number {
  if (vote === 0) return 0;
  return 1 << (vote > 0 ? clueNumber : clueNumber + FOR_A_SHIFT);
}

function handshakeVotes(flows: FlowTable, flow: number): number {
  if (!clue.hasHandshake(flows.protocol(flow))) return 0;
  return (
    mark(role.CLUE_SYN, clue.openingClue(flows, flow)) |
    mark(role.CLUE_SYN_ACK, clue.acceptingClue(flows, flow))
  );
}

function addressVotes(flows: FlowTable, flow: number): number {
  return (
    mark(role.CLUE_MULTICAST, clue.multicastClue(flows, flow)) |
    mark(role.CLUE_BROADCAST, clue.broadcastClue(flows, flow))
  );
}

function portVotes(weightOf: Uint8Array, portA: number, portB: number): number {
  return (
    mark(role.CLUE_COMMON_SERVICE, clue.commonServiceClue(weightOf[portA], weightOf[portB])) |
    mark(role.CLUE_REGISTERED_SERVICE, clue.registeredServiceClue(weightOf[portA], weightOf[portB])) |
    mark(role.CLUE_DYNAMIC_RANGE, clue.dynamicRangeClue(portA, portB)) |
    mark(role.CLUE_LOWER_PORT, clue.lowerPortClue(portA, portB))
  );
}

/** The last clue always says something. */
function lastVote(flows: FlowTable, flow: number): number {
  return mark(role.CLUE_FIRST_PACKET, clue.firstPacketClue(flows, flow));
}

/** The first clue that says anything decides; those that agree are told with it. */
function decide(roles: role.RoleTable, flow: number, votes: number): void {
  const forA = votes >>> FOR_A_SHIFT;
  const forB = votes & 0xffff;
  const decider = lowestBit(forA | forB);
  const serverIsB = (forB >>> decider) & 1;
  roles.serverIsB[flow] = serverIsB;
  roles.clues[flow] = serverIsB === 1 ? forB : forA;
  roles.decidedBy[flow] = decider;
  roles.confidencePercent[flow] = CONFIDENCE_PERCENT[decider];
}

function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}

function weightsOf(weights: ServiceWeights, protocol: number): Uint8Array {
  if (protocol === PROTOCOL_TCP) return weights.tcp;
  // UDP-Lite shares UDP's port numbers (RFC 3828, section 3.1); DCCP's own registry is nearly empty.
  return protocol === PROTOCOL_SCTP ? weights.sctp : weights.udp;
}
