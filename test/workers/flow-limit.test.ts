/** Records are bounded; what a row of several flows holds; flows that come back. */
import { describe, expect, test } from "vitest";
import { analyze, survey } from "../../src/analyze.ts";
import { PacketMemory } from "../../src/records/packet-memory.ts";
import { flowRows } from "../../src/report/flow-rows.ts";
import type { FlowReport } from "../../src/report/report.ts";
import { serviceWeights } from "../../src/services/registry.ts";
import { countCaptures } from "../../src/workers/count-captures.ts";
import { PacketStages } from "../../src/workers/count-part.ts";
import { FlowLimit } from "../../src/workers/flow-limit.ts";
import type { Packet } from "../collect-frames.ts";
import { icmpError, tcpBetween, udpBetween } from "../conversations.ts";
import { streamOf } from "../fixture-captures.ts";
import { MANY_FLOWS } from "../laws/captures-of-many-flows.ts";
import { pcapFile } from "../records/capture-writer.ts";

const LINK_RAW = 101;
/** So few bytes at once that a batch is a few packets. */
const PIECE_SIZE = 512;
const MOST_OF_A_BATCH = 20;

async function mostRecords(bytes: Uint8Array, mostFlows: number, memory = new PacketMemory()) {
  const stages = new PacketStages({}, { limit: new FlowLimit(mostFlows, () => serviceWeights()), memory });
  let most = 0;
  await countCaptures([streamOf(bytes)], stages, { pieceSize: PIECE_SIZE }, () => {
    most = Math.max(most, stages.collector.flows.count);
  });
  const { flows } = stages.collector;
  return { most, flows: flows.count + flows.folded.withoutRecord };
}

function manyFlows(name: string): Uint8Array {
  const capture = MANY_FLOWS.find((known) => known.name === name);
  if (capture === undefined) throw new TypeError(`no capture is called ${name}`);
  return capture.bytes;
}

describe("records", () => {
  test.each([
    ["5,000 connections of one client", 5000],
    ["a port a question", 2000],
    ["both ends on one address", 1500],
  ])("%s: no more than the limit", async (name, flows) => {
    const found = await mostRecords(manyFlows(name), 100);
    expect(found.most).toBeLessThanOrEqual(100 + MOST_OF_A_BATCH);
    expect(found.flows).toBe(flows);
  });

  test("a scan of many servers needs a record a server and outcome, whatever the limit", async () => {
    const found = await mostRecords(manyFlows("a scan of one port"), 100);
    expect(found.flows).toBe(3000);
    expect(found.most).toBeGreaterThan(1000);
    expect(found.most).toBeLessThan(2500);
  });

  test("where memory is full, flows are folded too", async () => {
    const bytes = manyFlows("5,000 connections of one client");
    const few = () => new PacketMemory(1_000_000);
    const stages = new PacketStages({}, { memory: few() });
    await expect(countCaptures([streamOf(bytes)], stages, { pieceSize: PIECE_SIZE })).rejects.toThrow(
      RangeError,
    );
    const found = await mostRecords(bytes, Number.POSITIVE_INFINITY, few());
    expect(found.flows).toBe(5000);
    expect(found.most).toBeGreaterThan(1000);
    expect(found.most).toBeLessThan(5000);
  });

  test.each([0, -1, Number.NaN])("a limit of %d is none", async (maxFlows) => {
    await expect(analyze(streamOf(pcapFile()), { maxFlows })).rejects.toThrow(RangeError);
  });
});

const client = (port: number) => tcpBetween({ client: ["10.0.0.1", port], server: ["10.0.0.2", 80] });

/** Connections from start to end, a second each. */
function closed(ports: readonly number[]): Packet[] {
  return ports.flatMap((port, i) => {
    const { syn, synAck, ack, request, fin, serverFin } = client(port);
    return [syn(port), synAck(), ack(), request(`from ${port}`), fin(), serverFin()].map((frame) => ({
      frame,
      seconds: 1000 + i,
    }));
  });
}

async function rowsOf(packets: readonly Packet[], maxFlows?: number): Promise<FlowReport[]> {
  const bytes = pcapFile({
    linkType: LINK_RAW,
    packets: packets.map(({ frame, seconds = 1000 }) => ({ data: frame, seconds })),
  });
  return [...flowRows(await survey(streamOf(bytes), { pieceSize: 64, maxFlows }))];
}

