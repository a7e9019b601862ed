/**
 * The top and the end of what `analyze` prints: what was read, and how well.
 */

import { createColors } from "picocolors";
import { escapeText } from "./escape.ts";
import type { CaptureReport, Report } from "./report.ts";
import { spanOf } from "./span.ts";
import { type Column, renderTable, shorten, shortenMiddle, type TextStyle, widthOf } from "./text-table.ts";
import {
  formatBitRate,
  formatBytes,
  formatCount,
  formatDuration,
  formatNumberOf,
  formatShare,
  formatTimeSpan,
} from "./units.ts";
import { captureFileName, captureName, foldedInWords, placeInWords, verdictInWords } from "./words.ts";

/** A name and what is to say of it; what does not fit goes on in the next line. */
export interface Fact {
  readonly name: string;
  readonly parts: readonly string[];
  readonly mood?: "plain" | "warning";
  /** Whether the parts are the words of a text. What is not plain always is one. */
  readonly isText?: boolean;
}

const NAME_WIDTH = 10;
const FILES_SHOWN = 5;
const PROBLEMS_SHOWN = 5;
const PROBLEM_PATH_WIDTH = 36;

/** Files, time, packets, bytes, what the capture dropped, and what was damaged. */
export function summarySection(report: Report, style: TextStyle): string[] {
  const colours = createColors(style.colour);
  const { captures } = report;
  const title = `${report.tool.name} ${escapeText(report.tool.version)}`;
  const facts = [
    ...captures.slice(0, FILES_SHOWN).map((capture, index) => fileFact(capture, index, style)),
    ...(captures.length > FILES_SHOWN
      ? [{ name: "", parts: [`and ${formatNumberOf(captures.length - FILES_SHOWN, "more file")}`] }]
      : []),
    timeFact(report, style),
    trafficFact(report),
    ...inUseFact(report),
    ...droppedFact(captures),
    ...problemFacts(captures, style),
  ];
  return [colours.bold(title), "", ...facts.flatMap((fact) => renderFact(fact, style))];
}

function fileFact(capture: CaptureReport, index: number, style: TextStyle): Fact {
  const name = shortenMiddle(escapeText(captureName(capture.path)), style.width - NAME_WIDTH - 2, style);
  const about = [capture.format, capture.compression, capture.linkTypes.map(escapeText).join(" + ")];
  const parts = [name, about.filter((word) => word !== null && word !== "").join(", ")];
  return { name: index === 0 ? "File" : "", parts: parts.filter((part) => part !== "") };
}

function timeFact(report: Report, style: TextStyle): Fact {
  const span = spanOf(report);
  if (span === null) return { name: "Time", parts: ["no packets"], mood: "warning" };
  const parts = [formatTimeSpan(span.firstSeen, span.lastSeen, style.unicode ? "–" : "-")];
  if (span.seconds > 0) parts.push(formatDuration(span.seconds));
  return { name: "Time", parts: style.unicode ? parts : parts.map((part) => part.replace("µ", "u")) };
}

function trafficFact(report: Report): Fact {
  const { packets, bytes } = report.totals;
  const parts = [formatNumberOf(packets, "packet"), formatBytes(bytes)];
  const span = spanOf(report);
  if (span !== null && span.seconds > 0) {
    parts.push(
      formatBitRate((8 * bytes) / span.seconds),
      `${formatCount(Math.round(packets / span.seconds))} packets/s`,
    );
  }
  return { name: "Traffic", parts };
}

function inUseFact(report: Report): Fact[] {
  const { services, servers, clients, flows } = report.totals;
  if (flows === 0) return [];
  return [
    {
      name: "In use",
      parts: [
        formatNumberOf(services, "service"),
        formatNumberOf(servers, "server"),
        formatNumberOf(clients, "client"),
        formatNumberOf(flows, "flow"),
      ],
    },
  ];
}

function droppedFact(captures: readonly CaptureReport[]): Fact[] {
  const told = captures.filter((capture) => capture.droppedByCapture !== null);
  if (told.length === 0) return [];
  const dropped = told.reduce((total, capture) => total + (capture.droppedByCapture ?? 0), 0);
  return [
    {
      name: "Dropped",
      parts: [`${formatNumberOf(dropped, "packet")} by the capture itself`],
      mood: dropped > 0 ? "warning" : "plain",
    },
  ];
}

