/**
 * A first policy from what was seen, for a person to edit. What was answered, and is known to have gone that way round, is
 * allowed: a rule for the services between zones. What else was seen is not allowed but parked in `ignore`, narrowly, so
 * that the policy finds nothing unexpected in what it was made from, and says what it passes over.
 */
import type { Traffic } from "../traffic.ts";
import { BUILT_IN_ZONES, DEFAULT_ZONE, MULTICAST_ZONE, type Policy, type Zone } from "./policy.ts";
import { portSetOf } from "./port-set.ts";
import { type ProposedIgnore, proposeIgnores } from "./propose-ignores.ts";
import { type ProposedRule, proposeRules } from "./propose-rules.ts";
import { type ProposedZone, proposeZones } from "./propose-zones.ts";
import { type PortEvidence, SeenServices } from "./seen-services.ts";
import { unexpectedCases } from "./unexpected-cases.ts";

export interface ProposedPolicy {
  readonly zones: readonly ProposedZone[];
  readonly rules: readonly ProposedRule[];
  readonly ignores: readonly ProposedIgnore[];
  /** What went to multicast and broadcast addresses, which no rule is needed for. */
  readonly multicast: readonly PortEvidence[];
}

export function proposePolicy(traffic: Traffic): ProposedPolicy {
  const zones = proposeZones(traffic);
  const empty = policyWith(zones);
  const seen = new SeenServices(traffic, empty);
  const rules = proposeRules(seen.sound, empty);
  const cases = unexpectedCases(traffic, { ...empty, rules: policyRules(rules, empty) });
  return { zones, rules, ignores: proposeIgnores(cases, empty), multicast: seen.multicast() };
}

/** A policy with these zones and no rules. */
function policyWith(proposed: readonly ProposedZone[]): Policy {
  const own = proposed.map(({ name, prefixes }): Zone => ({ name, prefixes, isBuiltIn: false }));
  const zones = [...own, { name: DEFAULT_ZONE, prefixes: [], isBuiltIn: false }, ...BUILT_IN_ZONES];
  return {
    path: "",
    isLock: false,
    zones,
    defaultZone: own.length,
    multicastZone: zones.findIndex(({ name }) => name === MULTICAST_ZONE),
    rules: [],
    rulesPlace: { line: 1, column: 1 },
    ignores: [],
    today: "",
  };
}

function policyRules(rules: readonly ProposedRule[], { zones }: Policy): Policy["rules"] {
  const numbers = (names: readonly string[]) =>
    names.map((name) => zones.findIndex((zone) => zone.name === name));
  return rules.map(({ from, to, ports }) => ({
    action: "allow",
    from: numbers(from),
    to: numbers(to),
    ports: portSetOf(ports.map((each) => each.ports)),
    reason: null,
    severity: "medium",
    place: { line: 1, column: 1 },
    words: "",
  }));
}
