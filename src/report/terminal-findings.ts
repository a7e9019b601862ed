/** The findings in `analyze`: what there is, in a line or two each; `check` tells all of it. */
import { createColors } from "picocolors";
import type { Severity } from "../findings/finding.ts";
import type { ExitReport } from "./findings/check-report.ts";
import { shown } from "./findings/finding-words.ts";
import { plain } from "./plain-text.ts";
import type { FindingReport, Report } from "./report.ts";
import { topRows } from "./selection.ts";
import { type Colours, type Column, renderTable, type TextStyle } from "./text-table.ts";
import { formatCount, formatNumberOf } from "./units.ts";
import { wrapWords } from "./wrap-words.ts";

export interface ExpectedBy {
  readonly option: "--policy" | "--baseline";
  readonly path: string;
}

interface FindingStyle extends TextStyle {
  readonly expectedBy?: readonly ExpectedBy[];
  /** Rows at most; null for all. */
  readonly top: number | null;
}

/** A line of the table: a long title goes on in the next, which has nothing else. */
interface TitleLine {
  readonly severity: Severity;
  readonly isFirst: boolean;
  readonly title: string;
  readonly flows: number;
}

const INDENT = 2;
/** `critical`, and the gap behind it. */
const SEVERITY_WIDTH = 10;
/** The gap before a count of flows, and the count. */
const FLOWS_WIDTH = 12;
const LONGEST_TITLE_WIDTH = 100;

/** Empty where there is nothing to tell. Findings for information are counted only. */
export function findingSection(report: Report, style: FindingStyle): string[] {
  const { findings, ignoredFindings } = report;
  if (findings.length === 0 && ignoredFindings === 0) return [];
  const colours = createColors(style.colour);
  const told = findings.filter(({ severity }) => severity !== "info");
  const rows = topRows(told, style.top);
  const count =
    rows.length < told.length ? ` ${formatCount(rows.length)} of ${formatCount(told.length)}` : "";
  const table = renderTable(
    rows.flatMap((finding) => titleLines(finding, style)),
    COLUMNS,
    style,
  );
  return [
    `${colours.bold("Findings")}${colours.dim(count)}`,
    "",
    ...(rows.length === 0 ? [] : [...table, ""]),
    ...noteLines(report, style).map((line) => `${" ".repeat(INDENT)}${colours.dim(line)}`),
  ];
}

function titleLines(finding: FindingReport, style: TextStyle): TitleLine[] {
  const { severity, title, flows } = shown(finding);
  const width = Math.min(LONGEST_TITLE_WIDTH, style.width - INDENT - SEVERITY_WIDTH - FLOWS_WIDTH);
  return wrapWords(plain(title, style), width).map((line, index) => ({
    severity,
    isFirst: index === 0,
    title: line,
    flows,
  }));
}

const COLUMNS: readonly Column<TitleLine>[] = [
  {
    title: "Severity",
    priority: 95,
    cell: ({ severity, isFirst }) => (isFirst ? severity : ""),
    colour: (text, { severity }, colours) => severityColour(severity, colours)(text),
  },
  { title: "Finding", priority: 100, minimumWidth: 10, cell: ({ title }) => title },
  {
    title: "Flows",
    align: "right",
    priority: 60,
    cell: ({ flows, isFirst }) => (isFirst ? formatCount(flows) : ""),
  },
];

/** What the table leaves out, and where to read on. */
function noteLines({ findings, ignoredFindings, captures }: Report, style: FindingStyle): string[] {
  const forInformation = findings.filter(({ severity }) => severity === "info").length;
  const left = [
    ...(forInformation === 0 ? [] : [`${formatNumberOf(forInformation, "finding")} for information only`]),
    ...(ignoredFindings === 0 ? [] : [`${formatCount(ignoredFindings)} ignored by the policy`]),
  ];
  const capture = captures.length === 1 ? shellWord(captures[0].path) : null;
  const { expectedBy = [] } = style;
  const command = [
    `portolan check ${capture ?? (style.unicode ? "CAPTURE…" : "CAPTURE...")}`,
    ...expectedBy.map(({ option, path }) => `${option} ${shellWord(path) ?? "FILE"}`),
  ].join(" ");
  const text = `${left.length === 0 ? "" : `${left.join(", ")}. `}All of it, with evidence and advice: ${command}`;
  return wrapWords(text, style.width - INDENT);
}

/** Null for what a shell would take apart: it is not told as a command to paste. */
function shellWord(path: string): string | null {
  return /^[\w./+-]+$/.test(path) ? path : null;
}

export function severityColour(severity: Severity, colours: Colours): (text: string) => string {
  if (severity === "critical" || severity === "high") return colours.red;
  return severity === "medium" ? colours.yellow : colours.dim;
}

export function exitColour({ code }: ExitReport, colours: Colours): (text: string) => string {
  if (code === 0) return colours.green;
  return code === 1 ? colours.red : colours.yellow;
}
