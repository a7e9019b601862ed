/** How a flow went, told from its evidence alone. */
import { PROTOCOL_DCCP, PROTOCOL_SCTP, PROTOCOL_TCP } from "../headers/internet-protocol.ts";
import * as evidence from "./evidence.ts";
import type { FlowView } from "./flow-view.ts";

export const STATE_ESTABLISHED = 0;
export const STATE_UNANSWERED = 1;
export const STATE_REFUSED = 2;
export const STATE_RESET = 3;
export const STATE_CLOSED = 4;
export const STATE_HALF_OPEN = 5;
export const STATE_MIDSTREAM = 6;

/** The words of the states, by number, as `state` in the outputs shows them. */
export const STATE_NAMES = [
  "established",
  "unanswered",
  "refused",
  "reset",
  "closed",
  "half-open",
  "midstream",
] as const;

/** One of the STATE_ numbers. A flow that was used for several connections has the state of all taken together. */
export function flowState(flows: FlowView, flow: number): number {
  const protocol = flows.protocol(flow);
  const seen = flows.evidence(flow);
  const handshaking = protocol === PROTOCOL_TCP || protocol === PROTOCOL_SCTP || protocol === PROTOCOL_DCCP;
  if (!handshaking) return datagramState(flows, flow, seen);
  if ((seen & (evidence.SYN_ACK_FROM_A | evidence.SYN_ACK_FROM_B)) !== 0)
    return answeredState(flows, flow, seen);
  if ((seen & (evidence.SYN_FROM_A | evidence.SYN_FROM_B)) === 0) return STATE_MIDSTREAM;
  return openingState(flows, flow, seen);
}

function datagramState(flows: FlowView, flow: number, seen: number): number {
  if (flows.hasSent(flow, false) && flows.hasSent(flow, true)) return STATE_ESTABLISHED;
  return (seen & (evidence.UNREACHABLE_FOR_A | evidence.UNREACHABLE_FOR_B)) !== 0
    ? STATE_REFUSED
    : STATE_UNANSWERED;
}

/** A SYN-ACK was seen. */
function answeredState(flows: FlowView, flow: number, seen: number): number {
  const fins = seen & (evidence.FIN_FROM_A | evidence.FIN_FROM_B);
  if (fins === (evidence.FIN_FROM_A | evidence.FIN_FROM_B)) return STATE_CLOSED;
  const openerIsB = (seen & evidence.SYN_ACK_FROM_A) !== 0;
  if (!completed(flows, flow, seen, openerIsB)) return STATE_HALF_OPEN;
  if ((seen & (evidence.RST_FROM_A | evidence.RST_FROM_B)) !== 0) return STATE_RESET;
  return fins !== 0 ? STATE_CLOSED : STATE_ESTABLISHED;
}

/** Whether the opener went on after the SYN-ACK; a scanner does not, or resets. */
function completed(flows: FlowView, flow: number, seen: number, openerIsB: boolean): boolean {
  if (flows.protocol(flow) === PROTOCOL_TCP) {
    return (seen & (openerIsB ? evidence.ACK_FROM_B : evidence.ACK_FROM_A)) !== 0;
  }
  const earlier = openerIsB ? evidence.EARLIER_FROM_B : evidence.EARLIER_FROM_A;
  return (openerIsB ? flows.packetsBToA(flow) : flows.packetsAToB(flow)) > ((seen & earlier) === 0 ? 1 : 0);
}

/** A SYN was seen, and no SYN-ACK. */
function openingState(flows: FlowView, flow: number, seen: number): number {
  const synFromA = (seen & evidence.SYN_FROM_A) !== 0;
  const synFromB = (seen & evidence.SYN_FROM_B) !== 0;
  const isAnswered = flows.hasSent(flow, synFromA);
  if (synFromA && (seen & evidence.RST_FROM_B) !== 0) return STATE_REFUSED;
  if (synFromB && (seen & evidence.RST_FROM_A) !== 0) return STATE_REFUSED;
  if (isAnswered) return STATE_HALF_OPEN;
  const unreachable = synFromA ? evidence.UNREACHABLE_FOR_A : evidence.UNREACHABLE_FOR_B;
  return (seen & unreachable) !== 0 ? STATE_REFUSED : STATE_UNANSWERED;
}
