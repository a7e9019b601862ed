/**
 * What a lock allows, as a policy says it: a zone for the servers that share their ports, a rule for each zone, open to
 * everybody, since a lock says what is offered and not to whom. Firewalls are told from it, and what they would block.
 */
import { TooManyRules } from "../policy/allowed.ts";
import { cellsOf } from "../policy/cells.ts";
import { BUILT_IN_ZONES, MULTICAST_ZONE, type Policy, type PolicyRule, type Zone } from "../policy/policy.ts";
import { type PortSet, portSetOf, unionOf, withoutPorts } from "../policy/port-set.ts";
import { ADDRESS_BITS, type Address, prefixOf, readAddress } from "../policy/prefix.ts";
import { MOST_PREFIXES } from "../policy/read-zones.ts";
import { countText, listText } from "../words.ts";
import { isGroupAddress, wordsOf } from "./address-words.ts";
import { INTERNET, type Lock, type LockEntry, lockPorts } from "./lock.ts";

/**
 * What is no server on the internet although no zone has it; src/findings/address-scope.ts has the sources. Of prefixes that
 * hold both, the longer ones of `ON_THE_INTERNET` go before.
 */
const PRIVATE = [
  ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24"],
  ...["192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4"],
  ...["::/3", "2001::/23", "2001:db8::/32", "3fff::/20", "4000::/2", "8000::/1"],
];
const ON_THE_INTERNET = [
  ...["192.0.0.9", "192.0.0.10", "64:ff9b::/96", "2001::/32", "2001:1::1", "2001:1::2", "2001:1::3"],
  ...["2001:3::/32", "2001:4:112::/48", "2001:20::/28", "2001:30::/28"],
];

/**
 * TCP and SCTP always answer; what never did is not offered. Datagrams that nobody answers (syslog, NetFlow, groups) are
 * what they are for.
 */
const NEEDS_ANSWERS: readonly string[] = ["tcp", "sctp", "dccp"];

/** Servers that offer the same, and the entries that say so. */
interface Offer {
  readonly addresses: Address[];
  readonly ports: PortSet;
  readonly refused: PortSet;
  readonly entries: Set<LockEntry>;
  readonly isGroup: boolean;
}

/**
 * `zoned`: the policy whose zones the lock's servers are called by; of its rules nothing is taken. Throws `TooManyRules`
 * where the lock has more addresses than a policy has prefixes.
 */
export function lockPolicy({ path, entries }: Lock, zoned: Policy | null = null): Policy {
  const byServer = entriesByServer(entries);
  const zones = zonesWithPrivate(zoned?.zones ?? BUILT_IN_ZONES);
  const offers = offersOfAddresses(byServer, placesIn(zones));
  const own = offers.map(zoneOf);
  const all = [...own, ...zones];
  const rules = [
    ...offers.flatMap(({ ports, refused, entries: from }, zone) =>
      rulesOf([zone], ports, refused, [...from]),
    ),
    ...[...byServer].flatMap(([server, lines]) => {
      const named = [...all.keys()].filter((zone) => zone >= own.length && all[zone].name === server);
      return named.length === 0 ? [] : rulesOf(named, offered(lines), refusedOf(lines), lines);
    }),
  ];
  // What is allowed first, so that no denial has to be cut out of it.
  rules.sort((one, other) => Number(one.action === "deny") - Number(other.action === "deny"));
  return {
    path,
    isLock: true,
    zones: all,
    defaultZone: all.findLastIndex(({ name }) => name === INTERNET),
    multicastZone: all.findIndex(({ name, isBuiltIn }) => isBuiltIn && name === MULTICAST_ZONE),
    rules,
    rulesPlace: { line: 1, column: 1 },
    ignores: [],
    today: "",
  };
}

function entriesByServer(entries: readonly LockEntry[]): Map<string, LockEntry[]> {
  const byServer = new Map<string, LockEntry[]>();
  for (const entry of entries) {
    const known = byServer.get(entry.server);
    if (known === undefined) byServer.set(entry.server, [entry]);
    else known.push(entry);
  }
  return byServer;
}

