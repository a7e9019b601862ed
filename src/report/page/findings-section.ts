/** Findings by severity, each to be opened: what was seen, where to look, what to do. Static HTML, which scripts add to. */

import { escapeHtml } from "../escape.ts";
import { MOST_SEVERE_FIRST } from "../findings/check-report.ts";
import { addressesOf, shown } from "../findings/finding-words.ts";
import { moreRows } from "../html-table.ts";
import type { FindingReport, Report } from "../report.ts";
import { formatCount, formatNumberOf } from "../units.ts";

const SHOWN = 200;

/** `open`: all of them are open, as on paper, where nobody can open them. */
export function findingsSection(report: Report, { open }: { readonly open: boolean }): string {
  const { findings, ignoredFindings } = report;
  const ignored =
    ignoredFindings > 0
      ? `<p class="more">${formatNumberOf(ignoredFindings, "more finding")} that a policy says to ignore.</p>`
      : "";
  const listed = findings.slice(0, SHOWN);
  const left = findings.length - listed.length;
  const more = moreRows(left, 'see <a href="report.json">report.json</a>');
  const body =
    findings.length === 0
      ? '<p class="quiet">Nothing of what portolan looks for was found.</p>'
      : `<p class="counts">${countsOf(findings)}</p>\n${listed.map((finding) => findingHtml(shown(finding), open)).join("\n")}`;
  return `<section id="findings" aria-labelledby="findings-title">
<h2 id="findings-title">Findings <small>${formatCount(findings.length)}</small></h2>
${body}
${more}${ignored}</section>`;
}

function countsOf(findings: readonly FindingReport[]): string {
  return MOST_SEVERE_FIRST.flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${badge(severity)} ${formatCount(count)}`];
  }).join('<span class="gap"></span>');
}

export function badge(severity: FindingReport["severity"]): string {
  return `<span class="badge ${severity}">${severity}</span>`;
}

function findingHtml(finding: FindingReport, open: boolean): string {
  const { id, severity, title, detail, advice, flows, displayFilter, decidedBy } = finding;
  const rows: [string, string][] = [
    ["Rule", `<code>${escapeHtml(finding.rule)}</code>`],
    ["Ports", escapeHtml(finding.ports.join(", "))],
    ["Servers", addresses(finding, "servers")],
    ["Clients", addresses(finding, "clients")],
    ["Frames to look at", finding.frames.map(formatFrame).join(", ")],
    ["Display filter", filterHtml(displayFilter)],
    ["Decided by", decidedBy === null ? "" : decidedByHtml(decidedBy)],
  ];
  const facts = rows
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`);
  return `<details class="finding ${severity}" data-finding="${escapeHtml(id)}"${open ? " open" : ""}>
<summary>${badge(severity)} <span class="title">${escapeHtml(title)}</span> <small>${formatNumberOf(flows, "flow")}</small></summary>
<div class="body"><p>${escapeHtml(detail)}</p>
<p class="advice"><strong>What to do:</strong> ${escapeHtml(advice)}</p>
<dl class="facts">${facts.join("")}</dl></div>
</details>`;
}

/** A frame's number as Wireshark shows it. */
const formatFrame = (frame: number): string => String(frame);

function filterHtml(filter: string): string {
  return filter === "" ? "" : `<code class="filter">${escapeHtml(filter)}</code>`;
}

function addresses(finding: FindingReport, side: "clients" | "servers"): string {
  const { addresses: listed, more } = addressesOf(finding, side);
  const words = listed.map((address) => `<code>${escapeHtml(address)}</code>`).join(", ");
  return words + (more > 0 ? ` and ${formatCount(more)} more` : "");
}

function decidedByHtml({ path, line, column, words }: NonNullable<FindingReport["decidedBy"]>): string {
  return `${escapeHtml(words)} <span class="place">(<code>${escapeHtml(path)}</code>, line ${line}, column ${column})</span>`;
}
