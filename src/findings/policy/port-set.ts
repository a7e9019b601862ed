/**
 * Sets of ports of all transports: the keys of services (`serviceKey`: transport, then port) lie on one line, and a set
 * is ascending ranges on it that neither touch nor overlap.
 */
import { HIGHEST_PORT, TRANSPORTS, type Transport } from "../../services/port-specification.ts";
import { serviceKey } from "../../services/registry.ts";
import type { PortRange } from "../finding.ts";
import { singlePort } from "../port-ranges.ts";

interface KeyRange {
  readonly first: number;
  readonly last: number;
}

export type PortSet = readonly KeyRange[];

const PORTS = HIGHEST_PORT + 1;

export const NO_PORTS: PortSet = [];
export const ALL_PORTS: PortSet = [{ first: 0, last: TRANSPORTS.length * PORTS - 1 }];

export function portSetOf(ranges: readonly PortRange[]): PortSet {
  return joined(
    ranges.flatMap(({ transport, first, last }) =>
      (transport === null ? TRANSPORTS : [transport]).map((each) => ({
        first: serviceKey(each, first),
        last: serviceKey(each, last),
      })),
    ),
  );
}

function joined(ranges: readonly KeyRange[]): PortSet {
  const found: { first: number; last: number }[] = [];
  for (const { first, last } of [...ranges].sort((one, other) => one.first - other.first)) {
    const before = found.at(-1);
    if (before !== undefined && first <= before.last + 1) before.last = Math.max(before.last, last);
    else found.push({ first, last });
  }
  return found;
}

export function hasPort(set: PortSet, key: number): boolean {
  let low = 0;
  let high = set.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (set[middle].last < key) low = middle + 1;
    else high = middle;
  }
  return low < set.length && set[low].first <= key;
}

export function unionOf(one: PortSet, other: PortSet): PortSet {
  return joined([...one, ...other]);
}

/** What is in both. */
export function commonPorts(one: PortSet, other: PortSet): PortSet {
  const found: KeyRange[] = [];
  for (let i = 0, j = 0; i < one.length && j < other.length; ) {
    const first = Math.max(one[i].first, other[j].first);
    const last = Math.min(one[i].last, other[j].last);
    if (first <= last) found.push({ first, last });
    if (one[i].last < other[j].last) i++;
    else j++;
  }
  return found;
}

/** What is in `set` and not in `taken`. */
export function withoutPorts(set: PortSet, taken: PortSet): PortSet {
  const found: KeyRange[] = [];
  let next = 0;
  for (const { first, last } of set) {
    let from = first;
    while (next < taken.length && taken[next].last < from) next++;
    for (let i = next; i < taken.length && taken[i].first <= last; i++) {
      if (taken[i].first > from) found.push({ first: from, last: taken[i].first - 1 });
      from = taken[i].last + 1;
    }
    if (from <= last) found.push({ first: from, last });
  }
  return found;
}

/** As findings list ports: by transport, one range of all transports where it is everything. */
export function portRangesOf(set: PortSet): PortRange[] {
  if (withoutPorts(ALL_PORTS, set).length === 0) return [{ transport: null, first: 0, last: HIGHEST_PORT }];
  return TRANSPORTS.flatMap((transport) =>
    commonPorts(set, portSetOf([{ transport, first: 0, last: HIGHEST_PORT }])).map(({ first, last }) => ({
      transport,
      first: first % PORTS,
      last: last % PORTS,
    })),
  );
}

/** As a policy writes ports: `443/tcp`, `8000-8999/tcp`, `any/udp`, `any`. */
export function portWords({ transport, first, last }: PortRange): string {
  const isAll = first === 0 && last === HIGHEST_PORT;
  if (transport === null) return isAll ? "any" : `${first}-${last}`;
  if (isAll) return `any/${transport}`;
  return first === last ? `${first}/${transport}` : `${first}-${last}/${transport}`;
}

/** The port of a service's key, as findings list ports. */
export function portOfKey(key: number): PortRange {
  const { transport, port } = serviceOfKey(key);
  return singlePort(transport, port);
}

/** The transport and port of a service's key. */
export function serviceOfKey(key: number): { readonly transport: Transport; readonly port: number } {
  return { transport: TRANSPORTS[Math.floor(key / PORTS)], port: key % PORTS };
}
