/** What changed against another capture or a lock (`--against`), a table a kind of change. Static HTML. */

import { DIFFERENCE_KINDS, type DifferenceKind } from "../../findings/diff/difference.ts";
import type { DifferenceReport, DiffReport } from "../diff/diff-report.ts";
import {
  clientCountOf,
  firstFrameOf,
  KIND_HEADINGS,
  portWords,
  serviceOf,
  summaryWords,
} from "../diff/diff-words.ts";
import { escapeHtml } from "../escape.ts";
import { type HtmlColumn, htmlTable, moreRows } from "../html-table.ts";
import { formatCount } from "../units.ts";
import { captureFileName } from "../words.ts";
import { badge } from "./findings-section.ts";

const ROWS_SHOWN = 100;
/** A longer table is opened by who wants to see it. */
const ROWS_OPEN = 12;
/** A part of a filter would show something else. */
const LONGEST_FILTER = 2000;

/** `open`: all tables are open, as on paper, where nobody can open them. */
export function changesSection(diff: DiffReport, { open }: { readonly open: boolean }): string {
  const { before, count, more } = summaryWords(diff);
  const kinds = DIFFERENCE_KINDS.map((kind) => kindTable(kind, diff, open)).join("");
  return `<section id="changes" aria-labelledby="changes-title">
<h2 id="changes-title">Changes <small>${formatCount(diff.differences.length)}</small></h2>
<p class="against">Against <code>${escapeHtml(captureFileName(before))}</code>: ${escapeHtml(count)}.${escapeHtml(more)}</p>
${kinds}</section>`;
}

/** `Against office.pcap: 3 new, 1 gone.` */
export function changesInShort(diff: DiffReport): string {
  const { before, count } = summaryWords(diff);
  return `Against ${captureFileName(before)}: ${count}.`;
}

const COLUMNS: readonly HtmlColumn<DifferenceReport>[] = [
  { title: "Severity", cell: ({ severity }) => badge(severity) },
  { title: "Change", kind: "words", cell: ({ title }) => escapeHtml(title) },
  { title: "Service", weight: "minor", cell: (row) => escapeHtml(portWords(serviceOf(row))) },
  { title: "Clients", kind: "number", weight: "middling", cell: clientCountOf },
  { title: "First frame", kind: "number", weight: "minor", cell: firstFrameOf },
  {
    title: "Display filter",
    kind: "words",
    weight: "minor",
    cell: ({ displayFilter }) =>
      displayFilter === "" || displayFilter.length > LONGEST_FILTER
        ? ""
        : `<code class="filter">${escapeHtml(displayFilter)}</code>`,
  },
];

function kindTable(kind: DifferenceKind, { differences }: DiffReport, open: boolean): string {
  const rows = differences.filter((difference) => difference.kind === kind);
  if (rows.length === 0) return "";
  const shown = rows.slice(0, ROWS_SHOWN);
  const left = rows.length - shown.length;
  const more = moreRows(left, 'see <a href="diff.json">diff.json</a>');
  const id = `changes-${kind}`;
  const state = open || rows.length <= ROWS_OPEN ? " open" : "";
  return `<details class="kind"${state}><summary id="${id}">${KIND_HEADINGS[kind]} <small>${formatCount(rows.length)}</small></summary>
${htmlTable(shown, COLUMNS, id)}
${more}</details>
`;
}
