/**
 * What `analyze`, `flows` and `ports` print in a terminal.
 */

import { createColors } from "picocolors";
import type { FlowReport, Report } from "./report.ts";
import { type SortableRow, sortRows, topRows } from "./selection.ts";
import type { Grouping, SortKey } from "./sort-keys.ts";
import { type ExpectedBy, findingSection } from "./terminal-findings.ts";
import { qualitySection, summarySection } from "./terminal-summary.ts";
import {
  clientColumns,
  flowColumns,
  type PortRow,
  portColumns,
  serverColumns,
  serviceColumns,
} from "./terminal-tables.ts";
import {
  type Column,
  drawHead,
  drawRows,
  layOutTable,
  renderTable,
  shorten,
  type TextStyle,
} from "./text-table.ts";
import { formatCount } from "./units.ts";

export interface TerminalOptions extends TextStyle {
  /** Rows a table at most; null for all. */
  readonly top: number | null;
  readonly sort: SortKey;
  /** Show the table of this grouping alone, below the summary; null for the whole report. */
  readonly by: Grouping | null;
  /** What the captures were held against: options of `check`, and files. Nothing unless told. */
  readonly expectedBy?: readonly ExpectedBy[];
}

/** Rows of a table where `--top` is not given. */
export const DEFAULT_TOP = 10;

/** The narrowest window that is laid out for; narrower ones wrap. */
const MINIMUM_WIDTH = 40;

/** The whole of `analyze`, with a line break at the end. No line is wider than the window. */
export function renderTerminal(report: Report, options: TerminalOptions): string {
  const style = { ...options, width: Math.max(MINIMUM_WIDTH, options.width) };
  const sections = [
    summarySection(report, style),
    ...mainSections(report, style),
    ...(options.by === null ? [findingSection(report, style), qualitySection(report, style)] : []),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

/** The table of `flows`, a piece at a time: widths are settled by the first rows, so memory stays bounded. */
export function* renderFlowTable(flows: Iterable<FlowReport>, options: TextStyle): Generator<string> {
  const style = { ...options, width: Math.max(MINIMUM_WIDTH, options.width) };
  const columns = flowColumns(style);
  let layout: ReturnType<typeof layOutTable<FlowReport>> | null = null;
  for (const rows of piecesOf(flows, FLOW_ROWS_A_PIECE)) {
    const lines: string[] = [];
    if (layout === null) {
      layout = layOutTable(rows, columns, style);
      lines.push(...drawHead(layout, style));
    }
    lines.push(...drawRows(rows, layout, style));
    yield `${lines.join("\n")}\n`;
  }
  if (layout === null) yield "  No flows.\n";
}

/** The table of `ports`; rows that have a group stand under its name. */
export function renderPortTable(rows: readonly PortRow[], options: TextStyle): string {
  const style = { ...options, width: Math.max(MINIMUM_WIDTH, options.width) };
  if (rows.length === 0) return "  No such port or service.\n";
  const columns = portColumns(style).filter(
    ({ title }) => title !== "Caution" || rows.some(({ caution }) => caution),
  );
  const layout = layOutTable(rows, columns, style);
  const colours = createColors(style.colour);
  const lines = drawHead(layout, style);
  for (const group of new Set(rows.map((row) => row.group))) {
    if (group !== undefined) lines.push("", colours.bold(shorten(group, style.width, style)));
    lines.push(
      ...drawRows(
        rows.filter((row) => row.group === group),
        layout,
        style,
      ),
    );
  }
  return `${lines.join("\n")}\n`;
}

const FLOW_ROWS_A_PIECE = 500;

function* piecesOf<Row>(rows: Iterable<Row>, length: number): Generator<Row[]> {
  let piece: Row[] = [];
  for (const row of rows) {
    piece.push(row);
    if (piece.length === length) {
      yield piece;
      piece = [];
    }
  }
  if (piece.length > 0) yield piece;
}

function mainSections(report: Report, options: TerminalOptions): string[][] {
  const { by } = options;
  const bytes = report.totals.bytes;
  const sections: string[][] = [];
  if (report.totals.flows === 0)
    return [[shorten("  No flows of TCP, UDP, SCTP or DCCP.", options.width, options)]];
  if (by === null || by === "service") {
    sections.push(
      tableSection("Services", report.services, 0, (rows) => serviceColumns(rows, bytes, options), options),
    );
  }
  if (by === null || by === "server") {
    sections.push(
      tableSection(
        "Servers",
        report.servers,
        report.omitted.servers,
        (rows) => serverColumns(rows, bytes, options),
        options,
      ),
    );
  }
  if (by === null || by === "client") {
    sections.push(
      tableSection(
        "Clients",
        report.clients,
        report.omitted.clients,
        (rows) => clientColumns(rows, bytes, options),
        options,
      ),
    );
  }
  return sections;
}

function tableSection<Row extends SortableRow>(
  title: string,
  rows: readonly Row[],
  omitted: number,
  columnsFor: (shown: readonly Row[]) => readonly Column<Row>[],
  options: TerminalOptions,
): string[] {
  if (rows.length === 0) return [];
  const shown = topRows(sortRows(rows, options.sort), options.top);
  const colours = createColors(options.colour);
  const plainTitle = shorten(
    sectionTitle(title, shown.length, rows.length + omitted, options),
    options.width,
    options,
  );
  const heading = `${colours.bold(plainTitle.slice(0, title.length))}${colours.dim(plainTitle.slice(title.length))}`;
  return [heading, "", ...renderTable(shown, columnsFor(shown), options)];
}

function sectionTitle(title: string, shown: number, all: number, { sort }: TerminalOptions): string {
  const order = sort === "port" ? "by port" : `by ${sort}`;
  return shown < all
    ? `${title} ${order}, ${formatCount(shown)} of ${formatCount(all)} (--top N for more)`
    : `${title} ${order}`;
}
