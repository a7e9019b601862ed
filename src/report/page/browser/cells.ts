/** Cells of tables. Every one is made of elements and texts; nothing is read as markup. */

import type { CellComponent, Formatter } from "tabulator-tables";
import { formatBytes, formatCount, formatShare } from "../../units.ts";
import { button, element, svgElement } from "./dom.ts";

/** The row's object; Tabulator knows its type not. */
export function rowOf<Row>(cell: CellComponent): Row {
  return cell.getData() as Row;
}

export const textCell: Formatter = (cell) => textOf(cell.getValue());
export const bytesCell: Formatter = (cell) => textOf(formatBytes(Number(cell.getValue())));
export const countCell: Formatter = (cell) => {
  const value = Number(cell.getValue());
  return element("span", { class: value === 0 ? "none" : null }, formatCount(value));
};

/** A number in words of its own. */
export const wordsCell =
  (words: (value: number) => string): Formatter =>
  (cell) =>
    textOf(words(Number(cell.getValue())));

export const listCell: Formatter = (cell) => textOf((cell.getValue() as readonly string[]).join(", "));

function textOf(value: unknown): HTMLElement {
  const words = value === null || value === undefined ? "" : String(value);
  return element("span", { title: words.length > 14 ? words : null }, words);
}

/** A share of all bytes, in percent and as a bar that is full for the largest row. */
export function shareCell(whole: number, largest: () => number): Formatter {
  return (cell) => {
    const bytes = Number(cell.getValue());
    const width = largest() > 0 ? (100 * bytes) / largest() : 0;
    return element(
      "span",
      { class: "meter" },
      element("span", {}, formatShare(bytes, whole)),
      svgElement(
        "svg",
        { "aria-hidden": "true" },
        svgElement("rect", { width: `${width.toFixed(2)}%`, height: "100%", rx: 4 }),
      ),
    );
  };
}

interface Outcomes {
  readonly flows: number;
  readonly answered: number;
  readonly unanswered: number;
  readonly refused: number;
}

/** How many flows were answered, and what became of the others: in words, too, where one points at it. */
export const outcomeCell: Formatter = (cell) => {
  const { flows, answered, unanswered, refused } = rowOf<Outcomes>(cell);
  const words = outcomeWords({ flows, answered, unanswered, refused });
  let from = 0;
  const parts = [
    ["answered", answered],
    ["unanswered", unanswered],
    ["refused", refused],
  ] as const;
  const bars = parts.map(([name, count]) => {
    const width = flows > 0 ? (100 * count) / flows : 0;
    const bar = svgElement("rect", { class: name, x: `${from}%`, width: `${width}%`, height: "100%" });
    from += width;
    return bar;
  });
  return element(
    "span",
    { class: "meter", title: words },
    element("span", {}, formatShare(answered, flows)),
    svgElement("svg", { role: "img", "aria-label": words }, ...bars),
  );
};

export function outcomeWords({ answered, unanswered, refused }: Outcomes): string {
  const parts = [`${formatCount(answered)} answered`];
  if (unanswered > 0) parts.push(`${formatCount(unanswered)} unanswered`);
  if (refused > 0) parts.push(`${formatCount(refused)} refused`);
  return parts.join(", ");
}

/** A cell that can be pressed. */
export function pressCell(
  words: (cell: CellComponent) => string,
  press: (cell: CellComponent) => void,
): Formatter {
  return (cell) => {
    const text = words(cell);
    return button(text, () => press(cell), { class: "link strong", title: text.length > 20 ? text : null });
  };
}
