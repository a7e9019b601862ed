/** What other flows say of open ones: the counts of a large table are those of plain counting. */
import { describe, expect, test } from "vitest";
import { randomNumbers } from "../../scripts/bench/random-numbers.ts";
import { type FlowAddresses, numberAddresses } from "../../src/flows/addresses.ts";
import type { FlowTable } from "../../src/flows/flow.ts";
import { listOpenFlows, SocketEvidence } from "../../src/roles/socket-evidence.ts";
import { type MadeFlow, tableOf } from "../many-flows.ts";

type Row = Record<Exclude<keyof SocketEvidence, "find">, number>;

interface Socket {
  readonly flows: number;
  readonly certain: number;
  /** The ports that it asked without an answer, and how many of them no client takes. */
  readonly asked: readonly number[];
  readonly low: number;
}

function searchesOf({ flows, asked, low }: Socket, port: number): number {
  if (asked.length < 3 || 2 * asked.length < flows) return 0;
  const isOnePort = new Set(asked).size === 1 && asked[0] !== port && asked[0] !== 0;
  const searched = isOnePort ? asked.length : 256 * low < asked.length ? 0 : low;
  return searched < 3 ? 0 : searched < 10 ? 1 : 2;
}

/** Slow and obvious. */
function countedRows(flows: FlowTable, { ofA, ofB }: FlowAddresses, certain: Int8Array): Row[] {
  const ofSocket = new Map<string, Socket>();
  const ofPort = new Map<string, number>();
  const clientPorts = new Map<number, number[]>();
  const endsOf = (flow: number) => [
    { address: ofA[flow], port: flows.portA(flow), vote: -certain[flow], asks: whoAsks(flow) > 0 },
    { address: ofB[flow], port: flows.portB(flow), vote: certain[flow], asks: whoAsks(flow) < 0 },
  ];
  /** No flow has evidence: what one end alone sent is unheard, but for SCTP. */
  const whoAsks = (flow: number) => {
    if (certain[flow] !== 0 || flows.protocol(flow) === 132) return 0;
    return Number(!flows.hasSent(flow, true)) - Number(!flows.hasSent(flow, false));
  };
  const named = (flow: number, ...words: number[]) => [flows.protocol(flow), ...words].join(" ");
  for (let flow = 0; flow < flows.count; flow++) {
    const [a, b] = endsOf(flow);
    for (const { address, port, vote, asks } of [a, b]) {
      const peerPort = port === a.port ? b.port : a.port;
      const known = ofSocket.get(named(flow, address, port)) ?? { flows: 0, certain: 0, asked: [], low: 0 };
      const isLow = asks && peerPort < 512 && peerPort !== port;
      ofSocket.set(named(flow, address, port), {
        flows: known.flows + 1,
        certain: known.certain + vote,
        asked: asks ? [...known.asked, peerPort] : known.asked,
        low: known.low + Number(isLow),
      });
      if (!asks) ofPort.set(named(flow, port), (ofPort.get(named(flow, port)) ?? 0) + 1);
      if (vote < 0) clientPorts.set(address, [...(clientPorts.get(address) ?? []), port]);
    }
  }
  const isClientPort = (address: number, port: number) => {
    const ports = clientPorts.get(address) ?? [];
    return Number(ports.some((known) => known <= port) && ports.some((known) => known >= port));
  };
  return Array.from({ length: flows.count }, (_, flow) => flow)
    .filter((flow) => certain[flow] === 0)
    .map((flow) => {
      const [a, b] = endsOf(flow);
      const socketOf = ({ address, port }: typeof a) => {
        const socket = ofSocket.get(named(flow, address, port));
        if (socket === undefined) throw new Error("a socket was not counted");
        const searches = searchesOf(socket, port);
        const counted = searches > 0 ? 0 : socket.flows;
        return {
          ...socket,
          flows: counted,
          heard: searches > 0 ? 0 : counted - socket.asked.length,
          searches,
        };
      };
      return {
        asking: whoAsks(flow),
        flowsOfA: socketOf(a).flows,
        flowsOfB: socketOf(b).flows,
        heardOfA: socketOf(a).heard,
        heardOfB: socketOf(b).heard,
        searchesA: socketOf(a).searches,
        searchesB: socketOf(b).searches,
        certainOfA: socketOf(a).certain,
        certainOfB: socketOf(b).certain,
        flowsOfPortA: ofPort.get(named(flow, a.port)) ?? 0,
        flowsOfPortB: ofPort.get(named(flow, b.port)) ?? 0,
        isClientPortA: isClientPort(a.address, a.port),
        isClientPortB: isClientPort(b.address, b.port),
      };
    });
}

