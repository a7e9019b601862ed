/**
 * What each flow tells of the first contact between a host that asks and a port that is asked, in one byte a flow: who asked
 * whom, and how it went. Scans are told from these bytes alone.
 *
 * Who asks is told by what was seen and not by the flow's role, which other flows can turn round: a scanner's one source
 * port has as many flows as a server's.
 */
import * as evidence from "../../flows/evidence.ts";
import { FLOW_WORDS, WORD_ADDRESS_A, WORD_ADDRESS_B, WORD_PORTS } from "../../flows/flow-record.ts";
import type { FlowView } from "../../flows/flow-view.ts";
import { flowState, STATE_HALF_OPEN, STATE_REFUSED, STATE_UNANSWERED } from "../../flows/state.ts";
import { PROTOCOL_SCTP, PROTOCOL_TCP, PROTOCOL_UDP } from "../../headers/internet-protocol.ts";
import { TFTP } from "../../protocols/negotiation/kinds.ts";
import {
  CLUE_BROADCAST,
  CLUE_COMMON_SERVICE,
  CLUE_MULTICAST,
  CLUE_NEGOTIATED,
  CLUE_PAYLOAD,
} from "../../roles/role.ts";
import type { ScanMaterial } from "./scan-material.ts";

/** How the contact went, the lowest four bits. 0 is none: the flow is no contact, or nobody can say whose. */
export const KIND = 0xf;
/** They talked, or a connection was there before the capture. */
export const TALKED = 1;
/** The connection was opened and the client said nothing. */
export const OPENED = 2;
/** The server accepted and the client did not go on. */
export const HALF_OPEN = 3;
/** As `HALF_OPEN`, and the client reset it: it wanted to know no more. */
export const TAKEN_BACK = 4;
/** By the target, or by whoever knows that it is not there. */
export const REFUSED = 5;
export const UNANSWERED = 6;
/** Unanswered although the client sent its SYN four times or more, as a system does for a program that waits. */
export const WAITED = 7;
/** A segment that belongs to no connection: neither SYN nor RST nor ACK (RFC 9293, section 3.10.7). */
export const STRAY = 8;
/** An acknowledgment of nothing, refused or unanswered. Ends of older connections look like it. */
export const STRAY_ACK = 9;
/** A datagram that did not live long enough: a step of traceroute. */
export const EXPIRED = 10;
export const KINDS_OF_CONTACT = 11;

/** Endpoint b asks. */
export const ASKED_BY_B = 0x10;
/** The transport, in two bits. */
export const TRANSPORT_SHIFT = 5;
export const TRANSPORT_MASK = 3 << TRANSPORT_SHIFT;
/** The first contact of its host with its port; set where the contacts of a host are looked at. */
export const IS_FIRST = 0x80;

/** Transports that are scanned, by the number of their two bits. */
export const SCANNED_TRANSPORTS = [PROTOCOL_TCP, PROTOCOL_UDP, PROTOCOL_SCTP] as const;

/** Of a host, by address number: something came for it. */
const HEARD = 0x80;
/** Contacts of a host that went wrong; counted up to this. */
export const MOST_COUNTED = 0x7f;

/** Ports of flows, a's in the upper half: those of flow `i` are `words[i * stride + at]`. */
export interface PortWords {
  readonly words: Int32Array;
  readonly stride: number;
  readonly at: number;
}

/** Plain data: it travels between threads. */
export interface FirstContacts {
  /** Per flow: its byte. */
  readonly contacts: Uint8Array;
  readonly ports: PortWords;
  /** Whether anything in the capture could tell that a TCP connection was answered: else silence tells nothing. */
  readonly showsTcpAnswers: boolean;
  /** By address number: `HEARD`, and how many contacts of the host went wrong. */
  readonly hosts: Uint8Array;
}

/** Contacts of the host that went wrong, at most `MOST_COUNTED`. */
export function failuresOf({ hosts }: FirstContacts, address: number): number {
  return hosts[address] & MOST_COUNTED;
}

