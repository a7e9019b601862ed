import { describe, expect, it } from "vitest";
import type { FlowReport, Report } from "../../src/report/report.ts";
import { FIXTURE_CAPTURES, fixtureCapture } from "../fixture-captures.ts";
import { OFFICE } from "./captures.ts";
import { flowFaults, reportFaults } from "./report-shape.ts";
import { portolan } from "./run-portolan.ts";

const total = <Row>(rows: readonly Row[], value: (row: Row) => number): number =>
  rows.reduce((sum, row) => sum + value(row), 0);

async function reportOf(...words: string[]): Promise<Report> {
  return JSON.parse((await portolan(["analyze", "--json", ...words])).output);
}

async function flowsOf(...words: string[]): Promise<FlowReport[]> {
  const { output } = await portolan(["flows", "--format", "ndjson", ...words]);
  return output
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

const CASES: readonly (readonly [string, string[]])[] = [
  ["every fixture as one capture", FIXTURE_CAPTURES.map(({ path }) => path)],
  ["office.pcapng", [OFFICE]],
  ["a selection", [OFFICE, "--port", "https,ntp", "--host", "10.20.0.0/16"]],
  ["a time", [OFFICE, "--since", "2026-11-22T06:55:30Z", "--until", "2026-11-22T06:55:35Z"]],
  ["the insides of tunnels", [fixtureCapture("vxlan.pcap").path]],
  ["the outsides of tunnels", [fixtureCapture("vxlan.pcap").path, "--tunnels", "outer"]],
];

describe.each(CASES)("%s", (_what, words) => {
  it("has every field of the contract, and figures that agree with each other", async () => {
    const report = await reportOf(...words);
    const flows = await flowsOf(...words);
    expect(reportFaults(report)).toEqual([]);
    expect(flows.flatMap(flowFaults)).toEqual([]);

    const { totals, captures, verdicts, services, servers, clients, roles, omitted } = report;
    expect(total(captures, ({ packets }) => packets)).toBe(totals.packets);
    expect(total(captures, ({ bytes }) => bytes)).toBe(totals.bytes);
    expect(total(verdicts, ({ packets }) => packets)).toBe(totals.packets);
    expect(total(verdicts, ({ bytes }) => bytes)).toBe(totals.bytes);
    expect(omitted).toEqual({ flows: 0, services: 0, servers: 0, clients: 0 });

    expect(flows).toHaveLength(totals.flows);
    expect(totals.flows).toBeGreaterThan(0);
    expect(roles.decided + roles.undecided).toBe(totals.flows);
    expect(roles.decided).toBe(flows.filter(({ role }) => role.known).length);
    expect(total(flows, ({ connections }) => connections)).toBe(totals.connections);
    expect(new Set(flows.map(({ server }) => server.address)).size).toBe(totals.servers);
    expect(new Set(flows.map(({ client }) => client.address)).size).toBe(totals.clients);

    const carried = verdicts.find(({ verdict }) => verdict === "flow");
    const packetsOfFlow = ({ packets }: FlowReport) => packets.toServer + packets.toClient;
    const bytesOfFlow = ({ bytes }: FlowReport) => bytes.toServer + bytes.toClient;
    expect(total(flows, packetsOfFlow)).toBe(carried?.packets);
    expect(total(flows, bytesOfFlow)).toBe(carried?.bytes);

    expect(services).toHaveLength(totals.services);
    for (const service of services) {
      const own = flows.filter(({ service: { label } }) => label === service.label);
      expect(service).toMatchObject({
        flows: own.length,
        connections: total(own, ({ connections }) => connections),
        packets: total(own, packetsOfFlow),
        bytes: total(own, bytesOfFlow),
        bytesToServer: total(own, ({ bytes }) => bytes.toServer),
        bytesToClient: total(own, ({ bytes }) => bytes.toClient),
        clients: new Set(own.map(({ client }) => client.address)).size,
        servers: new Set(own.map(({ server }) => server.address)).size,
        firstSeen: own.map(({ firstSeen }) => firstSeen).sort()[0],
        lastSeen: own
          .map(({ lastSeen }) => lastSeen)
          .sort()
          .at(-1),
      });
      expect(service.answered + service.unanswered + service.refused).toBe(own.length);
    }
    expect(total(services, ({ flows: own }) => own)).toBe(totals.flows);

    for (const server of servers) {
      const own = flows.filter(
        (flow) =>
          flow.server.address === server.address &&
          flow.service.label === server.label &&
          flow.transport === server.transport,
      );
      expect(server).toMatchObject({
        flows: own.length,
        bytes: total(own, bytesOfFlow),
        clients: new Set(own.map(({ client }) => client.address)).size,
      });
    }
    expect(total(servers, ({ flows: own }) => own)).toBe(totals.flows);
    for (const client of clients) {
      const own = flows.filter((flow) => flow.client.address === client.address);
      expect(client).toMatchObject({
        flows: own.length,
        bytes: total(own, bytesOfFlow),
        services: new Set(own.map(({ service }) => service.label)).size,
      });
    }
    expect(total(clients, ({ flows: own }) => own)).toBe(totals.flows);
  });
});

it("the shapes find what is wrong: a renamed field, a text for a number, another time, an address in long form", async () => {
  const report = await reportOf(OFFICE);
  const [flow] = await flowsOf(OFFICE);
  const { totals, ...rest } = report;
  expect(reportFaults({ ...rest, total: totals })).toEqual(["report.totals is missing"]);
  expect(reportFaults({ ...report, totals: { ...totals, packets: "908" } })).toHaveLength(1);
  expect(
    reportFaults({ ...report, services: [{ ...report.services[0], firstSeen: "2026-11-22" }] }),
  ).toHaveLength(1);
  expect(flowFaults({ ...flow, client: { address: "fd00:0:0:0:0:0:0:1", port: 1 } })).toHaveLength(1);
  expect(flowFaults({ ...flow, role: { ...flow.role, confidence: 99 } })).toHaveLength(1);
});

it("rows of flows come in the order of their first packets", async () => {
  const frames = (await flowsOf(OFFICE)).map(({ firstFrame }) => firstFrame);
  expect(frames).toEqual([...frames].sort((one, other) => one - other));
});
