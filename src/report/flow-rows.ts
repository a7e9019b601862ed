/** Flows as objects, one at a time, as they are written. */
import { addressText } from "../flows/addresses.ts";
import { flowState, STATE_NAMES } from "../flows/state.ts";
import { lookUp, serviceLabel } from "../services/registry.ts";
import { communityId } from "./community-id.ts";
import type { FlowReport } from "./report.ts";
import type { Survey } from "./survey.ts";
import { timeText } from "./time-text.ts";
import { transportOf } from "./transports.ts";

/** The flows that were selected, in the order of their first packets. */
export function* flowRows(survey: Survey): Generator<FlowReport> {
  for (let flow = 0; flow < survey.flows.count; flow++) {
    if (survey.services.ofFlow[flow] >= 0) yield flowRow(survey, flow);
  }
}

function flowRow(survey: Survey, flow: number): FlowReport {
  const { flows, roles, addresses, encapsulations, userNames } = survey;
  const serverIsB = roles.serverIsB[flow] === 1;
  const a = { address: addressText(addresses.table, addresses.ofA[flow]), port: flows.portA(flow) };
  const b = { address: addressText(addresses.table, addresses.ofB[flow]), port: flows.portB(flow) };
  const server = serverIsB ? b : a;
  const transport = transportOf(flows.protocol(flow));
  const name = lookUp(transport, server.port, userNames)?.name ?? null;
  const directed = (aToB: number, bToA: number) =>
    serverIsB ? { toServer: aToB, toClient: bToA } : { toServer: bToA, toClient: aToB };
  return {
    transport,
    client: serverIsB ? a : b,
    server,
    role: {
      known: roles.isKnown(flow),
      confidence: roles.confidencePercent[flow] / 100,
      because: roles.because(flow),
    },
    service: { name, label: serviceLabel(transport, server.port, name), identified: null },
    packets: directed(flows.packetsAToB(flow), flows.packetsBToA(flow)),
    bytes: directed(flows.bytesAToB(flow), flows.bytesBToA(flow)),
    payloadBytes: directed(flows.payloadBytesAToB(flow), flows.payloadBytesBToA(flow)),
    connections: flows.connections(flow),
    state: STATE_NAMES[flowState(flows, flow)],
    firstSeen: timeText({ seconds: flows.firstSeconds(flow), nanoseconds: flows.firstNanoseconds(flow) }),
    lastSeen: timeText({ seconds: flows.lastSeconds(flow), nanoseconds: flows.lastNanoseconds(flow) }),
    firstFrame: flows.firstFrame(flow),
    via: encapsulations.words(flows.encapsulation(flow)),
    communityId: communityId(flows, flow),
  };
}
