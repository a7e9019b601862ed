/**
 * The report as GitHub Flavored Markdown: `analyze --markdown`, and `report.md` with its charts.
 */

import { escapeMarkdown, markdownCode } from "./escape.ts";
import { ignoredWords, shown, withoutPipes } from "./findings/finding-words.ts";
import { type MarkdownColumn, markdownTable } from "./markdown-table.ts";
import type { CaptureReport, Report, ServiceReport } from "./report.ts";
import { spanOf } from "./span.ts";
import {
  formatBitRate,
  formatBytes,
  formatCount,
  formatDuration,
  formatNumberOf,
  formatShare,
  formatTimeSpan,
} from "./units.ts";
import { captureName, foldedInWords, placeInWords, verdictInWords } from "./words.ts";

/** A picture beside the Markdown file. */
interface MarkdownChart {
  /** Relative address of the picture; made by portolan, never from a capture's text. */
  readonly file: string;
  readonly title: string;
  readonly description: string;
}

export interface MarkdownOptions {
  /** Rows a table at most; null for all. */
  readonly top: number | null;
  readonly charts: readonly MarkdownChart[];
}

interface Named {
  readonly host: string | null;
}

export function renderMarkdown(report: Report, { top, charts }: MarkdownOptions): string {
  const bytes = report.totals.bytes;
  const sections = [
    ["# Port usage", captureLines(report)],
    ...(report.totals.flows === 0 ? [["No flows of TCP, UDP, SCTP or DCCP."]] : []),
    ...charts.map(({ file, title, description }) => [`## ${title}`, `![${description}](${file})`]),
    section("Services", report.services, 0, top, [
      { title: "Service", cell: (row) => escapeMarkdown(row.label) },
      { title: "Range", cell: (row) => row.rangeClass },
      { title: "Share", align: "right", cell: (row) => share(row.bytes, bytes) },
      { title: "Bytes", align: "right", cell: (row) => formatBytes(row.bytes) },
      { title: "Packets", align: "right", cell: (row) => formatCount(row.packets) },
      { title: "Flows", align: "right", cell: (row) => formatCount(row.flows) },
      { title: "Clients", align: "right", cell: (row) => formatCount(row.clients) },
      { title: "Servers", align: "right", cell: (row) => formatCount(row.servers) },
      { title: "Answered", align: "right", cell: (row) => formatCount(row.answered) },
      { title: "Unanswered", align: "right", cell: (row) => formatCount(row.unanswered) },
      { title: "Refused", align: "right", cell: (row) => formatCount(row.refused) },
      ...identifiedColumn(report.services),
      { title: "What it is for", cell: (row) => escapeMarkdown(row.description ?? "") },
    ]),
    section("Servers", report.servers, report.omitted.servers, top, [
      { title: "Server", cell: (row) => markdownCode(row.address) },
      ...hostColumn(report.servers),
      { title: "Service", cell: (row) => escapeMarkdown(row.label) },
      { title: "Share", align: "right", cell: (row) => share(row.bytes, bytes) },
      { title: "Bytes", align: "right", cell: (row) => formatBytes(row.bytes) },
      { title: "Flows", align: "right", cell: (row) => formatCount(row.flows) },
      { title: "Clients", align: "right", cell: (row) => formatCount(row.clients) },
    ]),
    section("Clients", report.clients, report.omitted.clients, top, [
      { title: "Client", cell: (row) => markdownCode(row.address) },
      ...hostColumn(report.clients),
      { title: "Share", align: "right", cell: (row) => share(row.bytes, bytes) },
      { title: "Bytes", align: "right", cell: (row) => formatBytes(row.bytes) },
      { title: "Flows", align: "right", cell: (row) => formatCount(row.flows) },
      { title: "Services", align: "right", cell: (row) => formatCount(row.services) },
    ]),
    findingLines(report, top),
    qualityLines(report),
    [`Written by portolan ${escapeMarkdown(report.tool.version)}.`],
  ];
  return `${sections
    .flat()
    .filter((block) => block !== "")
    .join("\n\n")}\n`;
}

function findingLines({ findings, ignoredFindings }: Report, top: number | null): string[] {
  const table = section("Findings", findings.map(shown), 0, top, [
    { title: "Severity", cell: (row) => row.severity },
    { title: "Finding", cell: (row) => `**${escapeMarkdown(row.title)}** ${escapeMarkdown(row.detail)}` },
    { title: "To do", cell: (row) => escapeMarkdown(row.advice) },
    { title: "Flows", align: "right", cell: (row) => formatCount(row.flows) },
    { title: "Display filter", cell: (row) => markdownCode(withoutPipes(row.displayFilter)) },
  ]);
  const ignored = ignoredWords(ignoredFindings);
  if (ignored === null) return table;
  return [...(table.length === 0 ? ["## Findings"] : table), `${ignored}.`];
}

