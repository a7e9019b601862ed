/** `diff` in the terminal: a table a kind of difference, as wide as the window. */
import { createColors } from "picocolors";
import { DIFFERENCE_KINDS, type DifferenceKind } from "../../findings/diff/difference.ts";
import { escapeText } from "../escape.ts";
import { someOf } from "../findings/finding-words.ts";
import { exitColour, severityColour } from "../terminal-findings.ts";
import { type Column, renderTable, shorten, shortenMiddle, type TextStyle } from "../text-table.ts";
import { formatCount } from "../units.ts";
import { wrapWords } from "../wrap-words.ts";
import type { DifferenceReport, DiffReport } from "./diff-report.ts";
import {
  clientCountOf,
  firstFrameOf,
  KIND_HEADINGS,
  placeNow,
  portWords,
  serviceOf,
  summaryWords,
  verdictWords,
} from "./diff-words.ts";

export interface DiffTextOptions extends TextStyle {
  /** Rows of each kind, at most. */
  readonly top: number;
}

/** Rows of each kind where `--top` is not given. */
export const DEFAULT_TOP = 20;

/** The narrowest window that is laid out for; narrower ones wrap. */
const MINIMUM_WIDTH = 40;
const MOST_WORDS_WIDTH = 100;
/** `255.255.255.255` */
const ADDRESS_MINIMUM_WIDTH = 15;
/** `5432/tcp (postgr…)` */
const SERVICE_MINIMUM_WIDTH = 18;
const TEXT_MAXIMUM_WIDTH = 44;
const PORTS_SHOWN = 4;

/** All of it, with a line break at the end. No line is wider than the window. */
export function renderDiffText(report: DiffReport, options: DiffTextOptions): string {
  const style = { ...options, width: Math.max(MINIMUM_WIDTH, options.width) };
  const sections = [
    ...DIFFERENCE_KINDS.map((kind) => kindSection(kind, report, style)),
    endLines(report, style),
  ];
  const told = sections.filter((lines) => lines.length > 0);
  return `${told.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

/** What nobody asks for any more is counted at the end only. */
function kindSection(kind: DifferenceKind, { differences }: DiffReport, style: DiffTextOptions): string[] {
  const rows = differences.filter((difference) => difference.kind === kind);
  if (rows.length === 0 || kind === "untried") return [];
  const colours = createColors(style.colour);
  const shown = rows.slice(0, style.top);
  const services = shown.filter(({ attempts }) => attempts === null);
  const clients = shown.filter(({ attempts }) => attempts !== null);
  const more = rows.length - shown.length;
  return [
    `${colours.bold(KIND_HEADINGS[kind])}${colours.dim(`, ${formatCount(rows.length)}`)}`,
    "",
    ...(services.length > 0 ? tableOf(services, serviceColumns(kind, style), style) : []),
    ...(services.length > 0 && clients.length > 0 ? [""] : []),
    ...(clients.length > 0 ? tableOf(clients, clientColumns(style), style) : []),
    ...(more > 0
      ? [colours.dim(`  ${style.unicode ? "…" : "..."} and ${formatCount(more)} more (--top N)`)]
      : []),
  ];
}

type DiffColumn = Column<DifferenceReport>;

/** Without columns that have nothing to say: a lock knows of no clients and no frames. */
function tableOf(
  rows: readonly DifferenceReport[],
  columns: readonly DiffColumn[],
  style: TextStyle,
): string[] {
  const told = columns.filter(({ cell }) => rows.some((row) => cell(row, TEXT_MAXIMUM_WIDTH) !== ""));
  return renderTable(rows, told, style);
}

const SEVERITY: DiffColumn = {
  title: "Severity",
  priority: 80,
  cell: ({ severity }) => severity,
  colour: (text, { severity }, colours) => severityColour(severity, colours)(text),
};

const FRAME: DiffColumn = { title: "Frame", align: "right", priority: 40, cell: firstFrameOf };
const CLIENTS: DiffColumn = { title: "Clients", align: "right", priority: 50, cell: clientCountOf };

function serviceColumns(kind: DifferenceKind, style: TextStyle): DiffColumn[] {
  const column = (title: string, priority: number, text: (row: DifferenceReport) => string) =>
    textColumn(title, priority, style, text);
  const payload = (service: DifferenceReport["after"]) => service?.identified.join(", ") ?? "";
  switch (kind) {
    case "moved":
      return [
        SEVERITY,
        column("Server", 100, ({ before }) => before?.server ?? ""),
        column("Service", 98, ({ before }) => portWords(before)),
        column("Is now", 99, placeNow),
        column("Payload", 60, ({ after }) => payload(after)),
        CLIENTS,
        FRAME,
      ];
    case "identified":
      return [
        SEVERITY,
        column("Server", 100, (row) => serviceOf(row)?.server ?? ""),
        column("Service", 98, (row) => portWords(serviceOf(row))),
        column("Was", 97, ({ before }) => payload(before)),
        column("Is", 99, ({ after }) => payload(after)),
        CLIENTS,
        FRAME,
      ];
    default:
      return [
        SEVERITY,
        column("Server", 100, (row) => serviceOf(row)?.server ?? ""),
        column("Service", 98, (row) => portWords(serviceOf(row))),
        column("Payload", 60, (row) => payload(serviceOf(row))),
        CLIENTS,
        FRAME,
      ];
  }
}

/** Of clients that tried many services. */
function clientColumns(style: TextStyle): DiffColumn[] {
  return [
    SEVERITY,
    textColumn("Client", 100, style, ({ attempts }) => attempts?.client ?? ""),
    {
      title: "Services",
      align: "right",
      priority: 98,
      cell: ({ attempts }) => formatCount(attempts?.services ?? 0),
    },
    {
      title: "Servers",
      align: "right",
      priority: 90,
      cell: ({ attempts }) => formatCount((attempts?.servers.length ?? 0) + (attempts?.omittedServers ?? 0)),
    },
    textColumn("Ports", 60, style, ({ attempts }) => someOf(attempts?.ports ?? [], PORTS_SHOWN)),
    FRAME,
  ];
}

function textColumn(
  title: string,
  priority: number,
  style: TextStyle,
  text: (row: DifferenceReport) => string,
): DiffColumn {
  const cut = title === "Server" || title === "Client" ? shortenMiddle : shorten;
  return {
    title,
    priority,
    minimumWidth: LEAST_WIDTHS[title] ?? title.length,
    maximumWidth: TEXT_MAXIMUM_WIDTH,
    cell: (row, width) => cut(escapeText(text(row)), width, style),
  };
}

/** By the column's title; others may be as narrow as that. */
const LEAST_WIDTHS: Readonly<Record<string, number>> = {
  Server: ADDRESS_MINIMUM_WIDTH,
  Client: ADDRESS_MINIMUM_WIDTH,
  Service: SERVICE_MINIMUM_WIDTH,
  "Is now": SERVICE_MINIMUM_WIDTH,
};

/** The last lines: how many of what, and how it ends. */
function endLines(report: DiffReport, style: TextStyle): string[] {
  const colours = createColors(style.colour);
  const { before, after, count, more } = summaryWords(report);
  const colour = exitColour(report.exit, colours);
  const width = Math.min(style.width, MOST_WORDS_WIDTH);
  return [
    ...wrapWords(escapeText(`${before} ${style.unicode ? "→" : "->"} ${after}: ${count}.${more}`), width),
    ...wrapWords(verdictWords(report), width).map((line) => colours.bold(colour(line))),
  ];
}