/** Whether anything came for the host: else silence tells nothing. */
export function hasHeard({ hosts }: FirstContacts, address: number): boolean {
  return (hosts[address] & HEARD) !== 0;
}

/** A SYN is sent again after 1, 3 and 7 seconds (RFC 6298): whoever sent four has waited seven seconds. */
const SYNS_OF_WAITING = 4;
/** Retries of a scanner; the ends of a connection that was there before have more packets, or data. */
const MOST_STRAYS = 11;
/** Destinations of traceroute's datagrams: one port a probe, three probes a hop, from 33434 on. */
const TRACEROUTE_FIRST = 33_434;
const TRACEROUTE_LAST = TRACEROUTE_FIRST + 3 * 64 - 1;

/** Clues by which a datagram's role is known. Others tell it from other flows, and a scanner's look like a server's. */
const TELLS_ROLE = [
  CLUE_PAYLOAD,
  CLUE_NEGOTIATED,
  CLUE_MULTICAST,
  CLUE_BROADCAST,
  CLUE_COMMON_SERVICE,
].reduce((bits, clue) => bits | (1 << clue), 0);

const NO_CONTACT = 0;

/** The port that was asked, or with `isAsker` the one that asked. */
export function portOfContact({ contacts, ports }: FirstContacts, flow: number, isAsker = false): number {
  const isA = ((contacts[flow] & ASKED_BY_B) !== 0) !== isAsker;
  const both = ports.words[flow * ports.stride + ports.at];
  return isA ? both >>> 16 : both & 0xffff;
}

/**
 * So many flows have a column for their ports, of 16 MB. The contacts of a host lie far apart among the flows' records, which
 * the processor cannot keep at hand; the column it can. Of more flows, which are those of a scan in their order, it would
 * be memory that brings nothing.
 */
const MOST_IN_COLUMN = 1 << 22;

export interface ContactsRoom {
  /** A zero for each flow. */
  readonly contacts?: Uint8Array | undefined;
  /** For tests. */
  readonly mostInColumn?: number;
}

export function findFirstContacts(
  material: ScanMaterial,
  { contacts = new Uint8Array(material.flows.count), mostInColumn = MOST_IN_COLUMN }: ContactsRoom = {},
): FirstContacts {
  const { flows, addresses, services } = material;
  const { ofA, ofB, table } = addresses;
  const selected = services?.ofFlow;
  const column = flows.count > mostInColumn ? null : new Int32Array(flows.count);
  const hosts = new Uint8Array(table.count);
  let showsTcpAnswers = false;
  for (let flow = 0; flow < contacts.length; flow++) {
    if (selected !== undefined && selected[flow] < 0) continue;
    const contact = contactOf(material, flow);
    const kind = contact & KIND;
    if (kind === NO_CONTACT) continue;
    contacts[flow] = contact;
    if (column !== null) column[flow] = flows.words[flow * FLOW_WORDS + WORD_PORTS];
    const asker = (contact & ASKED_BY_B) !== 0 ? ofB[flow] : ofA[flow];
    if (kind > TALKED && kind !== EXPIRED && (hosts[asker] & MOST_COUNTED) < MOST_COUNTED) hosts[asker]++;
    const isTcp = (contact & TRANSPORT_MASK) === 0;
    // Most hosts hear something soon; nothing is looked up for them any more.
    if ((hosts[asker] & HEARD) !== 0 && (showsTcpAnswers || !isTcp)) continue;
    const isAnswered =
      kind === REFUSED || kind === EXPIRED || flows.hasSent(flow, (contact & ASKED_BY_B) === 0);
    if (isAnswered) hosts[asker] |= HEARD;
    if (isTcp && (isAnswered || kind === TALKED)) showsTcpAnswers = true;
  }
  return {
    contacts,
    ports:
      column === null
        ? { words: flows.words, stride: FLOW_WORDS, at: WORD_PORTS }
        : { words: column, stride: 1, at: 0 },
    showsTcpAnswers,
    hosts,
  };
}

