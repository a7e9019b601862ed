/**
 * Cells: addresses of which a policy says the same, whatever is asked. Zones and the ends of `ignore` entries are
 * prefixes; the longest of them all that contains an address tells its zone and every entry that is about it.
 */

import type { Endpoints, Policy } from "./policy.ts";
import { comparePrefixes, contains, lastOf, type Prefix, prefixText } from "./prefix.ts";
import { type PrefixEntry, PrefixMap } from "./prefix-map.ts";

export interface Cell {
  readonly zone: number;
  /** Entries of `ignore` that are about clients (servers) of these addresses: bit i for entry i. */
  readonly asClient: bigint;
  readonly asServer: bigint;
  /**
   * The cell of the same addresses as a broadcast: −1 where they are none. The last address of an IPv4 prefix is its
   * network's broadcast address, if the prefix is a network's; a datagram to it that nobody answers is taken for one.
   */
  readonly asBroadcast: number;
}

export interface Cells {
  readonly cells: readonly Cell[];
  /** Leads to the number of a cell. */
  readonly map: PrefixMap;
}

/** What is known of a prefix by itself. */
interface Marked {
  readonly prefix: Prefix;
  zone: number | null;
  asClient: bigint;
  asServer: bigint;
  isBroadcast: boolean;
}

/** Longer prefixes, /31 and /32, are no networks with a broadcast address (RFC 3021). */
const LONGEST_NETWORK = 30;

/** What of a policy cells are told from. */
type Zoned = Pick<Policy, "zones" | "defaultZone" | "multicastZone" | "ignores">;

export function cellsOf(policy: Zoned): Cells {
  const marks = new Marks();
  for (const [zone, { prefixes }] of policy.zones.entries()) {
    // The policy's own zones stand before the built-in ones.
    for (const prefix of prefixes) marks.of(prefix).zone ??= zone;
  }
  for (const { prefixes, isBuiltIn } of policy.zones) {
    if (isBuiltIn) continue;
    for (const prefix of prefixes) {
      if (prefix.version !== 4 || prefix.length > LONGEST_NETWORK) continue;
      marks.of({ version: 4, value: lastOf(prefix), length: 32 }).isBroadcast = true;
    }
  }
  for (const [i, { from, to }] of policy.ignores.entries()) {
    for (const prefix of from?.prefixes ?? []) marks.of(prefix).asClient |= 1n << BigInt(i);
    for (const prefix of to?.prefixes ?? []) marks.of(prefix).asServer |= 1n << BigInt(i);
  }
  return numbered(marks.inOrder(), policy);
}

class Marks {
  readonly #byText = new Map<string, Marked>();

  of(prefix: Prefix): Marked {
    const text = prefixText(prefix);
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    const marked = { prefix, zone: null, asClient: 0n, asServer: 0n, isBroadcast: false };
    this.#byText.set(text, marked);
    return marked;
  }

  /** Each behind those that contain it. */
  inOrder(): Marked[] {
    return [...this.#byText.values()].sort((one, other) => comparePrefixes(one.prefix, other.prefix));
  }
}

/** Marks with what the prefixes around them are marked with. */
interface Inherited {
  readonly prefix: Prefix | null;
  readonly zone: number;
  readonly asClient: bigint;
  readonly asServer: bigint;
}

function numbered(marked: readonly Marked[], policy: Zoned): Cells {
  const numbers = new CellNumbers(policy);
  const everywhere = { prefix: null, zone: policy.defaultZone, asClient: 0n, asServer: 0n };
  const otherwise = numbers.of(everywhere, false);
  const around: Inherited[] = [everywhere];
  const entries: PrefixEntry[] = [];
  for (const { prefix, zone, asClient, asServer, isBroadcast } of marked) {
    while (!surrounds(around[around.length - 1], prefix)) around.pop();
    const outer = around[around.length - 1];
    const inherited = {
      prefix,
      zone: zone ?? outer.zone,
      asClient: asClient | outer.asClient,
      asServer: asServer | outer.asServer,
    };
    around.push(inherited);
    // Who puts the very address into a zone means a host.
    entries.push({ prefix, value: numbers.of(inherited, isBroadcast && zone === null) });
  }
  return { cells: numbers.cells, map: new PrefixMap(entries, otherwise) };
}

function surrounds({ prefix }: Inherited, inner: Prefix): boolean {
  return prefix === null || contains(prefix, inner);
}

class CellNumbers {
  readonly cells: Cell[] = [];
  readonly #known = new Map<string, number>();
  readonly #multicastZone: number;
  readonly #clientsOfZone: readonly bigint[];
  readonly #serversOfZone: readonly bigint[];

  constructor({ zones, ignores, multicastZone }: Zoned) {
    this.#multicastZone = multicastZone;
    this.#clientsOfZone = zones.map((_, zone) =>
      entriesAbout(
        ignores.map(({ from }) => from),
        zone,
      ),
    );
    this.#serversOfZone = zones.map((_, zone) =>
      entriesAbout(
        ignores.map(({ to }) => to),
        zone,
      ),
    );
  }

  of({ zone, asClient, asServer }: Inherited, isBroadcast: boolean): number {
    const asBroadcast = isBroadcast ? this.#number(this.#multicastZone, asClient, asServer, -1) : -1;
    return this.#number(zone, asClient, asServer, asBroadcast);
  }

  #number(zone: number, client: bigint, server: bigint, asBroadcast: number): number {
    const asClient = client | this.#clientsOfZone[zone];
    const asServer = server | this.#serversOfZone[zone];
    const key = `${zone} ${asClient} ${asServer} ${asBroadcast}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const number = this.cells.push({ zone, asClient, asServer, asBroadcast }) - 1;
    this.#known.set(key, number);
    return number;
  }
}

/** Entries that are about all of a zone, or about everything. */
function entriesAbout(ends: readonly (Endpoints | null)[], zone: number): bigint {
  return ends.reduce(
    (bits, end, i) => (end === null || end.zones.includes(zone) ? bits | (1n << BigInt(i)) : bits),
    0n,
  );
}
