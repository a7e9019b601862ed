/** Holds every figure of the engine against the reference's. */
import { addressText } from "../flows/addresses.ts";
import { VERDICT_NAMES } from "../headers/verdict-names.ts";
import type { Timestamp } from "../records/record.ts";
import type { Survey } from "../report/survey.ts";
import type { ServiceTotals } from "../services/service.ts";
import { transportOf } from "../services/transports.ts";
import type { ReferenceFlow } from "./flow.ts";
import type { ReferenceResult } from "./reference.ts";
import { type JudgedFlow, type ReferenceService, servicesOf } from "./services.ts";

export type Figure = number | boolean | null;

export interface Difference {
  /** What is counted, for instance `flow tcp 10.0.0.5 51514 10.0.0.9 443: bytes a to b`. */
  readonly figure: string;
  /** Null where one side has no such figure. */
  readonly engine: Figure;
  readonly reference: Figure;
}

export interface Comparison {
  /** Number of figures that were compared. */
  readonly compared: number;
  /** How many of them differ. */
  readonly differing: number;
  /** The first of those, at most `KEPT_DIFFERENCES`. */
  readonly differences: readonly Difference[];
}

/** A million flows that differ need not be told one by one. */
export const KEPT_DIFFERENCES = 1000;

type Row = Readonly<Record<string, Figure>>;

/** A row of figures on either side; undefined where a side has no such row. */
type Pair = readonly [name: string, engine: Row | undefined, reference: Row | undefined];

/** `isWhole`: whether the reference's file ended where a record ends; null where that is not compared. */
export function compare(survey: Survey, reference: ReferenceResult, isWhole: boolean | null): Comparison {
  const differences: Difference[] = [];
  let compared = 0;
  let differing = 0;
  for (const [name, engine, other] of pairs(survey, reference, isWhole)) {
    for (const figure of Object.keys(engine ?? other ?? {})) {
      const difference = {
        figure: `${name}: ${figure}`,
        engine: engine?.[figure] ?? null,
        reference: other?.[figure] ?? null,
      };
      compared += 1;
      if (difference.engine === difference.reference) continue;
      differing += 1;
      if (differences.length < KEPT_DIFFERENCES) differences.push(difference);
    }
  }
  return { compared, differing, differences };
}

function* pairs(survey: Survey, reference: ReferenceResult, isWhole: boolean | null): Generator<Pair> {
  const services = servicesOf(judgedFlows(survey, reference));
  yield ["capture", captureRow(survey, isWhole), referenceCaptureRow(reference, isWhole)];
  yield ["totals", totalsRow(survey), referenceTotalsRow(reference, services)];
  yield* verdictPairs(survey, reference);
  yield* flowPairs(survey, reference);
  yield* servicePairs(survey, services);
}

function captureRow({ captures: [capture] }: Survey, isWhole: boolean | null): Row {
  const { packets, bytes, capturedBytes, firstSeen, lastSeen, complete } = capture;
  return {
    packets,
    bytes,
    "captured bytes": capturedBytes,
    "first seen": firstSeen && microseconds(firstSeen),
    "last seen": lastSeen && microseconds(lastSeen),
    ...(isWhole === null ? {} : { complete }),
  };
}

function referenceCaptureRow(reference: ReferenceResult, isWhole: boolean | null): Row {
  const { packets, bytes, capturedBytes, firstSeen, lastSeen } = reference;
  return {
    packets,
    bytes,
    "captured bytes": capturedBytes,
    "first seen": firstSeen,
    "last seen": lastSeen,
    ...(isWhole === null ? {} : { complete: isWhole }),
  };
}

function totalsRow({ services: { services, totals }, flows }: Survey): Row {
  return {
    flows: flows.count,
    "packets of flows": totals.packets,
    "bytes of flows": totals.bytes,
    connections: totals.connections,
    services: services.length,
    clients: totals.clients,
    servers: totals.servers,
  };
}

function referenceTotalsRow(
  reference: ReferenceResult,
  services: ReadonlyMap<string, ReferenceService>,
): Row {
  const flows = [...reference.flows.values()];
  const all = [...services.values()];
  const distinct = (sets: readonly ReadonlySet<string>[]) => new Set(sets.flatMap((set) => [...set])).size;
  return {
    flows: flows.length,
    "packets of flows": sum(flows, ({ aToB, bToA }) => aToB.packets + bToA.packets),
    "bytes of flows": sum(flows, ({ aToB, bToA }) => aToB.bytes + bToA.bytes),
    connections: sum(flows, ({ connections }) => connections),
    services: services.size,
    clients: distinct(all.map(({ clients }) => clients)),
    servers: distinct(all.map(({ servers }) => servers)),
  };
}

function* verdictPairs({ verdictPackets, verdictBytes }: Survey, { verdicts }: ReferenceResult) {
  for (const [number, name] of VERDICT_NAMES.entries()) {
    const engine = { packets: verdictPackets[number], bytes: verdictBytes[number] };
    const { packets, bytes } = verdicts.get(name) ?? { packets: 0, bytes: 0 };
    yield [`verdict ${name}`, engine, { packets, bytes }] as const;
  }
}

