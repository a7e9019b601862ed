/** What several stages ask of a flow's record. `end` is 0 for endpoint a, 1 for b. */
import { EARLIER_FROM_A } from "../src/flows/evidence.ts";
import * as record from "../src/flows/flow-record.ts";
import { PROTOCOL_DCCP, PROTOCOL_SCTP, PROTOCOL_TCP } from "../src/headers/protocol-numbers.ts";

/** Whether the end sent anything, be it before the flow was folded and came back. `key`: the record's word. */
export function hasSent(at: u32, key: u32, end: u32): bool {
  return packetsOf(at, end) !== 0 || (key & ((<u32>EARLIER_FROM_A) << end)) !== 0;
}

export function packetsOf(at: u32, end: u32): u32 {
  return load<u32>(at + (end << 2), record.WORD_PACKETS_A_TO_B * 4);
}

/** Whether the end sent data. */
export function hasPayload(at: u32, end: u32): bool {
  return load<f64>(at + (end << 3), record.DOUBLE_PAYLOAD_A_TO_B * 8) > 0;
}

/** Whether an address, by its first word, is a multicast group (RFC 5771, RFC 4291). */
export function isGroup(word: u32, isIpv6: bool): bool {
  return isIpv6 ? word >> 24 === 0xff : word >> 28 === 0xe;
}

/** Whether it is all hosts of a network (RFC 919, section 7). */
export function isBroadcast(word: u32, isIpv6: bool): bool {
  return !isIpv6 && word === 0xffff_ffff;
}

/** Whether flows of the IP protocol begin with a handshake. */
export function hasHandshake(protocol: u32): bool {
  return protocol === PROTOCOL_TCP || protocol === PROTOCOL_SCTP || protocol === PROTOCOL_DCCP;
}
