/** `check --what-if` in the terminal. */
import { createColors } from "picocolors";
import { plain } from "../plain-text.ts";
import { type Column, renderTable, shortenMiddle, type TextStyle } from "../text-table.ts";
import { formatCount, formatNumberOf } from "../units.ts";
import { wrapWords } from "../wrap-words.ts";
import type { BlockedReport, BlockedRow } from "./blocked-report.ts";
import { cut } from "./finding-words.ts";

/** Rows that are shown; JSON has more. */
const ROWS_SHOWN = 30;
/** Names of zones and services are their authors'. */
const LONGEST_NAME = 100;
const INDENT = 2;

/** `path`: that of the policy or lock. */
export function blockedLines(blocked: BlockedReport, path: string, style: TextStyle): string[] {
  const colours = createColors(style.colour);
  const title = wrapWords(plain(blockedWords(blocked, path), style), style.width);
  if (blocked.listed.length === 0) return title;
  const rows = shownRows(blocked);
  const left = blocked.listed.length - rows.length + blocked.omitted;
  const dots = style.unicode ? "…" : "...";
  const listed = blocked.omitted === 0 ? "all" : "more";
  const more =
    left === 0 ? [] : [`${dots} and ${formatNumberOf(left, "more row")}; --format json has ${listed}`];
  return [
    ...title.map((line) => colours.bold(line)),
    "",
    ...renderTable(rows, columns(style), style),
    ...more
      .flatMap((text) => wrapWords(text, style.width - INDENT))
      .map((line) => `${" ".repeat(INDENT)}${line}`),
  ];
}

/** The first rows, their words cut to lengths that can be shown. */
export function shownRows({ listed }: BlockedReport): BlockedRow[] {
  const end = ({ address, zone }: BlockedRow["client"]) => ({
    address: cut(address, LONGEST_NAME),
    zone: cut(zone, LONGEST_NAME),
  });
  return listed.slice(0, ROWS_SHOWN).map((row) => ({
    ...row,
    client: end(row.client),
    server: end(row.server),
    label: cut(row.label, LONGEST_NAME),
    decidedBy: {
      ...row.decidedBy,
      path: cut(row.decidedBy.path, LONGEST_NAME),
      words: cut(row.decidedBy.words, LONGEST_NAME),
    },
  }));
}

/** What the table is about, or that there is none. Not escaped. */
export function blockedWords({ flows, answered }: BlockedReport, path: string): string {
  if (flows === 0) return `The rules of ${path} would block nothing that was seen.`;
  const count = answered === 0 ? "none" : formatCount(answered);
  return `The rules of ${path} would block ${formatNumberOf(flows, "flow")}, ${count} of them answered`;
}

function columns(style: TextStyle): Column<BlockedRow>[] {
  const address = (
    title: string,
    priority: number,
    text: (row: BlockedRow) => string,
  ): Column<BlockedRow> => ({
    title,
    priority,
    minimumWidth: 15,
    cell: (row, width) => shortenMiddle(plain(text(row), style), width, style),
  });
  return [
    address("Client", 97, ({ client }) => client.address),
    address("Server", 98, ({ server }) => server.address),
    {
      title: "Service",
      priority: 99,
      minimumWidth: 20,
      cell: ({ label }) => plain(label, style),
    },
    {
      title: "Zones",
      priority: 50,
      minimumWidth: 12,
      maximumWidth: 40,
      cell: ({ client, server }) => plain(`${client.zone} → ${server.zone}`, style),
    },
    { title: "Flows", align: "right", priority: 80, cell: ({ flows }) => formatCount(flows) },
    {
      title: "Answered",
      align: "right",
      priority: 90,
      cell: ({ answered }) => formatCount(answered),
      colour: (text, { answered }, colours) => (answered > 0 ? colours.yellow(text) : colours.dim(text)),
    },
    { title: "Frame", align: "right", priority: 40, cell: ({ firstFrame }) => String(firstFrame) },
    { title: "Line", align: "right", priority: 60, cell: ({ decidedBy }) => String(decidedBy.line) },
    {
      title: "Decided by",
      priority: 30,
      minimumWidth: 20,
      maximumWidth: 50,
      cell: ({ decidedBy }) => plain(decidedBy.words, style),
    },
  ];
}
