/**
 * What `portolan ports` answers: which ports a question means, as plain rows for whoever prints them.
 */

import { registeredName, registeredServices } from "./iana.ts";
import { type OverlayEntry, overlayEntries } from "./overlay.ts";
import {
  looksLikePorts,
  type PortSpecification,
  readPortSpecification,
  TRANSPORTS,
  type Transport,
  transportNamed,
} from "./port-specification.ts";
import { type RangeClass, rangeClass } from "./range-class.ts";
import {
  lookUp,
  otherNamesOf,
  overlayEntry,
  type ServiceName,
  serviceKey,
  serviceLabel,
  type UserServiceNames,
  userName,
} from "./registry.ts";

/** A port of a transport, or a range of them that shares one name (x11, bittorrent). */
export interface PortRow {
  readonly transport: Transport;
  readonly port: number;
  /** The same as `port` but for a range. */
  readonly lastPort: number;
  /** `443/tcp (https)`, `6000-6063/tcp (x11)`, or `49822/tcp` where there is no name. */
  readonly label: string;
  readonly name: string | null;
  readonly description: string | null;
  readonly rangeClass: RangeClass;
  /** Who gives the name; null where the port is registered nowhere. */
  readonly source: ServiceName["source"] | null;
  readonly aliases: readonly string[];
  /** What to know before the port is opened to others; null where nothing special is known. */
  readonly caution: string | null;
  /** Whether it is one of the most common destination ports. */
  readonly common: boolean;
}

/** A row of the reference table of the most common destination ports. */
export interface CommonPortRow extends PortRow {
  /** `Web`, `Mail`, `Databases and search`, … */
  readonly group: string;
}

/** The answer to a question. */
export interface PortSearch {
  /** The best `limit` rows, best first. */
  readonly rows: readonly PortRow[];
  /** How many rows there are without the limit. */
  readonly total: number;
  /** One line that says what is wrong with the question; null where it could be understood. */
  readonly problem: string | null;
}

export interface PortSearchOptions {
  readonly userNames?: UserServiceNames;
  /** Rows at most; 50 where it is not said. */
  readonly limit?: number;
}

/** Transports in which a bare number is looked up: UDP-Lite only repeats UDP. */
const REGISTRY_TRANSPORTS = TRANSPORTS.filter((transport) => transport !== "udplite");

/**
 * Finds ports by number (`443`), number and transport (`443/udp`), range (`6000-6010`), or name or part of a
 * name (`ssh`, `ssh/tcp`). Names are compared without regard to case, literally: a dot is a dot. Rows of a name
 * come in the order: the whole name, its beginning, a part of it, a part of the description; common ports first
 * within each.
 */
export function findPorts(query: string, options: PortSearchOptions = {}): PortSearch {
  const { userNames, limit = 50 } = options;
  const asked = query.trim();
  if (asked === "") return failure("say a port or a name: 443, 443/udp, 6000-6010 or ssh");
  if (!looksLikePorts(asked)) return answer(rowsByName(asked, userNames), limit);
  const range = readPortSpecification(asked);
  if (typeof range === "string") return failure(range);
  return answer(rowsByNumber(range, userNames), limit);
}

/** The reference table of the most common destination ports, in groups, by port within a group. */
export function commonPorts(): CommonPortRow[] {
  return overlayEntries()
    .filter((entry) => entry.common)
    .flatMap((entry) =>
      entry.transports.map((transport) => ({ group: entry.group, ...overlayRow(transport, entry) })),
    );
}

function answer(rows: readonly PortRow[], limit: number): PortSearch {
  return { rows: rows.slice(0, Math.max(0, limit)), total: rows.length, problem: null };
}

function failure(problem: string): PortSearch {
  return { rows: [], total: 0, problem };
}

function rowsByNumber(range: PortSpecification, userNames: UserServiceNames | undefined): PortRow[] {
  const asked = range.transports;
  const rows: PortRow[] = [];
  for (let port = range.first; port <= range.last; port++) {
    for (const transport of asked ?? REGISTRY_TRANSPORTS) {
      const row = portRow(transport, port, userNames);
      if (row.name !== null) rows.push(row);
    }
  }
  // A single port that has no name answers all the same; a range of them would be a page of nothing.
  if (rows.length > 0 || range.first !== range.last) return rows;
  return (asked ?? ["tcp", "udp"]).map((transport) => portRow(transport, range.first, userNames));
}

