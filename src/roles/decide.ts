/**
 * The roles stage: who is the client and who the server of every flow, from all flows together.
 *
 * The clues are asked in the order of their strength; the first that says anything decides, the others that
 * agree are told with it. A decision's confidence is that of its clue.
 */
import { type FlowAddresses, numberAddresses } from "../flows/addresses.ts";
import { doubled } from "../flows/doubled.ts";
import type { FlowTable } from "../flows/flow.ts";
import { PairIndex } from "../flows/pair-index.ts";
import { PROTOCOL_SCTP, PROTOCOL_TCP } from "../headers/internet-protocol.ts";
import * as clue from "./clues.ts";
import * as role from "./role.ts";

/** How strongly each port speaks for a service: 0 unregistered, 1 registered, 2 common. Indexed by port. */
export interface ServiceWeights {
  readonly tcp: Uint8Array;
  readonly udp: Uint8Array;
  readonly sctp: Uint8Array;
}

/**
 * Hundredths, by clue: how often the clue is right where it decides. `npm run roles:measure` measured fan-in
 * 98, common services 99, registered services 86, the dynamic range 95 and the lower port 45 of 100 on real
 * captures with the handshakes hidden (docs/roles.md); rounded down for captures unlike those. The clues of the
 * handshake itself, and those of addresses that can only be destinations, follow from the protocols.
 */
const CONFIDENCE_PERCENT = Uint8Array.of(99, 97, 99, 99, 97, 97, 85, 92, 50, 50);

/**
 * Decides the role of every flow. `weights` comes from the caller, since names of services belong to a later
 * stage; `hideHandshakes` leaves the clues of the handshake out, for measuring the others.
 */
export function decideRoles(
  flows: FlowTable,
  weights: ServiceWeights,
  addresses: FlowAddresses = numberAddresses(flows),
  options: { hideHandshakes?: boolean } = {},
): role.RoleTable {
  const roles = new role.RoleTable(flows.count);
  const sockets = countSockets(flows, addresses);
  const votes = new Int8Array(role.CLUES.length);
  for (let flow = 0; flow < flows.count; flow++) {
    const protocol = flows.protocol(flow);
    const portA = flows.portA(flow);
    const portB = flows.portB(flow);
    const weightOf = weightsOf(weights, protocol);
    const visible = !options.hideHandshakes && clue.hasHandshake(protocol);
    votes[role.CLUE_SYN] = visible ? clue.openingClue(flows, flow) : 0;
    votes[role.CLUE_SYN_ACK] = visible ? clue.acceptingClue(flows, flow) : 0;
    votes[role.CLUE_MULTICAST] = clue.multicastClue(flows, flow);
    votes[role.CLUE_BROADCAST] = clue.broadcastClue(flows, flow);
    votes[role.CLUE_FAN_IN] = clue.fanInClue(
      sockets.flowsOf(sockets.ofA[flow]),
      sockets.flowsOf(sockets.ofB[flow]),
    );
    votes[role.CLUE_COMMON_SERVICE] = clue.commonServiceClue(weightOf[portA], weightOf[portB]);
    votes[role.CLUE_REGISTERED_SERVICE] = clue.registeredServiceClue(weightOf[portA], weightOf[portB]);
    votes[role.CLUE_DYNAMIC_RANGE] = clue.dynamicRangeClue(portA, portB);
    votes[role.CLUE_LOWER_PORT] = clue.lowerPortClue(portA, portB);
    votes[role.CLUE_FIRST_PACKET] = clue.firstPacketClue(flows, flow);
    decide(roles, flow, votes);
  }
  return roles;
}

/** The first clue that says anything decides; those that agree are told with it. */
function decide(roles: role.RoleTable, flow: number, votes: Int8Array): void {
  let decider = 0;
  while (votes[decider] === 0) decider++;
  const vote = votes[decider];
  let agreeing = 0;
  for (let i = decider; i < votes.length; i++) if (votes[i] === vote) agreeing |= 1 << i;
  roles.serverIsB[flow] = vote > 0 ? 1 : 0;
  roles.clues[flow] = agreeing;
  roles.decidedBy[flow] = decider;
  roles.confidencePercent[flow] = CONFIDENCE_PERCENT[decider];
}

/** A socket is an address, a transport and a port; who talks to many others is told by the flows of its socket. */
class SocketCounts {
  readonly ofA: Int32Array;
  readonly ofB: Int32Array;
  private readonly index = new PairIndex();
  private counts = new Int32Array(1024);

  constructor(flowCount: number) {
    this.ofA = new Int32Array(flowCount);
    this.ofB = new Int32Array(flowCount);
  }

  count(address: number, protocol: number, port: number): number {
    const socket = this.index.number(address, (protocol << 16) | port);
    if (socket >= this.counts.length) this.counts = doubled(this.counts);
    this.counts[socket]++;
    return socket;
  }

  flowsOf(socket: number): number {
    return this.counts[socket];
  }
}

function countSockets(flows: FlowTable, addresses: FlowAddresses): SocketCounts {
  const sockets = new SocketCounts(flows.count);
  for (let flow = 0; flow < flows.count; flow++) {
    const protocol = flows.protocol(flow);
    sockets.ofA[flow] = sockets.count(addresses.ofA[flow], protocol, flows.portA(flow));
    sockets.ofB[flow] = sockets.count(addresses.ofB[flow], protocol, flows.portB(flow));
  }
  return sockets;
}

function weightsOf(weights: ServiceWeights, protocol: number): Uint8Array {
  if (protocol === PROTOCOL_TCP) return weights.tcp;
  // UDP-Lite shares UDP's port numbers (RFC 3828, section 3.1); DCCP's own registry is nearly empty.
  return protocol === PROTOCOL_SCTP ? weights.sctp : weights.udp;
}