function contactOf(material: ScanMaterial, flow: number): number {
  const protocol = material.flows.protocol(flow);
  if (protocol === PROTOCOL_TCP) return unlessNegotiated(material, flow, tcpContact(material.flows, flow));
  if (protocol === PROTOCOL_UDP) {
    return unlessNegotiated(material, flow, udpContact(material, flow) | (1 << TRANSPORT_SHIFT));
  }
  return protocol === PROTOCOL_SCTP ? sctpContact(material.flows, flow) | (2 << TRANSPORT_SHIFT) : NO_CONTACT;
}

/**
 * Whoever asks a port that was agreed on does not search. TFTP's client is the exception: its port is announced by the
 * request, and a scanner that asks one server's port 69 asks the others from that very port.
 */
function unlessNegotiated({ negotiated }: ScanMaterial, flow: number, contact: number): number {
  if (negotiated === null || negotiated.kind[flow] === 0) return contact;
  return (contact & KIND) === TALKED || negotiated.kind[flow] === TFTP ? contact : NO_CONTACT;
}

/** Of a pair of bits of evidence.ts, that for what the end sent. */
function of(bitOfA: number, isB: boolean): number {
  return isB ? bitOfA << 1 : bitOfA;
}

function packetsOf(flows: FlowView, flow: number, isB: boolean): number {
  return isB ? flows.packetsBToA(flow) : flows.packetsAToB(flow);
}

function payloadOf(flows: FlowView, flow: number, isB: boolean): number {
  return isB ? flows.payloadBytesBToA(flow) : flows.payloadBytesAToB(flow);
}

function tcpContact(flows: FlowView, flow: number): number {
  const seen = flows.evidence(flow);
  const syns = seen & (evidence.SYN_FROM_A | evidence.SYN_FROM_B);
  const accepts = seen & (evidence.SYN_ACK_FROM_A | evidence.SYN_ACK_FROM_B);
  // Both sides opening at the same time is no search.
  if (syns === (evidence.SYN_FROM_A | evidence.SYN_FROM_B)) return NO_CONTACT;
  if (syns === 0 && accepts === 0) return strayContact(flows, flow, seen);
  const byB = syns === 0 ? (accepts & evidence.SYN_ACK_FROM_A) !== 0 : syns === evidence.SYN_FROM_B;
  const asker = byB ? ASKED_BY_B : 0;
  const wentOn = (seen & of(evidence.ACK_FROM_A, byB)) !== 0;
  if ((accepts & of(evidence.SYN_ACK_FROM_A, !byB)) !== 0) {
    if (wentOn) return asker | (payloadOf(flows, flow, byB) > 0 ? TALKED : OPENED);
    // An acceptance without a request may be a flood's, which somebody sent in this host's name.
    if (syns === 0) return NO_CONTACT;
    return asker | ((seen & of(evidence.RST_FROM_A, byB)) !== 0 ? TAKEN_BACK : HALF_OPEN);
  }
  // Half of a conversation: whoever goes on has been accepted, wherever that went.
  if (wentOn || (seen & of(evidence.ACK_FROM_A, !byB)) !== 0) return asker | TALKED;
  if ((seen & of(evidence.RST_FROM_A, !byB)) !== 0) return asker | REFUSED;
  return asker | silence(flows, flow, seen, byB);
}

/** Nothing came from the target. */
function silence(flows: FlowView, flow: number, seen: number, byB: boolean): number {
  if ((seen & of(evidence.UNREACHABLE_FOR_A, byB)) !== 0) return REFUSED;
  if ((seen & of(evidence.OTHER_ERROR_FOR_A, byB)) !== 0) return NO_CONTACT;
  const packets = packetsOf(flows, flow, byB);
  // The second half of a flow's record is read only where it matters.
  if (packets < SYNS_OF_WAITING) return UNANSWERED;
  return packets >= SYNS_OF_WAITING * flows.flowsOf(flow) ? WAITED : UNANSWERED;
}