describe("a row of several flows", () => {
  test("has the ports, the first frame and the state of the first, and the counts of all", async () => {
    const [row, last, ...others] = await rowsOf(closed([5001, 5002, 5003, 5004]), 4);
    expect(row).toMatchObject({
      client: { address: "10.0.0.1", port: 5001 },
      server: { address: "10.0.0.2", port: 80 },
      folded: 2,
      connections: 3,
      state: "closed",
      firstFrame: 1,
      firstSeen: "1970-01-01T00:16:40.000000000Z",
      lastSeen: "1970-01-01T00:16:42.000000000Z",
      packets: { toServer: 12, toClient: 6 },
    });
    expect(last).toMatchObject({ client: { port: 5004 }, folded: 0, connections: 1, state: "closed" });
    expect(others).toEqual([]);
  });

  test("no other outcome is folded in", async () => {
    const unanswered = [6001, 6002].map((port) => ({ frame: client(port).syn(), seconds: 1020 }));
    const rows = await rowsOf([...closed([5001, 5002]), ...unanswered, ...closed([5003])], 1);
    expect(rows.map(({ state, folded }) => [state, folded])).toContainEqual(["unanswered", 1]);
    expect(rows.filter(({ state }) => state === "unanswered").length).toBe(1);
  });
});

describe("a flow that comes back", () => {
  const before = closed([5001, 5002, 5003, 5004]);

  test("gets a row of its own, with the state that it had", async () => {
    const rows = await rowsOf([...before, { frame: client(5002).serverAck(), seconds: 1010 }], 4);
    const row = rows.find(({ client: { port } }) => port === 5002);
    expect(rows.map(({ folded }) => folded)).toEqual([1, 0, 0]);
    expect(row).toMatchObject({
      state: "closed",
      connections: 0,
      packets: { toServer: 0, toClient: 1 },
      firstFrame: 25,
      role: { because: expect.arrayContaining(["syn", "syn-ack"]) },
    });
  });

  test("is still known by its first payload, and so is the last of its row", async () => {
    const ports = [5001, 5002, 5003, 5004];
    const asked = ports.flatMap((port, i) =>
      [client(port).syn(port), client(port).synAck(), client(port).request("GET / HTTP/1.1\r\n\r\n")].map(
        (frame) => ({ frame, seconds: 1000 + i }),
      ),
    );
    const back = ports.map((port) => ({ frame: client(port).serverAck(), seconds: 1010 }));
    for (const maxFlows of [1, 4]) {
      const rows = await rowsOf([...asked, ...back], maxFlows);
      expect(rows.map(({ service }) => service.identified)).toEqual(rows.map(() => "http"));
      expect(rows.some(({ connections }) => connections === 0)).toBe(true);
    }
  });

  test.each([
    ["the same SYN again opens nothing", 5002, 0],
    ["another SYN opens a connection", 77, 1],
  ])("%s", async (_, sequence, connections) => {
    const rows = await rowsOf([...before, { frame: client(5002).syn(sequence), seconds: 1010 }], 4);
    expect(rows.find(({ client: { port } }) => port === 5002)?.connections).toBe(connections);
  });

  test("the last of its row has the row to itself again", async () => {
    // Flows that cannot be folded, so that those below are not folded again.
    const others = Array.from({ length: 12 }, (_, i) => ({
      frame: tcpBetween({ client: ["10.0.0.1", 4000], server: [`10.9.0.${i}`, 80] }).syn(),
      seconds: 900,
    }));
    const back = [5001, 5002].map((port) => ({ frame: client(port).serverAck(), seconds: 1010 }));
    const rows = (await rowsOf([...others, ...before, ...back], 18)).filter(
      ({ server }) => server.address === "10.0.0.2",
    );
    expect(rows.map((row) => [row.client.port, row.folded, row.connections, row.state])).toEqual([
      [5002, 0, 2, "closed"],
      [5003, 0, 1, "closed"],
      [5004, 0, 1, "closed"],
      [5001, 0, 0, "closed"],
    ]);
    expect(rows.map(({ packets }) => packets.toClient)).toEqual([5, 2, 2, 1]);
  });

  test("an ICMP error about it refuses it, and no other of its row", async () => {
    const questions = [7001, 7002, 7003, 7004].map((port) =>
      udpBetween({ client: ["10.0.0.1", port], server: ["10.0.0.3", 53] }).request(),
    );
    const packets = [...questions, icmpError(questions[1])].map((frame, i) => ({ frame, seconds: 1000 + i }));
    const rows = await rowsOf(packets, 1);
    expect(rows.map(({ state, folded }) => [state, folded])).toContainEqual(["refused", 0]);
    expect(rows.filter(({ state }) => state === "refused").length).toBe(1);
  });
});
