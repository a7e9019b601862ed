/**
 * The frames in which evidence of one flow was seen: looked for while a capture is read, since the flow table keeps
 * no frame but the first. Slow beside it, and for explanations only.
 */
import {
  ACK,
  FIN,
  FRAGMENT_LATER,
  type HeaderBatch,
  QUOTED_NONE,
  QUOTED_UNREACHABLE,
  RST,
  SYN,
} from "../headers/header.ts";
import { ipv4Text, ipv6Text } from "../records/address-text.ts";
import type { FlowTable } from "./flow.ts";
import { endOf, type FlowEnd, type FlowEnds, isBetween, isSameEnd } from "./flow-ends.ts";

/** First frames, counted from 1 over all captures; null where there is none. Of what one end sent. */
export interface EndFrames {
  first: number | null;
  /** A SYN without ACK; SCTP's INIT, DCCP's Request. */
  syn: number | null;
  /** SYN and ACK; INIT ACK, Response. */
  synAck: number | null;
  /** With payload of which at least a byte was captured. */
  payload: number | null;
  fin: number | null;
  rst: number | null;
  /** An ICMP error that says that what this end sent could not be delivered. */
  unreachable: number | null;
  /** Any other ICMP error about what this end sent. */
  otherError: number | null;
}

type Event = keyof EndFrames;

/** Of endpoint a and of endpoint b. */
export interface FlowFrames {
  readonly a: EndFrames;
  readonly b: EndFrames;
}

/** What a batch brought, once its packets were counted. */
export interface CountedBatch {
  readonly headers: HeaderBatch;
  readonly flows: FlowTable;
  /** Per row: the number of its flow, or -1. */
  readonly flowOfRow: Int32Array;
  /** Frames counted so far, this batch's too. */
  readonly frames: number;
}

export class FlowWatch {
  readonly #wanted: FlowEnds;
  /** By IP protocol number. */
  readonly #found = new Map<number, FlowFrames>();
  /** Numbers of the wanted flows, and how many flows were asked whether they are. */
  #numbers: number[] = [];
  #asked = 0;

  constructor(wanted: FlowEnds) {
    this.#wanted = wanted;
  }

  /** The frames of a wanted flow. */
  framesOf(protocol: number): FlowFrames {
    const known = this.#found.get(protocol);
    if (known !== undefined) return known;
    const frames = { a: noFrames(), b: noFrames() };
    this.#found.set(protocol, frames);
    return frames;
  }

  /** Looks through a batch; each has to be shown, in their order. */
  look(batch: CountedBatch): void {
    this.#askNewFlows(batch.flows);
    const { headers, flowOfRow, frames } = batch;
    const firstFrame = frames - headers.count + 1;
    for (let row = 0; row < headers.count; row++) {
      const flow = flowOfRow[row];
      if (flow >= 0) {
        if (this.#numbers.includes(flow)) this.#note(batch, flow, row, firstFrame + row);
      } else if (headers.quoted[row] !== QUOTED_NONE) this.#noteError(headers, row, firstFrame + row);
    }
  }

  /** Flows get other numbers where some of them are folded. */
  #askNewFlows(flows: FlowTable): void {
    const isSame = (flow: number) => flow < flows.count && isBetween(flows, flow, this.#wanted);
    if (flows.count < this.#asked || !this.#numbers.every(isSame)) {
      this.#numbers = [];
      this.#asked = 0;
    }
    for (; this.#asked < flows.count; this.#asked++) {
      if (isBetween(flows, this.#asked, this.#wanted)) this.#numbers.push(this.#asked);
    }
  }

  #note({ headers, flows }: CountedBatch, flow: number, row: number, frame: number): void {
    const found = this.framesOf(flows.protocol(flow));
    const isLater = headers.fragment[row] === FRAGMENT_LATER;
    const end = this.#isFromA(headers, row, endOf(flows, flow, false), isLater) ? found.a : found.b;
    noteFirst(end, "first", frame);
    if (isLater) return;
    if (headers.payloadCaptured[row] > 0 && headers.payloadLength[row] > 0) noteFirst(end, "payload", frame);
    const bits = headers.evidence[row];
    if ((bits & SYN) !== 0) noteFirst(end, (bits & ACK) === 0 ? "syn" : "synAck", frame);
    if ((bits & FIN) !== 0) noteFirst(end, "fin", frame);
    if ((bits & RST) !== 0) noteFirst(end, "rst", frame);
  }

  /** A later fragment has no ports; two ends on one address cannot be told apart there, and a is taken. */
  #isFromA(headers: HeaderBatch, row: number, a: FlowEnd, isLater: boolean): boolean {
    const source = endInRow(headers, row, "source");
    return isLater ? source.address === a.address : isSameEnd(source, a);
  }

  #noteError(headers: HeaderBatch, row: number, frame: number): void {
    const { ends, protocol } = this.#wanted;
    if (protocol !== null && headers.protocol[row] !== protocol) return;
    const source = endInRow(headers, row, "source");
    const destination = endInRow(headers, row, "destination");
    const [x, y] = ends;
    const isOurs =
      (isSameEnd(source, x) && isSameEnd(destination, y)) ||
      (isSameEnd(source, y) && isSameEnd(destination, x));
    if (!isOurs) return;
    const found = this.framesOf(headers.protocol[row]);
    const isA = compareEnds(headers, row) <= 0;
    const kind = headers.quoted[row] === QUOTED_UNREACHABLE ? "unreachable" : "otherError";
    noteFirst(isA ? found.a : found.b, kind, frame);
  }
}

function noFrames(): EndFrames {
  return {
    first: null,
    syn: null,
    synAck: null,
    payload: null,
    fin: null,
    rst: null,
    unreachable: null,
    otherError: null,
  };
}

function noteFirst(end: EndFrames, event: Event, frame: number): void {
  end[event] ??= frame;
}

/** The source (or destination) of a row that has ports. */
export function endInRow(headers: HeaderBatch, row: number, which: "source" | "destination"): FlowEnd {
  const bytes = addressBytes(headers, row, which);
  return {
    address: headers.addressVersion[row] === 4 ? ipv4Text(bytes) : ipv6Text(bytes),
    port: which === "source" ? headers.sourcePort[row] : headers.destinationPort[row],
  };
}

function addressBytes(headers: HeaderBatch, row: number, which: "source" | "destination"): Uint8Array {
  const view = new DataView(new ArrayBuffer(16));
  const words =
    which === "source"
      ? [headers.source0, headers.source1, headers.source2, headers.source3]
      : [headers.destination0, headers.destination1, headers.destination2, headers.destination3];
  for (const [i, word] of words.entries()) view.setInt32(i * 4, word[row]);
  return new Uint8Array(view.buffer);
}

/** Below 0 where the source stands before the destination in the order of endpoints a and b: by address, then port. */
function compareEnds(headers: HeaderBatch, row: number): number {
  const length = headers.addressVersion[row] === 4 ? 4 : 16;
  const source = addressBytes(headers, row, "source");
  const destination = addressBytes(headers, row, "destination");
  for (let i = 0; i < length; i++) if (source[i] !== destination[i]) return source[i] - destination[i];
  return headers.sourcePort[row] - headers.destinationPort[row];
}