/** Those with prefixes, since the addresses of a default zone are on the internet or private. */
function zonesWithPrivate(zones: readonly Zone[]): Zone[] {
  return [...zones.filter(({ prefixes }) => prefixes.length > 0), ...restOfTheWorld()];
}

function restOfTheWorld(): Zone[] {
  return [
    { name: "private", prefixes: PRIVATE.map(prefixOf), isBuiltIn: true },
    { name: INTERNET, prefixes: ON_THE_INTERNET.map(prefixOf), isBuiltIn: true },
  ];
}

/** The name by which a lock calls an address that it does not call by its own. */
function placesIn(zones: readonly Zone[]): (address: Address) => string {
  const { cells, map } = cellsOf({ zones, defaultZone: zones.length - 1, multicastZone: 0, ignores: [] });
  return (address) => zones[cells[map.of(address)].zone].name;
}

function offersOfAddresses(
  byServer: ReadonlyMap<string, readonly LockEntry[]>,
  placeOf: (address: Address) => string,
): Offer[] {
  const offers = new Map<string, Offer>();
  let addresses = 0;
  for (const [server, own] of byServer) {
    const address = readAddress(server);
    if (address === null) continue;
    if (++addresses > MOST_PREFIXES)
      throw new TooManyRules(`servers come to more than ${countText(MOST_PREFIXES)} addresses`);
    // An address's own lines go before those of its place, which hold for it as well.
    const ofPlace = byServer.get(placeOf(address)) ?? [];
    const taken = portSetOf(own);
    const ports = unionOf(offered(own), withoutPorts(offered(ofPlace), taken));
    const refused = unionOf(refusedOf(own), withoutPorts(refusedOf(ofPlace), taken));
    const { ipv6, words } = wordsOf(address);
    const isGroup = isGroupAddress(ipv6, words[0]);
    const key = JSON.stringify([ports, refused, isGroup]);
    const offer = offers.get(key) ?? { addresses: [], ports, refused, entries: new Set(), isGroup };
    offer.addresses.push(address);
    for (const entry of [...own, ...ofPlace]) offer.entries.add(entry);
    offers.set(key, offer);
  }
  return [...offers.values()];
}

/** Pods and hosts are of no group, so that its zone is nobody's own. */
function zoneOf({ addresses, isGroup, entries }: Offer): Zone {
  const [{ server }] = entries;
  const more = addresses.length - 1;
  return {
    name: more === 0 ? server : `${server} and ${countText(more)} more`,
    prefixes: addresses.map((address) => ({ ...address, length: ADDRESS_BITS[address.version] })),
    isBuiltIn: isGroup,
  };
}

function isOffered({ answered, transport }: LockEntry): boolean {
  return answered || !NEEDS_ANSWERS.includes(transport);
}

/** Of entries about the same port, one that is offered decides. */
function offered(entries: readonly LockEntry[]): PortSet {
  return portSetOf(entries.filter(isOffered));
}

function refusedOf(entries: readonly LockEntry[]): PortSet {
  return withoutPorts(portSetOf(entries.filter((entry) => !isOffered(entry))), offered(entries));
}

function rulesOf(
  to: readonly number[],
  ports: PortSet,
  refused: PortSet,
  entries: readonly LockEntry[],
): PolicyRule[] {
  const allowed = entries.filter(isOffered);
  const denied = entries.filter((entry) => !isOffered(entry));
  return [
    ...(ports.length === 0 ? [] : [rule("allow", to, ports, allowed)]),
    ...(refused.length === 0 ? [] : [rule("deny", to, refused, denied)]),
  ];
}

function rule(
  action: PolicyRule["action"],
  to: readonly number[],
  ports: PortSet,
  entries: readonly LockEntry[],
): PolicyRule {
  const [{ line }] = entries;
  const lines = entries.map((entry) => String(entry.line));
  const names = [...new Set(entries.map((entry) => entry.name ?? lockPorts(entry)))];
  return {
    action,
    from: null,
    to,
    ports,
    reason: action === "deny" ? "asked for in vain" : null,
    severity: "medium",
    place: { line, column: 1 },
    words: `${lines.length === 1 ? "line" : "lines"} ${listText(lines)}: ${listText(names)}`,
  };
}