/** A TCP flow without a handshake. */
function strayContact(flows: FlowView, flow: number, seen: number): number {
  const byB = (seen & evidence.FIRST_FROM_B) !== 0;
  const asker = byB ? ASKED_BY_B : 0;
  const payload = payloadOf(flows, flow, false) + payloadOf(flows, flow, true);
  if (payload > 0 && (seen & (evidence.ACK_FROM_A | evidence.ACK_FROM_B)) !== 0) return asker | TALKED;
  if ((seen & (of(evidence.RST_FROM_A, byB) | of(evidence.ACK_FROM_A, !byB))) !== 0) return NO_CONTACT;
  if (packetsOf(flows, flow, byB) > MOST_STRAYS * flows.flowsOf(flow)) return NO_CONTACT;
  const isRefused = (seen & of(evidence.RST_FROM_A, !byB)) !== 0;
  // Packets that are none of all these: flags that the capture cut off. A SYN in fragments has its flags in the second one.
  if (!isRefused && (payload > 0 || flows.hasSent(flow, !byB))) return NO_CONTACT;
  if ((seen & of(evidence.ACK_FROM_A, byB)) !== 0) return asker | STRAY_ACK;
  const isStray = isRefused || (seen & of(evidence.FIN_FROM_A, byB)) !== 0;
  return asker | (isStray ? STRAY : silence(flows, flow, seen, byB));
}

function udpContact(material: ScanMaterial, flow: number): number {
  const { flows, roles } = material;
  const serverIsB = roles.serverIsB[flow] === 1;
  const isRoleTold = (roles.clues[flow] & TELLS_ROLE) !== 0;
  const seen = flows.evidence(flow);
  if (flows.hasSent(flow, false) && flows.hasSent(flow, true)) {
    const askedByB = isRoleTold ? !serverIsB : (seen & evidence.FIRST_FROM_B) !== 0;
    return TALKED | (askedByB ? ASKED_BY_B : 0);
  }
  const byB = flows.hasSent(flow, true);
  const areReplies = isRoleTold && byB === serverIsB;
  if (areReplies || isToMany(flows, flow, !byB)) return NO_CONTACT;
  const port = byB ? flows.portA(flow) : flows.portB(flow);
  if (port >= TRACEROUTE_FIRST && port <= TRACEROUTE_LAST) return NO_CONTACT;
  const kind = silence(flows, flow, seen, byB);
  const asker = byB ? ASKED_BY_B : 0;
  if (kind === NO_CONTACT) return asker | EXPIRED;
  return asker | (kind === WAITED ? UNANSWERED : kind);
}

/** Whether the end is a multicast group (RFC 5771, RFC 4291) or all hosts of a network. */
function isToMany(flows: FlowView, flow: number, isB: boolean): boolean {
  const word = flows.words[flow * FLOW_WORDS + (isB ? WORD_ADDRESS_B : WORD_ADDRESS_A)];
  if (flows.isIpv6(flow)) return word >>> 24 === 0xff;
  return word >>> 28 === 0xe || word === -1;
}

function sctpContact(flows: FlowView, flow: number): number {
  const seen = flows.evidence(flow);
  const byB = (seen & evidence.SYN_FROM_B) !== 0;
  if ((seen & (evidence.SYN_FROM_A | evidence.SYN_FROM_B)) === 0) return NO_CONTACT;
  const asker = byB ? ASKED_BY_B : 0;
  switch (flowState(flows, flow)) {
    case STATE_REFUSED:
      return asker | REFUSED;
    case STATE_UNANSWERED:
      return asker | silence(flows, flow, seen, byB);
    case STATE_HALF_OPEN:
      return asker | HALF_OPEN;
    default:
      return asker | TALKED;
  }
}
