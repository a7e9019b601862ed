/**
 * A service is a transport and a destination port: all flows whose server listens there, whoever the servers
 * are. Here the rows become few, and plain data.
 */
import * as evidence from "../flows/evidence.ts";
import type { FlowTable } from "../flows/flow.ts";
import { flowState, STATE_MIDSTREAM, STATE_REFUSED } from "../flows/state.ts";
import { PROTOCOL_TCP } from "../headers/internet-protocol.ts";
import type { Timestamp } from "../records/record.ts";
import { OUTCOME_ANSWERED, OUTCOME_REFUSED, OUTCOME_UNANSWERED } from "./outcome-numbers.ts";

export * from "./outcome-numbers.ts";

/** What flows of one service, server or client add up to. Bytes are bytes on the wire of whole frames. */
export interface Traffic {
  flows: number;
  packets: number;
  bytes: number;
}

export interface ServiceTotals extends Traffic {
  /** IP protocol number and destination port. */
  readonly protocol: number;
  readonly port: number;
  connections: number;
  /** Distinct addresses. */
  clients: number;
  servers: number;
  bytesToServer: number;
  bytesToClient: number;
  firstSeen: Timestamp;
  lastSeen: Timestamp;
  /** Flows by outcome; the three sum to `flows`. */
  answered: number;
  unanswered: number;
  refused: number;
}

/**
 * Refused: the port or the way to it was closed. Answered: the server sent something, be it only an acceptance.
 * Unanswered is also what cannot be answered: a syslog line, a multicast announcement, a one-sided capture.
 *
 * What this looks at in a record is what assembly/services/outcome-facts.ts puts into a number: change both.
 */
export function outcome(flows: FlowTable, flow: number, serverIsB: boolean): number {
  const state = flowState(flows, flow);
  if (state === STATE_REFUSED) return OUTCOME_REFUSED;
  const isTcp = flows.protocol(flow) === PROTOCOL_TCP;
  if (isTcp && state === STATE_MIDSTREAM && onlyReset(flows, flow, serverIsB)) return OUTCOME_REFUSED;
  return flows.hasSent(flow, serverIsB) ? OUTCOME_ANSWERED : OUTCOME_UNANSWERED;
}

/**
 * Whether the server had nothing but resets for what came without a SYN: it knows of no connection (RFC 9293, section 3.10.7).
 * Who acknowledges and sends data had one, and was answered before the capture began.
 */
function onlyReset(flows: FlowTable, flow: number, serverIsB: boolean): boolean {
  const seen = flows.evidence(flow);
  const server = serverIsB ? 1 : 0;
  if ((seen & (evidence.RST_FROM_A << server)) === 0) return false;
  if ((seen & ((evidence.ACK_FROM_A | evidence.FIN_FROM_A) << server)) !== 0) return false;
  const toServer = serverIsB ? flows.payloadBytesAToB(flow) : flows.payloadBytesBToA(flow);
  return toServer === 0 || (seen & (evidence.ACK_FROM_A << (1 - server))) === 0;
}
