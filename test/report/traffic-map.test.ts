/** What the charts show beyond the report: sums that have to agree with it, whatever is folded together. */
import { describe, expect, test } from "vitest";
import { buildReport } from "../../src/report/build-report.ts";
import { buildTrafficMap } from "../../src/report/build-traffic-map.ts";
import { OTHER_NETWORKS, OTHER_SERVERS, OTHER_SERVICES } from "../../src/report/traffic-map.ts";
import type { Packet } from "../collect-frames.ts";
import { tcpBetween } from "../conversations.ts";
import { surveyOf } from "../survey-frames.ts";

const at = (milliseconds: number, frame: Uint8Array): Packet => ({
  frame,
  seconds: 1000 + Math.floor(milliseconds / 1000),
  nanoseconds: (milliseconds % 1000) * 1_000_000,
});

interface Made {
  readonly client: string;
  readonly server: string;
  readonly port: number;
  readonly milliseconds?: number;
}

function packetsOf({ client, server, port, milliseconds = 0 }: Made, index: number): Packet[] {
  const flow = tcpBetween({ client: [client, 50_000 + (index % 10_000)], server: [server, port] });
  return [
    at(milliseconds, flow.syn()),
    at(milliseconds, flow.synAck()),
    at(milliseconds + 1, flow.request("x")),
  ];
}

async function mapOf(made: readonly Made[], options = {}) {
  const found = await surveyOf(made.flatMap(packetsOf), options);
  return { map: buildTrafficMap(found), report: buildReport(found) };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe("paths", () => {
  const many = Array.from({ length: 120 }, (_, index) => ({
    client: `10.${index % 30}.0.${index % 200}`,
    server: `192.0.2.${(index % 40) + 1}`,
    port: 1000 + (index % 25),
  }));

  test("sum to the flows, though most have no name of their own", async () => {
    const { map, report } = await mapOf(many);
    for (const measure of ["bytes", "packets", "flows"] as const) {
      const whole = sum(report.services.map((service) => service[measure]));
      expect(sum(map.paths.map((path) => path[measure]))).toBe(whole);
    }
    expect(new Set(map.paths.map(({ network }) => network)).size).toBe(9);
    expect(new Set(map.paths.map(({ service }) => service)).size).toBe(13);
    expect(new Set(map.paths.map(({ server }) => server)).size).toBe(17);
    expect(map.paths.some(({ network }) => network === OTHER_NETWORKS)).toBe(true);
    expect(map.paths.some(({ service }) => service === OTHER_SERVICES)).toBe(true);
    expect(map.paths.some(({ server }) => server === OTHER_SERVERS)).toBe(true);
  });

  test("tell a few by name, most bytes first", async () => {
    const { map } = await mapOf([
      { client: "10.1.0.5", server: "192.0.2.1", port: 443 },
      { client: "10.1.0.6", server: "192.0.2.1", port: 443 },
      { client: "203.0.113.9", server: "192.0.2.2", port: 22 },
    ]);
    expect(map.paths.map(({ network, service, server, flows }) => [network, service, server, flows])).toEqual(
      [
        ["10.1.0.0/16", "443/tcp (https)", "192.0.2.1", 2],
        ["internet", "22/tcp (ssh)", "192.0.2.2", 1],
      ],
    );
  });

  test("leave out what was not selected", async () => {
    const { map } = await mapOf(many, { selection: { ports: [{ from: 1003, to: 1003 }] } });
    expect(map.paths.every(({ service }) => service.startsWith("1003/tcp"))).toBe(true);
    expect(map.matrix.services).toHaveLength(1);
    expect(map.activity.cells.every(({ firstPort }) => firstPort === 1003)).toBe(true);
  });
});

test("the matrix holds what each of the heaviest clients did with each service", async () => {
  const { map } = await mapOf([
    { client: "10.1.0.5", server: "192.0.2.1", port: 443 },
    { client: "10.1.0.5", server: "192.0.2.3", port: 443 },
    { client: "10.1.0.5", server: "192.0.2.1", port: 22 },
    { client: "10.1.0.6", server: "192.0.2.1", port: 22 },
  ]);
  expect(map.matrix.clients).toEqual(["10.1.0.5", "10.1.0.6"]);
  expect([...map.matrix.services].sort()).toEqual(["22/tcp (ssh)", "443/tcp (https)"]);
  const https = map.matrix.services.indexOf("443/tcp (https)");
  expect(map.matrix.flows.map((row) => row[https])).toEqual([2, 0]);
});

test("a client of none of the matrix's services has no row in it", async () => {
  const large = Array.from({ length: 12 }, (_, index) =>
    [1, 2].map(() => ({ client: "10.1.0.5", server: "192.0.2.1", port: 1000 + index })),
  ).flat();
  const { map } = await mapOf([...large, { client: "10.1.0.6", server: "192.0.2.1", port: 22 }]);
  expect(map.matrix.services).not.toContain("22/tcp (ssh)");
  expect(map.matrix.clients).toEqual(["10.1.0.5"]);
  for (const measure of ["bytes", "packets", "flows"] as const) expect(map.matrix[measure]).toHaveLength(1);
});

describe("activity", () => {
  test("one flow is one cell, of its own port", async () => {
    const { map } = await mapOf([{ client: "10.0.0.1", server: "10.0.0.2", port: 443, milliseconds: 250 }]);
    expect(map.activity).toEqual({
      start: "1970-01-01T00:16:40.250000000Z",
      seconds: 0,
      cells: [{ second: 0, firstPort: 443, lastPort: 443, outcome: "answered", flows: 1 }],
    });
  });

  test("no flow, and flows without a time: nothing", async () => {
    const none = buildTrafficMap(await surveyOf([Uint8Array.of(0)]));
    expect(none.activity).toEqual({ start: null, seconds: 0, cells: [] });
    expect(none.paths).toEqual([]);
    const timeless = tcpBetween({ client: ["10.0.0.1", 50_000], server: ["10.0.0.2", 80] }).syn();
    const map = buildTrafficMap(await surveyOf([{ frame: timeless, seconds: 0 }]));
    expect(map.activity.cells).toEqual([]);
    expect(sum(map.paths.map(({ flows }) => flows))).toBe(1);
  });

  test("however many cells there would be, few are, and no flow is left out", async () => {
    const made = Array.from({ length: 9000 }, (_, index) => ({
      client: "10.0.0.1",
      server: `10.0.${index % 7}.2`,
      port: 1 + ((index * 7919) % 60_000),
      milliseconds: (index * 37) % 9001,
    }));
    const { map, report } = await mapOf(made);
    expect(map.activity.cells.length).toBeLessThanOrEqual(2500);
    expect(map.activity.cells.length).toBeGreaterThan(500);
    expect(sum(map.activity.cells.map(({ flows }) => flows))).toBe(report.totals.flows);
    for (const { firstPort, lastPort, second } of map.activity.cells) {
      expect(firstPort).toBeLessThanOrEqual(lastPort);
      expect(second).toBeGreaterThanOrEqual(0);
      expect(second).toBeLessThanOrEqual(map.activity.seconds);
    }
  });
});
