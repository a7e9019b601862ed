/**
 * `index.html`: the report as one page that needs no network and runs no script. Its Content-Security-Policy
 * allows its own style sheet, by hash, and nothing else, so that markup which came in with a capture would do
 * nothing even if an escape were missing.
 */

import { createHash } from "node:crypto";
import { escapeHtml } from "./escape.ts";
import { STYLE_SHEET } from "./html-style.ts";
import { type HtmlColumn, htmlCount, htmlSection, htmlShare } from "./html-table.ts";
import type {
  ClientReport,
  FindingReport,
  Report,
  ServerReport,
  ServiceReport,
  VerdictReport,
} from "./report.ts";
import { spanOf } from "./span.ts";
import {
  formatBitRate,
  formatBytes,
  formatCount,
  formatDuration,
  formatNumberOf,
  formatTimeSpan,
} from "./units.ts";
import { captureFileName, captureName, foldedInWords, placeInWords, verdictInWords } from "./words.ts";

/** A chart as two SVG documents, one for each mode. */
export interface HtmlChart {
  readonly title: string;
  readonly light: string;
  readonly dark: string;
}

const ROWS_SHOWN = 200;
const FILES_NAMED = 4;
const REST_IN_JSON = 'see <a href="report.json">report.json</a> and <a href="flows.csv">flows.csv</a>';

