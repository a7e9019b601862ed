/** The page's data as the page works with them: rows of the report's tables, and flows as columns. */

import type { Report, ServiceReport } from "../../report.ts";
import { timeText } from "../../time-text.ts";
import type {
  Columns,
  FlowCourse,
  FlowEvidence,
  PageClient,
  PageData,
  PageServer,
  PageService,
} from "../page-data.ts";

export interface Model {
  readonly data: PageData;
  readonly services: readonly ServiceReport[];
  readonly servers: readonly PageServer[];
  readonly clients: readonly PageClient[];
  readonly flows: FlowRows;
  /** The report as the charts want it. */
  readonly report: Report;
}

/** Flows by column; a flow is its row's number. */
export interface FlowRows {
  readonly count: number;
  /** Flows that rows stand for. */
  readonly total: number;
  readonly omitted: number;
  readonly addresses: readonly string[];
  readonly hosts: ReadonlyMap<number, string>;
  readonly labels: readonly string[];
  readonly client: readonly number[];
  readonly clientPort: readonly number[];
  readonly server: readonly number[];
  readonly serverPort: readonly number[];
  readonly service: readonly number[];
  readonly bytesToServer: readonly number[];
  readonly bytesToClient: readonly number[];
  readonly packetsToServer: readonly number[];
  readonly packetsToClient: readonly number[];
  /** Microseconds after the base. */
  readonly first: readonly number[];
  readonly duration: readonly number[];
  readonly frame: readonly number[];
  readonly evidenceOf: (flow: number) => FlowEvidence;
  readonly courseOf: (flow: number) => FlowCourse;
  /** How many flows the row stands for. */
  readonly flowsOf: (flow: number) => number;
}

export function readModel(data: PageData): Model {
  const services = rowsOf<PageService>(data.services).map((row) => serviceOf(row, data.base));
  const servers = rowsOf<PageServer>(data.servers);
  const clients = rowsOf<PageClient>(data.clients);
  return {
    data,
    services,
    servers,
    clients,
    flows: flowRows(data, services),
    report: reportOf(data, services, servers),
  };
}

function rowsOf<Row extends object>(columns: Columns<Row>): Row[] {
  const named = Object.entries(columns) as [keyof Row, readonly Row[keyof Row][]][];
  const count = named.length === 0 ? 0 : named[0][1].length;
  return Array.from({ length: count }, (_, row) => {
    const made = {} as Row;
    for (const [name, values] of named) made[name] = values[row];
    return made;
  });
}

function serviceOf({ first, last, ...row }: PageService, base: number): ServiceReport {
  return {
    ...row,
    identified: [...row.identified],
    bytesToClient: row.bytes - row.bytesToServer,
    answered: row.flows - row.unanswered - row.refused,
    firstSeen: timeAfter(base, first),
    lastSeen: timeAfter(base, last),
  };
}

/** RFC 3339, `seconds` after the base. */
export function timeAfter(base: number, seconds: number): string {
  const whole = Math.floor(seconds);
  const nanoseconds = Math.round((seconds - whole) * 1e9);
  return nanoseconds < 1e9
    ? timeText({ seconds: base + whole, nanoseconds })
    : timeText({ seconds: base + whole + 1, nanoseconds: 0 });
}

function flowRows({ flows }: PageData, services: readonly ServiceReport[]): FlowRows {
  const labels = [...services.map(({ label }) => label), ...flows.otherLabels];
  const ports = labels.map((label) => Number.parseInt(label, 10));
  const flowsOf = (flow: number) => (flows.folded[flow] ?? 0) + 1;
  const more = Object.values(flows.folded).reduce((sum, count) => sum + count, 0);
  return {
    count: flows.client.length,
    total: flows.client.length + more,
    omitted: flows.omitted,
    addresses: flows.addresses,
    hosts: new Map(Object.entries(flows.hosts).map(([address, host]) => [Number(address), host])),
    labels,
    client: flows.client,
    clientPort: flows.clientPort,
    server: flows.server,
    serverPort: flows.service.map((service, flow) => flows.serverPort[flow] ?? ports[service]),
    service: flows.service,
    bytesToServer: flows.bytesToServer,
    bytesToClient: flows.bytesToClient,
    packetsToServer: flows.packetsToServer,
    packetsToClient: flows.packetsToClient,
    first: summedUp(flows.first),
    duration: flows.duration,
    frame: summedUp(flows.frame),
    evidenceOf: (flow) => flows.evidence[flows.because[flow]],
    courseOf: (flow) => flows.courses[flows.course[flow]],
    flowsOf,
  };
}

function summedUp(differences: readonly number[]): number[] {
  let sum = 0;
  return differences.map((difference) => {
    sum += difference;
    return sum;
  });
}

function reportOf(
  data: PageData,
  services: readonly ServiceReport[],
  servers: readonly PageServer[],
): Report {
  return {
    schema: "portolan.report/1",
    tool: { name: "portolan", version: data.version },
    captures: [...data.captures],
    totals: data.totals,
    verdicts: [],
    services: [...services],
    servers: servers.map(({ label, ...row }) => {
      const { port, transport } = readLabel(label);
      return { ...row, label, name: null, port, transport };
    }),
    clients: [],
    omitted: data.omitted,
    roles: { decided: 0, undecided: 0, byClue: [] },
    timeline: data.timeline,
    findings: [...data.findings],
    ignoredFindings: 0,
  };
}

/** `443/tcp (https)` → its port and transport. */
export function readLabel(label: string): { port: number; transport: ServiceReport["transport"] } {
  const [, port = "0", transport = "tcp"] = /^(\d+)\/([a-z]+)/.exec(label) ?? [];
  return { port: Number(port), transport: transport as ServiceReport["transport"] };
}
