/** A table of any number of rows, of which only those in view are elements. */

import {
  type ColumnDefinition,
  FormatModule,
  InteractionModule,
  ResizeColumnsModule,
  ResponsiveLayoutModule,
  SortModule,
  Tabulator,
} from "tabulator-tables";
import { element } from "./dom.ts";

Tabulator.registerModule([
  FormatModule,
  InteractionModule,
  ResizeColumnsModule,
  ResponsiveLayoutModule,
  SortModule,
]);

const ROW_HEIGHT = 34;

export interface Table<Row> {
  show(rows: readonly Row[]): Promise<void>;
  /** The rows that are shown, in their order. */
  shown(): Row[];
  destroy(): void;
}

export interface TableOptions {
  readonly label: string;
  readonly sortBy: string;
  readonly empty: string;
}

export function makeTable<Row extends object>(
  place: HTMLElement,
  columns: readonly ColumnDefinition[],
  { label, sortBy, empty }: TableOptions,
): Promise<Table<Row>> {
  // Tabulator gives its own element a height; the place keeps the one of the style sheet.
  const inner = element("div");
  place.replaceChildren(inner);
  const table = new Tabulator(inner, {
    data: [],
    columns: columns.map(withDefaults),
    height: "100%",
    rowHeight: ROW_HEIGHT,
    layout: "fitColumns",
    responsiveLayout: "hide",
    placeholder: empty,
    initialSort: [{ column: sortBy, dir: "desc" }],
    headerSortClickElement: "header",
    columnHeaderVertAlign: "bottom",
  });
  return new Promise((resolve) => {
    table.on("tableBuilt", () => {
      nameParts(inner, label);
      sortByKeys(table, inner);
      const size = followSize(table, inner);
      resolve({
        show: async (rows) => {
          await table.setData([...rows]);
          noteCounts(inner, rows.length);
        },
        shown: () => table.getData("active") as Row[],
        destroy: () => {
          size.disconnect();
          table.destroy();
        },
      });
    });
  });
}

/** Tabulator's own reads each number out of its text, which for a hundred thousand rows takes seconds. */
export function byNumber(one: number, other: number): number {
  return one - other;
}

/**
 * Tabulator's own module lays a table out anew whenever it scrolls into view, too: a row that is pressed just then is gone
 * before the button is let go, and nothing is clicked.
 */
function followSize(table: Tabulator, place: HTMLElement): ResizeObserver {
  let known = [place.clientWidth, place.clientHeight];
  const observer = new ResizeObserver(() => {
    const now = [place.clientWidth, place.clientHeight];
    // Behind another tab it has none.
    if (now[0] === 0 || now.join() === known.join()) return;
    known = now;
    table.redraw();
  });
  observer.observe(place);
  return observer;
}

function withDefaults(column: ColumnDefinition): ColumnDefinition {
  const isNumber = column.hozAlign === "right";
  return {
    headerSortStartingDir: isNumber ? "desc" : "asc",
    ...(isNumber ? { sorter: byNumber, cssClass: "right" } : {}),
    ...column,
  };
}

/** What a screen reader needs and Tabulator leaves out. */
function nameParts(place: HTMLElement, label: string): void {
  place.setAttribute("aria-label", label);
  place.removeAttribute("aria-owns");
  place.querySelector(".tabulator-table")?.setAttribute("role", "presentation");
}

/** The part that scrolls can be reached by the keyboard, and is a group of rows where there are any. */
function noteCounts(place: HTMLElement, rows: number): void {
  place.setAttribute("aria-rowcount", String(rows + 1));
  const holder = place.querySelector(".tabulator-tableholder");
  for (const [name, value] of [
    ["tabindex", "0"],
    ["role", "rowgroup"],
    ["aria-label", "Rows"],
  ]) {
    if (rows > 0) holder?.setAttribute(name, value);
    else holder?.removeAttribute(name);
  }
}

/** Headings can be reached and pressed by the keyboard. */
function sortByKeys(table: Tabulator, place: HTMLElement): void {
  for (const heading of place.querySelectorAll<HTMLElement>(".tabulator-col.tabulator-sortable")) {
    heading.setAttribute("tabindex", "0");
  }
  place.addEventListener("keydown", (event) => {
    const heading = event.target;
    if (!(heading instanceof HTMLElement) || !heading.classList.contains("tabulator-sortable")) return;
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    const field = heading.getAttribute("tabulator-field") ?? "";
    const before = heading.getAttribute("aria-sort");
    table.setSort(field, before === "descending" ? "asc" : "desc");
  });
}