function* flowPairs(survey: Survey, reference: ReferenceResult): Generator<Pair> {
  const seen = new Set<string>();
  for (let flow = 0; flow < survey.flows.count; flow++) {
    const key = flowKey(survey, flow);
    const other = reference.flows.get(key);
    seen.add(key);
    yield [`flow ${key}`, flowRow(survey, flow), other && referenceFlowRow(other)];
  }
  for (const [key, flow] of reference.flows) {
    if (!seen.has(key)) yield [`flow ${key}`, undefined, referenceFlowRow(flow)];
  }
}

function flowKey({ flows, addresses }: Survey, flow: number): string {
  const a = addressText(addresses.table, addresses.ofA[flow]);
  const b = addressText(addresses.table, addresses.ofB[flow]);
  return `${transportOf(flows.protocol(flow))} ${a} ${flows.portA(flow)} ${b} ${flows.portB(flow)}`;
}

function flowRow({ flows }: Survey, flow: number): Row {
  const first = { seconds: flows.firstSeconds(flow), nanoseconds: flows.firstNanoseconds(flow) };
  const last = { seconds: flows.lastSeconds(flow), nanoseconds: flows.lastNanoseconds(flow) };
  return {
    "packets a to b": flows.packetsAToB(flow),
    "packets b to a": flows.packetsBToA(flow),
    "bytes a to b": flows.bytesAToB(flow),
    "bytes b to a": flows.bytesBToA(flow),
    "payload bytes a to b": flows.payloadBytesAToB(flow),
    "payload bytes b to a": flows.payloadBytesBToA(flow),
    connections: flows.connections(flow),
    "first seen": microseconds(first),
    "last seen": microseconds(last),
    "first frame": flows.firstFrame(flow),
  };
}

function referenceFlowRow(flow: ReferenceFlow): Row {
  const { aToB, bToA, connections, firstSeen, lastSeen, firstFrame } = flow;
  return {
    "packets a to b": aToB.packets,
    "packets b to a": bToA.packets,
    "bytes a to b": aToB.bytes,
    "bytes b to a": bToA.bytes,
    "payload bytes a to b": aToB.payloadBytes,
    "payload bytes b to a": bToA.payloadBytes,
    connections,
    "first seen": firstSeen,
    "last seen": lastSeen,
    "first frame": firstFrame,
  };
}

/**
 * The reference's flows with the engine's word on who serves, and on what was negotiated for which service. Those that
 * the engine lacks differ already.
 */
function* judgedFlows(survey: Survey, reference: ReferenceResult): Generator<JudgedFlow> {
  for (let flow = 0; flow < survey.flows.count; flow++) {
    const found = reference.flows.get(flowKey(survey, flow));
    if (found === undefined) continue;
    const serverIsB = survey.roles.serverIsB[flow] === 1;
    const { port } = survey.negotiated?.kindOf(flow) ?? (serverIsB ? found.b : found.a);
    yield [found, serverIsB, port];
  }
}

function* servicePairs(survey: Survey, services: ReadonlyMap<string, ReferenceService>): Generator<Pair> {
  const seen = new Set<string>();
  for (const service of survey.services.services) {
    const name = `${service.port}/${transportOf(service.protocol)}`;
    const other = services.get(name);
    seen.add(name);
    yield [`service ${name}`, serviceRow(service), other && referenceServiceRow(other)];
  }
  for (const [name, service] of services) {
    if (!seen.has(name)) yield [`service ${name}`, undefined, referenceServiceRow(service)];
  }
}

function serviceRow(service: ServiceTotals): Row {
  return {
    flows: service.flows,
    connections: service.connections,
    clients: service.clients,
    servers: service.servers,
    packets: service.packets,
    bytes: service.bytes,
    "bytes to server": service.bytesToServer,
    "bytes to client": service.bytesToClient,
    "first seen": microseconds(service.firstSeen),
    "last seen": microseconds(service.lastSeen),
    answered: service.answered,
    unanswered: service.unanswered,
    refused: service.refused,
  };
}

function referenceServiceRow(service: ReferenceService): Row {
  return {
    flows: service.flows,
    connections: service.connections,
    clients: service.clients.size,
    servers: service.servers.size,
    packets: service.packets,
    bytes: service.bytes,
    "bytes to server": service.bytesToServer,
    "bytes to client": service.bytesToClient,
    "first seen": service.firstSeen,
    "last seen": service.lastSeen,
    answered: service.answered,
    unanswered: service.unanswered,
    refused: service.refused,
  };
}

/** Since 1970; exact, as classic pcap knows nothing finer. */
function microseconds({ seconds, nanoseconds }: Timestamp): number {
  return seconds * 1_000_000 + nanoseconds / 1000;
}

function sum<Row>(rows: readonly Row[], figure: (row: Row) => number): number {
  return rows.reduce((total, row) => total + figure(row), 0);
}
