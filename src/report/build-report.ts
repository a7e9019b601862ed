/** The report as plain data, from what the stages found out. */

import { addressText } from "../flows/addresses.ts";
import { VERDICT_FLOW, VERDICT_NOT_SELECTED } from "../headers/verdict.ts";
import { VERDICT_NAMES } from "../headers/verdict-names.ts";
import { CLUES } from "../roles/role.ts";
import { identifiedByService } from "../services/identified.ts";
import { rangeClass } from "../services/range-class.ts";
import type { ServiceTotals } from "../services/service.ts";
import { buildTimeline } from "./build-timeline.ts";
import { captureReport } from "./capture-report.ts";
import { findingReport } from "./finding-report.ts";
import { heaviest } from "./heaviest.ts";
import { type NamedService, nameServices } from "./name-services.ts";
import {
  type ClientReport,
  REPORT_SCHEMA,
  type Report,
  type RolesReport,
  type ServerReport,
  type ServiceReport,
  type VerdictReport,
} from "./report.ts";
import { sortRows } from "./selection.ts";
import type { Survey } from "./survey.ts";
import { timeText } from "./time-text.ts";
import { VERSION } from "./version.ts";

/**
 * Servers and clients that are listed one by one, those with most bytes first. A scan can bring millions; their
 * totals stay exact, and `omitted` says how many are not listed.
 */
const LISTED = 10_000;

export function buildReport(survey: Survey): Report {
  const { services } = survey;
  const names = nameServices(survey);
  const identified = identifiedByService(survey.spoken, services.services.length);
  const unordered = services.services.map((service, i) => serviceReport(service, names[i], identified[i]));
  const labels = unordered.map(({ label }) => label);
  const hostNames = new Map(survey.captures.flatMap(({ hostNames: known }) => [...known]));
  const verdicts = verdictReports(survey);
  const servers = serverReports(survey, unordered, hostNames);
  const clients = clientReports(survey, hostNames);
  return {
    schema: REPORT_SCHEMA,
    tool: { name: "portolan", version: VERSION },
    captures: survey.captures.map(captureReport),
    totals: {
      packets: verdicts.reduce((sum, { packets }) => sum + packets, 0),
      bytes: verdicts.reduce((sum, { bytes }) => sum + bytes, 0),
      flows: services.totals.flows,
      connections: services.totals.connections,
      services: unordered.length,
      clients: services.totals.clients,
      servers: services.totals.servers,
    },
    verdicts,
    services: sortRows(unordered, "bytes"),
    servers: servers.listed,
    clients: clients.listed,
    omitted: {
      flows: services.totals.folded,
      services: 0,
      servers: servers.omitted,
      clients: clients.omitted,
    },
    roles: rolesReport(survey),
    timeline: buildTimeline(survey, labels),
    findings: survey.found.findings.map(findingReport),
    ignoredFindings: survey.found.ignored,
  };
}

function serviceReport(totals: ServiceTotals, named: NamedService, identified: string[]): ServiceReport {
  const { transport, port, name, label, description } = named;
  return {
    transport,
    port,
    name,
    label,
    description,
    rangeClass: rangeClass(port),
    identified,
    flows: totals.flows,
    connections: totals.connections,
    clients: totals.clients,
    servers: totals.servers,
    packets: totals.packets,
    bytes: totals.bytes,
    bytesToServer: totals.bytesToServer,
    bytesToClient: totals.bytesToClient,
    firstSeen: timeText(totals.firstSeen),
    lastSeen: timeText(totals.lastSeen),
    answered: totals.answered,
    unanswered: totals.unanswered,
    refused: totals.refused,
  };
}

/** Verdicts that occurred, `flow` first. Flows that the filters left out count as `not-selected`. */
function verdictReports({ verdictPackets, verdictBytes, services, flows }: Survey): VerdictReport[] {
  const packets = Float64Array.from(verdictPackets);
  const bytes = Float64Array.from(verdictBytes);
  if (services.totals.flows < flows.count + flows.folded.withoutRecord) {
    packets[VERDICT_NOT_SELECTED] += packets[VERDICT_FLOW] - services.totals.packets;
    bytes[VERDICT_NOT_SELECTED] += bytes[VERDICT_FLOW] - services.totals.bytes;
    packets[VERDICT_FLOW] = services.totals.packets;
    bytes[VERDICT_FLOW] = services.totals.bytes;
  }
  return VERDICT_NAMES.map((verdict, i) => ({ verdict, packets: packets[i], bytes: bytes[i] })).filter(
    (row, i) => i === VERDICT_FLOW || row.packets > 0,
  );
}

interface Listing<Row> {
  readonly listed: Row[];
  readonly omitted: number;
}

function serverReports(
  { services, addresses }: Survey,
  names: readonly ServiceReport[],
  hostNames: ReadonlyMap<string, string>,
): Listing<ServerReport> {
  const { servers, serverTraffic } = services;
  const rows = heaviest(servers.count, LISTED, serverTraffic.bytes, () => true);
  const listed = Array.from(rows.listed, (row) => {
    const { transport, port, name, label } = names[servers.services.at(row)];
    const address = addressText(addresses.table, servers.addresses.at(row));
    return {
      address,
      host: hostNames.get(address) ?? null,
      transport,
      port,
      name,
      label,
      clients: serverTraffic.partners.at(row),
      flows: serverTraffic.flows.at(row),
      packets: serverTraffic.packets.at(row),
      bytes: serverTraffic.bytes.at(row),
    };
  });
  return { listed: sortRows(listed, "bytes"), omitted: rows.omitted };
}

function clientReports(
  { services, addresses }: Survey,
  hostNames: ReadonlyMap<string, string>,
): Listing<ClientReport> {
  const { clientTraffic } = services;
  const isClient = (row: number) => clientTraffic.partners.at(row) > 0;
  const rows = heaviest(addresses.table.count, LISTED, clientTraffic.bytes, isClient);
  const listed = Array.from(rows.listed, (row) => {
    const address = addressText(addresses.table, row);
    return {
      address,
      host: hostNames.get(address) ?? null,
      flows: clientTraffic.flows.at(row),
      services: clientTraffic.partners.at(row),
      packets: clientTraffic.packets.at(row),
      bytes: clientTraffic.bytes.at(row),
    };
  });
  return { listed: sortRows(listed, "bytes"), omitted: rows.omitted };
}

function rolesReport({ roles, services, flows }: Survey): RolesReport {
  const byClue = new Float64Array(CLUES.length);
  let decided = 0;
  let undecided = 0;
  for (let flow = 0; flow < flows.count; flow++) {
    if (services.ofFlow[flow] < 0) continue;
    const count = flows.flowsOf(flow);
    byClue[roles.decidedBy[flow]] += count;
    if (roles.isKnown(flow)) decided += count;
    else undecided += count;
  }
  const rows = CLUES.map((clue, i) => ({ clue, flows: byClue[i] }));
  return { decided, undecided, byClue: rows.filter((row) => row.flows > 0) };
}
