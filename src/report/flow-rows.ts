/** Flows as objects, one at a time, as they are written. */
import { addressText } from "../flows/addresses.ts";
import { flowState, STATE_NAMES } from "../flows/state.ts";
import { communityId } from "./community-id.ts";
import { type NamedService, nameServices } from "./name-services.ts";
import type { FlowReport } from "./report.ts";
import type { Survey } from "./survey.ts";
import { timeText } from "./time-text.ts";

/** The flows that were selected, in the order of their first packets. */
export function* flowRows(survey: Survey): Generator<FlowReport> {
  const names = nameServices(survey);
  for (let flow = 0; flow < survey.flows.count; flow++) {
    const service = survey.services.ofFlow[flow];
    if (service >= 0) yield flowRow(survey, flow, names[service]);
  }
}

/** One flow; `named`: its service. */
export function flowRow(survey: Survey, flow: number, named: NamedService): FlowReport {
  const { flows, protocols, roles, negotiated, addresses, encapsulations } = survey;
  const identified = protocols.nameOf(flow);
  const kind = negotiated?.kindOf(flow) ?? null;
  const serverIsB = roles.serverIsB[flow] === 1;
  const a = { address: addressText(addresses.table, addresses.ofA[flow]), port: flows.portA(flow) };
  const b = { address: addressText(addresses.table, addresses.ofB[flow]), port: flows.portB(flow) };
  const server = serverIsB ? b : a;
  const directed = (aToB: number, bToA: number) =>
    serverIsB ? { toServer: aToB, toClient: bToA } : { toServer: bToA, toClient: aToB };
  return {
    transport: named.transport,
    client: serverIsB ? a : b,
    server,
    role: {
      known: roles.isKnown(flow),
      confidence: roles.confidencePercent[flow] / 100,
      because: roles.because(flow),
    },
    service: {
      name: named.name,
      label: named.label,
      identified,
      identifiedConfidence: identified === null ? null : protocols.confidencePercent[flow] / 100,
    },
    negotiated: kind && negotiated && { service: kind.service, frame: negotiated.frame[flow] },
    packets: directed(flows.packetsAToB(flow), flows.packetsBToA(flow)),
    bytes: directed(flows.bytesAToB(flow), flows.bytesBToA(flow)),
    payloadBytes: directed(flows.payloadBytesAToB(flow), flows.payloadBytesBToA(flow)),
    connections: flows.connections(flow),
    folded: flows.flowsOf(flow) - 1,
    state: STATE_NAMES[flowState(flows, flow)],
    firstSeen: timeText({ seconds: flows.firstSeconds(flow), nanoseconds: flows.firstNanoseconds(flow) }),
    lastSeen: timeText({ seconds: flows.lastSeconds(flow), nanoseconds: flows.lastNanoseconds(flow) }),
    firstFrame: flows.firstFrame(flow),
    via: encapsulations.words(flows.encapsulation(flow)),
    communityId: communityId(flows, flow),
  };
}
