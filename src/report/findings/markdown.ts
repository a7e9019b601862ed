/** `check` as GitHub Flavored Markdown, for a comment on a pull request or a job's summary. */
import { escapeMarkdown, markdownCode } from "../escape.ts";
import { markdownTable } from "../markdown-table.ts";
import type { FindingReport } from "../report.ts";
import { formatCount, formatNumberOf } from "../units.ts";
import { blockedWords, shownRows } from "./blocked-text.ts";
import { type CheckReport, countBySeverity, countsInWords } from "./check-report.ts";
import {
  addressesOf,
  capitalised,
  capturesWords,
  cut,
  EXIT_WORDS,
  expectationPaths,
  framesWords,
  ignoredWords,
  listWords,
  placeWords,
  portsWords,
  shown,
  withoutPipes,
} from "./finding-words.ts";

/** GitHub refuses comments of more than 65,536 characters. */
const MOST_CHARACTERS = 60_000;
/** Of these the table may take so many, so that details have room. */
const TABLE_CHARACTERS = 20_000;

/** What stands below the findings, at most. */
const RESERVED = 500;

export function renderCheckMarkdown(report: CheckReport): string {
  const findings = report.findings.map(shown);
  const head = [`## portolan check: ${EXIT_WORDS[report.exit.code].toLowerCase()}`, summary(report)];
  const rows = fitting(findings, tableRow, TABLE_CHARACTERS);
  const table = rows.length === 0 ? [] : [tableOf(rows), ...moreThan(rows, findings)];
  const blocked = blockedBlocks(report);
  const used = [...head, ...table, ...blocked].join("\n\n").length + RESERVED;
  const details = fitting(
    findings,
    (finding, index) => detailsOf(finding, index + 1, report),
    MOST_CHARACTERS - used,
  ).map((finding, index) => detailsOf(finding, index + 1, report));
  const folded =
    details.length === 0
      ? []
      : [
          `<details><summary>${detailsTitle(details.length, findings.length)}</summary>`,
          ...details,
          "</details>",
        ];
  return `${[...head, ...table, ...folded, ...blocked].join("\n\n")}\n`;
}

function blockedBlocks({ blocked, policy, baseline }: CheckReport): string[] {
  if (blocked === null) return [];
  const { listed, omitted } = blocked;
  const title = `### What if\n\n${escapeMarkdown(cut(blockedWords(blocked, policy ?? baseline ?? ""), 500))}`;
  if (listed.length === 0) return [title];
  const rows = shownRows(blocked);
  const left = listed.length + omitted - rows.length;
  const table = markdownTable(rows, [
    { title: "Client", cell: ({ client }) => markdownCode(client.address) },
    { title: "Server", cell: ({ server }) => markdownCode(server.address) },
    { title: "Service", cell: ({ label }) => escapeMarkdown(label) },
    { title: "Zones", cell: ({ client, server }) => escapeMarkdown(`${client.zone} → ${server.zone}`) },
    { title: "Flows", align: "right", cell: ({ flows }) => formatCount(flows) },
    { title: "Answered", align: "right", cell: ({ answered }) => formatCount(answered) },
    { title: "Decided by", cell: ({ decidedBy }) => markdownCode(placeWords(decidedBy)) },
  ]);
  return [`${title}:`, table, ...(left > 0 ? [`… and ${formatNumberOf(left, "more row")}.`] : [])];
}

function summary(report: CheckReport): string {
  const { findings, counts, captures, exit } = report;
  const names = captures.length === 1 ? markdownCode(capturesWords(report)) : capturesWords(report);
  const against = expectationPaths(report).map(markdownCode).join(" and ");
  const count = findings.length === 0 ? "No findings" : formatNumberOf(findings.length, "finding");
  const words = findings.length === 0 ? "" : `: ${countsInWords(counts)}`;
  const ignored = ignoredWords(report.ignored);
  return (
    `**${capitalised(exit.reason)}.** ${count} in ${names}` +
    `${against === "" ? "" : `, held against ${against}`}${words}.${ignored === null ? "" : ` ${ignored}.`}`
  );
}

/** The first of the findings that take no more than `room` together. */
function fitting(
  findings: readonly FindingReport[],
  draw: (finding: FindingReport, index: number) => string,
  room: number,
): FindingReport[] {
  const taken: FindingReport[] = [];
  let used = 0;
  for (const [index, finding] of findings.entries()) {
    used += draw(finding, index).length + 2;
    if (used > room) break;
    taken.push(finding);
  }
  return taken;
}

const COLUMNS = [
  { title: "Severity", cell: ({ severity }: FindingReport) => severity },
  { title: "Finding", cell: ({ title }: FindingReport) => escapeMarkdown(title) },
  { title: "Rule", cell: ({ rule }: FindingReport) => markdownCode(rule) },
  { title: "Flows", align: "right", cell: ({ flows }: FindingReport) => formatCount(flows) },
  {
    title: "Decided by",
    cell: ({ decidedBy }: FindingReport) => (decidedBy === null ? "" : markdownCode(placeWords(decidedBy))),
  },
] as const;

function tableOf(rows: readonly FindingReport[]): string {
  return markdownTable(rows, COLUMNS);
}

function tableRow(finding: FindingReport): string {
  return COLUMNS.map(({ cell }) => `| ${cell(finding)} `).join("");
}

function moreThan(rows: readonly FindingReport[], findings: readonly FindingReport[]): string[] {
  const left = findings.slice(rows.length);
  if (left.length === 0) return [];
  return [
    `… and ${formatCount(left.length)} more (${countsInWords(countBySeverity(left))}); \`--format json\` has all.`,
  ];
}

function detailsTitle(told: number, all: number): string {
  return told === all ? "Details" : `Details of the first ${formatCount(told)} of ${formatCount(all)}`;
}

function detailsOf(finding: FindingReport, number: number, { captures }: CheckReport): string {
  const { severity, title, detail, rule, flows, ports, decidedBy, frames, displayFilter, advice } = finding;
  const about = [
    markdownCode(rule),
    formatNumberOf(flows, "flow"),
    ...(ports.length === 0 ? [] : [portsWords(finding)]),
  ];
  const lines = [
    ...(decidedBy === null
      ? []
      : [`Decided by ${markdownCode(placeWords(decidedBy))}: ${escapeMarkdown(decidedBy.words)}`]),
    `Rule: ${about.join(", ")}`,
    ...addressLines(finding, "clients"),
    ...addressLines(finding, "servers"),
    ...(frames.length === 0 ? [] : [`Frames: ${escapeMarkdown(framesWords(frames, captures))}`]),
    ...(displayFilter === "" ? [] : [`Display filter: ${markdownCode(withoutPipes(displayFilter))}`]),
    `To do: ${escapeMarkdown(advice)}`,
  ];
  return [
    `### ${number}. ${severity}: ${escapeMarkdown(title)}`,
    escapeMarkdown(detail),
    lines.map((line) => `- ${line}`).join("\n"),
  ].join("\n\n");
}

function addressLines(finding: FindingReport, side: "clients" | "servers"): string[] {
  const { addresses, more } = addressesOf(finding, side);
  if (addresses.length === 0) return [];
  const name = side === "clients" ? "Clients" : "Servers";
  return [`${name}: ${listWords(addresses.map(markdownCode), more)}`];
}
