/** The services that a capture shows, as a lock would have them: few, and plain data. */
import type { AddressTable } from "../../flows/addresses.ts";
import { PairIndex } from "../../flows/pair-index.ts";
import { PROTOCOL_NAMES } from "../../protocols/protocol.ts";
import { HIGHEST_PORT } from "../../services/port-specification.ts";
import { lookUp } from "../../services/registry.ts";
import { transportOf } from "../../services/transports.ts";
import type { Traffic } from "../traffic.ts";
import { readAddressWords } from "./address-words.ts";
import { type AttemptsInVain, findAttempts } from "./attempts.ts";
import { coverRows, serversListed } from "./coverage.ts";
import { isPortless, type LockEntry, type Service, sortedServices } from "./lock.ts";
import { FIRST_NAMED_PLACE, type Zoning } from "./server-places.ts";
import { numberOfPort, numberOfService, readServiceNumber } from "./service-number.ts";
import {
  addressOfRow,
  findServiceUses,
  type ServiceUses,
  serviceOfRow,
  USE_ANSWERED,
} from "./service-uses.ts";

export interface SeenOptions {
  /** What addresses are called; without it, those on the internet are called so, others by themselves. */
  readonly zoning?: Zoning | undefined;
  /** Every server is called by its address. */
  readonly keepAddresses?: boolean | undefined;
  /** Entries to find again: what they speak of is called as they do. */
  readonly entries?: readonly LockEntry[] | undefined;
}

export interface SeenService extends Service {
  /** Its number among the groups that `groupOfRow` speaks of. */
  readonly group: number;
  /** Null where no entry speaks of it. */
  readonly entry: LockEntry | null;
}

export interface SeenServices {
  /** In the order of locks. */
  readonly services: readonly SeenService[];
  /** By row of `uses`: the group of its service; −1 where it is of none. */
  readonly groupOfRow: Int32Array;
  readonly uses: ServiceUses;
  /** Of what no entry speaks of, and nobody served. */
  readonly attempts: AttemptsInVain;
}

/** What rows of one service have in common. */
interface Group {
  readonly row: number;
  /** Null: called by the address of its one row. */
  readonly name: string | null;
  readonly entry: LockEntry | null;
  answered: boolean;
  readonly protocols: Set<string>;
}

export function seeServices(traffic: Traffic, options: SeenOptions = {}): SeenServices {
  const { zoning, entries = [] } = options;
  const listed = serversListed(entries);
  const uses = findServiceUses(traffic, { listed, ...(zoning && { zoneOf: zoning(traffic) }) });
  const covered = coverRows(entries, traffic.services, uses);
  const attempts = findAttempts(traffic, uses.rowOfFlow, uncoveredInVain(uses, covered));
  const grouping = new Grouping(traffic, uses, options);
  for (let row = 0; row < uses.rows; row++) {
    if (isService(row, uses, covered, attempts)) grouping.add(row, covered[row] - 1);
  }
  const seen = grouping.finish().map((group, i) => seenService(traffic, uses, group, i));
  return { services: sortedServices(seen), groupOfRow: grouping.groupOfRow, uses, attempts };
}

/** What many attempts of one client were made at is no service, unless an entry speaks of it. */
function isService(
  row: number,
  { bits }: ServiceUses,
  covered: Int32Array,
  { byFew }: AttemptsInVain,
): boolean {
  return (bits[row] & USE_ANSWERED) !== 0 || (bits[row] !== 0 && covered[row] !== 0) || byFew[row] === 1;
}

function uncoveredInVain({ rows, bits }: ServiceUses, covered: Int32Array): Uint8Array {
  const isInVain = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) {
    if (bits[row] !== 0 && (bits[row] & USE_ANSWERED) === 0 && covered[row] === 0) isInVain[row] = 1;
  }
  return isInVain;
}

/** Puts rows of one service together: those that one entry speaks of, or whose servers share a name. */
class Grouping {
  readonly groupOfRow: Int32Array;
  readonly #groups: Group[] = [];
  readonly #groupOfEntry = new Map<number, number>();
  /** Pairs of a place and the service's number, and the group of each. */
  readonly #named = new PairIndex();
  readonly #groupOfNamed: number[] = [];
  readonly #traffic: Traffic;
  readonly #uses: ServiceUses;
  readonly #options: SeenOptions;

  constructor(traffic: Traffic, uses: ServiceUses, options: SeenOptions) {
    this.groupOfRow = new Int32Array(uses.rows).fill(-1);
    this.#traffic = traffic;
    this.#uses = uses;
    this.#options = options;
  }

