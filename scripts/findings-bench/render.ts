/** The results as Markdown. */

import { isAtLeast, RULES, SEVERITIES } from "../../src/findings/finding.ts";
import { escaped, table } from "../markdown.ts";
import type {
  Everything,
  Ordinary,
  Results,
  RuleCounts,
  ScanResult,
  ShownFinding,
  WrongScan,
} from "./results.ts";
import { SCAN_VERSION_WORDS, SCAN_VERSIONS, type ScanVersion } from "./versions.ts";

export function renderResults(results: Results): string {
  const parts = [
    "# Findings: what is found, and what is found that is not there",
    "Written by `npm run findings:bench`; the rules stand in [docs/findings.md](../../docs/findings.md), all figures in [findings.json](findings.json).",
    `- ${results.date}, commit ${results.commit}, Node ${results.node}`,
    ...scanSection(results),
    ...results.ordinary.flatMap(ordinarySection),
    ...(results.everything === null ? [] : everythingSection(results.everything)),
  ];
  return `${parts.join("\n\n")}\n`;
}

function scanSection({ scans, wrongScans }: Results): string[] {
  const rows = scans.map(({ capture, scan, versions }) => [
    capture,
    `${scan.technique}, ${scan.transport}, ports ${shortened(scan.ports)}`,
    ...SCAN_VERSIONS.map((version) => cellOf(versions[version])),
  ]);
  return [
    "## Scans",
    "Runs of nmap and masscan in the project's own captures ([fixtures](../../fixtures/README.md)). A scan is found where one finding tells of it: its severity stands in the cell.",
    SCAN_VERSIONS.map((version) => `- **${version}**: ${SCAN_VERSION_WORDS[version]}`).join("\n"),
    table(
      ["", "scans", ...SCAN_VERSIONS],
      [sumRow("found as one finding", scans, 1), sumRow("in several", scans, 2), sumRow("missed", scans, 0)],
    ),
    table(["capture", "scan", ...SCAN_VERSIONS], rows),
    ...wrongSection(wrongScans),
  ];
}

function wrongSection(wrongScans: readonly WrongScan[]): string[] {
  if (wrongScans.length === 0) return ["Nothing else in these captures was told as a scan."];
  const rows = wrongScans.map(({ severity, capture, version, title }) => [
    severity,
    capture,
    version,
    escaped(title),
  ]);
  return ["Told as a scan, and none:", table(["severity", "capture", "version", "finding"], rows)];
}

/** `count` 2: two or more. */
function sumRow(title: string, scans: readonly ScanResult[], count: 0 | 1 | 2): string[] {
  const of = (version: ScanVersion) =>
    scans.filter(({ versions }) => Math.min(versions[version].length, 2) === count);
  return [
    title,
    count === 1 ? String(scans.length) : "",
    ...SCAN_VERSIONS.map((version) => String(of(version).length)),
  ];
}

function cellOf(findings: readonly ShownFinding[]): string {
  if (findings.length === 0) return "**missed**";
  return findings.length === 1 ? findings[0].severity : `**${findings.length}** findings`;
}

function ordinarySection({ title, captures, versions, counts, results }: Ordinary): string[] {
  const medium = results.filter(({ findings }) =>
    findings.some(({ severity }) => isAtLeast(severity, "medium")),
  );
  const rows = results.flatMap(({ capture, version, findings }) =>
    findings.map(({ severity, rule, title: words }) => [severity, rule, capture, version, escaped(words)]),
  );
  return [
    `## ${title}`,
    `${captures} captures in ${versions.length} versions (${versions.join(", ")}). With a finding of severity medium or above: **${medium.length}**.`,
    countsTable(counts),
    ...(rows.length === 0
      ? []
      : [table(["severity", "rule", "capture", "version", "finding"], rows.slice(0, 60))]),
  ];
}

function everythingSection({
  captures,
  flows,
  unreadable,
  counts,
  withFindings,
  loudest,
}: Everything): string[] {
  const rows = loudest.map(({ capture, findings }) => [
    capture,
    String(findings.length),
    findings
      .slice(0, 3)
      .map(({ title, severity }) => `${severity}: ${escaped(title)}`)
      .join("<br>"),
  ]);
  return [
    "## All captures of the folder",
    `${captures.toLocaleString("en")} captures with ${flows.toLocaleString("en")} flows (${unreadable} could not be read), attacks and damage among them: a figure for sanity, nobody has said what is right. ${withFindings} have findings.`,
    countsTable(counts),
    ...(rows.length === 0
      ? []
      : [
          "Captures with most findings of severity medium or above:",
          table(["capture", "findings", "the first"], rows),
        ]),
  ];
}

function countsTable(counts: RuleCounts): string {
  const rules = RULES.filter((rule) => counts[rule] !== undefined);
  if (rules.length === 0) return "No findings.";
  const severities = [...SEVERITIES].reverse();
  return table(
    ["rule", ...severities],
    rules.map((rule) => [rule, ...severities.map((severity) => String(counts[rule]?.[severity] ?? ""))]),
  );
}

function shortened(text: string): string {
  return text.length > 24 ? `${text.slice(0, 22)}…` : text;
}
