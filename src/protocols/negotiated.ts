/**
 * Which flows run on ports that were negotiated on a control channel, and in which frame: columns beside the flow table.
 * A flow belongs to the last announcement of one of its ends before its own first frame.
 */
import { EARLIER_FROM_A, EARLIER_FROM_B, FOLDED } from "../flows/evidence.ts";
import {
  FLOW_WORDS,
  type FlowTable,
  WORD_ADDRESS_A,
  WORD_ADDRESS_A_REST,
  WORD_ADDRESS_B,
  WORD_ADDRESS_B_REST,
} from "../flows/flow.ts";
import type { AnnouncedEndpoints } from "./negotiation/announced-endpoints.ts";
import { endpointOf, ROW_WORDS, WORD_PEER } from "./negotiation/announcement.ts";
import { TFTP_PORT } from "./negotiation/control-ports.ts";
import {
  ASKS,
  FOR_PEER,
  isMedia,
  KIND_MASK,
  LISTENS,
  type NegotiatedKind,
  negotiatedKind,
  TFTP,
} from "./negotiation/kinds.ts";
import { type ProtocolName, type ProtocolTable, protocolId } from "./protocol.ts";

export class NegotiatedTable {
  /** Per flow: the frame that announced its port; 0 where none did. */
  readonly frame: Uint32Array;
  /** Per flow: what for, as a number of kinds.ts; 0 where its port was not announced. */
  readonly kind: Uint8Array;
  /** Per flow: +1 where endpoint b is the server by what was announced, −1 for a; 0 where that tells nothing. */
  readonly serverVote: Int8Array;

  constructor(flowCount: number) {
    this.frame = new Uint32Array(flowCount);
    this.kind = new Uint8Array(flowCount);
    this.serverVote = new Int8Array(flowCount);
  }

  /** What the flow's port was negotiated for; null where it was not. */
  kindOf(flow: number): NegotiatedKind | null {
    return this.kind[flow] === 0 ? null : negotiatedKind(this.kind[flow]);
  }
}

/** Announcements of an endpoint that are looked at, the latest first, for one that holds for the flow's other end. */
const LOOKED_AT = 16;
/** What else runs between the ends of media; anything else that is surer than this is no media. */
const BESIDE_MEDIA: readonly ProtocolName[] = ["rtp", "rtcp", "stun", "dtls"];
const SURE_PERCENT = 90;

/** Null where no flow's port was negotiated. Brings `announced` up to date with its log. */
export function findNegotiated(
  flows: FlowTable,
  protocols: ProtocolTable,
  announced: AnnouncedEndpoints,
): NegotiatedTable | null {
  announced.update();
  if (announced.count === 0) return null;
  const finder = new Finder(flows, protocols, announced);
  for (let flow = 0; flow < flows.count; flow++) finder.find(flow);
  return finder.found;
}

class Finder {
  found: NegotiatedTable | null = null;
  private readonly flows: FlowTable;
  private readonly protocols: ProtocolTable;
  private readonly announced: AnnouncedEndpoints;
  private readonly besideMedia = BESIDE_MEDIA.map(protocolId);
  /** Addresses of a and of b, four words each. */
  private readonly ends = new Int32Array(8);

  constructor(flows: FlowTable, protocols: ProtocolTable, announced: AnnouncedEndpoints) {
    this.flows = flows;
    this.protocols = protocols;
    this.announced = announced;
  }

  find(flow: number): void {
    const { flows, announced } = this;
    const portA = flows.portA(flow);
    const portB = flows.portB(flow);
    if ((announced.hasPort[portA] | announced.hasPort[portB]) === 0) return;
    // A flow that was folded has begun when nothing announced it, wherever the record that it came back to begins.
    if ((flows.evidence(flow) & (FOLDED | EARLIER_FROM_A | EARLIER_FROM_B)) !== 0) return;
    this.readEnds(flow);
    const rowA = this.rowFor(flow, portA, portB, 0);
    const rowB = this.rowFor(flow, portB, portA, 4);
    if (rowA < 0 && rowB < 0) return;
    const isB = rowA < 0 || (rowB >= 0 && this.isLater(rowB, rowA));
    this.tell(flow, isB ? rowB : rowA, isB);
  }

  private readEnds(flow: number): void {
    const { ends, flows } = this;
    const { words } = flows;
    const base = flow * FLOW_WORDS;
    const isIpv6 = flows.isIpv6(flow);
    ends[0] = words[base + WORD_ADDRESS_A];
    ends[4] = words[base + WORD_ADDRESS_B];
    for (let i = 0; i < 3; i++) {
      ends[1 + i] = isIpv6 ? words[base + WORD_ADDRESS_A_REST + i] : 0;
      ends[5 + i] = isIpv6 ? words[base + WORD_ADDRESS_B_REST + i] : 0;
    }
  }

  /** The row that announced the end whose address is at `end`; −1 for none. */
  private rowFor(flow: number, port: number, otherPort: number, end: number): number {
    const { flows, announced, ends } = this;
    if (announced.hasPort[port] === 0) return -1;
    const endpoint = endpointOf(port, flows.protocol(flow), flows.isIpv6(flow));
    let row = announced.before(ends, end, endpoint, flows.firstFrame(flow));
    for (let looked = 0; row >= 0 && looked < LOOKED_AT; looked++) {
      if (this.holdsFor(flow, row, otherPort, 4 - end)) return row;
      row = announced.rowBefore(row);
    }
    return -1;
  }

  /** Whether the announcement holds for a flow with this other end. */
  private holdsFor(flow: number, row: number, otherPort: number, otherEnd: number): boolean {
    const { ends, announced } = this;
    const what = announced.whatOf(row);
    const kind = what & KIND_MASK;
    if (kind === TFTP && otherPort === TFTP_PORT) return false;
    if (isMedia(kind) && this.isSurelyNoMedia(flow)) return false;
    if ((what & FOR_PEER) === 0) return true;
    const peer = row * ROW_WORDS + WORD_PEER;
    for (let word = 0; word < 4; word++) {
      if (announced.rows[peer + word] !== ends[otherEnd + word]) return false;
    }
    return true;
  }

  /** Strangers' media descriptions name any address: what the flow says itself counts for more. */
  private isSurelyNoMedia(flow: number): boolean {
    const { protocol, confidencePercent } = this.protocols;
    return confidencePercent[flow] >= SURE_PERCENT && !this.besideMedia.includes(protocol[flow]);
  }

  /** Of two announcements, that of the later frame; of one frame's, that of who listens. */
  private isLater(one: number, other: number): boolean {
    const { announced } = this;
    const difference = announced.frameOf(one) - announced.frameOf(other);
    if (difference !== 0) return difference > 0;
    return (announced.whatOf(one) & LISTENS) > (announced.whatOf(other) & LISTENS);
  }

  private tell(flow: number, row: number, isB: boolean): void {
    this.found ??= new NegotiatedTable(this.flows.count);
    const what = this.announced.whatOf(row);
    this.found.frame[flow] = this.announced.frameOf(row);
    this.found.kind[flow] = what & KIND_MASK;
    if ((what & (LISTENS | ASKS)) === 0) return;
    this.found.serverVote[flow] = isB === ((what & LISTENS) !== 0) ? 1 : -1;
  }
}
