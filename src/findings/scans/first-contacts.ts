/**
 * What each flow tells of the first contact between a host that asks and a port that is asked: who asked whom, and how it went.
 * Scans are told from that alone.
 *
 * Who asks is told by what was seen and not by the flow's role, which other flows can turn round: a scanner's one source
 * port has as many flows as a server's.
 */
import * as evidence from "../../flows/evidence.ts";
import type { FlowTable } from "../../flows/flow.ts";
import { FLOW_WORDS, WORD_ADDRESS_A, WORD_ADDRESS_B, WORD_PORTS } from "../../flows/flow-record.ts";
import type { FlowView } from "../../flows/flow-view.ts";
import { inBlocks } from "../../flows/in-blocks.ts";
import { KNOWN_ANSWERS_BYTES } from "../../flows/known-answers.ts";
import { flowState, STATE_HALF_OPEN, STATE_REFUSED, STATE_UNANSWERED } from "../../flows/state.ts";
import { PROTOCOL_SCTP, PROTOCOL_TCP, PROTOCOL_UDP } from "../../headers/internet-protocol.ts";
import type { NegotiatedTable } from "../../protocols/negotiated.ts";
import { TFTP } from "../../protocols/negotiation/kinds.ts";
import {
  CLUE_BROADCAST,
  CLUE_COMMON_SERVICE,
  CLUE_MULTICAST,
  CLUE_NEGOTIATED,
  CLUE_PAYLOAD,
  type RoleTable,
} from "../../roles/role.ts";
import type { Services } from "../../services/group.ts";
import {
  ASKED_BY_B,
  EXPIRED,
  HALF_OPEN,
  KIND,
  MOST_STRAYS,
  NO_CONTACT,
  OPENED,
  REFUSED,
  STRAY,
  STRAY_ACK,
  SYNS_OF_WAITING,
  TAKEN_BACK,
  TALKED,
  TRACEROUTE_FIRST,
  TRACEROUTE_LAST,
  TRANSPORT_SHIFT,
  UNANSWERED,
  WAITED,
} from "./contact.ts";
import type { FirstContacts } from "./contact-columns.ts";
import type { ScanMaterial } from "./scan-material.ts";

/** Clues by which a datagram's role is known. Others tell it from other flows, and a scanner's look like a server's. */
const TELLS_ROLE = [
  CLUE_PAYLOAD,
  CLUE_NEGOTIATED,
  CLUE_MULTICAST,
  CLUE_BROADCAST,
  CLUE_COMMON_SERVICE,
].reduce((bits, clue) => bits | (1 << clue), 0);

/**
 * So many flows have a column for their ports, of 16 MB. The contacts of a host lie far apart among the flows' records, which
 * the processor cannot keep at hand; the column it can. Of more flows, which are those of a scan in their order, it would
 * be memory that brings nothing.
 */
const MOST_IN_COLUMN = 1 << 22;

export interface ContactMaterial extends ScanMaterial {
  readonly flows: FlowTable;
  /** Null where no flow's port was negotiated. */
  readonly negotiated: Pick<NegotiatedTable, "kind"> | null;
  readonly roles: Pick<RoleTable, "serverIsB" | "clues">;
  /** `ofFlow` is −1 for flows that were not selected; null where all were. */
  readonly services: Pick<Services, "ofFlow"> | null;
}

/**
 * Tells the contacts of all flows. The walk over them is WebAssembly (assembly/scans/); what a contact is, is told here, once
 * for each combination of facts. `mostInColumn` is for tests.
 */
export function findFirstContacts(material: ContactMaterial, mostInColumn = MOST_IN_COLUMN): FirstContacts {
  const { flows, addresses, negotiated, roles, services } = material;
  const { columns, memory, count } = flows;
  const { loops } = memory;
  const contacts = columns.uint8(count);
  const hosts = columns.uint8(addresses.table.count);
  const column = count > mostInColumn ? null : columns.unclearedInt32(count);
  const mark = columns.mark();
  loops.placeContacts(
    contacts.byteOffset,
    column === null ? 0 : column.byteOffset,
    hosts.byteOffset,
    columns.take(KNOWN_ANSWERS_BYTES),
  );
  loops.placeContactMaterial(
    columns.addressOf(addresses.ofA),
    columns.addressOf(addresses.ofB),
    services === null ? 0 : columns.addressOf(services.ofFlow),
    negotiated === null ? 0 : columns.addressOf(negotiated.kind),
    flows.folded.groups > 0,
  );
  loops.placeContactRoles(columns.addressOf(roles.serverIsB), columns.addressOf(roles.clues), TELLS_ROLE);
  inBlocks(count, loops.findContacts, (flow) => {
    const contact = contactOf(material, flow);
    if (loops.isToldByFacts(flow)) {
      loops.rememberContact(flow, contact);
      return flow;
    }
    loops.noteContact(flow, contact);
    return flow + 1;
  });
  columns.release(mark);
  return {
    contacts,
    ports:
      column === null
        ? { words: flows.words, stride: FLOW_WORDS, at: WORD_PORTS }
        : { words: column, stride: 1, at: 0 },
    showsTcpAnswers: loops.showsTcpAnswers() !== 0,
    hosts,
  };
}

/** The contact of one flow. */
export function contactOf(material: ContactMaterial, flow: number): number {
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
function unlessNegotiated({ negotiated }: ContactMaterial, flow: number, contact: number): number {
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

function udpContact(material: ContactMaterial, flow: number): number {
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
