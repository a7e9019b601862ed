/**
 * Tables of text that fit a window: which columns there is room for, and how wide they are. With that decided,
 * drawing is no more than padding. cli-table3 0.6.5 drew them first: it took 0.2 ms a row (6,000 rows of up to
 * 13 columns in 1.1 s, in pieces of 50 rows, since its time grows with the square of the rows), which is minutes
 * for the flows of a large capture.
 */

import { createColors } from "picocolors";
import stringWidth from "string-width";

/** How text is drawn: the window's width in columns, and what the terminal can show. */
export interface TextStyle {
  readonly width: number;
  readonly colour: boolean;
  readonly unicode: boolean;
}

export interface Column<Row> {
  readonly title: string;
  readonly align?: "left" | "right";
  /** Columns of the lowest priority vanish first; the column of the highest always stays. */
  readonly priority: number;
  /** The column may be made as narrow as this; its text is then shortened. Absent: it keeps its width. */
  readonly minimumWidth?: number;
  /** Longer text is shortened even where there is room. */
  readonly maximumWidth?: number;
  /** Plain text, already escaped. A cell that draws itself to a width (a bar) gets the width it has. */
  readonly cell: (row: Row, width: number) => string;
  /** What the cell wants when it draws itself to a width. */
  readonly drawnWidth?: number;
  /** Colours the text without changing its width. */
  readonly colour?: (text: string, row: Row, colours: Colours) => string;
}

export type Colours = ReturnType<typeof createColors>;

/** The columns that there is room for, with their widths. */
export type TableLayout<Row> = readonly PlacedColumn<Row>[];

interface PlacedColumn<Row> {
  readonly column: Column<Row>;
  readonly width: number;
}

const INDENT = 2;
const GAP = 2;

/** Columns of the terminal that the text takes; wide characters (East Asian Width W and F) take two. */
export const widthOf = (text: string): number =>
  PRINTABLE_ASCII.test(text) ? text.length : stringWidth(text);

/** Nearly all text there is, and many times faster to measure than the rest. */
const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;

const ellipsisOf = (style: TextStyle): string => (style.unicode ? "…" : "~");

/** Shortens text to `width` columns; `…` stands for what is left out. */
export function shorten(text: string, width: number, style: TextStyle): string {
  if (widthOf(text) <= width) return text;
  if (width <= 0) return "";
  let kept = "";
  for (const character of text) {
    if (widthOf(kept + character) > width - 1) break;
    kept += character;
  }
  return kept.trimEnd() + ellipsisOf(style);
}

/** Shortens in the middle, so that a path keeps its file name. */
export function shortenMiddle(text: string, width: number, style: TextStyle): string {
  if (widthOf(text) <= width) return text;
  if (width <= 4) return shorten(text, width, style);
  const tailWidth = Math.floor((width - 1) * 0.6);
  const characters = Array.from(text);
  let tail = "";
  while (characters.length > 0 && widthOf(characters[characters.length - 1] + tail) <= tailWidth) {
    tail = `${characters.pop()}${tail}`;
  }
  const head = shorten(characters.join(""), width - widthOf(tail), style);
  return head + tail;
}

/**
 * The table as lines without a line break at the end. No line is wider than `style.width`.
 */
export function renderTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  style: TextStyle,
): string[] {
  const layout = layOutTable(rows, columns, style);
  return [...drawHead(layout, style), ...drawRows(rows, layout, style)];
}

/** Column titles and the rule below them. */
export function drawHead<Row>(layout: TableLayout<Row>, style: TextStyle): string[] {
  const colours = createColors(style.colour);
  const titles = layout.map(({ column, width }) => {
    const title = shorten(column.title, width, style);
    return pad(title, title === "" ? "" : colours.bold(title), column, width);
  });
  const rule = (style.unicode ? "─" : "-").repeat(Math.max(0, totalWidth(layout.map(({ width }) => width))));
  return [joinCells(titles), `${" ".repeat(INDENT)}${colours.dim(rule)}`];
}

export function drawRows<Row>(rows: readonly Row[], layout: TableLayout<Row>, style: TextStyle): string[] {
  const colours = createColors(style.colour);
  return rows.map((row) =>
    joinCells(
      layout.map(({ column, width }) => {
        const text = shorten(column.cell(row, width), width, style);
        return pad(text, column.colour?.(text, row, colours) ?? text, column, width);
      }),
    ),
  );
}

/** Fills a cell to its width; colours have none. */
function pad<Row>(text: string, coloured: string, { align }: Column<Row>, width: number): string {
  const space = " ".repeat(Math.max(0, width - widthOf(text)));
  return align === "right" ? space + coloured : coloured + space;
}

const joinCells = (cells: readonly string[]): string =>
  `${" ".repeat(INDENT)}${cells.join(" ".repeat(GAP))}`.trimEnd();

/**
 * Drops columns of the lowest priority until the rest fits, then takes what is still missing from the columns
 * that may be shortened, those of the lowest priority first.
 */
export function layOutTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  style: TextStyle,
): TableLayout<Row> {
  const available = style.width - INDENT;
  const wanted = columns.map((column) => ({ column, width: wantedWidth(column, rows) }));
  const kept = [...wanted];
  const leastWidth = ({ column, width }: PlacedColumn<Row>) => Math.min(width, column.minimumWidth ?? width);
  while (kept.length > 1 && totalWidth(kept.map(leastWidth)) > available) {
    const lowest = Math.min(...kept.map(({ column }) => column.priority));
    kept.splice(
      kept.findLastIndex(({ column }) => column.priority === lowest),
      1,
    );
  }
  const widths = kept.map(({ width }) => width);
  const mayYield = kept
    .map((_, index) => index)
    .sort((one, other) => kept[one].column.priority - kept[other].column.priority);
  for (const index of mayYield) {
    const missing = totalWidth(widths) - available;
    if (missing <= 0) break;
    widths[index] = Math.max(leastWidth(kept[index]), widths[index] - missing);
  }
  if (widths.length === 1) widths[0] = Math.max(1, Math.min(widths[0], available));
  return kept.map(({ column }, index) => ({ column, width: widths[index] }));
}

function totalWidth(widths: readonly number[]): number {
  return widths.reduce((total, width) => total + width + GAP, -GAP);
}

function wantedWidth<Row>(column: Column<Row>, rows: readonly Row[]): number {
  let width = widthOf(column.title);
  if (column.drawnWidth !== undefined) return Math.max(width, column.drawnWidth);
  for (const row of rows) width = Math.max(width, widthOf(column.cell(row, Number.POSITIVE_INFINITY)));
  return Math.max(1, Math.min(width, column.maximumWidth ?? width));
}
