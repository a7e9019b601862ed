/**
 * `index.html`: the report as one page that needs no network. Its Content-Security-Policy allows its own style sheet and
 * its own script, by hash, and nothing else, so that markup which came in with a capture would do nothing even if an
 * escape were missing.
 */

import { createHash } from "node:crypto";
import type { DiffReport } from "./diff/diff-report.ts";
import { escapeHtml, escapeJson } from "./escape.ts";
import { changesInShort, changesSection } from "./page/changes-section.ts";
import { chartPictures, chartPlaces, type HtmlChart } from "./page/chart-section.ts";
import { exploreSection } from "./page/explore-section.ts";
import { findingsSection } from "./page/findings-section.ts";
import { inShort } from "./page/in-short.ts";
import type { PageData } from "./page/page-data.ts";
import { clientTable, qualityTable, serverTable, serviceTable } from "./page/static-tables.ts";
import { pageStyle } from "./page/style.ts";
import type { Report } from "./report.ts";
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
import { captureFileName, captureName, placeInWords } from "./words.ts";

export const PAGE_THEMES = ["light", "dark", "print"] as const;
/** As whom the page shows itself whatever the reader's system says; `print`: on paper, without a script. */
export type PageTheme = (typeof PAGE_THEMES)[number];

export interface PageOptions {
  /** None: light or dark as the reader's system says. */
  readonly theme?: PageTheme | undefined;
  /** Paper of the theme `print`; the reader's printer chooses unless told. */
  readonly paper?: "a4" | "letter" | undefined;
  /** What the script needs; null leaves the page static. */
  readonly interactive: { readonly script: string; readonly data: PageData } | null;
  /** What changed against another capture or a lock; none where nothing was compared. */
  readonly diff?: DiffReport | null | undefined;
  /** Pictures for a page without a script. */
  readonly charts: readonly HtmlChart[];
}

const FILES_NAMED = 4;

/** What makes room for the script before anything is shown; should the script not run, the page shows all without it. */
const FIRST_SCRIPT =
  'const c=document.documentElement.classList;c.add("scripted");addEventListener("error",()=>{c.contains("started")||c.remove("scripted")});';

export function* renderHtml(report: Report, options: PageOptions): Generator<string> {
  const { theme, diff = null } = options;
  // Without flows there is nothing to look into.
  const { interactive, charts } = report.totals.flows > 0 ? options : { interactive: null, charts: [] };
  const style = pageStyle(options);
  const scripts = interactive === null ? [] : [FIRST_SCRIPT, interactive.script];
  const files = fileNames(report);
  yield `<!DOCTYPE html>
<html lang="en"${theme === "light" || theme === "dark" ? ` data-theme="${theme}"` : ""}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOf(style, scripts)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="${theme === "dark" ? "dark" : theme === undefined ? "light dark" : "light"}">
<meta name="referrer" content="no-referrer">
<title>Port usage: ${files}</title>
<style>${style}</style>
${interactive === null ? "" : `<script>${FIRST_SCRIPT}</script>`}
</head>
<body>
<div class="page">
<a class="skip" href="#content">Skip to the report</a>
<header class="top">
<h1>Port usage of ${files}</h1>
<p class="about">${aboutLine(report)}</p>
</header>
`;
  const open = theme === "print";
  const sections = [
    summarySection(report, diff),
    findingsSection(report, { open }),
    diff === null ? "" : changesSection(diff, { open }),
    ...(interactive === null ? [] : [exploreSection(report.totals.flows)]),
    interactive === null ? chartPictures(charts) : chartPlaces(),
    staticOnly(serviceTable(report)),
    staticOnly(serverTable(report)),
    staticOnly(clientTable(report)),
    qualityTable(report),
  ].filter((section) => section !== "");
  yield `${navigation(sections, interactive !== null)}
<main id="content">
${sections.join("\n")}
</main>
<footer>Written by portolan ${escapeHtml(report.tool.version)}. Bytes are bytes on the wire of whole frames; times are UTC.${filesBeside()}</footer>
</div>
`;
  if (interactive !== null) {
    yield '<dialog id="detail" aria-labelledby="detail-title"></dialog>\n<script type="application/json" id="data">';
    yield inlineJson(interactive.data);
    yield `</script>\n<script>${interactive.script}</script>\n`;
  }
  yield "</body>\n</html>\n";
}

