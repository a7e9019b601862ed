/**
 * Writes a lock, or adds to one. An entry is a line, whose columns have widths that no other line changes, and there is no
 * date, count or path in it: what did not change in the network does not change in the file.
 */
import { type Lock, type LockEntry, lockPorts, type Service, sortedServices } from "./lock.ts";

export const LOCK_VERSION = 1;
/** The beginning of a lock, with the version of its format. */
export const LOCK_MARK = /^#\s*portolan\.lock\/(\d+)/;
/** Of a service that was asked for, and nobody served. */
export const UNANSWERED = "unanswered";

const HEADER = [
  `# portolan.lock/${LOCK_VERSION}`,
  "# The services that were seen, one a line: server, port, what the port is called, protocols of payloads,",
  `# and "${UNANSWERED}" where somebody asked and nobody served. What stands behind a # is yours, and stays.`,
  "#   portolan baseline CAPTURE --update -o ports.lock    adds what is new",
  "#   portolan check CAPTURE --baseline ports.lock        finds what is not in it",
];

const SERVER_WIDTH = 15;
const PORTS_WIDTH = 11;
const NAME_WIDTH = 15;
const GAP = "  ";

/** The whole file. The same services give the same bytes, in whatever order they come. */
export function renderLock(services: readonly Service[]): string {
  return [...HEADER, "", ...sortedServices(services).map(lockLine), ""].join("\n");
}

export function lockLine(service: Service): string {
  const columns = [
    service.server.padEnd(SERVER_WIDTH),
    lockPorts(service).padEnd(PORTS_WIDTH),
    nameWord(service.name).padEnd(NAME_WIDTH),
    service.protocols.join() || "-",
    ...(service.answered ? [] : [UNANSWERED]),
  ];
  return columns.join(GAP);
}

/** Users' own names may have spaces and signs in them that have a meaning here. */
function nameWord(name: string | null): string {
  return name?.replaceAll(/[\s#\p{C}]+/gu, "-") || "-";
}

export interface LockUpdate {
  readonly text: string;
  /** In the order of locks. */
  readonly added: readonly Service[];
  /** Entries of which something new is known, as they are now. */
  readonly changed: readonly { readonly before: LockEntry; readonly after: Service }[];
}

/** A service that was seen, and the entry that speaks of it. */
type Seen = Service & { readonly entry: LockEntry | null };

/**
 * The lock with what is new: lines for services that no entry speaks of, each behind the last that goes before it, and in
 * the lines that are there protocols and answers. All else stays as it is, to the byte.
 */
export function updateLock({ lines, entries }: Lock, seen: readonly Seen[]): LockUpdate {
  const added = sortedServices(seen.filter(({ entry }) => entry === null));
  const changed = seen.flatMap(changesOf);
  const changedLines = linesOf(changed, entries);
  const behind = placesFor(added, entries, lines);
  const lineEnd = lines[0].endsWith("\r") ? "\r" : "";
  const text = lines.flatMap((line, i) => {
    const after = changedLines.get(i + 1);
    const kept = after === undefined ? line : `${lockLine(after)}${behindEntry(line)}`;
    return [kept, ...(behind.get(i + 1) ?? []).map((fresh) => `${fresh}${lineEnd}`)];
  });
  return { text: text.join("\n"), added, changed };
}

type Change = LockUpdate["changed"][number];

function changesOf({ entry, protocols, answered }: Seen): Change[] {
  if (entry === null) return [];
  const known = [...new Set([...entry.protocols, ...protocols])].sort();
  const isAnswered = entry.answered || answered;
  if (known.length === entry.protocols.length && isAnswered === entry.answered) return [];
  return [{ before: entry, after: { ...entry, protocols: known, answered: isAnswered } }];
}

/** What changed lines say now. A line of protocols without a port is an entry for each of them. */
function linesOf(changed: readonly Change[], entries: readonly LockEntry[]): Map<number, Service> {
  const lines = new Map(changed.map(({ before, after }) => [before.line, after]));
  for (const { line, protocols } of entries) {
    const after = lines.get(line);
    if (after === undefined) continue;
    lines.set(line, { ...after, protocols: [...new Set([...after.protocols, ...protocols])].sort() });
  }
  return lines;
}

/** What stays behind the words of an entry: a comment with the white space before it, a carriage return. */
function behindEntry(line: string): string {
  const start = line.indexOf("#");
  if (start < 0) return /\r?$/.exec(line)?.[0] ?? "";
  return `${/\s*$/.exec(line.slice(0, start))?.[0] || GAP}${line.slice(start)}`;
}

/** Lines to add, by the line (from 1) behind which they go: that of the entry before them in the order of locks. */
function placesFor(
  added: readonly Service[],
  entries: readonly LockEntry[],
  lines: readonly string[],
): Map<number, string[]> {
  const places = new Map<number, string[]>();
  let behind = lineBeforeEntries(entries, lines);
  const lineOf = new Map<Service, number>(entries.map((entry) => [entry, entry.line]));
  for (const service of sortedServices<Service>([...entries, ...added])) {
    const line = lineOf.get(service);
    if (line !== undefined) behind = line;
    else {
      const known = places.get(behind);
      if (known === undefined) places.set(behind, [lockLine(service)]);
      else known.push(lockLine(service));
    }
  }
  return places;
}

/** The line above the first entry and the comment that belongs to it; the last line where there is no entry. */
function lineBeforeEntries(entries: readonly LockEntry[], lines: readonly string[]): number {
  const isComment = (line: number) => /^\uFEFF?\s*#/.test(lines[line - 1]);
  // Behind the last line feed stands nothing.
  const last = lines.at(-1) === "" ? lines.length - 1 : lines.length;
  let line = entries.reduce((first, entry) => Math.min(first, entry.line - 1), last);
  while (line > 0 && isComment(line)) line--;
  if (line > 0) return line;
  // No blank line parts the first entry from the beginning, whose mark has to stay the first.
  while (line < last && isComment(line + 1)) line++;
  return line;
}