function rowsOf(found: SocketEvidence, rows: number): Row[] {
  return Array.from({ length: rows }, (_, row) => {
    found.find(row);
    return { ...found } as Row;
  });
}

describe("sockets of open flows", () => {
  const random = randomNumbers(1);
  const crowd = (): MadeFlow => ({
    a: random(40),
    b: random(40),
    portA: random(8),
    portB: [0, 7, 511, 512, 5000, 7][random(6)],
    protocol: [6, 17, 132][random(3)],
    packets: (
      [
        [1, 0],
        [1, 0],
        [1, 0],
        [1, 1],
        [0, 1],
      ] as const
    )[random(5)],
  });
  const scan = (flow: number): MadeFlow => ({
    a: random(300),
    b: 100_000 + random(20),
    portA: 1024 + (flow % 60_000),
    portB: 443,
    protocol: 6,
  });
  const sweeps = (flow: number): MadeFlow => ({
    a: random(30),
    b: 100_000 + flow,
    portA: 7000,
    portB: 9000 + random(2) * random(2),
    protocol: 17,
    packets: [1, random(20) === 0 ? 1 : 0],
  });
  const strangers = (flow: number): MadeFlow => ({
    a: flow * 2,
    b: flow * 2 + 1,
    portA: random(65_536),
    portB: random(65_536),
    protocol: 6,
  });
  /** More sockets of two flows than the first table has room for. */
  const couples = (flow: number): MadeFlow => ({
    a: random(4),
    b: 100_000 + (flow >> 1),
    portA: random(65_536),
    portB: 5000 + (flow >> 15),
    protocol: 17,
  });
  const everyOther = () => random(3) - 1;
  test.each([
    ["of no flow", 0, scan, () => 0],
    ["of one flow", 1, scan, () => 0],
    ["of a few", 129, crowd, everyOther],
    ["of a scan, all open", 3000, scan, () => 0],
    ["of a scan, one open", 3000, scan, (flow: number) => Number(flow !== 1000)],
    ["of sweeps", 300, sweeps, () => 0],
    ["of a few sweeps", 60, sweeps, () => 0],
    ["of clients and servers at random", 5000, crowd, everyOther],
    ["of many sockets, two flows each", 70_000, couples, () => 0],
    ["of many sockets, two flows each, most of them certain", 70_000, couples, everyOther],
    ["where no socket has two", 3000, strangers, everyOther],
  ] as [string, number, (flow: number) => MadeFlow, (flow: number) => number][])(
    "%s are those of counting",
    (_, count, flowOf, certainOf) => {
      const flows = tableOf(Array.from({ length: count }, (__, flow) => flowOf(flow)));
      const addresses = numberAddresses(flows);
      const certain = Int8Array.from({ length: count }, (__, flow) => certainOf(flow));
      const { loops } = flows.memory;
      listOpenFlows(flows, addresses);
      for (const [flow, server] of certain.entries()) if (server === 0) loops.addOpenFlow(flow, 0);
      const found = new SocketEvidence(flows, addresses, certain);
      expect(rowsOf(found, loops.countOfOpenFlows())).toEqual(countedRows(flows, addresses, certain));
    },
  );
});
