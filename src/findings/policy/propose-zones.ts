/**
 * Zones for a first policy, from the addresses that were seen.
 *
 * - Private addresses (RFC 1918, RFC 6598, RFC 4193) that sent anything make a zone a subnet: /24 of IPv4, /64 of IPv6.
 *   Where that is more than `MOST_SUBNETS` zones of one wider network (/16, /48), that network is one zone, and the whole
 *   private range where these are too many.
 * - Private addresses that only others asked for (a scan asks for thousands that nobody has) are one zone, `private`.
 * - A capture is taken somewhere, be it where addresses are public: a public subnet that takes part in more than half of
 *   the flows between public addresses, with several others, alone, is a zone, `site`.
 * - All else is the default zone, `internet`, or one of the zones that every policy has.
 */
import { AddressTable } from "../../flows/addresses.ts";
import type { Traffic } from "../traffic.ts";
import { BUILT_IN_ZONES } from "./policy.ts";
import {
  addressText,
  comparePrefixes,
  contains,
  type Prefix,
  prefixAround,
  prefixOf,
  prefixText,
} from "./prefix.ts";
import { PrefixMap } from "./prefix-map.ts";

export interface ProposedZone {
  readonly name: string;
  readonly prefixes: readonly Prefix[];
  /** Addresses that sent anything. */
  readonly addresses: number;
}

const MOST_SUBNETS = 8;
/** Who makes up senders makes up their subnets; what is beyond these is in zone `private`. */
const MOST_KEPT = 50_000;
/** With fewer networks at the other ends there is no telling which end the capture was taken at. */
const LEAST_OTHERS = 3;

const SUBNET = { 4: 24, 6: 64 } as const;
const WIDER = { 4: 16, 6: 48 } as const;

const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"].map(prefixOf);
/** A host that has no address yet sends from these. */
const UNSPECIFIED = ["0.0.0.0/8", "::"].map(prefixOf);

const ELSEWHERE = 0;
const IS_PRIVATE = 1;
const IS_PUBLIC = 2;

export function proposeZones(traffic: Traffic): ProposedZone[] {
  const seen = new SeenAddresses(traffic);
  return [...subnetZones(seen), ...restOfPrivate(seen), ...siteZones(seen)];
}

/** The addresses of selected flows, by what they are and whether they sent anything. */
class SeenAddresses {
  readonly traffic: Traffic;
  readonly kind: Int32Array;
  /** By address: 1 for seen in a selected flow, 2 for one that sent. */
  readonly seen: Uint8Array;
  /** By address: the number of its subnet in `subnets`. */
  readonly subnet: Int32Array;
  readonly subnets = new AddressTable();

  constructor(traffic: Traffic) {
    const { flows, addresses, services } = traffic;
    this.traffic = traffic;
    this.kind = kinds().ofAll(addresses.table);
    this.seen = new Uint8Array(addresses.table.count);
    this.subnet = new Int32Array(addresses.table.count);
    for (let flow = 0; flow < flows.count; flow++) {
      if (services.ofFlow[flow] < 0) continue;
      this.seen[addresses.ofA[flow]] |= flows.hasSent(flow, false) ? 3 : 1;
      this.seen[addresses.ofB[flow]] |= flows.hasSent(flow, true) ? 3 : 1;
    }
    for (let address = 0; address < this.subnet.length; address++) {
      const ipv6 = addresses.table.isIpv6(address) ? 1 : 0;
      const first = addresses.table.word(address, 0);
      const second = ipv6 === 1 ? addresses.table.word(address, 1) : 0;
      this.subnet[address] = this.subnets.number(
        ipv6,
        (ipv6 === 1 ? first : first & 0xffffff00) | 0,
        second | 0,
        0,
        0,
      );
    }
  }

  hasSent(address: number): boolean {
    return (this.seen[address] & 2) !== 0;
  }

  /** Subnets with private addresses that sent, and how many these are. */
  privateSenders(): Map<number, number> {
    const senders = new Map<number, number>();
    for (let address = 0; address < this.kind.length; address++) {
      if (this.kind[address] !== IS_PRIVATE || !this.hasSent(address)) continue;
      if (senders.size === MOST_KEPT && !senders.has(this.subnet[address])) continue;
      senders.set(this.subnet[address], (senders.get(this.subnet[address]) ?? 0) + 1);
    }
    return senders;
  }

  prefixOfSubnet(subnet: number): Prefix {
    const version = this.subnets.isIpv6(subnet) ? 6 : 4;
    const prefix = prefixOf(this.subnets.text(subnet));
    return prefixAround(prefix, SUBNET[version]);
  }
}

function kinds(): PrefixMap {
  const elsewhere = [...BUILT_IN_ZONES.flatMap(({ prefixes }) => prefixes), ...UNSPECIFIED];
  return new PrefixMap(
    [
      ...PRIVATE.map((prefix) => ({ prefix, value: IS_PRIVATE })),
      ...elsewhere.map((prefix) => ({ prefix, value: ELSEWHERE })),
    ],
    IS_PUBLIC,
  );
}