function portRow(transport: Transport, port: number, userNames: UserServiceNames | undefined): PortRow {
  const found = lookUp(transport, port, userNames);
  const entry = overlayEntry(transport, port);
  const caution = found?.source === "overlay" ? (entry?.caution ?? null) : null;
  return namedRow(transport, port, found, caution, entry?.common ?? false);
}

function namedRow(
  transport: Transport,
  port: number,
  found: ServiceName | null,
  caution: string | null,
  common: boolean,
): PortRow {
  return {
    transport,
    port,
    lastPort: port,
    label: serviceLabel(transport, port, found?.name ?? null),
    name: found?.name ?? null,
    description: found?.description ?? null,
    rangeClass: rangeClass(port),
    source: found?.source ?? null,
    aliases: found?.aliases ?? [],
    caution,
    common,
  };
}

function overlayRow(transport: Transport, entry: OverlayEntry): PortRow {
  const { first, last, name, description, caution, common, otherNames } = entry;
  const registered: (string | null)[] = [];
  for (let port = first; port <= last; port++) registered.push(registeredName(transport, port));
  return {
    transport,
    port: first,
    lastPort: last,
    label: first === last ? serviceLabel(transport, first, name) : `${first}-${last}/${transport} (${name})`,
    name,
    description,
    rangeClass: rangeClass(first),
    source: "overlay",
    aliases: otherNamesOf(name, [...otherNames, ...registered]),
    caution,
    common,
  };
}

/** Every row that has a name, a range of the overlay as one. */
function namedRows(userNames: UserServiceNames | undefined): PortRow[] {
  const rows: PortRow[] = [];
  const transports = Object.fromEntries(TRANSPORTS.map((name) => [serviceKey(name, 0), name]));
  for (const key of userNames?.keys() ?? []) {
    rows.push(portRow(transports[key - (key & 0xffff)] as Transport, key & 0xffff, userNames));
  }
  for (const entry of overlayEntries()) {
    for (const transport of entry.transports) {
      const hidden = entry.first === entry.last && userName(transport, entry.first, userNames) !== null;
      if (!hidden) rows.push(overlayRow(transport, entry));
    }
  }
  for (const { transports: registeredFor, port, name, description } of registeredServices()) {
    const registered: ServiceName = { name, description, source: "iana", aliases: [] };
    for (const transport of registeredFor) {
      const hidden = overlayEntry(transport, port) ?? userName(transport, port, userNames);
      if (hidden === null) rows.push(namedRow(transport, port, registered, null, false));
    }
  }
  return rows;
}

const NO_MATCH = 4;

/** 0 the whole name, 1 its beginning, 2 a part of it, 3 a part of the description, `NO_MATCH` nothing. */
function matchRank(row: PortRow, word: string): number {
  let best = NO_MATCH;
  for (const name of [row.name ?? "", ...row.aliases]) {
    const lower = name.toLowerCase();
    if (lower === word) return 0;
    if (lower.startsWith(word)) best = Math.min(best, 1);
    else if (lower.includes(word)) best = Math.min(best, 2);
  }
  if (best === NO_MATCH && row.description?.toLowerCase().includes(word)) return 3;
  return best;
}

function rowsByName(asked: string, userNames: UserServiceNames | undefined): PortRow[] {
  const { word, transport } = splitName(asked);
  return namedRows(userNames)
    .filter((row) => transport === null || row.transport === transport)
    .map((row) => ({ row, rank: matchRank(row, word) }))
    .filter(({ rank }) => rank !== NO_MATCH)
    .sort((a, b) => a.rank - b.rank || compareRows(a.row, b.row))
    .map(({ row }) => row);
}

/** `ssh/tcp` is a name and a transport; `cl/1` and `EtherNet/IP-2` are names. */
function splitName(asked: string): { word: string; transport: Transport | null } {
  const slash = asked.lastIndexOf("/");
  const transport = slash > 0 ? transportNamed(asked.slice(slash + 1)) : null;
  const word = transport === null ? asked : asked.slice(0, slash);
  return { word: word.trim().toLowerCase(), transport };
}

function compareRows(a: PortRow, b: PortRow): number {
  const own = Number(b.source === "user") - Number(a.source === "user");
  const common = Number(b.common) - Number(a.common);
  const transport = TRANSPORTS.indexOf(a.transport) - TRANSPORTS.indexOf(b.transport);
  return own || common || a.port - b.port || transport;
}
