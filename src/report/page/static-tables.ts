/** The tables of the page without its script, and on paper: services, servers, clients, reading quality. */

import { escapeHtml } from "../escape.ts";
import { type HtmlColumn, htmlCount, htmlSection, htmlShare } from "../html-table.ts";
import type { ClientReport, Report, ServerReport, ServiceReport, VerdictReport } from "../report.ts";
import { formatBytes, formatCount, formatNumberOf } from "../units.ts";
import { foldedInWords, verdictInWords } from "../words.ts";

const ROWS_SHOWN = 200;
const REST_IN_JSON = 'see <a href="report.json">report.json</a> and <a href="flows.csv">flows.csv</a>';

export function serviceTable({ services, totals }: Report): string {
  const largest = Math.max(0, ...services.slice(0, ROWS_SHOWN).map(({ bytes }) => bytes));
  const columns: HtmlColumn<ServiceReport>[] = [
    { title: "Service", kind: "head", cell: (row) => escapeHtml(row.label) },
    { title: "Range", weight: "wide", cell: (row) => row.rangeClass },
    { title: "Share of bytes", kind: "share", cell: (row) => htmlShare(row.bytes, totals.bytes, largest) },
    { title: "Bytes", kind: "number", cell: (row) => formatBytes(row.bytes) },
    { title: "Packets", kind: "number", weight: "wide", cell: (row) => htmlCount(row.packets) },
    { title: "Flows", kind: "number", weight: "middling", cell: (row) => htmlCount(row.flows) },
    { title: "Clients", kind: "number", weight: "middling", cell: (row) => htmlCount(row.clients) },
    { title: "Servers", kind: "number", weight: "middling", cell: (row) => htmlCount(row.servers) },
    { title: "Answered", kind: "number", weight: "wide", cell: (row) => htmlCount(row.answered) },
    { title: "Unanswered", kind: "number", weight: "minor", cell: (row) => htmlCount(row.unanswered) },
    {
      title: "Refused",
      kind: "number",
      weight: "middling",
      cell: (row) =>
        row.refused > 0 ? `<span class="bad">${formatCount(row.refused)}</span>` : htmlCount(0),
    },
    ...identifiedColumn(services),
    {
      title: "What it is for",
      kind: "words",
      weight: "minor",
      cell: (row) => escapeHtml(row.description ?? ""),
    },
  ];
  const rest = 'all are in <a href="services.csv">services.csv</a>';
  return htmlSection(services, columns, { id: "services", title: "Services", limit: ROWS_SHOWN, rest });
}

/** Only where any payload was recognised. */
function identifiedColumn(rows: readonly ServiceReport[]): HtmlColumn<ServiceReport>[] {
  if (rows.every(({ identified }) => identified.length === 0)) return [];
  const cell = ({ identified }: ServiceReport) => escapeHtml(identified.join(", "));
  return [{ title: "Payload says", weight: "wide", cell }];
}

export function serverTable({ servers, omitted, totals }: Report): string {
  const largest = Math.max(0, ...servers.slice(0, ROWS_SHOWN).map(({ bytes }) => bytes));
  const columns: HtmlColumn<ServerReport>[] = [
    { title: "Server", kind: "head", cell: (row) => `<code>${escapeHtml(row.address)}</code>` },
    ...hostColumn(servers),
    { title: "Service", cell: (row) => escapeHtml(row.label) },
    {
      title: "Share of bytes",
      kind: "share",
      weight: "middling",
      cell: (row) => htmlShare(row.bytes, totals.bytes, largest),
    },
    { title: "Bytes", kind: "number", cell: (row) => formatBytes(row.bytes) },
    { title: "Flows", kind: "number", weight: "middling", cell: (row) => htmlCount(row.flows) },
    { title: "Clients", kind: "number", weight: "middling", cell: (row) => htmlCount(row.clients) },
  ];
  return htmlSection(servers, columns, {
    id: "servers",
    title: "Servers",
    note: `${formatNumberOf(servers.length + omitted.servers, "port")} on ${formatNumberOf(totals.servers, "address", "addresses")}`,
    limit: ROWS_SHOWN,
    omitted: omitted.servers,
    rest: REST_IN_JSON,
  });
}

export function clientTable({ clients, omitted, totals }: Report): string {
  const largest = Math.max(0, ...clients.slice(0, ROWS_SHOWN).map(({ bytes }) => bytes));
  const columns: HtmlColumn<ClientReport>[] = [
    { title: "Client", kind: "head", cell: (row) => `<code>${escapeHtml(row.address)}</code>` },
    ...hostColumn(clients),
    {
      title: "Share of bytes",
      kind: "share",
      weight: "middling",
      cell: (row) => htmlShare(row.bytes, totals.bytes, largest),
    },
    { title: "Bytes", kind: "number", cell: (row) => formatBytes(row.bytes) },
    { title: "Flows", kind: "number", cell: (row) => htmlCount(row.flows) },
    { title: "Services", kind: "number", weight: "middling", cell: (row) => htmlCount(row.services) },
  ];
  return htmlSection(clients, columns, {
    id: "clients",
    title: "Clients",
    limit: ROWS_SHOWN,
    omitted: omitted.clients,
    rest: REST_IN_JSON,
  });
}

function hostColumn<Row extends { readonly host: string | null }>(rows: readonly Row[]): HtmlColumn<Row>[] {
  if (rows.every(({ host }) => host === null)) return [];
  return [{ title: "Host name", kind: "words", weight: "minor", cell: (row) => escapeHtml(row.host ?? "") }];
}

export function qualityTable(report: Report): string {
  const { verdicts, totals, roles } = report;
  const columns: HtmlColumn<VerdictReport>[] = [
    { title: "Packet verdict", kind: "head", cell: ({ verdict }) => escapeHtml(verdictInWords(verdict)) },
    { title: "Packets", kind: "number", cell: ({ packets }) => htmlCount(packets) },
    {
      title: "Share of packets",
      kind: "share",
      cell: ({ packets }) => htmlShare(packets, totals.packets, totals.packets),
    },
    { title: "Bytes", kind: "number", weight: "middling", cell: ({ bytes }) => formatBytes(bytes) },
  ];
  const flows = roles.decided + roles.undecided;
  const clues = roles.byClue
    .map(({ clue, flows: count }) => `${escapeHtml(clue)} ${formatCount(count)}`)
    .join(", ");
  const note =
    flows === 0
      ? "every packet has one verdict"
      : `roles told by evidence for ${formatCount(roles.decided)} of ${formatNumberOf(flows, "flow")}` +
        (clues === "" ? "" : `: ${clues}`);
  const folded = foldedInWords(report);
  return htmlSection(
    verdicts.filter(({ packets }) => packets > 0),
    columns,
    {
      id: "quality",
      title: "Reading quality",
      note: folded === null ? note : `${note}; ${folded}`,
      limit: ROWS_SHOWN,
      rest: "",
    },
  );
}
