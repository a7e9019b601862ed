/**
 * The clues: pure functions that look at one flow and answer which end they take for the server. Positive
 * speaks for endpoint b, negative for endpoint a, 0 says nothing. The number is the answer's grade, 1 to
 * `MOST_GRADES`: what each grade of a clue weighs is learned (clue-weights.ts).
 */

import * as evidence from "../flows/evidence.ts";
import { FLOW_WORDS, type FlowTable, WORD_ADDRESS_A, WORD_ADDRESS_B } from "../flows/flow.ts";
import { PROTOCOL_DCCP, PROTOCOL_SCTP, PROTOCOL_TCP } from "../headers/internet-protocol.ts";
import { DYNAMIC_FIRST, FTP_DATA, LINUX_EPHEMERAL_FIRST } from "./plain-clues.ts";

export * from "./plain-clues.ts";

/** No clue has more grades. */
export const MOST_GRADES = 4;

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
 * FTP's servers connect to their clients' ports from port 20 of TCP (RFC 959, section 3.2), so the end there is the
 * client of that connection.
 */
export function ftpDataClue(protocol: number, portA: number, portB: number): number {
  if (protocol !== PROTOCOL_TCP) return 0;
  return Number(portA === FTP_DATA) - Number(portB === FTP_DATA);
}

/** A port that the registry knows speaks for a server: `weight` is 0 for unregistered, 1 registered, 2 common. */
export function commonServiceClue(weightOfA: number, weightOfB: number): number {
  return Number(weightOfB === 2) - Number(weightOfA === 2);
}

/** Clients take registered ports by chance, from 32768 on more often than servers do: the grade is 1 there, else 2. */
export function registeredServiceClue(
  weightOfA: number,
  weightOfB: number,
  portA: number,
  portB: number,
): number {
  return registration(weightOfB, portB) - registration(weightOfA, portA);
}

function registration(weight: number, port: number): number {
  if (weight === 0) return 0;
  return port >= LINUX_EPHEMERAL_FIRST ? 1 : 2;
}

/**
 * Operating systems take client ports from the dynamic range (Linux from 32768 on); few servers listen there. Grade 3
 * for a dynamic port against one below Linux' range, 2 for one of Linux' range against those, 1 between the two ranges.
 */
export function dynamicRangeClue(portA: number, portB: number): number {
  return dynamic(portA) - dynamic(portB);
}

function dynamic(port: number): number {
  if (port >= DYNAMIC_FIRST) return 3;
  return port >= LINUX_EPHEMERAL_FIRST ? 2 : 0;
}

/** Who spoke first asked. Fooled by every capture that starts in the middle of a conversation. */
export function firstPacketClue(flows: FlowTable, flow: number): number {
  return (flows.evidence(flow) & evidence.FIRST_FROM_B) !== 0 ? -1 : 1;
}

/** Whether the flow's transport opens with a handshake. */
export function hasHandshake(protocol: number): boolean {
  return protocol === PROTOCOL_TCP || protocol === PROTOCOL_SCTP || protocol === PROTOCOL_DCCP;
}