  /** `entry`: the index of the one that speaks of the row, or −1. */
  add(row: number, entry: number): void {
    const group = entry >= 0 ? this.#ofEntry(row, entry) : this.#ofServer(row);
    this.groupOfRow[row] = group;
    if ((this.#uses.bits[row] & USE_ANSWERED) !== 0) this.#groups[group].answered = true;
  }

  finish(): readonly Group[] {
    const { protocols, protocolsInVain } = this.#uses;
    this.#addProtocols(protocols, () => true);
    // What a server speaks is told by what it answered; where nobody did (syslog), by what it was sent.
    this.#addProtocols(protocolsInVain, ({ answered }) => !answered);
    return this.#groups;
  }

  #addProtocols({ count, first, second }: PairIndex, counts: (group: Group) => boolean): void {
    for (let pair = 0; pair < count; pair++) {
      const group = this.#groups[this.groupOfRow[first[pair]]];
      if (group !== undefined && counts(group)) group.protocols.add(PROTOCOL_NAMES[second[pair]]);
    }
  }

  #ofEntry(row: number, entry: number): number {
    const known = this.#groupOfEntry.get(entry);
    if (known !== undefined) return known;
    const group = this.#open(row, null, this.#options.entries?.[entry] ?? null);
    this.#groupOfEntry.set(entry, group);
    return group;
  }

  #ofServer(row: number): number {
    const { places } = this.#uses;
    const { services } = this.#traffic;
    const address = addressOfRow(row, services, this.#uses);
    const place = places.place[address];
    const name = places.nameOf(place);
    // An address that some entry names is told apart from the others already.
    if (name === null || this.#options.keepAddresses || places.listed[address] > 0) {
      return this.#open(row, null, null);
    }
    const pair = this.#named.number(place, serviceOfRow(row, services, this.#uses));
    if (pair === this.#groupOfNamed.length) this.#groupOfNamed.push(this.#open(row, name, null));
    return this.#groupOfNamed[pair];
  }

  #open(row: number, name: string | null, entry: LockEntry | null): number {
    return this.#groups.push({ row, name, entry, answered: false, protocols: new Set() }) - 1;
  }
}

function seenService(
  traffic: Traffic,
  uses: ServiceUses,
  { row, name, entry, answered, protocols }: Group,
  group: number,
): SeenService {
  const seen = { protocols: [...protocols].sort(), answered, group, entry };
  if (entry !== null) {
    const { line: _, ...service } = entry;
    return { ...service, ...seen, ...(isPortless(entry) && { protocols: entry.protocols }) };
  }
  const { services, addresses, userNames } = traffic;
  const server = name ?? addresses.table.text(addressOfRow(row, services, uses));
  const { transport: number, port, protocol } = readServiceNumber(serviceOfRow(row, services, uses));
  const transport = transportOf(number);
  if (port === null) {
    const portless = { first: 0, last: HIGHEST_PORT, name: null, ...seen };
    return { server, transport, ...portless, protocols: protocol === null ? [] : [protocol] };
  }
  const service = lookUp(transport, port, userNames)?.name ?? null;
  return { server, transport, first: port, last: port, name: service, ...seen };
}

/**
 * Whether a service that is none of those seen was asked for all the same, in vain, by clients that tried many. It keeps
 * the addresses and sockets of a capture, not its flows, and may be asked when nothing else of the traffic is needed: it
 * numbers addresses that are asked for.
 */
export class AskedInVain {
  readonly #table: AddressTable;
  /** The rows of the services' servers. */
  readonly #sockets = new PairIndex();
  readonly #uses: Pick<ServiceUses, "bits" | "sockets" | "portless">;
  /** By the number of a port: the service's index. */
  readonly #services: ReadonlyMap<number, number>;
  /** By name of servers that share one: its number. */
  readonly #places: ReadonlyMap<string, number>;
  /** Pairs of such a number and the service's number. */
  readonly #named = new PairIndex();

  constructor({ addresses, services }: Traffic, { uses, groupOfRow }: SeenServices) {
    this.#table = addresses.table;
    // Of their own: the capture's memory is given up.
    for (let row = 0; row < services.servers.count; row++) {
      this.#sockets.number(services.servers.addresses.at(row), services.servers.services.at(row));
    }
    this.#uses = { bits: uses.bits, sockets: uses.sockets, portless: uses.portless };
    this.#services = new Map(
      services.services.map(({ protocol, port }, i) => [numberOfPort(protocol, port), i]),
    );
    this.#places = new Map(uses.places.names.map((name, i) => [name, FIRST_NAMED_PLACE + i]));
    for (let row = 0; row < uses.rows; row++) {
      if (uses.bits[row] === 0 || groupOfRow[row] >= 0) continue;
      const place = uses.places.place[addressOfRow(row, services, uses)];
      if (place >= FIRST_NAMED_PLACE) this.#named.number(place, serviceOfRow(row, services, uses));
    }
  }

  has(service: Service): boolean {
    const number = numberOfService(service);
    const address = readAddressWords(service.server);
    if (address === null) return this.#named.find(this.#places.get(service.server) ?? 0, number) >= 0;
    const [word0, word1, word2, word3] = address.words;
    const server = this.#table.number(address.ipv6 ? 1 : 0, word0, word1, word2, word3);
    const row = this.#rowOf(server, service, number);
    return row >= 0 && this.#uses.bits[row] !== 0 && (this.#uses.bits[row] & USE_ANSWERED) === 0;
  }

  #rowOf(server: number, service: Service, number: number): number {
    const { sockets, portless } = this.#uses;
    if (isPortless(service)) {
      const row = portless.find(server, number);
      return row < 0 ? -1 : sockets + row;
    }
    const index = this.#services.get(number);
    return index === undefined ? -1 : this.#sockets.find(server, index);
  }
}
