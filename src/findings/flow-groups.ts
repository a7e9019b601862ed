/**
 * Flows put together: what one finding is about. The flows are walked once, over compact columns; only flows of services
 * that are asked for are looked at, and nothing is made for a flow. Groups are plain rows: they are few.
 */

import { addressText } from "../flows/addresses.ts";
import { PairIndex } from "../flows/pair-index.ts";
import { PairSet } from "../flows/pair-set.ts";
import { rangeClass } from "../services/range-class.ts";
import { lookUp, portLabel } from "../services/registry.ts";
import { transportOf } from "../services/transports.ts";
import { flowsFilter } from "./display-filter.ts";
import { type Finding, FRAMES_SHOWN, type PortRange } from "./finding.ts";
import { mergePorts, singlePort } from "./port-ranges.ts";
import type { Traffic } from "./traffic.ts";
import { listText, numberOf } from "./words.ts";

/** The group that a flow belongs to is none. */
export const NO_GROUP = -1;
/** Addresses that are kept of a group's clients, and of its servers: a scan has millions, and nobody reads them. */
export const MOST_ADDRESSES = 10_000;

export interface FlowGroup {
  /** What its flows have in common, as `groupFlows` was told. */
  readonly key: number;
  /** Those that were folded into others are counted too. */
  flows: number;
  /** Indexes of services, numbers of addresses (the first `MOST_ADDRESSES`), in the order of their appearance. */
  readonly services: number[];
  readonly clients: number[];
  readonly servers: number[];
  /** The first flows, at most `FRAMES_SHOWN`. */
  readonly first: number[];
}

/** What a group's flows have in common, a small integer of 0 or more; or `NO_GROUP`. */
type KeyOf = (flow: number, service: number) => number;

/**
 * Groups the flows of the services that are marked with a 1 (an array by service; null for all of them) by key, in the
 * order of their appearance.
 */
export function groupFlows(traffic: Traffic, wanted: Uint8Array | null, keyOf: KeyOf): FlowGroup[] {
  const { ofFlow } = traffic.services;
  if (wanted !== null && !wanted.includes(1)) return [];
  const groups = new Groups(traffic);
  for (let flow = 0; flow < ofFlow.length; flow++) {
    const service = ofFlow[flow];
    if (service < 0 || (wanted !== null && wanted[service] === 0)) continue;
    const key = keyOf(flow, service);
    if (key !== NO_GROUP) groups.add(key, flow, service);
  }
  return groups.list();
}

class Groups {
  private readonly traffic: Traffic;
  private readonly rows: FlowGroup[] = [];
  private readonly keys = new PairIndex();
  private readonly services = new Members();
  private readonly clients = new Members();
  private readonly servers = new Members();

  constructor(traffic: Traffic) {
    this.traffic = traffic;
  }

  add(key: number, flow: number, service: number): void {
    const { flows, addresses, roles } = this.traffic;
    const serverIsB = roles.serverIsB[flow] === 1;
    const number = this.keys.number(key, 0);
    if (number === this.rows.length) {
      this.rows.push({ key, flows: 0, services: [], clients: [], servers: [], first: [] });
    }
    const row = this.rows[number];
    row.flows += flows.flowsOf(flow);
    if (row.first.length < FRAMES_SHOWN) row.first.push(flow);
    this.services.add(number, service, row.services);
    this.clients.add(number, serverIsB ? addresses.ofA[flow] : addresses.ofB[flow], row.clients);
    this.servers.add(number, serverIsB ? addresses.ofB[flow] : addresses.ofA[flow], row.servers);
  }

  list(): FlowGroup[] {
    return this.rows;
  }
}

/** What is distinct in each group. */
class Members {
  private readonly pairs = new PairSet();

  add(group: number, member: number, into: number[]): void {
    // The one of the flow before, most often.
    if (into.length === MOST_ADDRESSES || into[into.length - 1] === member) return;
    if (this.pairs.add(group, member)) into.push(member);
  }
}

