/** Who alone speaks in a flow; src/roles/asking.ts says what the answers mean. */
import * as evidence from "../../src/flows/evidence.ts";
import * as record from "../../src/flows/flow-record.ts";
import { PROTOCOL_TCP, PROTOCOL_UDP, PROTOCOL_UDP_LITE } from "../../src/headers/protocol-numbers.ts";
import {
  BOTH_SPEAK,
  REFUSED,
  RESETS_ALONE,
  STRAY,
  UNDELIVERED,
  UNHEARD,
  UNHEARD_ACK,
} from "../../src/roles/asking.ts";
import { hasPayload, hasSent, packetsOf } from "../record-facts.ts";

/** A scanner's probe and its retries. What is left of a connection that was there before has more packets, or data. */
const MOST_PROBES: u32 = 11;

const OPENINGS: u32 =
  evidence.SYN_FROM_A | evidence.SYN_FROM_B | evidence.SYN_ACK_FROM_A | evidence.SYN_ACK_FROM_B;

/** `flow`: a record. `flows`: how many flows it stands for. */
export function askingOfRecord(flow: u32, flows: u32): i32 {
  const seen = load<u32>(flow, record.WORD_KEY * 4);
  const protocol = seen & 0xff;
  if (protocol === PROTOCOL_TCP) return segmentsAsk(flow, seen, flows);
  // SCTP and DCCP speak after their handshakes only, and their chunks are not told apart here.
  return protocol === PROTOCOL_UDP || protocol === PROTOCOL_UDP_LITE ? datagramsAsk(flow, seen) : BOTH_SPEAK;
}

function datagramsAsk(flow: u32, seen: u32): i32 {
  const sentA = hasSent(flow, seen, 0);
  if (sentA && hasSent(flow, seen, 1)) return BOTH_SPEAK;
  if (sentA) return (seen & evidence.UNREACHABLE_FOR_A) === 0 ? UNHEARD : UNDELIVERED;
  return (seen & evidence.UNREACHABLE_FOR_B) === 0 ? -UNHEARD : -UNDELIVERED;
}

function segmentsAsk(flow: u32, seen: u32, flows: u32): i32 {
  if ((seen & OPENINGS) !== 0) return BOTH_SPEAK;
  const speaksA = speaks(flow, seen, 0);
  const speaksB = speaks(flow, seen, 1);
  if (speaksA && speaksB) return BOTH_SPEAK;
  if (speaksA) return segmentsOf(flow, seen, 0, flows);
  if (speaksB) return -segmentsOf(flow, seen, 1, flows);
  return hasSent(flow, seen, 1) ? -RESETS_ALONE : RESETS_ALONE;
}

/** Whether the end (0 for a, 1 for b) sent anything but resets. */
function speaks(flow: u32, seen: u32, end: u32): bool {
  if ((seen & ((evidence.ACK_FROM_A | evidence.FIN_FROM_A) << end)) !== 0) return true;
  if (hasPayload(flow, end)) return true;
  return (seen & (evidence.RST_FROM_A << end)) === 0 && hasSent(flow, seen, end);
}

/** Of an end that alone speaks. */
function segmentsOf(flow: u32, seen: u32, end: u32, flows: u32): i32 {
  const isReset = (seen & (evidence.RST_FROM_A << (1 - end))) !== 0;
  const isAcknowledging = (seen & (evidence.ACK_FROM_A << end)) !== 0;
  const isEnding = (seen & (evidence.FIN_FROM_A << end)) !== 0;
  if (!isAcknowledging && (isEnding || isReset)) return STRAY;
  // Whoever resets was in a connection; so was who sends data, unless the capture cut off the flags.
  if ((seen & (evidence.RST_FROM_A << end)) !== 0) return BOTH_SPEAK;
  if (hasPayload(flow, end)) return BOTH_SPEAK;
  if (<u64>packetsOf(flow, end) > <u64>MOST_PROBES * flows) return BOTH_SPEAK;
  if (isReset || (seen & (evidence.UNREACHABLE_FOR_A << end)) !== 0) return REFUSED;
  return isAcknowledging ? UNHEARD_ACK : UNHEARD;
}
