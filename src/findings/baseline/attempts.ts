/**
 * Attempts in vain: sockets that clients tried and nobody served. A client that tried many is told once, however many
 * they are (a scan, or a peer of a network of peers); what the others tried is told by the socket.
 */
import { PairSet } from "../../flows/pair-set.ts";
import type { PortRange } from "../finding.ts";
import type { Outcomes } from "../outcome-severity.ts";
import { compareInTable } from "../policy/sorted-addresses.ts";
import type { Traffic } from "../traffic.ts";
import { Evidence } from "./evidence.ts";

/** A client that tried so many sockets in vain tried many. */
export const MANY_ATTEMPTS = 15;

/** Clients that are told one by one, at most: those with most sockets. */
export const MOST_CLIENTS = 500;

/** A client that tried many sockets in vain. */
export interface ManyAttempts {
  readonly client: string;
  /** Its address's number. */
  readonly address: number;
  /** Distinct sockets. */
  readonly sockets: number;
}

/** What it tried, in words that can be shown. */
export interface Attempts extends Omit<ManyAttempts, "address"> {
  /** In the order of addresses, the first `ADDRESSES_KEPT`; `serverCount` counts all. */
  readonly servers: readonly string[];
  readonly serverCount: number;
  readonly ports: readonly PortRange[];
  readonly outcomes: Outcomes;
  readonly frames: readonly number[];
}

export interface AttemptsInVain {
  /** By row: 1 for those that nobody served. */
  readonly isInVain: Uint8Array;
  /** By row: 1 where a client tried it in vain that did not try many. */
  readonly byFew: Uint8Array;
  /** Clients that tried many, those with most sockets first. */
  readonly many: readonly ManyAttempts[];
  /** How many such clients there are beyond these. */
  readonly omitted: number;
}

/** `isInVain`: by row, 1 for those that are asked about; nobody served any of them. */
export function findAttempts(traffic: Traffic, rowOfFlow: Int32Array, isInVain: Uint8Array): AttemptsInVain {
  const byFew = new Uint8Array(isInVain.length);
  if (!isInVain.includes(1)) return { isInVain, byFew, many: [], omitted: 0 };
  const { addresses, roles } = traffic;
  const clientOf = (flow: number) =>
    roles.serverIsB[flow] === 1 ? addresses.ofA[flow] : addresses.ofB[flow];
  const sockets = countSockets(traffic, rowOfFlow, isInVain, clientOf);
  for (let flow = 0; flow < rowOfFlow.length; flow++) {
    const row = rowOfFlow[flow];
    if (row >= 0 && isInVain[row] === 1 && sockets[clientOf(flow)] < MANY_ATTEMPTS) byFew[row] = 1;
  }
  const clients = mostFirst(traffic, sockets);
  const many = clients.slice(0, MOST_CLIENTS).map((address) => ({
    client: addresses.table.text(address),
    address,
    sockets: sockets[address],
  }));
  return { isInVain, byFew, many, omitted: clients.length - many.length };
}

/** What each client tried that tried many: another walk over the flows. */
export function describeAttempts(
  traffic: Traffic,
  rowOfFlow: Int32Array,
  { isInVain, many }: AttemptsInVain,
): Attempts[] {
  const groupOfClient = new Int32Array(traffic.addresses.table.count).fill(-1);
  for (const [group, { address }] of many.entries()) groupOfClient[address] = group;
  const evidence = new Evidence(traffic, rowOfFlow, many.length, (_flow, row, client) =>
    isInVain[row] === 1 ? groupOfClient[client] : -1,
  );
  return many.map(({ client, sockets }, group) => ({
    client,
    sockets,
    servers: evidence.servers(group),
    serverCount: evidence.serverCount(group),
    ports: evidence.ports(group),
    outcomes: evidence.outcomes(group),
    frames: evidence.frames(group),
  }));
}

/** By client: how many of the rows it tried. Most rows have one client, and then no set is asked. */
function countSockets(
  { addresses }: Traffic,
  rowOfFlow: Int32Array,
  isInVain: Uint8Array,
  clientOf: (flow: number) => number,
): Int32Array {
  const sockets = new Int32Array(addresses.table.count);
  const firstClient = new Int32Array(isInVain.length);
  const others = new PairSet();
  for (let flow = 0; flow < rowOfFlow.length; flow++) {
    const row = rowOfFlow[flow];
    if (row < 0 || isInVain[row] === 0) continue;
    const client = clientOf(flow);
    if (firstClient[row] === 0) {
      firstClient[row] = client + 1;
      sockets[client]++;
    } else if (firstClient[row] !== client + 1 && others.add(client, row)) sockets[client]++;
  }
  return sockets;
}

/** Clients with many, most first; of equals, by address: numbers of addresses follow the order of packets. */
function mostFirst({ addresses: { table } }: Traffic, sockets: Int32Array): number[] {
  const clients: number[] = [];
  for (let address = 0; address < sockets.length; address++) {
    if (sockets[address] >= MANY_ATTEMPTS) clients.push(address);
  }
  return clients.sort((one, other) => sockets[other] - sockets[one] || compareInTable(table, one, other));
}