/** Only where any payload was recognised. */
function identifiedColumn(rows: readonly ServiceReport[]): MarkdownColumn<ServiceReport>[] {
  if (rows.every(({ identified }) => identified.length === 0)) return [];
  return [{ title: "Payload says", cell: ({ identified }) => escapeMarkdown(identified.join(", ")) }];
}

/** Only where the capture tells any host name. */
function hostColumn(rows: readonly Named[]): MarkdownColumn<Named>[] {
  if (rows.every(({ host }) => host === null)) return [];
  return [{ title: "Host name", cell: ({ host }) => markdownCode(host ?? "") }];
}

const share = (part: number, whole: number): string => escapeMarkdown(formatShare(part, whole));

function captureLines(report: Report): string {
  const { totals, captures } = report;
  const span = spanOf(report);
  const lines = captures.map(
    (capture) => `- File: ${markdownCode(captureName(capture.path))} (${aboutCapture(capture)})`,
  );
  if (span === null) lines.push("- Time: no packets");
  else {
    const duration = span.seconds > 0 ? `, ${formatDuration(span.seconds)}` : "";
    lines.push(`- Time: ${formatTimeSpan(span.firstSeen, span.lastSeen)}${duration}`);
  }
  const rate =
    span !== null && span.seconds > 0 ? `, ${formatBitRate((8 * totals.bytes) / span.seconds)}` : "";
  lines.push(`- Traffic: ${formatNumberOf(totals.packets, "packet")}, ${formatBytes(totals.bytes)}${rate}`);
  lines.push(
    `- In use: ${formatNumberOf(totals.services, "service")}, ${formatNumberOf(totals.servers, "server")}, ` +
      `${formatNumberOf(totals.clients, "client")}, ${formatNumberOf(totals.flows, "flow")}`,
  );
  for (const { path, format, droppedByCapture, problems } of captures) {
    if (droppedByCapture !== null) {
      lines.push(`- Dropped by the capture itself: ${formatNumberOf(droppedByCapture, "packet")}`);
    }
    for (const { message, offset } of problems) {
      const file = captures.length > 1 ? markdownCode(captureName(path)) : null;
      const where = [file, placeInWords({ format }, offset)].filter((word) => word !== null).join(", ");
      lines.push(`- **Damage:** ${escapeMarkdown(message)}${where === "" ? "" : ` (${where})`}`);
    }
  }
  return lines.join("\n");
}

function aboutCapture({ format, compression, linkTypes }: CaptureReport): string {
  const words = [format ?? "unknown format", compression, linkTypes.join(" + ")];
  return words
    .filter((word) => word !== null && word !== "")
    .map((word) => escapeMarkdown(word ?? ""))
    .join(", ");
}

function section<Row>(
  title: string,
  rows: readonly Row[],
  omitted: number,
  top: number | null,
  columns: readonly MarkdownColumn<Row>[],
): string[] {
  if (rows.length === 0) return [];
  const shown = top === null ? rows : rows.slice(0, top);
  const left = rows.length - shown.length + omitted;
  const more = left > 0 ? [`${formatCount(left)} more not shown.`] : [];
  return [`## ${title}`, markdownTable(shown, columns), ...more];
}

function qualityLines(report: Report): string[] {
  const { totals, roles } = report;
  const verdicts = report.verdicts.filter(({ packets }) => packets > 0);
  const table = section("Reading quality", verdicts, 0, null, [
    { title: "Packet verdict", cell: ({ verdict }) => escapeMarkdown(verdictInWords(verdict)) },
    { title: "Packets", align: "right", cell: ({ packets }) => formatCount(packets) },
    { title: "Share of packets", align: "right", cell: ({ packets }) => share(packets, totals.packets) },
    { title: "Bytes", align: "right", cell: ({ bytes }) => formatBytes(bytes) },
    { title: "Share of bytes", align: "right", cell: ({ bytes }) => share(bytes, totals.bytes) },
  ]);
  const flows = roles.decided + roles.undecided;
  if (flows === 0) return table;
  const clues = roles.byClue.map(({ clue, flows: count }) => `${escapeMarkdown(clue)} ${formatCount(count)}`);
  const decided = `Roles told by evidence: ${formatCount(roles.decided)} of ${formatNumberOf(flows, "flow")}`;
  const folded = foldedInWords(report);
  return [
    ...table,
    `${decided}${clues.length > 0 ? ` (${clues.join(", ")})` : ""}.`,
    ...(folded === null ? [] : [`${folded}.`]),
  ];
}
