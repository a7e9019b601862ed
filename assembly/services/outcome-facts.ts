/**
 * The facts of a flow that its outcome depends on, as a small number: flows with the same facts have the same outcome, which
 * `outcome` of src/services/service.ts tells once for each combination.
 */
import * as evidence from "../../src/flows/evidence.ts";
import * as record from "../../src/flows/flow-record.ts";
import { PROTOCOL_DCCP, PROTOCOL_SCTP, PROTOCOL_TCP } from "../../src/headers/protocol-numbers.ts";

/** SYN, SYN-ACK, FIN, RST and ACK from a and b stand side by side in the evidence. */
const CONTROL_MASK: u32 = 0x3ff;
const END_MASK: u32 = 3;
const UNREACHABLE_SHIFT: u32 = 10;
const SENT_SHIFT: u32 = 12;
/** Whether the client sent data. */
const PAYLOAD_SHIFT: u32 = 14;
const SERVER_SHIFT: u32 = 15;
const TRANSPORT_SHIFT: u32 = 16;

const TCP: u32 = 0;
const OTHER_HANDSHAKE: u32 = 1;
const DATAGRAMS: u32 = 2;

/** `at`: the flow's record; `serverIsB`: 0 or 1. Below `OUTCOME_FACTS`. */
export function outcomeFacts(at: u32, serverIsB: u32): u32 {
  const key = load<u32>(at, record.WORD_KEY * 4);
  const client = 1 - serverIsB;
  const payload = load<f64>(at + (client << 3), record.DOUBLE_PAYLOAD_A_TO_B * 8);
  return (
    ((key >> ctz<u32>(evidence.SYN_FROM_A)) & CONTROL_MASK) |
    (((key >> ctz<u32>(evidence.UNREACHABLE_FOR_A)) & END_MASK) << UNREACHABLE_SHIFT) |
    (hasSent(at, key, 0) << SENT_SHIFT) |
    (hasSent(at, key, 1) << (SENT_SHIFT + 1)) |
    ((<u32>(payload !== 0)) << PAYLOAD_SHIFT) |
    (serverIsB << SERVER_SHIFT) |
    (transportOf(key & 0xff) << TRANSPORT_SHIFT)
  );
}

function transportOf(protocol: u32): u32 {
  if (protocol === PROTOCOL_TCP) return TCP;
  return protocol === PROTOCOL_SCTP || protocol === PROTOCOL_DCCP ? OTHER_HANDSHAKE : DATAGRAMS;
}

/** Whether endpoint a (0) or b (1) sent anything, be it before the flow was folded and came back. */
function hasSent(at: u32, key: u32, end: u32): u32 {
  const packets = load<u32>(at + (end << 2), record.WORD_PACKETS_A_TO_B * 4);
  return <u32>(packets !== 0 || (key & ((<u32>evidence.EARLIER_FROM_A) << end)) !== 0);
}
