/**
 * The part of the page that its script brings to life: one set of filters over tables of services, servers, clients and
 * flows. What stands here holds nothing of the capture, and has the size that it will have, so that nothing moves.
 */

import { TRANSPORTS } from "../../services/port-specification.ts";
import { RANGE_CLASSES } from "../words.ts";

/** The tables; `id` is that of their tab and panel. */
export const TABLES = [
  { id: "services", title: "Destination ports" },
  { id: "servers", title: "Servers" },
  { id: "clients", title: "Clients" },
  { id: "flows", title: "Flows" },
] as const;
export type TableId = (typeof TABLES)[number]["id"];

/** Where there are no more flows than this, no table is long. */
const FEW = 8;

export function exploreSection(flows: number): string {
  return `<section id="ports" class="scripted-only${flows <= FEW ? " few" : ""}" aria-labelledby="ports-title">
<h2 id="ports-title">Destination ports and who uses them</h2>
<form class="filters" id="filters" role="search" aria-label="Filters for all tables" autocomplete="off">
<label class="wide-field">Search <input type="search" id="filter-text" placeholder="443, ssh, 10.0.0.5 …" spellcheck="false"></label>
<label>Range <select id="filter-range"><option value="">All</option>${options(RANGE_CLASSES.map(({ rangeClass }) => rangeClass))}</select></label>
<label>Transport <select id="filter-transport"><option value="">All</option>${options(TRANSPORTS)}</select></label>
<label class="wide-field">Host <input type="text" id="filter-host" placeholder="10.0.0.0/8" spellcheck="false" aria-describedby="filter-problem"></label>
<label class="wide-field">Finding <select id="filter-finding"><option value="">All traffic</option></select></label>
<button type="reset" id="filter-reset">Clear</button>
</form>
<p class="problem" id="filter-problem" role="alert"></p>
<div class="tabs" role="tablist" aria-labelledby="ports-title">${TABLES.map(tab).join("")}</div>
${TABLES.map(panel).join("\n")}
<div class="below-table"><p id="table-status" role="status"></p><button type="button" id="export">Export this table as CSV</button></div>
</section>`;
}

function tab({ id, title }: (typeof TABLES)[number], index: number): string {
  const chosen = index === 0;
  return `<button type="button" role="tab" id="tab-${id}" aria-controls="panel-${id}" aria-selected="${chosen}"${chosen ? "" : ' tabindex="-1"'}>${title}</button>`;
}

function panel({ id }: (typeof TABLES)[number], index: number): string {
  return `<div role="tabpanel" id="panel-${id}" aria-labelledby="tab-${id}"${index === 0 ? "" : " hidden"}><div class="table" id="table-${id}"></div></div>`;
}

function options(words: readonly string[]): string {
  return words.map((word) => `<option>${word}</option>`).join("");
}
