import { addressText } from "../../src/flows/addresses.ts";
import type { Survey } from "../../src/report/survey.ts";

/** The counters of one flow, as the engine has them. */
export interface FlowCounters {
  readonly packets: readonly [aToB: number, bToA: number];
  readonly bytes: readonly [aToB: number, bToA: number];
  readonly payloadBytes: readonly [aToB: number, bToA: number];
  readonly connections: number;
}

/** By protocol number and ends, in the order of first packets. */
export function flowCounters({ flows, addresses }: Survey): Map<string, FlowCounters> {
  const counters = new Map<string, FlowCounters>();
  for (let flow = 0; flow < flows.count; flow++) {
    const a = `${addressText(addresses.table, addresses.ofA[flow])} ${flows.portA(flow)}`;
    const b = `${addressText(addresses.table, addresses.ofB[flow])} ${flows.portB(flow)}`;
    counters.set(`${flows.protocol(flow)} ${a} ${b}`, {
      packets: [flows.packetsAToB(flow), flows.packetsBToA(flow)],
      bytes: [flows.bytesAToB(flow), flows.bytesBToA(flow)],
      payloadBytes: [flows.payloadBytesAToB(flow), flows.payloadBytesBToA(flow)],
      connections: flows.connections(flow),
    });
  }
  return counters;
}