/** Several groups as one; what they have in common is what the first has. */
export function mergeGroups(groups: readonly FlowGroup[]): FlowGroup {
  const all = (numbers: (group: FlowGroup) => number[]) => [...new Set(groups.flatMap(numbers))];
  return {
    key: groups[0].key,
    flows: groups.reduce((sum, { flows }) => sum + flows, 0),
    services: all(({ services }) => services),
    clients: all(({ clients }) => clients),
    servers: all(({ servers }) => servers),
    first: all(({ first }) => first)
      .sort((one, other) => one - other)
      .slice(0, FRAMES_SHOWN),
  };
}

/** The part of a finding that says who, where and how often. */
export type Evidence = Pick<Finding, "clients" | "servers" | "ports" | "flows" | "frames" | "displayFilter">;

export function evidenceOf(traffic: Traffic, group: Omit<FlowGroup, "key">): Evidence {
  const { table } = traffic.addresses;
  const clients = group.clients.map((address) => addressText(table, address));
  const servers = group.servers.map((address) => addressText(table, address));
  const ports = mergePorts(group.services.map((service) => portOf(traffic, service)));
  const frames = group.first.map((flow) => traffic.flows.firstFrame(flow)).sort((one, other) => one - other);
  return {
    clients,
    servers,
    ports,
    flows: group.flows,
    frames,
    displayFilter: flowsFilter({ clients, servers, ports }),
  };
}

/** `2 clients (10.0.0.1 and 10.0.0.2)`. */
export function membersText(addresses: readonly string[], singular: string): string {
  const number =
    addresses.length < MOST_ADDRESSES
      ? numberOf(addresses.length, singular)
      : `${numberOf(MOST_ADDRESSES, singular)} or more`;
  return `${number} (${listText(addresses)})`;
}

export function portOf({ services }: Traffic, service: number): PortRange {
  const { protocol, port } = services.services[service];
  return singlePort(transportOf(protocol), port);
}

/** What the service's port is called; null where nobody has a name for it. */
export function nameOf({ services, userNames }: Traffic, service: number): string | null {
  const { protocol, port } = services.services[service];
  return lookUp(transportOf(protocol), port, userNames)?.name ?? null;
}

/**
 * Whether the port's name tells what it is used for: one that the user gave, that the overlay has, or of a system port (below
 * 1024). Of user ports, IANA's registry names every eighth, most after programs that hardly anybody meets; whoever picks a
 * port hits one of them as often.
 */
export function hasKnownUse({ services, userNames }: Traffic, service: number): boolean {
  const { protocol, port } = services.services[service];
  const name = lookUp(transportOf(protocol), port, userNames);
  return name !== null && (name.source !== "iana" || rangeClass(port) === "well-known");
}

/** `443/tcp (https)`, or `49822/tcp` without a name. */
export function labelOf({ services, userNames }: Traffic, service: number): string {
  const { protocol, port } = services.services[service];
  return portLabel(transportOf(protocol), port, userNames);
}

/** `443/tcp`, for keys: names change. */
export function portKey({ services }: Traffic, service: number): string {
  const { protocol, port } = services.services[service];
  return `${port}/${transportOf(protocol)}`;
}

/** By service: 1 where a protocol is spoken on it (0: none that is known) that is wanted of it. */
export function servicesSpeaking(
  { services, spoken }: Traffic,
  isWanted: (service: number, protocol: number) => boolean,
): Uint8Array {
  const { first, second, count } = spoken.pairs;
  const wanted = new Uint8Array(services.services.length);
  for (let pair = 0; pair < count; pair++) if (isWanted(first[pair], second[pair])) wanted[first[pair]] = 1;
  return wanted;
}

/** By service: 1 for those that are wanted. */
export function servicesWhere(traffic: Traffic, isWanted: (service: number) => boolean): Uint8Array {
  return Uint8Array.from(traffic.services.services, (_, service) => Number(isWanted(service)));
}
