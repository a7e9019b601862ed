/** `diff` as GitHub Flavored Markdown, for a comment on a pull request or a job's summary. */
import { DIFFERENCE_KINDS, type DifferenceKind } from "../../findings/diff/difference.ts";
import { escapeMarkdown, markdownCode } from "../escape.ts";
import { type MarkdownColumn, markdownTable } from "../markdown-table.ts";
import { formatCount } from "../units.ts";
import type { DifferenceReport, DiffReport } from "./diff-report.ts";
import { firstFrameOf, KIND_HEADINGS, summaryWords, verdictWords } from "./diff-words.ts";

/** GitHub refuses comments of more than 65,536 characters. */
const MOST_CHARACTERS = 60_000;
const MOST_ROWS = 100;
/** What is longer than a filter that somebody would copy is left out: a part of it would show something else. */
const LONGEST_FILTER = 300;

export function renderDiffMarkdown(report: DiffReport): string {
  const { before, after, count, more } = summaryWords(report);
  const summary = `**${verdictWords(report)}** ${markdownCode(before)} → ${markdownCode(after)}: ${count}.${more}`;
  const room = { left: MOST_CHARACTERS };
  const sections = DIFFERENCE_KINDS.flatMap((kind) => kindSection(kind, report, room));
  return `${["## portolan diff", summary, ...sections].join("\n\n")}\n`;
}

const COLUMNS: readonly MarkdownColumn<DifferenceReport>[] = [
  { title: "Severity", cell: ({ severity }) => severity },
  { title: "Difference", cell: ({ title }) => escapeMarkdown(title) },
  { title: "First frame", align: "right", cell: firstFrameOf },
  {
    title: "Display filter",
    cell: ({ displayFilter }) => (displayFilter.length > LONGEST_FILTER ? "" : markdownCode(displayFilter)),
  },
];

function kindSection(kind: DifferenceKind, { differences }: DiffReport, room: { left: number }): string[] {
  const rows = differences.filter((difference) => difference.kind === kind);
  if (rows.length === 0) return [];
  const shown = fitting(rows.slice(0, MOST_ROWS), room);
  const more = rows.length - shown.length;
  return [
    `### ${KIND_HEADINGS[kind]}`,
    ...(shown.length > 0 ? [markdownTable(shown, COLUMNS)] : []),
    ...(more > 0 ? [`… and ${formatCount(more)} more; \`--format json\` has all.`] : []),
  ];
}

/** The first of the rows that there is room for, which they take. */
function fitting(rows: readonly DifferenceReport[], room: { left: number }): DifferenceReport[] {
  const taken: DifferenceReport[] = [];
  for (const row of rows) {
    const length = COLUMNS.reduce((sum, { cell }) => sum + cell(row).length + 3, 2);
    if (length > room.left) break;
    room.left -= length;
    taken.push(row);
  }
  return taken;
}