function problemFacts(captures: readonly CaptureReport[], style: TextStyle): Fact[] {
  const problems = captures.flatMap((capture) => capture.problems.map((problem) => ({ capture, problem })));
  const facts = problems.slice(0, PROBLEMS_SHOWN).map(({ capture, problem }, index): Fact => {
    const file =
      captures.length > 1
        ? `${shortenMiddle(escapeText(captureFileName(capture.path)), PROBLEM_PATH_WIDTH, style)}: `
        : "";
    const place = placeInWords(capture, problem.offset);
    const words = `${file}${escapeText(problem.message)}${place === null ? "" : ` (${place})`}`;
    return { name: index === 0 ? "Damage" : "", parts: words.split(" "), mood: "warning" };
  });
  const left = problems.length - facts.length;
  if (left > 0)
    facts.push({ name: "", parts: [`and ${formatNumberOf(left, "more problem")}`], mood: "warning" });
  return facts;
}

/** Parts are set side by side while they fit. A fact in words (`warning`) flows like text. */
export function renderFact(fact: Fact, style: TextStyle): string[] {
  const colours = createColors(style.colour);
  const available = style.width - NAME_WIDTH - 2;
  const separator = partSeparator(fact, style);
  const lines: string[] = [];
  for (const part of fact.parts) {
    const last = lines.at(-1);
    const joined = last === undefined ? null : `${last}${separator}${part}`;
    const indent = last !== undefined && separator === " " ? "  " : "";
    if (joined !== null && widthOf(joined) <= available) lines[lines.length - 1] = joined;
    else lines.push(shorten(`${indent}${part}`, available, style));
  }
  return lines.map((line, index) => {
    const name = colours.dim((index === 0 ? fact.name : "").padEnd(NAME_WIDTH));
    return `  ${name}${fact.mood === "warning" ? colours.yellow(line) : line}`;
  });
}

function partSeparator(fact: Fact, style: TextStyle): string {
  if (fact.mood === "warning" || fact.isText) return " ";
  return style.unicode ? "  ·  " : "  |  ";
}

interface VerdictRow {
  readonly words: string;
  readonly packets: number;
  readonly bytes: number;
}

/** What became of each packet, and how the roles were decided: how far the figures can be trusted. */
export function qualitySection(report: Report, style: TextStyle): string[] {
  const colours = createColors(style.colour);
  if (report.totals.packets === 0) return [];
  const rows = report.verdicts
    .filter(({ packets }) => packets > 0)
    .map(({ verdict, packets, bytes }) => ({ words: verdictInWords(verdict), packets, bytes }));
  const lines = [
    colours.bold("Reading quality"),
    "",
    ...renderTable(rows, verdictColumns(report, style), style),
  ];
  const roles = roleFacts(report);
  return roles.length === 0 ? lines : [...lines, "", ...roles.flatMap((fact) => renderFact(fact, style))];
}

function verdictColumns(report: Report, style: TextStyle): Column<VerdictRow>[] {
  const { packets, bytes } = report.totals;
  return [
    {
      title: "Packet verdict",
      priority: 100,
      minimumWidth: 14,
      cell: (row, width) => shorten(row.words, width, style),
    },
    { title: "Packets", align: "right", priority: 90, cell: (row) => formatCount(row.packets) },
    { title: "Share", align: "right", priority: 95, cell: (row) => formatShare(row.packets, packets) },
    { title: "Bytes", align: "right", priority: 60, cell: (row) => formatBytes(row.bytes) },
    { title: "Share", align: "right", priority: 50, cell: (row) => formatShare(row.bytes, bytes) },
  ];
}

function roleFacts(report: Report): Fact[] {
  const { decided, undecided, byClue } = report.roles;
  const all = decided + undecided;
  if (all === 0) return [];
  const facts: Fact[] = [
    {
      name: "Roles",
      parts: [
        `${formatShare(decided, all)} of ${formatNumberOf(all, "flow")} told by evidence`,
        ...(undecided > 0 ? [`${formatCount(undecided)} guessed`] : []),
      ],
    },
  ];
  const clues = byClue.filter(({ flows }) => flows > 0).sort((one, other) => other.flows - one.flows);
  if (clues.length > 0) {
    facts.push({
      name: "Clues",
      parts: clues.map(({ clue, flows }) => `${escapeText(clue)} ${formatCount(flows)}`),
    });
  }
  const folded = foldedInWords(report);
  if (folded !== null) facts.push({ name: "Folded", parts: folded.split(" "), isText: true });
  return facts;
}
