/** Rules for a first policy: one for the services between two zones, shared by zones that have the same. */
import type { Policy } from "./policy.ts";
import { evidenceOf, type PortEvidence, type SeenService } from "./seen-services.ts";

export interface ProposedRule {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly ports: readonly PortEvidence[];
}

/** One rule for the services between two zones; zones of clients (servers) that have the same share theirs. */
export function proposeRules(sound: readonly SeenService[], { zones }: Policy): ProposedRule[] {
  const byZones = new Map<string, SeenService[]>();
  for (const each of [...sound].sort(
    (one, other) => one.clientZone - other.clientZone || one.serverZone - other.serverZone,
  )) {
    const pair = `${each.clientZone} ${each.serverZone}`;
    byZones.set(pair, [...(byZones.get(pair) ?? []), each]);
  }
  const rules = [...byZones.values()].map((services): ProposedRule => {
    const [{ clientZone, serverZone }] = services;
    return { from: [zones[clientZone].name], to: [zones[serverZone].name], ports: evidenceOf(services) };
  });
  const sharedTo = merged(
    rules,
    ({ to, ports }) => `${to} ${portsKey(ports)}`,
    (one, other) => ({
      from: [...one.from, ...other.from],
      to: one.to,
    }),
  );
  return merged(
    sharedTo,
    ({ from, ports }) => `${from} ${portsKey(ports)}`,
    (one, other) => ({
      from: one.from,
      to: [...one.to, ...other.to],
    }),
  );
}

function portsKey(ports: readonly PortEvidence[]): string {
  return ports.map(({ ports: { transport, first, last } }) => `${transport}${first}-${last}`).join(",");
}

/** Rules with equal keys become one, in the place of the first. */
function merged(
  rules: readonly ProposedRule[],
  keyOf: (rule: ProposedRule) => string,
  join: (one: ProposedRule, other: ProposedRule) => Pick<ProposedRule, "from" | "to">,
): ProposedRule[] {
  const found = new Map<string, ProposedRule>();
  for (const rule of rules) {
    const known = found.get(keyOf(rule));
    const ports = known?.ports.map((each, i) => added(each, rule.ports[i]));
    found.set(
      keyOf(rule),
      known === undefined || ports === undefined ? rule : { ...join(known, rule), ports },
    );
  }
  return [...found.values()];
}

function added(one: PortEvidence, other: PortEvidence): PortEvidence {
  return {
    ports: one.ports,
    seen: Math.max(one.seen, other.seen),
    flows: one.flows + other.flows,
    clients: one.clients + other.clients,
  };
}
