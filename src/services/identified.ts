/** Which protocols the payloads of each service's flows are, whatever its port says. */
import type { FlowTable } from "../flows/flow.ts";
import { inBlocks } from "../flows/in-blocks.ts";
import { KNOWN_ANSWERS_BYTES } from "../flows/known-answers.ts";
import { PairIndex } from "../flows/pair-index.ts";
import { NO_PROTOCOL, PROTOCOL_NAMES, type ProtocolTable } from "../protocols/protocol.ts";

/** What is less sure says nothing of a service. In hundredths. */
const LEAST_PERCENT = 75;

/** The id of the flow's protocol, 0 where none is sure enough. */
export function identifiedProtocol({ protocol, confidencePercent }: ProtocolTable, flow: number): number {
  return confidencePercent[flow] >= LEAST_PERCENT ? protocol[flow] : 0;
}

/** Which protocols are spoken on each service: pairs of a service's index and a protocol's id, 0 where none is sure enough. */
export interface SpokenProtocols {
  readonly pairs: PairIndex;
  /** By pair: flows. */
  readonly flows: readonly number[];
}

/** `ofFlow`: per flow, the index of its service, or −1 for none. */
export function countSpoken(flows: FlowTable, protocols: ProtocolTable, ofFlow: Int32Array): SpokenProtocols {
  const { columns, folded, memory } = flows;
  const { loops } = memory;
  const pairs = new PairIndex();
  const mark = columns.mark();
  const counts = columns.uint32(flows.count);
  loops.placeSpoken(
    columns.addressOf(ofFlow),
    columns.addressOf(protocols.protocol),
    columns.addressOf(protocols.confidencePercent),
    columns.take(KNOWN_ANSWERS_BYTES),
    counts.byteOffset,
    folded.groups > 0,
  );
  inBlocks(
    flows.count,
    (from, to) => loops.countSpokenFlows(LEAST_PERCENT, from, to),
    (flow) => {
      const protocol = identifiedProtocol(protocols, flow);
      loops.noteSpoken(ofFlow[flow], protocol, pairs.number(ofFlow[flow], protocol));
      return flow;
    },
  );
  const found = { pairs, flows: [...counts.subarray(0, pairs.count)] };
  columns.release(mark);
  return found;
}

/** By service: names of protocols, the one of most flows first; of equals, the lower id, whatever flow comes first. */
export function identifiedByService({ pairs, flows }: SpokenProtocols, services: number): string[][] {
  const found: string[][] = Array.from({ length: services }, () => []);
  const mostFirst = flows
    .map((_, pair) => pair)
    .sort((one, other) => flows[other] - flows[one] || pairs.second[one] - pairs.second[other]);
  for (const pair of mostFirst) {
    if (pairs.second[pair] !== NO_PROTOCOL) found[pairs.first[pair]].push(PROTOCOL_NAMES[pairs.second[pair]]);
  }
  return found;
}
