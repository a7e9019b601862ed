/** Which entry of a lock speaks of which row of service-uses.ts. */
import type { Services } from "../../services/group.ts";
import { protocolOf } from "../../services/transports.ts";
import { isPortless, type LockEntry } from "./lock.ts";
import { FIRST_NAMED_PLACE } from "./server-places.ts";
import { numberOfPort, numberOfService } from "./service-number.ts";
import { addressOfRow, type ServiceUses, serviceOfRow } from "./service-uses.ts";

/** Entries of one server, by what they are about. */
class ServerEntries {
  /** By the service's number: the entry's index plus 1. */
  readonly #single = new Map<number, number>();
  /** Ranges of ports by the numbers of their ends, the narrowest first. */
  readonly #ranges: { first: number; last: number; found: number }[] = [];

  add(entry: LockEntry, index: number): void {
    const { first, last } = entry;
    if (isPortless(entry) || first === last) this.#single.set(numberOfService(entry), index + 1);
    else {
      const transport = protocolOf(entry.transport);
      const ends = { first: numberOfPort(transport, first), last: numberOfPort(transport, last) };
      this.#ranges.push({ ...ends, found: index + 1 });
      this.#ranges.sort((one, other) => one.last - one.first - (other.last - other.first));
    }
  }

  /** The index plus 1, 0 for none: a single port's entry before a range's, a narrow range's before a wide one's. */
  find(service: number): number {
    const found = this.#single.get(service);
    if (found !== undefined) return found;
    return this.#ranges.find(({ first, last }) => first <= service && service <= last)?.found ?? 0;
  }
}

/** Servers that entries name, each once, in the order in which they first appear. */
export function serversListed(entries: readonly LockEntry[]): string[] {
  return [...new Set(entries.map(({ server }) => server))];
}

/**
 * By row: the index of the entry plus 1, 0 for none. What an entry says of an address goes before what another says of
 * the zone or the internet that it is in. `uses` was made with `listed: serversListed(entries)`.
 */
export function coverRows(entries: readonly LockEntry[], services: Services, uses: ServiceUses): Int32Array {
  const covered = new Int32Array(uses.rows);
  if (entries.length === 0) return covered;
  const listed = serversListed(entries);
  const number = new Map(listed.map((server, i) => [server, i]));
  const byServer = listed.map(() => new ServerEntries());
  for (const [i, entry] of entries.entries()) byServer[number.get(entry.server) ?? 0].add(entry, i);
  /** By named place: the number of its name among the listed, −1 where no entry has it. */
  const listedOfPlace = uses.places.names.map((name) => number.get(name) ?? -1);
  for (let row = 0; row < uses.rows; row++) {
    if (uses.bits[row] === 0) continue;
    const address = addressOfRow(row, services, uses);
    const own = uses.places.listed[address] - 1;
    const named = listedOfPlace[uses.places.place[address] - FIRST_NAMED_PLACE] ?? -1;
    if (own < 0 && named < 0) continue;
    const service = serviceOfRow(row, services, uses);
    const found = own < 0 ? 0 : byServer[own].find(service);
    covered[row] = found === 0 && named >= 0 ? byServer[named].find(service) : found;
  }
  return covered;
}
