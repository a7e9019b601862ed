/** Adds up the contacts of one scan of one source. */
import * as evidence from "../../flows/evidence.ts";
import type { FlowView } from "../../flows/flow-view.ts";
import type { Timestamp } from "../../records/record.ts";
import { transportOf } from "../../services/transports.ts";
import { FRAMES_SHOWN, type PortRange } from "../finding.ts";
import * as contact from "./contact.ts";
import { SCANNED_TRANSPORTS } from "./contact-columns.ts";
import type { Judgement } from "./judge-scan.ts";
import { isAccepted } from "./random-walk.ts";
import { type ScanOfSource, TARGETS_KEPT, TECHNIQUES } from "./scan.ts";
import type { SourceContacts } from "./source-contacts.ts";
import { TargetSketch } from "./target-sketch.ts";

const PORTS = 65_536;
/** Of `TECHNIQUES`. */
const SYN = 0;
const CONNECT = 1;
const UDP = 2;
const FIN = 3;
const NULL = 4;
const ACK = 5;
const INIT = 6;

export class ScanBuilder {
  private readonly contactsOf: SourceContacts;
  private readonly isPortAsked = new Uint8Array(PORTS);
  /** By number of a host of which several ports were asked. */
  private readonly isHostAsked: Uint8Array;
  private readonly targets: number[] = [];
  private hosts = 0;
  private contacts = 0;
  private answered = 0;
  private refused = 0;
  private unanswered = 0;
  private flows = 0;
  /** Bit i for technique i. */
  private techniques = 0;
  private readonly answeredFlows: number[] = [];
  private readonly otherFlows: number[] = [];
  private readonly sketch = new TargetSketch();
  private firstFlow = -1;
  private lastFlow = -1;

  constructor(contacts: SourceContacts) {
    this.contactsOf = contacts;
    this.isHostAsked = new Uint8Array(contacts.hostCount);
  }

  /** A flow of the scan, be it a first contact or one that was made again. */
  add(flow: number): void {
    const { first, material } = this.contactsOf;
    const byte = first.contacts[flow];
    // Few flows stand for several, and asking each reads the second half of its record.
    this.flows += material.flows.folded.groups > 0 ? material.flows.flowsOf(flow) : 1;
    if ((byte & contact.IS_FIRST) === 0) return;
    const host = this.contactsOf.targetOf(flow);
    const port = this.contactsOf.portOf(flow);
    if (this.firstFlow < 0) this.firstFlow = flow;
    this.lastFlow = flow;
    this.contacts++;
    this.isPortAsked[port] = 1;
    this.addHost(host, flow);
    this.addOutcome(flow, byte & contact.KIND);
    this.techniques |= 1 << techniqueOf(material.flows, flow, byte);
    this.sketch.add(host, port);
  }

  finish(source: number, protocol: number, { likelihood, confidence }: Judgement): ScanOfSource {
    const { material, isCut } = this.contactsOf;
    const { flows } = material;
    const ports = this.portRanges(protocol);
    const portCount = ports.reduce((sum, { first, last }) => sum + last - first + 1, 0);
    // Where contacts were too many to be known again, some were counted twice.
    const contacts = Math.min(this.contacts, this.hosts * portCount);
    const inOrder = [...this.answeredFlows, ...this.otherFlows].slice(0, FRAMES_SHOWN);
    return {
      searches: portCount > this.hosts ? "ports" : "hosts",
      transport: transportOf(protocol),
      sources: [source],
      targets: this.targets,
      hosts: this.hosts,
      ports,
      portCount,
      contacts,
      counted: isCut ? "about" : "exactly",
      answered: this.answered,
      refused: this.refused,
      unanswered: this.unanswered,
      flows: this.flows,
      techniques: TECHNIQUES.filter((_, technique) => (this.techniques & (1 << technique)) !== 0),
      likelihood,
      confidence,
      firstSeen: firstSeenOf(flows, this.firstFlow),
      lastSeen: firstSeenOf(flows, this.lastFlow),
      frames: inOrder.map((flow) => flows.firstFrame(flow)).sort((one, other) => one - other),
      sketch: this.sketch,
    };
  }

  private addHost(host: number, flow: number): void {
    const number = this.contactsOf.numberOf(host);
    if (number >= 0) {
      if (this.isHostAsked[number] === 1) return;
      this.isHostAsked[number] = 1;
    } else if (!this.contactsOf.isFirstOf(host, flow)) return;
    this.hosts++;
    if (this.targets.length < TARGETS_KEPT) this.targets.push(host);
  }

  private addOutcome(flow: number, kind: number): void {
    if (kind === contact.TALKED || isAccepted(kind)) {
      this.answered++;
      if (this.answeredFlows.length < FRAMES_SHOWN) this.answeredFlows.push(flow);
      return;
    }
    if (this.otherFlows.length < FRAMES_SHOWN) this.otherFlows.push(flow);
    if (kind === contact.REFUSED || wasReset(this.contactsOf.material.flows, flow)) this.refused++;
    else this.unanswered++;
  }

  private portRanges(protocol: number): PortRange[] {
    const transport = transportOf(protocol);
    const ranges: PortRange[] = [];
    for (let port = 0; port < PORTS; port++) {
      if (this.isPortAsked[port] === 0) continue;
      const first = port;
      while (port + 1 < PORTS && this.isPortAsked[port + 1] === 1) port++;
      ranges.push({ transport, first, last: port });
    }
    return ranges;
  }
}

function firstSeenOf(flows: FlowView, flow: number): Timestamp {
  return { seconds: flows.firstSeconds(flow), nanoseconds: flows.firstNanoseconds(flow) };
}

/** Of contacts without SYN: a reset is all that comes back from a closed port, or for a stray acknowledgment. */
function wasReset(flows: FlowView, flow: number): boolean {
  return (flows.evidence(flow) & (evidence.RST_FROM_A | evidence.RST_FROM_B)) !== 0;
}

function techniqueOf(flows: FlowView, flow: number, byte: number): number {
  const protocol = SCANNED_TRANSPORTS[(byte & contact.TRANSPORT_MASK) >> contact.TRANSPORT_SHIFT];
  if (protocol !== SCANNED_TRANSPORTS[0]) return protocol === SCANNED_TRANSPORTS[1] ? UDP : INIT;
  const kind = byte & contact.KIND;
  if (kind === contact.STRAY_ACK) return ACK;
  const seen = flows.evidence(flow);
  const syns = evidence.SYN_FROM_A | evidence.SYN_FROM_B;
  const fins = evidence.FIN_FROM_A | evidence.FIN_FROM_B;
  if ((seen & syns) === 0 && kind >= contact.REFUSED) return (seen & fins) !== 0 ? FIN : NULL;
  return kind === contact.OPENED || kind === contact.TALKED ? CONNECT : SYN;
}
