/** Flows of sockets: the votes of a large table are those of plain counting. */
import { describe, expect, test } from "vitest";
import { randomNumbers } from "../../scripts/bench/random-numbers.ts";
import { type FlowAddresses, numberAddresses } from "../../src/flows/addresses.ts";
import type { FlowTable } from "../../src/flows/flow.ts";
import { fanInClue } from "../../src/roles/clues.ts";
import { fanInVotes } from "../../src/roles/fan-in.ts";
import { collect } from "../collect-frames.ts";
import { udpBetween } from "../conversations.ts";
import { type MadeFlow, tableOf } from "../many-flows.ts";

function countedVotes(flows: FlowTable, { ofA, ofB }: FlowAddresses): number[] {
  const counts = new Map<string, number>();
  const ends = Array.from({ length: flows.count }, (_, flow) => [
    `${ofA[flow]} ${flows.protocol(flow)} ${flows.portA(flow)}`,
    `${ofB[flow]} ${flows.protocol(flow)} ${flows.portB(flow)}`,
  ]);
  for (const end of ends.flat()) counts.set(end, (counts.get(end) ?? 0) + 1);
  return ends.map(([a, b]) => fanInClue(counts.get(a) ?? 0, counts.get(b) ?? 0));
}

describe("the votes of fan-in", () => {
  const random = randomNumbers(1);
  const scan = (flow: number): MadeFlow => ({
    a: random(5000),
    b: 100_000 + random(20),
    portA: 1024 + (flow % 60_000),
    portB: 443,
    protocol: 6,
  });
  const crowd = (): MadeFlow => ({
    a: random(40),
    b: random(40),
    portA: random(8),
    portB: random(8),
    protocol: [6, 17, 132][random(3)],
  });
  const oneServer = (flow: number): MadeFlow => ({
    a: flow,
    b: 0xffff_0000,
    portA: 5000,
    portB: 53,
    protocol: 17,
  });
  const strangers = (flow: number): MadeFlow => ({
    a: flow * 2,
    b: flow * 2 + 1,
    portA: random(65_536),
    portB: random(65_536),
    protocol: 6,
  });
  /** Servers with two services each: bounds alone leave much open. */
  const twoServices = (flow: number): MadeFlow => ({
    a: random(2000),
    b: 100_000 + random(20),
    portA: 1024 + (flow % 60_000),
    portB: random(3) === 0 ? 80 : 443,
    protocol: 6,
  });
  /** Clients of one server, all on port 7 or with many ports; bounds leave open what one of these does on port 7. */
  const fewOpen = (flow: number): MadeFlow => {
    const server = { b: 0xffff_0000, portB: 443, protocol: 6 };
    const busy = 70_000 + Math.floor(flow / 900);
    const turn = flow % 900;
    if (turn === 0) return { a: busy, b: 80_000 + flow, portA: 7, portB: 9, protocol: 6 };
    return turn <= 50 ? { ...server, a: busy, portA: 10_000 + turn } : { ...server, a: flow, portA: 7 };
  };
  test.each([
    ["of no flow", 0, scan],
    ["of one flow", 1, scan],
    ["of a few", 129, crowd],
    ["of a scan", 60_000, scan],
    ["of servers with two services", 40_000, twoServices],
    ["where a few are left open", 40_000, fewOpen],
    ["of clients and servers at random", 30_000, crowd],
    ["where one server has every flow", 30_000, oneServer],
    ["where no socket has two", 30_000, strangers],
  ])("%s are those of counting", (_, count, flowOf) => {
    const flows = tableOf(Array.from({ length: count }, (__, flow) => flowOf(flow)));
    const addresses = numberAddresses(flows);
    expect([...fanInVotes(flows, addresses)]).toEqual(countedVotes(flows, addresses));
  });

  test("keep transports apart", () => {
    const { table } = collect(
      [1, 2, 3].map((host) =>
        udpBetween({ client: [`10.0.0.${host}`, 4000], server: ["10.0.1.1", 53] }).request(),
      ),
    );
    expect([...fanInVotes(table, numberAddresses(table))]).toEqual([1, 1, 1]);
  });
});