export function renderHtml(report: Report, charts: readonly HtmlChart[]): string {
  const hash = createHash("sha256").update(STYLE_SHEET).digest("base64");
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  const files = fileNames(report);
  const sections = [
    findingSection(report.findings),
    chartSection(charts),
    serviceSection(report),
    serverSection(report),
    clientSection(report),
    qualitySection(report),
  ].filter((section) => section !== "");
  const empty = report.totals.flows === 0 ? '<p class="notice">No flows of TCP, UDP, SCTP or DCCP.</p>' : "";
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Port usage: ${files}</title>
<style>${STYLE_SHEET}</style>
</head>
<body>
<div class="page">
<a class="skip" href="#content">Skip to the report</a>
<header class="top">
<h1>Port usage of ${files}</h1>
<p class="about">${aboutLine(report)}</p>
</header>
<nav aria-label="Sections"><ul>
${NAVIGATION.filter(({ id }) => sections.some((section) => section.startsWith(`<section id="${id}"`)))
  .map(({ id, title }) => `<li><a href="#${id}">${title}</a></li>`)
  .join("\n")}
</ul></nav>
<main id="content">
${figures(report)}
${damageNotice(report)}${empty}
${sections.join("\n")}
</main>
<footer>Written by portolan ${escapeHtml(report.tool.version)}. Bytes are bytes on the wire of whole frames; times are UTC.</footer>
</div>
</body>
</html>
`;
}

const NAVIGATION = [
  { id: "findings", title: "Findings" },
  { id: "charts", title: "Charts" },
  { id: "services", title: "Services" },
  { id: "servers", title: "Servers" },
  { id: "clients", title: "Clients" },
  { id: "quality", title: "Reading quality" },
] as const;

function fileNames({ captures }: Report): string {
  const names = captures.map(({ path }) => captureFileName(path));
  const left = names.length - FILES_NAMED;
  const named = names.slice(0, FILES_NAMED).map((name) => escapeHtml(name));
  return left > 0 ? `${named.join(", ")} and ${formatNumberOf(left, "more file")}` : named.join(", ");
}

function aboutLine(report: Report): string {
  const formats = new Set<string>();
  for (const { format, compression, linkTypes } of report.captures) {
    for (const word of [format, compression, ...linkTypes]) if (word !== null) formats.add(word);
  }
  const span = spanOf(report);
  const time = span === null ? ["no packets"] : [formatTimeSpan(span.firstSeen, span.lastSeen)];
  if (span !== null && span.seconds > 0) time.push(formatDuration(span.seconds));
  return [...time, [...formats].join(", ")].map(escapeHtml).join(" · ");
}

function figures(report: Report): string {
  const { totals, captures } = report;
  const span = spanOf(report);
  const dropped = captures.reduce((total, capture) => total + (capture.droppedByCapture ?? 0), 0);
  const rows: [string, string][] = [
    ["Bytes", formatBytes(totals.bytes)],
    ["Packets", formatCount(totals.packets)],
    ["Flows", formatCount(totals.flows)],
    ["Services", formatCount(totals.services)],
    ["Servers", formatCount(totals.servers)],
    ["Clients", formatCount(totals.clients)],
  ];
  if (span !== null && span.seconds > 0)
    rows.push(["Mean rate", formatBitRate((8 * totals.bytes) / span.seconds)]);
  if (dropped > 0) rows.push(["Dropped by the capture", formatCount(dropped)]);
  const items = rows.map(([name, value]) => `<div><dt>${name}</dt><dd>${escapeHtml(value)}</dd></div>`);
  return `<dl class="figures">${items.join("")}</dl>`;
}

function damageNotice({ captures }: Report): string {
  const problems = captures.flatMap(({ path, format, problems: found }) =>
    found.map(({ message, offset }) => ({ path, message, place: placeInWords({ format }, offset) })),
  );
  if (problems.length === 0) return "";
  const items = problems.map(
    ({ path, message, place }) =>
      `<li><code>${escapeHtml(captureName(path))}</code>: ${escapeHtml(message)}${place === null ? "" : ` (${place})`}</li>`,
  );
  return `<div class="notice"><strong>Part of the input was damaged or cut.</strong> The figures hold for what was read.
<ul>${items.join("\n")}</ul></div>
`;
}

function chartSection(charts: readonly HtmlChart[]): string {
  if (charts.length === 0) return "";
  const pictures = charts.map(
    ({ title, light, dark }, index) =>
      `<figure aria-label="${escapeHtml(title)}" tabindex="0">` +
      `<div class="light-chart">${inlineSvg(light, `l${index}`)}</div>` +
      `<div class="dark-chart">${inlineSvg(dark, `d${index}`)}</div></figure>`,
  );
  return `<section id="charts" aria-labelledby="charts-title">
<h2 id="charts-title">Charts</h2>
<div class="charts">
${pictures.join("\n")}
</div></section>`;
}

/** An SVG document as an element of the page. Every document numbers its clip paths alike, so they get a prefix. */
function inlineSvg(svg: string, prefix: string): string {
  return svg
    .slice(svg.indexOf("<svg"))
    .trim()
    .replace(/ id="(cl_[0-9a-f]+)"/g, ` id="${prefix}-$1"`)
    .replace(/url\(#(cl_[0-9a-f]+)\)/g, `url(#${prefix}-$1)`);
}

function serviceSection({ services, totals }: Report): string {
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

function serverSection({ servers, omitted, totals }: Report): string {
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

function clientSection({ clients, omitted, totals }: Report): string {
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

function findingSection(findings: readonly FindingReport[]): string {
  const columns: HtmlColumn<FindingReport>[] = [
    {
      title: "Severity",
      cell: ({ severity }) => `<span class="severity-${escapeHtml(severity)}">${escapeHtml(severity)}</span>`,
    },
    { title: "Finding", kind: "words", cell: (row) => `<strong>${escapeHtml(row.title)}</strong>` },
    { title: "Detail", kind: "words", weight: "minor", cell: (row) => escapeHtml(row.detail) },
    { title: "Flows", kind: "number", weight: "middling", cell: (row) => htmlCount(row.flows) },
    {
      title: "Display filter",
      kind: "words",
      weight: "minor",
      cell: (row) => `<code>${escapeHtml(row.displayFilter)}</code>`,
    },
  ];
  return htmlSection(findings, columns, {
    id: "findings",
    title: "Findings",
    limit: ROWS_SHOWN,
    rest: REST_IN_JSON,
  });
}

function qualitySection(report: Report): string {
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
