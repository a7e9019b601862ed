/** `check` in the terminal: each finding with what decided, its evidence and what to do, the most severe first. */
import { createColors } from "picocolors";
import type { Severity } from "../../findings/finding.ts";
import { escapeText } from "../escape.ts";
import { plain } from "../plain-text.ts";
import type { FindingReport } from "../report.ts";
import { exitColour, severityColour } from "../terminal-findings.ts";
import { type Fact, renderFact } from "../terminal-summary.ts";
import type { TextStyle } from "../text-table.ts";
import { formatCount, formatNumberOf } from "../units.ts";
import { wrapWords } from "../wrap-words.ts";
import { blockedLines } from "./blocked-text.ts";
import { type CheckReport, countBySeverity, countsInWords, MOST_SEVERE_FIRST } from "./check-report.ts";
import {
  addressesOf,
  capitalised,
  capturesWords,
  EXIT_WORDS,
  expectationPaths,
  framesWords,
  ignoredWords,
  listWords,
  placeWords,
  portsWords,
  shown,
} from "./finding-words.ts";

/** Findings that are told one by one; nobody reads more, and JSON has them all. */
export const FINDINGS_SHOWN = 50;

/** The narrowest window that is laid out for; narrower ones wrap. */
const MINIMUM_WIDTH = 40;
/** Words are not set wider, since long lines are hard to read. */
const MAXIMUM_WIDTH = 114;
const INDENT = 2;
/** Columns before a fact's words, and how far they are set in where they go on below. */
const FACT_NAME = 14;

type Captures = CheckReport["captures"];

/** All of it, with a line break at the end. Only a display filter may be wider than the window: it stays whole. */
export function renderCheckText(report: CheckReport, options: TextStyle): string {
  const width = Math.max(MINIMUM_WIDTH, options.width);
  const style = { ...options, width: Math.min(MAXIMUM_WIDTH, width) };
  const told = report.findings.slice(0, FINDINGS_SHOWN).map(shown);
  const groups = MOST_SEVERE_FIRST.flatMap((severity) =>
    groupSection(
      severity,
      told.filter((finding) => finding.severity === severity),
      report,
      style,
    ),
  );
  const left = report.findings.slice(FINDINGS_SHOWN);
  const { blocked, policy } = report;
  const sections = [
    ...groups,
    ...(left.length > 0 ? [moreLines(left, style)] : []),
    ...(blocked === null
      ? []
      : [blockedLines(blocked, policy ?? report.baseline ?? "", { ...style, width })]),
    endLines(report, style),
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

/** A heading, and a block of lines a finding. */
function groupSection(
  severity: Severity,
  findings: readonly FindingReport[],
  { captures, counts }: CheckReport,
  style: TextStyle,
): string[][] {
  if (findings.length === 0) return [];
  const colours = createColors(style.colour);
  const heading = capitalised(severity);
  const count = formatNumberOf(counts[severity], "finding");
  return [
    [`${colours.bold(severityColour(severity, colours)(heading))}${colours.dim(`, ${count}`)}`],
    ...findings.map((finding) => findingLines(finding, captures, style)),
  ];
}

function findingLines(finding: FindingReport, captures: Captures, style: TextStyle): string[] {
  const colours = createColors(style.colour);
  const title = wrapWords(plain(finding.title, style), style.width - INDENT);
  return [
    ...title.map((line) => `${" ".repeat(INDENT)}${colours.bold(line)}`),
    ...factsOf(finding, captures, style).flatMap((fact) => renderFact(fact, style)),
    ...filterLines(finding, style),
    ...renderFact(words("To do", finding.advice, style), style),
  ];
}

function factsOf(finding: FindingReport, captures: Captures, style: TextStyle): Fact[] {
  const { rule, detail, decidedBy, ports, flows, frames } = finding;
  return [
    words("Seen", detail, style),
    ...(decidedBy === null ? [] : [words("Decided", `${placeWords(decidedBy)}: ${decidedBy.words}`, style)]),
    ...addressFacts(finding, "clients", style),
    ...addressFacts(finding, "servers", style),
    words(
      "Rule",
      `${rule}; ${formatNumberOf(flows, "flow")}${ports.length === 0 ? "" : ` to ${portsWords(finding)}`}`,
      style,
    ),
    ...(frames.length === 0 ? [] : [words("Frames", framesWords(frames, captures), style)]),
  ];
}

function addressFacts(finding: FindingReport, side: "clients" | "servers", style: TextStyle): Fact[] {
  const { addresses, more } = addressesOf(finding, side);
  if (addresses.length === 0) return [];
  const several = addresses.length + more > 1;
  const name = side === "clients" ? "Client" : "Server";
  return [words(several ? `${name}s` : name, listWords(addresses, more), style)];
}

/** A fact in words, which wrap. */
function words(name: string, text: string, style: TextStyle): Fact {
  return { name, parts: wrapWords(plain(text, style), style.width - FACT_NAME), isText: true };
}

/** Broken at spaces only, which mean nothing in a filter: what is copied still works. */
function filterLines({ displayFilter }: FindingReport, style: TextStyle): string[] {
  if (displayFilter === "") return [];
  const colours = createColors(style.colour);
  const width = style.width - FACT_NAME;
  const lines: string[] = [];
  for (const word of escapeText(displayFilter).split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line, index) => {
    const name = (index === 0 ? "Filter" : "").padEnd(FACT_NAME - 2 * INDENT);
    return `${" ".repeat(INDENT)}${colours.dim(name)}${index === 0 ? "" : " ".repeat(INDENT)}${colours.cyan(line)}`;
  });
}

function moreLines(left: readonly FindingReport[], style: TextStyle): string[] {
  const dots = style.unicode ? "…" : "...";
  const text = `${dots} and ${formatCount(left.length)} more (${countsInWords(countBySeverity(left))}); --format json has all`;
  return wrapWords(text, style.width);
}

/** The last lines: how many of what, and how the check ends. */
function endLines(report: CheckReport, style: TextStyle): string[] {
  const colours = createColors(style.colour);
  const { findings, counts, exit } = report;
  const ignored = ignoredWords(report.ignored);
  const against = expectationPaths(report);
  const count = findings.length === 0 ? "No findings" : formatNumberOf(findings.length, "finding");
  const text =
    `${count} in ${capturesWords(report)}${against.length === 0 ? "" : `, held against ${against.join(" and ")}`}` +
    `${findings.length === 0 ? "" : `: ${countsInWords(counts)}`}.${ignored === null ? "" : ` ${ignored}.`}`;
  const colour = exitColour(exit, colours);
  const verdict = `${EXIT_WORDS[exit.code]}: ${exit.reason}.`;
  return [text, verdict].flatMap((line, index) =>
    wrapWords(plain(line, style), style.width).map((part) =>
      index === 0 ? part : colours.bold(colour(part)),
    ),
  );
}
