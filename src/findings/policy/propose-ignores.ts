/**
 * What a first policy does not allow but passes over, so that its first check finds nothing: entries of `ignore` about
 * few addresses and ports. Entries that differ in one thing alone are joined; where many are about the same ports, they
 * become one for all of their addresses, which passes over a little more.
 */

import { HIGHEST_PORT } from "../../services/port-specification.ts";
import type { PortRange } from "../finding.ts";
import { totalOf } from "../outcome-severity.ts";
import { mergePorts } from "../port-ranges.ts";
import { ANY, type Policy } from "./policy.ts";
import { portOfKey, portWords } from "./port-set.ts";
import type { UnexpectedCase } from "./unexpected-cases.ts";

export interface ProposedIgnore {
  /** Addresses, or zones where these are many. */
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly ports: readonly PortRange[];
  readonly flows: number;
  /** Why it is not allowed: `refused`, `not answered`, `direction not known`. */
  readonly why: string;
}

/** Addresses, and ranges of ports, that an entry names. */
const MOST_NAMED = 8;
/** Entries about the same ports. */
const MOST_ENTRIES = 4;

interface Ends {
  readonly addresses: readonly string[];
  readonly zones: readonly string[];
}

interface Entry {
  readonly from: Ends;
  readonly to: Ends;
  readonly ports: readonly PortRange[];
  readonly flows: number;
  readonly why: string;
}

export function proposeIgnores(cases: readonly UnexpectedCase[], policy: Policy): ProposedIgnore[] {
  const byEnds = joined(
    cases.map((each) => entryOf(each, policy)),
    ({ from, to }) => `${named(from)} ${named(to)}`,
  ).map((entry) => ({ ...entry, ports: fewPorts(entry.ports) }));
  const byServers = joined(byEnds, ({ to, ports }) => `${named(to)} ${portsText(ports)}`);
  const byClients = joined(byServers, ({ from, ports }) => `${named(from)} ${portsText(ports)}`);
  const entriesOf = (ports: readonly PortRange[]) =>
    byClients.filter((entry) => portsText(entry.ports) === portsText(ports)).length;
  const byPorts = joined(byClients, (entry) => {
    const ports = portsText(entry.ports);
    return entriesOf(entry.ports) > MOST_ENTRIES ? ports : `${ports} ${named(entry.from)} ${named(entry.to)}`;
  });
  return byPorts.map(({ from, to, ports, flows, why }) => ({
    from: named(from),
    to: named(to),
    ports,
    flows,
    why,
  }));
}

function entryOf(found: UnexpectedCase, { zones }: Policy): Entry {
  const { clients, servers, decision, flows } = found;
  return {
    from: { addresses: clients, zones: [zones[decision.clientZone].name] },
    to: { addresses: servers, zones: [zones[decision.serverZone].name] },
    ports: mergePorts(found.keys.map(portOfKey)),
    flows,
    why: whyNot(found),
  };
}

function named({ addresses, zones }: Ends): readonly string[] {
  if (addresses.length <= MOST_NAMED) return addresses;
  return zones.length <= MOST_NAMED ? zones : [ANY];
}

/** Entries with equal keys, and the same reason, become one in the place of the first. */
function joined(entries: readonly Entry[], keyOf: (entry: Entry) => string): Entry[] {
  const found = new Map<string, Entry>();
  for (const entry of entries) {
    const key = `${keyOf(entry)} ${entry.why}`;
    const known = found.get(key);
    found.set(key, known === undefined ? entry : joinedEntry(known, entry));
  }
  return [...found.values()];
}

function joinedEntry(one: Entry, other: Entry): Entry {
  return {
    from: joinedEnds(one.from, other.from),
    to: joinedEnds(one.to, other.to),
    ports: mergePorts([...one.ports, ...other.ports]),
    flows: one.flows + other.flows,
    why: one.why,
  };
}

function joinedEnds(one: Ends, other: Ends): Ends {
  return {
    addresses: [...new Set([...one.addresses, ...other.addresses])],
    zones: [...new Set([...one.zones, ...other.zones])],
  };
}

function portsText(ports: readonly PortRange[]): string {
  return ports.map(portWords).join(" ");
}

/** All ports of a transport where there would be too many ranges to read. */
function fewPorts(ports: readonly PortRange[]): readonly PortRange[] {
  if (ports.length <= MOST_NAMED) return ports;
  const transports = [...new Set(ports.map(({ transport }) => transport))];
  return transports.map((transport) => ({ transport, first: 0, last: HIGHEST_PORT }));
}

function whyNot({ outcomes, guessed }: UnexpectedCase): string {
  if (totalOf(outcomes) === 0) return "direction not known";
  if (outcomes.refused === 0 && guessed.refused === 0) return "not answered";
  return outcomes.unanswered === 0 ? "refused" : "refused or not answered";
}
