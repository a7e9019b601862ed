/** Which services were seen between the zones of a policy, and what speaks for each. */
import { PairIndex } from "../../flows/pair-index.ts";
import { PairSet } from "../../flows/pair-set.ts";
import { HIGHEST_PORT } from "../../services/port-specification.ts";
import { serviceKey } from "../../services/registry.ts";
import { OUTCOME_ANSWERED } from "../../services/service.ts";
import { transportOf } from "../../services/transports.ts";
import type { PortRange } from "../finding.ts";
import { NumberList } from "../number-list.ts";
import type { Traffic } from "../traffic.ts";
import { FlowDecider } from "./decide.ts";
import type { Policy } from "./policy.ts";
import { portOfKey } from "./port-set.ts";

/** Ports in one range, and what was seen on them. */
export interface PortEvidence {
  readonly ports: PortRange;
  /** How many of these ports were seen. */
  readonly seen: number;
  readonly flows: number;
  /** Distinct addresses, or a little more where a range has several ports or a rule several zones of servers. */
  readonly clients: number;
}

export interface SeenService {
  readonly clientZone: number;
  readonly serverZone: number;
  readonly key: number;
  readonly flows: number;
  readonly clients: number;
}

/** Services between zones, with the flows that were answered and are known to have gone that way round. */
export class SeenServices {
  readonly sound: readonly SeenService[];
  readonly #traffic: Traffic;
  readonly #policy: Policy;

  constructor(traffic: Traffic, policy: Policy) {
    this.#traffic = traffic;
    this.#policy = policy;
    const { flows, addresses, roles, services } = traffic;
    const decider = new FlowDecider(traffic, policy);
    const groups = new PairIndex();
    const clientsOfGroups = new PairSet();
    const flowsOf = new NumberList();
    const clientsOf = new NumberList();
    for (let flow = 0; flow < flows.count; flow++) {
      // With no rules at all, everything but multicast is decided against, zone by zone.
      const decision = decider.decide(flow);
      if (decision < 0 || services.outcome[flow] !== OUTCOME_ANSWERED || !roles.isKnown(flow)) continue;
      const group = groups.number(decision, services.ofFlow[flow]);
      if (group === flowsOf.count) {
        flowsOf.push(0);
        clientsOf.push(0);
      }
      flowsOf.numbers[group] += flows.flowsOf(flow);
      const client = roles.serverIsB[flow] === 1 ? addresses.ofA[flow] : addresses.ofB[flow];
      if (clientsOfGroups.add(group, client)) clientsOf.numbers[group]++;
    }
    const { decisions } = decider.decider;
    const all = Array.from({ length: groups.count }, (_, group) => ({
      clientZone: decisions[groups.first[group]].clientZone,
      serverZone: decisions[groups.first[group]].serverZone,
      key: decider.keys[groups.second[group]],
      flows: flowsOf.numbers[group],
      clients: clientsOf.numbers[group],
    }));
    // Nobody can be a client there; only forged packets say so.
    this.sound = all.filter(({ clientZone }) => clientZone !== policy.multicastZone);
  }

  multicast(): PortEvidence[] {
    const { services, addresses, roles } = this.#traffic;
    const { cells, map } = new FlowDecider(this.#traffic, this.#policy).decider.cells;
    const cellOf = map.ofAll(addresses.table);
    const isMulticast = Uint8Array.from(cells, ({ zone }) => (zone === this.#policy.multicastZone ? 1 : 0));
    const flowsOf = new Float64Array(services.services.length);
    const clientsOf = new Float64Array(services.services.length);
    const known = new PairSet();
    for (let flow = 0; flow < services.ofFlow.length; flow++) {
      const service = services.ofFlow[flow];
      const serverIsB = roles.serverIsB[flow] === 1;
      const server = serverIsB ? addresses.ofB[flow] : addresses.ofA[flow];
      if (service < 0 || isMulticast[cellOf[server]] === 0) continue;
      flowsOf[service] += this.#traffic.flows.flowsOf(flow);
      if (known.add(service, serverIsB ? addresses.ofA[flow] : addresses.ofB[flow])) clientsOf[service]++;
    }
    const seen = services.services.map(({ protocol, port }, i) => ({
      key: serviceKey(transportOf(protocol), port),
      flows: flowsOf[i],
      clients: clientsOf[i],
    }));
    return evidenceOf(seen.filter(({ flows }) => flows > 0));
  }
}

/** More ports of one transport between two zones, from 1024 on, become a range. */
const MOST_PORTS = 16;
/** Where Linux' range of clients' ports begins; below are ports that services were given. */
const RANGES: readonly (readonly [first: number, last: number])[] = [
  [1024, 32_767],
  [32_768, HIGHEST_PORT],
];

type Seen = Pick<SeenService, "key" | "flows" | "clients">;

/** Ports ascending, each by itself; ranges where they are many. */
export function evidenceOf(seen: readonly Seen[]): PortEvidence[] {
  const alone = seen.map(
    ({ key, flows, clients }): PortEvidence => ({ ports: portOfKey(key), seen: 1, flows, clients }),
  );
  const joined = new Map<string, PortEvidence[]>();
  for (const each of alone) {
    const { transport, first } = each.ports;
    const range = RANGES.findIndex(([from, to]) => from <= first && first <= to);
    // A port below 1024 is never part of a range.
    const name = `${transport} ${range < 0 ? first : `range ${range}`}`;
    joined.set(name, [...(joined.get(name) ?? []), each]);
  }
  return [...joined.values()]
    .flatMap((members) => (members.length > MOST_PORTS ? [rangeOf(members)] : members))
    .sort((one, other) => sortKey(one) - sortKey(other));
}

function sortKey({ ports: { transport, first } }: PortEvidence): number {
  return serviceKey(transport ?? "tcp", first);
}

function rangeOf(members: readonly PortEvidence[]): PortEvidence {
  const [first, last] = RANGES.find(
    ([from, to]) => from <= members[0].ports.first && members[0].ports.first <= to,
  ) ?? [0, HIGHEST_PORT];
  return {
    ports: { transport: members[0].ports.transport, first, last },
    seen: members.length,
    flows: members.reduce((sum, { flows }) => sum + flows, 0),
    clients: Math.max(...members.map(({ clients }) => clients)),
  };
}
