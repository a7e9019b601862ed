/** Several captures are one: their sum, whatever the order, and a flow that is in two of them is one flow. */
import { describe, expect, test } from "vitest";
import { survey } from "../../src/analyze.ts";
import { buildReport } from "../../src/report/build-report.ts";
import type { Survey } from "../../src/report/survey.ts";
import { FIXTURE_CAPTURES } from "../fixture-captures.ts";
import { brokenLaws } from "./broken-laws.ts";
import { type FlowCounters, flowCounters } from "./flow-counters.ts";

function added(one: ReadonlyMap<string, FlowCounters>, other: ReadonlyMap<string, FlowCounters>) {
  const sum = new Map(one);
  const pair = (x: readonly [number, number], y: readonly [number, number]) =>
    [x[0] + y[0], x[1] + y[1]] as const;
  for (const [key, right] of other) {
    const left = one.get(key);
    sum.set(
      key,
      left === undefined
        ? right
        : {
            packets: pair(left.packets, right.packets),
            bytes: pair(left.bytes, right.bytes),
            payloadBytes: pair(left.payloadBytes, right.payloadBytes),
            connections: left.connections + right.connections,
          },
    );
  }
  return sum;
}

function withoutConnections(flows: ReadonlyMap<string, FlowCounters>) {
  return new Map([...flows].map(([key, { connections: _, ...counters }]) => [key, counters]));
}

function totals({ verdictPackets, verdictBytes }: Survey) {
  return { packets: [...verdictPackets], bytes: [...verdictBytes] };
}

const pairs = FIXTURE_CAPTURES.map(
  (capture, i) => [capture, FIXTURE_CAPTURES[(i + 1) % FIXTURE_CAPTURES.length]] as const,
);

describe("two captures", () => {
  test.each(pairs.map(([one, other]) => [one.name, other.name, one.path, other.path]))(
    "%s and %s",
    async (_, __, onePath, otherPath) => {
      const one = await survey(onePath);
      const other = await survey(otherPath);
      const joined = await survey([onePath, otherPath]);
      const sum = added(flowCounters(one), flowCounters(other));
      expect(withoutConnections(flowCounters(joined))).toEqual(withoutConnections(sum));
      expect(totals(joined)).toEqual({
        packets: [...one.verdictPackets].map((count, i) => count + other.verdictPackets[i]),
        bytes: [...one.verdictBytes].map((count, i) => count + other.verdictBytes[i]),
      });
      expect(brokenLaws(joined)).toEqual([]);
      for (const [key, { connections }] of flowCounters(joined)) {
        // The same handshake in both is told from another one by its sequence number.
        expect(connections).toBeLessThanOrEqual(sum.get(key)?.connections ?? 0);
      }

      const turned = await survey([otherPath, onePath]);
      expect(totals(turned)).toEqual(totals(joined));
      expect(withoutConnections(flowCounters(turned))).toEqual(withoutConnections(flowCounters(joined)));
      expect(new Set(flowCounters(turned).keys())).toEqual(new Set(flowCounters(joined).keys()));
    },
  );
});

test.each(FIXTURE_CAPTURES)(
  "$name twice has the same flows, twice the bytes and the same handshakes",
  async ({ path }) => {
    const once = await survey(path);
    const twice = await survey([path, path]);
    const doubled = new Map(
      [...added(flowCounters(once), flowCounters(once))].map(([key, counters]) => [
        key,
        { ...counters, connections: expect.any(Number) },
      ]),
    );
    expect(flowCounters(twice)).toEqual(doubled);
    expect(twice.flows.count).toBe(once.flows.count);
    expect(twice.captures.length).toBe(2);
    expect(buildReport(twice).totals).toMatchObject({
      packets: 2 * buildReport(once).totals.packets,
      services: buildReport(once).totals.services,
      clients: buildReport(once).totals.clients,
      servers: buildReport(once).totals.servers,
    });
  },
);

test("all captures together are the sum of all", async () => {
  const each = await Promise.all(FIXTURE_CAPTURES.map(({ path }) => survey(path)));
  const all = await survey(FIXTURE_CAPTURES.map(({ path }) => path));
  const sum = each.map(flowCounters).reduce(added);
  expect(withoutConnections(flowCounters(all))).toEqual(withoutConnections(sum));
  expect(brokenLaws(all)).toEqual([]);
  expect(all.captures.map(({ packets }) => packets)).toEqual(
    each.map(({ captures: [{ packets }] }) => packets),
  );
});
