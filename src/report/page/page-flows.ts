/** The flows of most bytes, in the order of their first packets, as columns for the page. */

import { addressText } from "../../flows/addresses.ts";
import { flowState, STATE_NAMES } from "../../flows/state.ts";
import { OUTCOME_NAMES } from "../../services/outcome-names.ts";
import { heaviest } from "../heaviest.ts";
import { type NamedService, nameServices, serviceKey } from "../name-services.ts";
import type { Survey } from "../survey.ts";
import type { FlowCourse, FlowEvidence, PageFlows } from "./page-data.ts";

export interface PageFlowOptions {
  /** Flows that are listed, at most. */
  readonly limit: number;
  /** Whole seconds that times are counted from. */
  readonly base: number;
  /** The services that the page lists, by `serviceKey`: their rows. */
  readonly listed: ReadonlyMap<string, number>;
}

export function pageFlows(survey: Survey, { limit, base, listed }: PageFlowOptions): PageFlows {
  const { flows, roles, addresses, services } = survey;
  const chosen = heaviestFlows(survey, limit);
  const named = nameServices(survey);
  const texts = new Numbered<number>((address) => addressText(addresses.table, address));
  const labels = new ServiceLabels(named, listed);
  const evidence = new Distinct<FlowEvidence>();
  const courses = new Distinct<FlowCourse>();
  const columns = emptyColumns();
  const serverPort: Record<string, number> = {};
  const folded: Record<string, number> = {};
  let lastFirst = 0;
  let lastFrame = 0;
  for (const flow of chosen.listed) {
    const serverIsB = roles.serverIsB[flow] === 1;
    const row = columns.client.length;
    const service = services.ofFlow[flow];
    const port = serverIsB ? flows.portB(flow) : flows.portA(flow);
    if (port !== named[service].port) serverPort[row] = port;
    const more = flows.flowsOf(flow) - 1;
    if (more > 0) folded[row] = more;
    columns.client.push(texts.numberOf(serverIsB ? addresses.ofA[flow] : addresses.ofB[flow]));
    columns.clientPort.push(serverIsB ? flows.portA(flow) : flows.portB(flow));
    columns.server.push(texts.numberOf(serverIsB ? addresses.ofB[flow] : addresses.ofA[flow]));
    columns.service.push(labels.numberOf(service));
    const [bytes, packets] = [
      [flows.bytesAToB(flow), flows.bytesBToA(flow)],
      [flows.packetsAToB(flow), flows.packetsBToA(flow)],
    ];
    const [toServer, toClient] = serverIsB ? [0, 1] : [1, 0];
    columns.bytesToServer.push(bytes[toServer]);
    columns.bytesToClient.push(bytes[toClient]);
    columns.packetsToServer.push(packets[toServer]);
    columns.packetsToClient.push(packets[toClient]);
    const first = microseconds(flows.firstSeconds(flow) - base, flows.firstNanoseconds(flow));
    const last = microseconds(flows.lastSeconds(flow) - base, flows.lastNanoseconds(flow));
    columns.first.push(first - lastFirst);
    columns.duration.push(Math.max(0, last - first));
    columns.frame.push(flows.firstFrame(flow) - lastFrame);
    lastFirst = first;
    lastFrame = flows.firstFrame(flow);
    columns.because.push(evidence.numberOf(evidenceOf(survey, flow)));
    columns.course.push(courses.numberOf(courseOf(survey, flow)));
  }
  return {
    omitted: services.totals.flows - countListed(survey, chosen.listed),
    addresses: texts.texts,
    hosts: hostsOf(survey, texts.texts),
    otherLabels: labels.others,
    evidence: evidence.rows,
    courses: courses.rows,
    ...columns,
    serverPort,
    folded,
  };
}

/** Rows of selected flows, ascending. */
function heaviestFlows({ flows, services }: Survey, limit: number): { listed: Int32Array } {
  const weights = new Float64Array(flows.count);
  for (let flow = 0; flow < flows.count; flow++) {
    weights[flow] = flows.bytesAToB(flow) + flows.bytesBToA(flow);
  }
  const { listed } = heaviest(flows.count, limit, weights, (flow) => services.ofFlow[flow] >= 0);
  return { listed: listed.sort() };
}

function countListed({ flows }: Survey, listed: Int32Array): number {
  return listed.reduce((total, flow) => total + flows.flowsOf(flow), 0);
}

function microseconds(seconds: number, nanoseconds: number): number {
  return seconds * 1e6 + Math.floor(nanoseconds / 1000);
}

function emptyColumns() {
  const column = (): number[] => [];
  return {
    client: column(),
    clientPort: column(),
    server: column(),
    service: column(),
    bytesToServer: column(),
    bytesToClient: column(),
    packetsToServer: column(),
    packetsToClient: column(),
    first: column(),
    duration: column(),
    frame: column(),
    because: column(),
    course: column(),
  };
}

function evidenceOf({ roles }: Survey, flow: number): FlowEvidence {
  const confidence = roles.confidencePercent[flow] / 100;
  return { known: roles.isKnown(flow), confidence, because: roles.because(flow) };
}

function courseOf(survey: Survey, flow: number): FlowCourse {
  const { flows, services, protocols, negotiated, encapsulations } = survey;
  return {
    state: STATE_NAMES[flowState(flows, flow)],
    outcome: OUTCOME_NAMES[services.outcome[flow]],
    identified: protocols.nameOf(flow),
    via: encapsulations.words(flows.encapsulation(flow)).join(", "),
    negotiated: negotiated?.kindOf(flow)?.service ?? null,
  };
}

function hostsOf({ captures }: Survey, addresses: readonly string[]): Record<string, string> {
  const names = new Map(captures.flatMap(({ hostNames }) => [...hostNames]));
  const hosts: Record<string, string> = {};
  if (names.size === 0) return hosts;
  for (const [number, address] of addresses.entries()) {
    const name = names.get(address);
    if (name !== undefined) hosts[number] = name;
  }
  return hosts;
}

/** Numbers for things as they are met, with a text for each. */
class Numbered<Thing> {
  readonly texts: string[] = [];
  private readonly numbers = new Map<Thing, number>();
  private readonly textOf: (thing: Thing) => string;

  constructor(textOf: (thing: Thing) => string) {
    this.textOf = textOf;
  }

  numberOf(thing: Thing): number {
    const known = this.numbers.get(thing);
    if (known !== undefined) return known;
    this.numbers.set(thing, this.texts.length);
    return this.texts.push(this.textOf(thing)) - 1;
  }
}

/** Rows that are equal have one number. */
class Distinct<Row> {
  readonly rows: Row[] = [];
  private readonly numbers = new Map<string, number>();

  numberOf(row: Row): number {
    const key = JSON.stringify(row);
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.rows.length);
    return this.rows.push(row) - 1;
  }
}

/** The numbers of services' labels: rows of the page's table, then others. */
class ServiceLabels {
  readonly others: string[] = [];
  private readonly numbers = new Map<number, number>();
  private readonly named: readonly NamedService[];
  private readonly listed: ReadonlyMap<string, number>;

  constructor(named: readonly NamedService[], listed: ReadonlyMap<string, number>) {
    this.named = named;
    this.listed = listed;
  }

  numberOf(service: number): number {
    const known = this.numbers.get(service);
    if (known !== undefined) return known;
    const named = this.named[service];
    const number = this.listed.get(serviceKey(named)) ?? this.listed.size + this.others.push(named.label) - 1;
    this.numbers.set(service, number);
    return number;
  }
}