/** JSON that no HTML parser takes for markup; `<` can only stand inside strings. */
export function inlineJson(data: unknown): string {
  return escapeJson(JSON.stringify(data)).replace(/</g, "\\u003c");
}

function policyOf(style: string, scripts: readonly string[]): string {
  const hashOf = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  const scriptPolicy = scripts.length === 0 ? "" : ` script-src ${scripts.map(hashOf).join(" ")};`;
  return `default-src 'none';${scriptPolicy} style-src ${hashOf(style)}; base-uri 'none'; form-action 'none'`;
}

const SECTIONS = [
  { id: "summary", title: "In short" },
  { id: "findings", title: "Findings" },
  { id: "changes", title: "Changes" },
  { id: "ports", title: "Ports" },
  { id: "charts", title: "Charts" },
  { id: "services", title: "Services" },
  { id: "servers", title: "Servers" },
  { id: "clients", title: "Clients" },
  { id: "quality", title: "Reading quality" },
] as const;

function navigation(sections: readonly string[], isInteractive: boolean): string {
  const links = SECTIONS.flatMap(({ id, title }) => {
    const section = sections.find((text) => text.includes(`<section id="${id}"`));
    if (section === undefined) return [];
    const classes = /^<div class="(static-only)">|^<section id="[a-z]+" class="(scripted-only)[ a-z]*"/.exec(
      section,
    );
    const className = classes?.[1] ?? classes?.[2];
    return [`<li${className ? ` class="${className}"` : ""}><a href="#${id}">${title}</a></li>`];
  });
  const theme = `<label class="theme scripted-only"><span>Theme</span> <select id="theme"><option value="">System</option><option value="light">Light</option><option value="dark">Dark</option></select></label>`;
  return `<nav aria-label="Sections"><ul>\n${links.join("\n")}\n</ul>${isInteractive ? theme : ""}</nav>`;
}

/** What the script shows in another way; on paper it stands as it is. */
function staticOnly(section: string): string {
  return section === "" ? "" : `<div class="static-only">${section}</div>`;
}

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

function summarySection(report: Report, diff: DiffReport | null): string {
  const changes = diff === null ? [] : [changesInShort(diff)];
  const sentences = [...inShort(report), ...changes].map((sentence) => `<li>${escapeHtml(sentence)}</li>`);
  return `<section id="summary" aria-labelledby="summary-title">
<h2 id="summary-title">In short</h2>
<ul class="sentences">${sentences.join("\n")}</ul>
${figures(report)}
${damageNotice(report)}</section>`;
}

function figures(report: Report): string {
  const { totals, captures, verdicts } = report;
  const span = spanOf(report);
  const dropped = captures.reduce((total, capture) => total + (capture.droppedByCapture ?? 0), 0);
  const inFlows = verdicts.find(({ verdict }) => verdict === "flow")?.packets ?? 0;
  const rows: [string, string][] = [
    ["Bytes", formatBytes(totals.bytes)],
    ["Packets", formatCount(totals.packets)],
    ["Packets in flows", formatShare(inFlows, totals.packets)],
    ["Flows", formatCount(totals.flows)],
    ["Services", formatCount(totals.services)],
    ["Servers", formatCount(totals.servers)],
    ["Clients", formatCount(totals.clients)],
  ];
  if (captures.length > 1) rows.unshift(["Files", formatCount(captures.length)]);
  if (span !== null && span.seconds > 0)
    rows.push(["Mean rate", formatBitRate((8 * totals.bytes) / span.seconds)]);
  if (dropped > 0) rows.push(["Packets dropped", formatCount(dropped)]);
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

/** Beside the page, where it still lies in its folder. */
function filesBeside(): string {
  const names = ["services.csv", "flows.csv", "report.json", "report.md"];
  return ` All rows are in the files beside this page: ${names.map((name) => `<a href="${name}">${name}</a>`).join(", ")}.`;
}
