/**
 * Tables of `index.html`.
 */

import { escapeHtml } from "./escape.ts";
import { formatCount, formatShare } from "./units.ts";

export interface HtmlColumn<Row> {
  readonly title: string;
  readonly kind?: "text" | "number" | "words" | "share" | "head";
  /** Less important columns vanish on narrow screens: `wide` first, then `minor`, then `middling`. */
  readonly weight?: "wide" | "minor" | "middling";
  /** HTML, already escaped. */
  readonly cell: (row: Row) => string;
}

/** How a section's table is named and cut. */
export interface HtmlTableOptions {
  readonly id: string;
  readonly title: string;
  readonly note?: string;
  readonly limit: number;
  /** Rows that exist beyond those given. */
  readonly omitted?: number;
  /** Where the rest is, HTML. */
  readonly rest: string;
}

/** The style sheet for paper hides what comes after. */
const ROWS_ON_PAPER = 60;

export function htmlSection<Row>(
  rows: readonly Row[],
  columns: readonly HtmlColumn<Row>[],
  { id, title, note = "", limit, omitted = 0, rest }: HtmlTableOptions,
): string {
  if (rows.length === 0) return "";
  const shown = rows.slice(0, limit);
  const left = rows.length - shown.length + omitted;
  const count = `<small>${note === "" ? formatCount(rows.length + omitted) : note}</small>`;
  const paper =
    shown.length > ROWS_ON_PAPER
      ? `<p class="paper-only">On paper: the first ${ROWS_ON_PAPER} rows.</p>`
      : "";
  return `<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${escapeHtml(title)} ${count}</h2>
${htmlTable(shown, columns, `${id}-title`)}
${paper}${moreRows(left, rest)}</section>`;
}

/** How many rows there was no room for; `rest` says where they are, as HTML. */
export function moreRows(left: number, rest: string): string {
  return left > 0 ? `<p class="more">${formatCount(left)} more: ${rest}</p>` : "";
}

/** `labelledBy`: the id of the words that name it. */
export function htmlTable<Row>(
  rows: readonly Row[],
  columns: readonly HtmlColumn<Row>[],
  labelledBy: string,
): string {
  const head = columns
    .map((column) => `<th scope="col"${classOf(column)}>${escapeHtml(column.title)}</th>`)
    .join("");
  const body = rows
    .map((row) => `<tr>${columns.map((column) => htmlCell(column, row)).join("")}</tr>`)
    .join("\n");
  return `<div class="scroll" role="group" aria-labelledby="${labelledBy}" tabindex="0">
<table><thead><tr>${head}</tr></thead>
<tbody>
${body}
</tbody></table>
</div>`;
}

function htmlCell<Row>(column: HtmlColumn<Row>, row: Row): string {
  const tag = column.kind === "head" ? 'th scope="row"' : "td";
  return `<${tag}${classOf(column)}>${column.cell(row)}</${tag.slice(0, 2)}>`;
}

function classOf<Row>({ kind = "text", weight }: HtmlColumn<Row>): string {
  const names = [kind === "text" || kind === "head" ? "" : kind, weight ?? ""].filter((name) => name !== "");
  return names.length === 0 ? "" : ` class="${names.join(" ")}"`;
}

/**
 * A figure in percent, and a bar that is full for the largest of the rows; without a style attribute, which the
 * page's security policy forbids.
 */
export function htmlShare(part: number, whole: number, largest: number): string {
  const percent = largest > 0 ? Math.min(100, (100 * part) / largest) : 0;
  const bar = `<svg aria-hidden="true" focusable="false"><rect width="${percent.toFixed(2)}%" height="100%" rx="2"/></svg>`;
  return `<span>${escapeHtml(formatShare(part, whole))}</span>${bar}`;
}

export const htmlCount = (count: number): string =>
  count === 0 ? '<span class="none">0</span>' : formatCount(count);
