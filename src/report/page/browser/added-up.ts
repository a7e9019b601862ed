/** What chosen flows add up to: services, servers and clients of just these. */

import { rangeClass } from "../../../services/range-class.ts";
import type { ServiceReport } from "../../report.ts";
import type { PageClient, PageServer } from "../page-data.ts";
import { type FlowRows, type Model, readLabel, timeAfter } from "./model.ts";

export function addUpServices({ data, flows, services }: Model, chosen: readonly number[]): ServiceReport[] {
  const groups = grouped(chosen, (flow) => flows.service[flow]);
  return [...groups].map(([service, members]) => {
    const label = flows.labels[service];
    const known = services[service];
    const outcomes = { answered: 0, unanswered: 0, refused: 0 };
    let [count, packets, toServer, toClient] = [0, 0, 0, 0];
    let [first, last] = [Number.POSITIVE_INFINITY, 0];
    for (const flow of members) {
      const rows = flows.flowsOf(flow);
      count += rows;
      outcomes[flows.courseOf(flow).outcome] += rows;
      packets += flows.packetsToServer[flow] + flows.packetsToClient[flow];
      toServer += flows.bytesToServer[flow];
      toClient += flows.bytesToClient[flow];
      first = Math.min(first, flows.first[flow]);
      last = Math.max(last, flows.first[flow] + flows.duration[flow]);
    }
    const { port, transport } = readLabel(label);
    return {
      transport,
      port,
      name: known?.name ?? null,
      label,
      description: known?.description ?? null,
      rangeClass: rangeClass(port),
      identified: known?.identified ?? [],
      flows: count,
      connections: count,
      clients: distinct(members, flows.client),
      servers: distinct(members, flows.server),
      packets,
      bytes: toServer + toClient,
      bytesToServer: toServer,
      bytesToClient: toClient,
      firstSeen: timeAfter(data.base, first / 1e6),
      lastSeen: timeAfter(data.base, last / 1e6),
      ...outcomes,
    };
  });
}

export function addUpServers({ flows }: Model, chosen: readonly number[]): PageServer[] {
  const places = flows.addresses.length;
  const groups = grouped(chosen, (flow) => flows.service[flow] * places + flows.server[flow]);
  return [...groups].map(([key, members]) => ({
    ...addressOf(flows, key % places),
    label: flows.labels[Math.floor(key / places)],
    clients: distinct(members, flows.client),
    ...sums(flows, members),
  }));
}

export function addUpClients({ flows }: Model, chosen: readonly number[]): PageClient[] {
  return [...grouped(chosen, (flow) => flows.client[flow])].map(([client, members]) => ({
    ...addressOf(flows, client),
    services: distinct(members, flows.service),
    ...sums(flows, members),
  }));
}

export function grouped(chosen: readonly number[], keyOf: (flow: number) => number): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (const flow of chosen) {
    const key = keyOf(flow);
    const members = groups.get(key);
    if (members === undefined) groups.set(key, [flow]);
    else members.push(flow);
  }
  return groups;
}

/** Those with most bytes first. */
export function byBytes<Row extends { readonly bytes: number }>(rows: readonly Row[]): Row[] {
  return [...rows].sort((one, other) => other.bytes - one.bytes);
}

function addressOf(flows: FlowRows, address: number): { address: string; host: string | null } {
  return { address: flows.addresses[address], host: flows.hosts.get(address) ?? null };
}

function sums(
  flows: FlowRows,
  members: readonly number[],
): { flows: number; packets: number; bytes: number } {
  let [count, packets, bytes] = [0, 0, 0];
  for (const flow of members) {
    count += flows.flowsOf(flow);
    packets += flows.packetsToServer[flow] + flows.packetsToClient[flow];
    bytes += flows.bytesToServer[flow] + flows.bytesToClient[flow];
  }
  return { flows: count, packets, bytes };
}

function distinct(members: readonly number[], column: readonly number[]): number {
  return new Set(members.map((flow) => column[flow])).size;
}
