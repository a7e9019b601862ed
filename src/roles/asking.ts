/**
 * Who alone speaks in a flow that tells its server by nothing else: what one end sends, and the other leaves without an
 * answer or refuses, is a probe, or what is left of a conversation of which the capture holds one direction or the end.
 */
import * as evidence from "../flows/evidence.ts";
import {
  DOUBLE_PAYLOAD_A_TO_B,
  FLOW_DOUBLES,
  FLOW_WORDS,
  type FlowTable,
  WORD_KEY,
  WORD_PACKETS_A_TO_B,
} from "../flows/flow.ts";
import { isDatagram, PROTOCOL_TCP } from "../headers/internet-protocol.ts";

/** Both ends take part, or one alone in a way in which nobody asks: TCP's data comes from within a connection. */
export const BOTH_SPEAK = 0;
/** Nothing came from the other end, be it that it did not answer or that its direction was not captured. */
export const UNHEARD = 1;
/** The other end sent resets alone, or an ICMP error said that nothing could be delivered to it. */
export const REFUSED = 2;
/** A datagram, of which an ICMP error said that it could not be delivered. */
export const UNDELIVERED = 3;
/** A segment that belongs to no connection: it neither opens nor acknowledges nor resets (RFC 9293, section 3.10.7). */
export const STRAY = 4;
/** Resets alone were seen: what refuses was not asked, or what asked was not captured. */
export const RESETS_ALONE = 5;
/** Acknowledgments of which nothing came back: one direction, or the end, of a connection, or a probe. */
export const UNHEARD_ACK = 6;

/** A scanner's probe and its retries. What is left of a connection that was there before has more packets, or data. */
const MOST_PROBES = 11;

/** One of the numbers above: positive where endpoint a is the one that speaks, negative where b is. */
export function askingOf(flows: FlowTable, flow: number): number {
  const protocol = flows.words[flow * FLOW_WORDS + WORD_KEY] & 0xff;
  if (protocol === PROTOCOL_TCP) return segmentsAsk(flows, flow);
  // SCTP and DCCP speak after their handshakes only, and their chunks are not told apart here.
  return isDatagram(protocol) ? datagramsAsk(flows, flow) : BOTH_SPEAK;
}

function datagramsAsk(flows: FlowTable, flow: number): number {
  const seen = flows.words[flow * FLOW_WORDS + WORD_KEY];
  const sentA = flows.hasSent(flow, false);
  if (sentA && flows.hasSent(flow, true)) return BOTH_SPEAK;
  if (sentA) return (seen & evidence.UNREACHABLE_FOR_A) === 0 ? UNHEARD : UNDELIVERED;
  return (seen & evidence.UNREACHABLE_FOR_B) === 0 ? -UNHEARD : -UNDELIVERED;
}

const OPENINGS =
  evidence.SYN_FROM_A | evidence.SYN_FROM_B | evidence.SYN_ACK_FROM_A | evidence.SYN_ACK_FROM_B;

function segmentsAsk(flows: FlowTable, flow: number): number {
  const seen = flows.words[flow * FLOW_WORDS + WORD_KEY];
  if ((seen & OPENINGS) !== 0) return BOTH_SPEAK;
  const speaksA = speaks(flows, flow, seen, 0);
  const speaksB = speaks(flows, flow, seen, 1);
  if (speaksA && speaksB) return BOTH_SPEAK;
  if (speaksA) return segmentsOf(flows, flow, seen, 0);
  if (speaksB) return -segmentsOf(flows, flow, seen, 1);
  return flows.hasSent(flow, true) ? -RESETS_ALONE : RESETS_ALONE;
}

/** Whether the end (0 for a, 1 for b) sent anything but resets. */
function speaks(flows: FlowTable, flow: number, seen: number, end: number): boolean {
  if ((seen & ((evidence.ACK_FROM_A | evidence.FIN_FROM_A) << end)) !== 0) return true;
  if (flows.doubles[flow * FLOW_DOUBLES + DOUBLE_PAYLOAD_A_TO_B + end] > 0) return true;
  const isReset = (seen & (evidence.RST_FROM_A << end)) !== 0;
  return !isReset && flows.hasSent(flow, end === 1);
}

/** Of an end that alone speaks. */
function segmentsOf(flows: FlowTable, flow: number, seen: number, end: number): number {
  const isReset = (seen & (evidence.RST_FROM_A << (1 - end))) !== 0;
  const isAcknowledging = (seen & (evidence.ACK_FROM_A << end)) !== 0;
  const isEnding = (seen & (evidence.FIN_FROM_A << end)) !== 0;
  if (!isAcknowledging && (isEnding || isReset)) return STRAY;
  // Whoever resets was in a connection; so was who sends data, unless the capture cut off the flags.
  if ((seen & (evidence.RST_FROM_A << end)) !== 0) return BOTH_SPEAK;
  if (flows.doubles[flow * FLOW_DOUBLES + DOUBLE_PAYLOAD_A_TO_B + end] > 0) return BOTH_SPEAK;
  const packets = flows.words[flow * FLOW_WORDS + WORD_PACKETS_A_TO_B + end];
  if (packets > MOST_PROBES * flows.flowsOf(flow)) return BOTH_SPEAK;
  if (isReset || (seen & (evidence.UNREACHABLE_FOR_A << end)) !== 0) return REFUSED;
  return isAcknowledging ? UNHEARD_ACK : UNHEARD;
}
