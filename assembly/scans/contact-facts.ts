/**
 * The facts of a TCP or UDP flow that its first contact depends on, as a number: flows with the same facts have the same
 * contact, which src/findings/scans/first-contacts.ts tells once for each combination.
 */
import * as contact from "../../src/findings/scans/contact.ts";
import * as evidence from "../../src/flows/evidence.ts";
import * as record from "../../src/flows/flow-record.ts";
import { PROTOCOL_UDP } from "../../src/headers/protocol-numbers.ts";
import { flowsOfRecord } from "../flow-table.ts";
import { hasPayload, hasSent, isBroadcast, isGroup, packetsOf } from "../record-facts.ts";

/** Evidence that counts stays at its bits, from the ninth on: what was sent, ICMP errors, who was first. */
const SEEN: u32 =
  (evidence.PAYLOAD_CAPTURED_FROM_A - evidence.SYN_FROM_A) |
  (evidence.SYN_FROM_A_IN_USE - evidence.UNREACHABLE_FOR_A);

/** `roleFacts`: of a datagram, whether its role is known for certain, and whether the server is b: below 4. */
export function contactFacts(at: u32, roleFacts: u32, hasFolded: bool): u32 {
  const key = load<u32>(at, record.WORD_KEY * 4);
  const isUdp = (key & 0xff) === PROTOCOL_UDP;
  return (
    (key & SEEN) |
    <u32>isUdp |
    ((<u32>hasSent(at, key, 0)) << 1) |
    ((<u32>hasSent(at, key, 1)) << 2) |
    ((isUdp ? datagramFacts(at, key, roleFacts) : segmentFacts(at, hasFolded)) << 3)
  );
}

/** Below 64. */
function segmentFacts(at: u32, hasFolded: bool): u32 {
  const flows = flowsOfRecord(at, hasFolded);
  return (
    <u32>hasPayload(at, 0) |
    ((<u32>hasPayload(at, 1)) << 1) |
    (retries(packetsOf(at, 0), flows) << 2) |
    (retries(packetsOf(at, 1), flows) << 4)
  );
}

/** 0 for few, 1 for as many as whoever waits sends, 2 for more than a scanner sends. */
function retries(packets: u32, flows: u32): u32 {
  const most = <u64>contact.MOST_STRAYS * flows;
  if (<u64>packets > most) return 2;
  return <u32>(<u64>packets >= <u64>contact.SYNS_OF_WAITING * flows);
}

/** Below 64. */
function datagramFacts(at: u32, key: u32, roleFacts: u32): u32 {
  const isIpv6 = (key & evidence.KEY_IPV6) !== 0;
  const ports = load<u32>(at, record.WORD_PORTS * 4);
  return (
    roleFacts |
    ((<u32>isToMany(load<u32>(at, record.WORD_ADDRESS_A * 4), isIpv6)) << 2) |
    ((<u32>isToMany(load<u32>(at, record.WORD_ADDRESS_B * 4), isIpv6)) << 3) |
    ((<u32>isTracerouteTo(ports >> 16)) << 4) |
    ((<u32>isTracerouteTo(ports & 0xffff)) << 5)
  );
}

function isToMany(word: u32, isIpv6: bool): bool {
  return isGroup(word, isIpv6) || isBroadcast(word, isIpv6);
}

function isTracerouteTo(port: u32): bool {
  return port >= <u32>contact.TRACEROUTE_FIRST && port <= <u32>contact.TRACEROUTE_LAST;
}
