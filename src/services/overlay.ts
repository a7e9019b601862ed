/**
 * Reads the overlay's table into entries. The table is ours, so a line that breaks the rules is a bug: it
 * throws, and the tests read every line.
 */
import { OVERLAY_TABLE } from "./overlay-table.ts";
import { readPortSpecification, type Transport } from "./port-specification.ts";

/** One line of the overlay: a range of ports on some transports, its name and what is to be said of it. */
export interface OverlayEntry {
  readonly group: string;
  readonly first: number;
  readonly last: number;
  readonly transports: readonly Transport[];
  readonly name: string;
  readonly otherNames: readonly string[];
  readonly description: string;
  /** What to know before the port is opened to others; null where there is nothing special. */
  readonly caution: string | null;
  /** Why the overlay has the line; `kept` where the name is IANA's own. */
  readonly why: string;
  /** Whether it belongs to the reference table of the most common destination ports. */
  readonly common: boolean;
}

let entries: readonly OverlayEntry[] | null = null;

/** The overlay's entries, in the order of the table: grouped, by port within a group. */
export function overlayEntries(): readonly OverlayEntry[] {
  entries ??= readOverlay(OVERLAY_TABLE);
  return entries;
}

/** Throws an Error on the first line that is no group and no entry. */
export function readOverlay(table: string): OverlayEntry[] {
  let group = "";
  const found: OverlayEntry[] = [];
  for (const line of table.split("\n")) {
    if (line === "") continue;
    if (line.startsWith("# ")) group = line.slice(2);
    else found.push(readEntry(line, group));
  }
  return found;
}

function readEntry(line: string, group: string): OverlayEntry {
  const common = line.startsWith("* ");
  const columns = (common ? line.slice(2) : line).split("|").map((column) => column.trim());
  const [ports = "", names = "", description = "", caution = "", why = ""] = columns;
  const range = readPortSpecification(ports);
  if (typeof range === "string") throw new Error(`overlay: ${range}, in: ${line}`);
  const [name = "", ...otherNames] = names.split(",").map((word) => word.trim());
  if (columns.length !== 5 || group === "" || name === "" || why === "" || range.transports === null) {
    throw new Error(`overlay: not a line of five columns within a group: ${line}`);
  }
  return {
    group,
    first: range.first,
    last: range.last,
    transports: range.transports,
    name,
    otherNames,
    description,
    caution: caution === "" ? null : caution,
    why,
    common,
  };
}
