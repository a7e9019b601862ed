/**
 * The facts of a flow that its outcome depends on, as a small number: flows with the same facts have the same outcome, which
 * `outcome` of src/services/service.ts tells once for each combination.
 */
import * as evidence from "../../src/flows/evidence.ts";
import * as record from "../../src/flows/flow-record.ts";
import { PROTOCOL_TCP } from "../../src/headers/protocol-numbers.ts";
import { hasHandshake, hasPayload, hasSent } from "../record-facts.ts";

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
  return (
    ((key >> ctz<u32>(evidence.SYN_FROM_A)) & CONTROL_MASK) |
    (((key >> ctz<u32>(evidence.UNREACHABLE_FOR_A)) & END_MASK) << UNREACHABLE_SHIFT) |
    ((<u32>hasSent(at, key, 0)) << SENT_SHIFT) |
    ((<u32>hasSent(at, key, 1)) << (SENT_SHIFT + 1)) |
    ((<u32>hasPayload(at, 1 - serverIsB)) << PAYLOAD_SHIFT) |
    (serverIsB << SERVER_SHIFT) |
    (transportOf(key & 0xff) << TRANSPORT_SHIFT)
  );
}

function transportOf(protocol: u32): u32 {
  if (protocol === PROTOCOL_TCP) return TCP;
  return hasHandshake(protocol) ? OTHER_HANDSHAKE : DATAGRAMS;
}
