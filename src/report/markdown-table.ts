/** Tables of GitHub Flavored Markdown (section 4.10). */

export interface MarkdownColumn<Row> {
  readonly title: string;
  readonly align?: "right";
  /** Markdown, already escaped. */
  readonly cell: (row: Row) => string;
}

export function markdownTable<Row>(rows: readonly Row[], columns: readonly MarkdownColumn<Row>[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(columns.map(({ title }) => title)),
    line(columns.map(({ align }) => (align === "right" ? "---:" : "---"))),
    ...rows.map((row) => line(columns.map(({ cell }) => cell(row)))),
  ].join("\n");
}
