/**
 * What firewalls are told: traffic that is allowed, in no order, and nothing else is. A policy comes down to it once its
 * denials are cut out of what they stand before; a lock is it already. src/report/firewall/ writes it for each firewall.
 */
import type { PortRange } from "../finding.ts";
import type { Policy, PolicyRule, Zone } from "./policy.ts";
import { portRangesOf } from "./port-set.ts";
import { comparePrefixes, contains, type Prefix } from "./prefix.ts";
import { bitsOf, boxOf, cutOut, liesIn, type TrafficBox, zonesOf } from "./traffic-box.ts";

/** Addresses of a prefix but for those of some within it. */
export interface AddressBlock {
  readonly prefix: Prefix;
  /** None in another, ascending. */
  readonly except: readonly Prefix[];
}

/** Addresses by a name. No two sets of `FirewallRules` share an address. */
export interface AddressSet {
  readonly name: string;
  readonly blocks: readonly AddressBlock[];
  /** Whether a person named these addresses; not the rest of the world, nor zones that every policy has. */
  readonly isOwn: boolean;
}

export interface AllowedTraffic {
  /** Null for everywhere. */
  readonly from: readonly AddressSet[] | null;
  /** Null for everywhere but multicast. */
  readonly to: readonly AddressSet[] | null;
  readonly ports: readonly PortRange[];
  /** Where it comes from, as `rule 3: allow https from office to internet`. */
  readonly words: string;
  readonly reason: string | null;
}

export interface FirewallRules {
  /** Path of the policy or lock. */
  readonly source: string;
  readonly sets: readonly AddressSet[];
  readonly allowed: readonly AllowedTraffic[];
  /** What was cut out of `allowed`, for readers. */
  readonly denied: readonly AllowedTraffic[];
  readonly multicast: AddressSet | null;
}

/** Cutting denials out of rules may make more of them; no real policy comes near. */
const MOST_RULES = 5_000;

export class TooManyRules extends Error {
  override readonly name = "TooManyRules";
}

/** Throws `TooManyRules`. */
export function firewallRulesOf(policy: Policy): FirewallRules {
  const sets = addressSetsOf(policy);
  const allowed: AllowedTraffic[] = [];
  const denials: TrafficBox[] = [];
  const allowances: TrafficBox[] = [];
  const traffic = (box: TrafficBox, rule: PolicyRule) => trafficOf(box, rule, policy, sets);
  for (const rule of policy.rules) {
    const box = boxOf(rule, policy);
    if (rule.action === "deny") {
      denials.push(box);
      continue;
    }
    const left = withoutDenials(box, denials).filter(
      (piece) => !allowances.some((known) => liesIn(piece, known)),
    );
    allowances.push(...left);
    allowed.push(...left.map((piece) => traffic(piece, rule)));
    if (allowed.length > MOST_RULES) throw tooMany();
  }
  const denied = policy.rules
    .filter(({ action }) => action === "deny")
    .map((rule) => traffic(boxOf(rule, policy), rule));
  return { source: policy.path, sets, allowed, denied, multicast: sets[policy.multicastZone] };
}

function withoutDenials(box: TrafficBox, denials: readonly TrafficBox[]): readonly TrafficBox[] {
  let left: readonly TrafficBox[] = [box];
  for (const denial of denials) {
    left = left.flatMap((piece) => cutOut(piece, denial));
    if (left.length > MOST_RULES) throw tooMany();
  }
  return left;
}

function tooMany(): TooManyRules {
  return new TooManyRules(`allow rules without what is denied before them come to more than ${MOST_RULES}`);
}

function trafficOf(
  { from, to, ports }: TrafficBox,
  { words, reason }: PolicyRule,
  { zones, multicastZone }: Policy,
  sets: readonly AddressSet[],
): AllowedTraffic {
  const everywhere = (1n << BigInt(zones.length)) - 1n;
  const setsOf = (bits: bigint, all: bigint) =>
    bits === all ? null : zonesOf(bits).map((zone) => sets[zone]);
  return {
    from: setsOf(from, everywhere),
    to: setsOf(to, everywhere & ~bitsOf([multicastZone])),
    ports: portRangesOf(ports),
    words,
    reason,
  };
}

/** The addresses of each zone: its prefixes, without the longer ones of other zones in them. */
function addressSetsOf({ zones, defaultZone }: Policy): AddressSet[] {
  const blocks = zones.map((): { prefix: Prefix; except: Prefix[] }[] => []);
  const around: { zone: number; block: { prefix: Prefix; except: Prefix[] } }[] = [];
  for (const { prefix, zone } of prefixesInOrder(zones, defaultZone)) {
    while (around.length > 0 && !contains(around[around.length - 1].block.prefix, prefix)) around.pop();
    const outer = around.at(-1);
    if (outer?.zone === zone) continue;
    outer?.block.except.push(prefix);
    const block = { prefix, except: [] };
    blocks[zone].push(block);
    around.push({ zone, block });
  }
  return zones.map(({ name, prefixes, isBuiltIn }, zone) => ({
    name,
    blocks: blocks[zone],
    isOwn: !isBuiltIn && prefixes.length > 0,
  }));
}

/** Each behind those that contain it; of equal ones, that of the zone that comes first. */
function prefixesInOrder(zones: readonly Zone[], defaultZone: number): { prefix: Prefix; zone: number }[] {
  const everything: Prefix[] = [
    { version: 4, value: 0n, length: 0 },
    { version: 6, value: 0n, length: 0 },
  ];
  const owned = zones.flatMap(({ prefixes }, zone) => prefixes.map((prefix) => ({ prefix, zone })));
  const sorted = [...owned, ...everything.map((prefix) => ({ prefix, zone: defaultZone }))].sort(
    (one, other) => comparePrefixes(one.prefix, other.prefix),
  );
  return sorted.filter(({ prefix }, i) => i === 0 || comparePrefixes(sorted[i - 1].prefix, prefix) !== 0);
}
