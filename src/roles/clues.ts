/**
 * The clues: pure functions that look at one flow and answer which end they take for the server. Positive
 * speaks for endpoint b, negative for endpoint a, 0 says nothing.
 */

import * as evidence from "../flows/evidence.ts";
import { FLOW_WORDS, type FlowTable, WORD_ADDRESS_A, WORD_ADDRESS_B } from "../flows/flow.ts";
import { PROTOCOL_DCCP, PROTOCOL_SCTP, PROTOCOL_TCP } from "../headers/internet-protocol.ts";

/** First port of the dynamic range of RFC 6335, section 6, which Windows and macOS use for clients. */
const DYNAMIC_FIRST = 49_152;
/** First client port of Linux (net.ipv4.ip_local_port_range). */
const LINUX_EPHEMERAL_FIRST = 32_768;
/** 255.255.255.255 as a signed word. */
const LIMITED_BROADCAST = -1;

/**
 * Who sent the SYN (SCTP INIT, DCCP Request) is the client. Where both sides sent one (a simultaneous open, or
 * a port pair that was used in both directions) it says nothing.
 */
export function openingClue(flows: FlowTable, flow: number): number {
  const seen = flows.evidence(flow) & (evidence.SYN_FROM_A | evidence.SYN_FROM_B);
  if (seen === evidence.SYN_FROM_A) return 1;
  return seen === evidence.SYN_FROM_B ? -1 : 0;
}

/** Who sent the SYN-ACK is the server. Fooled by a scanner that sends lone SYN-ACKs. */
export function acceptingClue(flows: FlowTable, flow: number): number {
  const seen = flows.evidence(flow) & (evidence.SYN_ACK_FROM_A | evidence.SYN_ACK_FROM_B);
  if (seen === evidence.SYN_ACK_FROM_A) return -1;
  return seen === evidence.SYN_ACK_FROM_B ? 1 : 0;
}

/** A multicast group (RFC 5771, RFC 4291 section 2.7) is a destination, never a client. */
export function multicastClue(flows: FlowTable, flow: number): number {
  const ipv6 = flows.isIpv6(flow);
  return (
    Number(isMulticast(ipv6, firstWordOfB(flows, flow))) -
    Number(isMulticast(ipv6, firstWordOfA(flows, flow)))
  );
}

/** The limited broadcast address (RFC 919, section 7) is a destination, never a client. */
export function broadcastClue(flows: FlowTable, flow: number): number {
  if (flows.isIpv6(flow)) return 0;
  return (
    Number(firstWordOfB(flows, flow) === LIMITED_BROADCAST) -
    Number(firstWordOfA(flows, flow) === LIMITED_BROADCAST)
  );
}

function isMulticast(ipv6: boolean, firstWord: number): boolean {
  return ipv6 ? firstWord >>> 24 === 0xff : firstWord >>> 28 === 0xe;
}

function firstWordOfA({ words }: FlowTable, flow: number): number {
  return words[flow * FLOW_WORDS + WORD_ADDRESS_A];
}

function firstWordOfB({ words }: FlowTable, flow: number): number {
  return words[flow * FLOW_WORDS + WORD_ADDRESS_B];
}

/**
 * An address and port in many flows is a server's: clients take a new port for each. `flowsOfA` and `flowsOfB`
 * count the flows of the two sockets. Fooled by clients that keep one port for all their peers (peer-to-peer,
 * NTP, a resolver with a fixed source port), so one socket has to be far ahead of the other.
 */
export function fanInClue(flowsOfA: number, flowsOfB: number): number {
  if (flowsOfB >= 3 && flowsOfB >= 3 * flowsOfA) return 1;
  return flowsOfA >= 3 && flowsOfA >= 3 * flowsOfB ? -1 : 0;
}

/** A port that the registry knows speaks for a server: `weight` is 0 for unregistered, 1 registered, 2 common. */
export function commonServiceClue(weightOfA: number, weightOfB: number): number {
  return Number(weightOfB === 2) - Number(weightOfA === 2);
}

export function registeredServiceClue(weightOfA: number, weightOfB: number): number {
  return Number(weightOfB > 0) - Number(weightOfA > 0);
}

/** Operating systems take client ports from the dynamic range (Linux from 32768 on); few servers listen there. */
export function dynamicRangeClue(portA: number, portB: number): number {
  const dynamic = Number(portA >= DYNAMIC_FIRST) - Number(portB >= DYNAMIC_FIRST);
  return dynamic !== 0
    ? dynamic
    : Number(portA >= LINUX_EPHEMERAL_FIRST) - Number(portB >= LINUX_EPHEMERAL_FIRST);
}

export function lowerPortClue(portA: number, portB: number): number {
  return Math.sign(portA - portB);
}

/** Who spoke first asked. Fooled by every capture that starts in the middle of a conversation. */
export function firstPacketClue(flows: FlowTable, flow: number): number {
  return (flows.evidence(flow) & evidence.FIRST_FROM_B) !== 0 ? -1 : 1;
}

/** Whether the flow's transport opens with a handshake. */
export function hasHandshake(protocol: number): boolean {
  return protocol === PROTOCOL_TCP || protocol === PROTOCOL_SCTP || protocol === PROTOCOL_DCCP;
}