interface Subnet {
  readonly prefix: Prefix;
  readonly addresses: number;
}

function subnetZones(seen: SeenAddresses): ProposedZone[] {
  const subnets = [...seen.privateSenders()].map(([subnet, addresses]) => ({
    prefix: seen.prefixOfSubnet(subnet),
    addresses,
  }));
  const wider = widened(subnets, ({ version }) => WIDER[version]);
  const widest = widened(wider, (prefix) => PRIVATE.find((range) => contains(range, prefix))?.length ?? 0);
  return widest
    .sort((one, other) => comparePrefixes(one.prefix, other.prefix))
    .map(({ prefix, addresses }) => ({ name: subnetName(prefix), prefixes: [prefix], addresses }));
}

/** Subnets of which the prefix of `lengthOf` holds more than `MOST_SUBNETS` become that prefix. */
function widened(subnets: readonly Subnet[], lengthOf: (prefix: Prefix) => number): Subnet[] {
  const groups = new Map<string, { wider: Prefix; members: Subnet[] }>();
  for (const subnet of subnets) {
    const wider = prefixAround(subnet.prefix, Math.min(lengthOf(subnet.prefix), subnet.prefix.length));
    const group = groups.get(prefixText(wider)) ?? { wider, members: [] };
    groups.set(prefixText(wider), group);
    group.members.push(subnet);
  }
  return [...groups.values()].flatMap(({ wider, members }) => {
    if (members.length <= MOST_SUBNETS) return members;
    return [{ prefix: wider, addresses: members.reduce((sum, { addresses }) => sum + addresses, 0) }];
  });
}

/** `lan-10-20-0`, `lan-10-20`, `lan-fd00-20`. */
function subnetName(prefix: Prefix): string {
  const text = addressText(prefix);
  if (prefix.version === 4)
    return `lan-${text
      .split(".")
      .slice(0, Math.max(1, Math.floor(prefix.length / 8)))
      .join("-")}`;
  const groups = text
    .replace(/::.*$/, "")
    .split(":")
    .slice(0, Math.ceil(prefix.length / 16));
  return `lan-${groups.join("-")}`;
}

function restOfPrivate(seen: SeenAddresses): ProposedZone[] {
  const zones = new PrefixMap(
    subnetZones(seen).flatMap(({ prefixes }) => prefixes.map((prefix) => ({ prefix, value: 1 }))),
    0,
  ).ofAll(seen.traffic.addresses.table);
  const isLeft = new Uint8Array(PRIVATE.length + 1);
  const ranges = new PrefixMap(
    PRIVATE.map((prefix, i) => ({ prefix, value: i })),
    PRIVATE.length,
  ).ofAll(seen.traffic.addresses.table);
  for (let address = 0; address < zones.length; address++) {
    if (seen.kind[address] === IS_PRIVATE && seen.seen[address] !== 0 && zones[address] === 0) {
      isLeft[ranges[address]] = 1;
    }
  }
  const prefixes = PRIVATE.filter((_, i) => isLeft[i] === 1);
  return prefixes.length === 0 ? [] : [{ name: "private", prefixes, addresses: 0 }];
}

/** The public subnet that the capture was taken at, of each version; none where that cannot be told. */
function siteZones(seen: SeenAddresses): ProposedZone[] {
  const { flows, addresses, services } = seen.traffic;
  const flowsOf = new Int32Array(seen.subnets.count);
  const total = { 4: 0, 6: 0 };
  for (let flow = 0; flow < flows.count; flow++) {
    const a = addresses.ofA[flow];
    const b = addresses.ofB[flow];
    if (services.ofFlow[flow] < 0 || seen.kind[a] !== IS_PUBLIC || seen.kind[b] !== IS_PUBLIC) continue;
    total[addresses.table.isIpv6(a) ? 6 : 4]++;
    flowsOf[seen.subnet[a]]++;
    if (seen.subnet[a] !== seen.subnet[b]) flowsOf[seen.subnet[b]]++;
  }
  const prefixes = ([4, 6] as const).flatMap((version) => {
    const busy: number[] = [];
    let networks = 0;
    for (let subnet = 0; subnet < flowsOf.length; subnet++) {
      if (flowsOf[subnet] === 0 || seen.subnets.isIpv6(subnet) !== (version === 6)) continue;
      networks++;
      if (2 * flowsOf[subnet] > total[version]) busy.push(subnet);
    }
    return busy.length === 1 && networks > LEAST_OTHERS ? [seen.prefixOfSubnet(busy[0])] : [];
  });
  if (prefixes.length === 0) return [];
  const isSite = new PrefixMap(
    prefixes.map((prefix) => ({ prefix, value: 1 })),
    0,
  ).ofAll(addresses.table);
  const sum = isSite.reduce(
    (count, is, address) => (is === 1 && seen.hasSent(address) ? count + 1 : count),
    0,
  );
  return [{ name: "site", prefixes, addresses: sum }];
}
