/**
 * The facts of a flow that the clues to its role look at, as small numbers: flows with the same facts get the same grades, so
 * each combination has to be graded and weighed but once, by src/roles/decide.ts.
 */
import { FIRST_FROM_B, KEY_IPV6, SYN_FROM_A } from "../../src/flows/evidence.ts";
import * as record from "../../src/flows/flow-record.ts";
import { PROTOCOL_SCTP, PROTOCOL_TCP } from "../../src/headers/protocol-numbers.ts";
import { DYNAMIC_FIRST, FTP_DATA, LINUX_EPHEMERAL_FIRST, payloadClue } from "../../src/roles/plain-clues.ts";
import { hasHandshake, isBroadcast, isGroup } from "../record-facts.ts";

const FIRST_BIT: u32 = 4;
const PAYLOAD_SHIFT: u32 = 5;
/** In the place of the handshake stand the addresses, where the transport has none. */
const HAS_NO_HANDSHAKE: u32 = 1 << 8;
const CLASS_A_SHIFT: u32 = 9;
const CLASS_B_SHIFT: u32 = 13;
/** SYN and SYN-ACK from a and b stand side by side in the evidence. */
const HANDSHAKE_MASK: u32 = 0xf;

/** A weight of a port is below. */
const WEIGHTS: u32 = 3;
const DYNAMIC: u32 = DYNAMIC_FIRST;
const LINUX_CLIENTS: u32 = LINUX_EPHEMERAL_FIRST;

/** By port: how strongly it speaks for a service, 0 to 2; of TCP, of SCTP and of all others. */
let weightsOfTcp: u32 = 0;
let weightsOfSctp: u32 = 0;
let weightsOfOthers: u32 = 0;
/** By flow: what its payload says of the server, and how surely, in hundredths. */
let votes: u32 = 0;
let votePercents: u32 = 0;

export function placeFacts(tcp: u32, sctp: u32, others: u32, vote: u32, votePercent: u32): void {
  weightsOfTcp = tcp;
  weightsOfSctp = sctp;
  weightsOfOthers = others;
  votes = vote;
  votePercents = votePercent;
}

/** What a flow itself tells, as a number of 17 bits (`FACTS` in src/roles/decide.ts). `at`: its record. */
export function factsOf(flow: u32, at: u32): u32 {
  const key = load<u32>(at, record.WORD_KEY * 4);
  const ports = load<u32>(at, record.WORD_PORTS * 4);
  const protocol = key & 0xff;
  const payload = <i32>payloadClue(<f64>load<i8>(votes + flow), <f64>load<u8>(votePercents + flow));
  const opening = hasHandshake(protocol)
    ? (key >> ctz<u32>(SYN_FROM_A)) & HANDSHAKE_MASK
    : HAS_NO_HANDSHAKE | addressFacts(at, (key & KEY_IPV6) !== 0);
  return (
    opening |
    ((<u32>((key & FIRST_FROM_B) !== 0)) << FIRST_BIT) |
    ((<u32>(payload + 3)) << PAYLOAD_SHIFT) |
    (portFacts(protocol, ports >> 16) << CLASS_A_SHIFT) |
    (portFacts(protocol, ports & 0xffff) << CLASS_B_SHIFT)
  );
}

/** All that the clues ask of a port's number, below 16: its weight, and its range or that it is FTP's for data. */
function portFacts(protocol: u32, port: u32): u32 {
  const isTcp = protocol === PROTOCOL_TCP;
  const weights = isTcp ? weightsOfTcp : protocol === PROTOCOL_SCTP ? weightsOfSctp : weightsOfOthers;
  const range = <u32>(port >= LINUX_CLIENTS) + <u32>(port >= DYNAMIC);
  return <u32>load<u8>(weights + port) + WEIGHTS * (isTcp && port === FTP_DATA ? 3 : range);
}

/** Which of both ends are groups, or all hosts: below 9. */
function addressFacts(at: u32, isIpv6: bool): u32 {
  const a = load<u32>(at, record.WORD_ADDRESS_A * 4);
  const b = load<u32>(at, record.WORD_ADDRESS_B * 4);
  return (
    3 * (1 + <u32>isGroup(b, isIpv6) - <u32>isGroup(a, isIpv6)) +
    (1 + <u32>isBroadcast(b, isIpv6) - <u32>isBroadcast(a, isIpv6))
  );
}
