/** Takes one packet apart while its bytes are there; what the whole capture says of its flow is added at the end. */

import { endsOf, type FlowEnds, flowsBetween } from "../../flows/flow-ends.ts";
import type { CountedBatch } from "../../flows/flow-frames.ts";
import { endInRow } from "../../flows/flow-frames.ts";
import type { HeaderDecoder } from "../../headers/decode.ts";
import { QUOTED_NONE } from "../../headers/header.ts";
import { LAYER_IPV6 } from "../../headers/layers.ts";
import { type PacketTrace, type TracedHeader, tracePacket } from "../../headers/trace.ts";
import { VERDICT_FLOW, VERDICT_NOT_SELECTED } from "../../headers/verdict.ts";
import { VERDICT_NAMES } from "../../headers/verdict-names.ts";
import { linkTypeName } from "../../records/link-types.ts";
import type { RecordBatch } from "../../records/record.ts";
import type { Survey } from "../survey.ts";
import { timeText } from "../time-text.ts";
import { verdictInWords } from "../words.ts";
import { damageOf } from "./damage.ts";
import { explanationHead, flowReportOf } from "./explain-flow.ts";
import type { ExplainedHeader, PacketExplanation, PacketExplanations } from "./explanation.ts";
import { fieldValue } from "./field-values.ts";
import { headerFormat } from "./packet-fields.ts";

/** A batch with what it was made of. */
export interface DecodedBatch extends CountedBatch {
  readonly decoder: HeaderDecoder;
  readonly records: RecordBatch;
}

type Seen = Omit<PacketExplanation, "flow">;

export class PacketWatch {
  readonly #frame: number;
  readonly #tunnels: "inner" | "outer";
  #seen: Seen | null = null;
  /** The flow by its ends, since numbers of flows may change. */
  #ends: FlowEnds | null = null;

  /** `frame`: counted from 1 over all captures. */
  constructor(frame: number, tunnels: "inner" | "outer") {
    this.#frame = frame;
    this.#tunnels = tunnels;
  }

  /** Looks through a batch; each has to be shown, in their order. */
  look(batch: DecodedBatch): void {
    const row = this.#frame - (batch.frames - batch.headers.count) - 1;
    if (row < 0 || row >= batch.headers.count) return;
    const { headers, flows, flowOfRow } = batch;
    const verdict = headers.verdict[row];
    const isCarried = verdict === VERDICT_FLOW && flowOfRow[row] >= 0;
    if (isCarried) this.#ends = endsOf(flows, flowOfRow[row]);
    else if (headers.quoted[row] !== QUOTED_NONE) {
      const ends = [endInRow(headers, row, "source"), endInRow(headers, row, "destination")] as const;
      this.#ends = { ends, protocol: headers.protocol[row] };
    }
    this.#seen = this.#explain(batch, row, isCarried ? "carrying" : this.#ends && "quoted");
  }

  #explain({ decoder, records, headers }: DecodedBatch, row: number, flowIs: Seen["flowIs"]): Seen {
    const verdict = headers.verdict[row];
    const name = VERDICT_NAMES[verdict];
    const trace = tracePacket(decoder, records, row, this.#tunnels);
    const start = records.offset[row];
    const frame = records.bytes.subarray(start, start + records.capturedLength[row]);
    const { linkType } = records.interfaces[records.interfaceIndex[row]];
    return {
      frame: this.#frame,
      time: timeText({ seconds: records.seconds[row], nanoseconds: records.nanoseconds[row] }),
      linkType: linkTypeName(linkType),
      length: records.originalLength[row],
      capturedLength: records.capturedLength[row],
      verdict: name,
      verdictInWords: verdict === VERDICT_FLOW ? "carried by a flow" : verdictInWords(name),
      headers: trace.headers.map((header) => explainedHeader(header, frame)),
      damage: verdict === VERDICT_NOT_SELECTED ? null : damageIn(trace, frame),
      flowIs,
    };
  }

  /** The packet with its flow; null where the captures have no such frame. */
  explanation(survey: Survey): PacketExplanations | null {
    if (this.#seen === null) return null;
    const [flow] = this.#ends === null ? [] : flowsBetween(survey.flows, this.#ends);
    return {
      ...explanationHead(survey),
      kind: "packet",
      packet: { ...this.#seen, flow: flow === undefined ? null : flowReportOf(survey, flow) },
    };
  }
}

function explainedHeader(
  { layer, offset, length, captured }: TracedHeader,
  frame: Uint8Array,
): ExplainedHeader {
  const { name, fields, length: ownLength } = headerFormat(layer);
  const header = frame.subarray(offset, offset + captured);
  return {
    name: layer === LAYER_IPV6 && (length ?? 0) > IPV6_LENGTH ? `${name} with extension headers` : name,
    offset,
    // A field that was not captured makes it 0.
    length: length ?? (ownLength?.(header) || null),
    fields: fields.map((field) => ({ name: field.name, value: fieldValue(field, header) })),
  };
}

/** Without extension headers, which are read with it. */
const IPV6_LENGTH = 40;

function damageIn(trace: PacketTrace, frame: Uint8Array) {
  const last = trace.headers.at(-1);
  return last === undefined ? null : damageOf(trace, last, frame);
}
