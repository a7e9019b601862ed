/** Which protocols the payloads of each service's flows are, whatever its port says. */
import type { FlowTable } from "../flows/flow.ts";
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

/** `ofFlow`: per flow, the index of its service, or −1 for none. There are so many `services`. */
export function countSpoken(
  flows: FlowTable,
  protocols: ProtocolTable,
  ofFlow: Int32Array,
  services: number,
): SpokenProtocols {
  const pairs = new PairIndex();
  const counts: number[] = [];
  // Most flows of a service are of the protocol that the one before was of: that pair is found without a search.
  const lastProtocol = new Int16Array(services).fill(-1);
  const lastPair = new Int32Array(services);
  for (let flow = 0; flow < ofFlow.length; flow++) {
    const service = ofFlow[flow];
    if (service < 0) continue;
    const protocol = identifiedProtocol(protocols, flow);
    if (lastProtocol[service] !== protocol) {
      lastProtocol[service] = protocol;
      lastPair[service] = pairs.number(service, protocol);
    }
    const pair = lastPair[service];
    counts[pair] = (counts[pair] ?? 0) + flows.flowsOf(flow);
  }
  return { pairs, flows: counts };
}

/** By service: names of protocols, the one of most flows first. */
export function identifiedByService({ pairs, flows }: SpokenProtocols, services: number): string[][] {
  const found: string[][] = Array.from({ length: services }, () => []);
  const mostFirst = flows.map((_, pair) => pair).sort((one, other) => flows[other] - flows[one]);
  for (const pair of mostFirst) {
    if (pairs.second[pair] !== NO_PROTOCOL) found[pairs.first[pair]].push(PROTOCOL_NAMES[pairs.second[pair]]);
  }
  return found;
}
