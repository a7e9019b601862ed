/** Which protocols the payloads of each service's flows are, whatever its port says. */
import type { FlowTable } from "../flows/flow.ts";
import { PairIndex } from "../flows/pair-index.ts";
import { PROTOCOL_NAMES, type ProtocolTable } from "../protocols/protocol.ts";

/** What is less sure says nothing of a service. In hundredths. */
const LEAST_PERCENT = 75;

/** The id of the flow's protocol, 0 where none is sure enough. */
export function identifiedProtocol({ protocol, confidencePercent }: ProtocolTable, flow: number): number {
  return confidencePercent[flow] >= LEAST_PERCENT ? protocol[flow] : 0;
}

/**
 * By service: names of protocols, the one of most flows first. `ofFlow`: per flow, the index of its service, or −1 for
 * none.
 */
export function identifiedByService(
  flows: FlowTable,
  protocols: ProtocolTable,
  ofFlow: Int32Array,
  services: number,
): string[][] {
  const pairs = new PairIndex();
  const counts: number[] = [];
  // Most flows of a service are of the protocol that the one before was of: that pair is found without a search.
  const lastProtocol = new Uint8Array(services);
  const lastPair = new Int32Array(services);
  for (let flow = 0; flow < ofFlow.length; flow++) {
    const protocol = identifiedProtocol(protocols, flow);
    const service = ofFlow[flow];
    if (protocol === 0 || service < 0) continue;
    if (lastProtocol[service] !== protocol) {
      lastProtocol[service] = protocol;
      lastPair[service] = pairs.number(service, protocol);
    }
    const pair = lastPair[service];
    counts[pair] = (counts[pair] ?? 0) + flows.flowsOf(flow);
  }
  const found: string[][] = Array.from({ length: services }, () => []);
  const mostFirst = counts.map((_, pair) => pair).sort((one, other) => counts[other] - counts[one]);
  for (const pair of mostFirst) found[pairs.first[pair]].push(PROTOCOL_NAMES[pairs.second[pair]]);
  return found;
}
