/** Traffic over time by service: the neutral buckets handed to the services of their flows. */
import { describe, expect, test } from "vitest";
import { buildReport } from "../../src/report/build-report.ts";
import type { TimelineReport } from "../../src/report/report.ts";
import type { Packet } from "../collect-frames.ts";
import { tcpBetween, udpBetween } from "../conversations.ts";
import { surveyOf } from "../survey-frames.ts";

const at = (milliseconds: number, frame: Uint8Array): Packet => ({
  frame,
  seconds: 1000 + Math.floor(milliseconds / 1000),
  nanoseconds: (milliseconds % 1000) * 1_000_000,
});

async function timelineOf(
  packets: readonly Packet[],
  options = {},
): Promise<{ timeline: TimelineReport; flowBytes: number; flowPackets: number; flowCount: number }> {
  const report = buildReport(await surveyOf(packets, { timeline: true, ...options }));
  if (report.timeline === null) throw new Error("no timeline");
  const [carried] = report.verdicts;
  return {
    timeline: report.timeline,
    flowBytes: carried.bytes,
    flowPackets: carried.packets,
    flowCount: report.totals.flows,
  };
}

function sum(timeline: TimelineReport, measure: "bytes" | "packets" | "flows" = "bytes"): number {
  return timeline.series.flatMap((series) => series[measure]).reduce((left, right) => left + right, 0);
}

const web = tcpBetween({ client: ["10.0.0.1", 40_000], server: ["10.0.0.2", 80] });
const dns = udpBetween({ client: ["10.0.0.1", 40_000], server: ["10.0.0.2", 53] });

test("a row a service, most bytes first, in equal steps", async () => {
  const { timeline, flowBytes } = await timelineOf([
    at(5, dns.request()),
    at(6, web.request("x".repeat(100))),
    at(8, dns.response()),
  ]);
  expect(timeline).toEqual({
    start: "1970-01-01T00:16:40.005000000Z",
    stepSeconds: 0.001,
    steps: 4,
    series: [
      { label: "80/tcp (http)", bytes: [0, 140, 0, 0], packets: [0, 1, 0, 0], flows: [0, 1, 0, 0] },
      {
        label: expect.stringMatching(/^53\/udp /),
        bytes: [36, 0, 0, 34],
        packets: [1, 0, 0, 1],
        flows: [1, 0, 0, 0],
      },
    ],
  });
  expect(sum(timeline)).toBe(flowBytes);
});

test("none is asked for, or none has a time: none is given", async () => {
  expect(buildReport(await surveyOf([dns.request()])).timeline).toBeNull();
  expect(
    buildReport(await surveyOf([{ frame: dns.request(), seconds: 0 }], { timeline: true })).timeline,
  ).toBeNull();
});

describe("a bucket of two services", () => {
  // 8443 serves the first, 443 the second: both flows have 443 as their lower port.
  const odd = tcpBetween({ client: ["10.0.0.1", 443], server: ["10.0.0.2", 8443] });
  const usual = tcpBetween({ client: ["10.0.0.1", 9000], server: ["10.0.0.3", 443] });

  test("is shared by their flows' bytes, in whole bytes, and nothing is lost", async () => {
    for (const length of [0, 1, 2, 3, 7, 100, 1001]) {
      const packets = [
        at(0, odd.syn()),
        at(1, odd.request("y".repeat(length))),
        at(1, usual.syn()),
        at(2, usual.request("z".repeat(13))),
        at(3, usual.response("w")),
      ];
      const { timeline, flowBytes, flowPackets, flowCount } = await timelineOf(packets);
      expect(timeline.series.map(({ label }) => label.split("/")[0]).sort()).toEqual(["443", "8443"]);
      expect(sum(timeline)).toBe(flowBytes);
      expect(sum(timeline, "packets")).toBe(flowPackets);
      expect(sum(timeline, "flows")).toBe(flowCount);
      for (const { packets } of timeline.series) expect(packets.every(Number.isSafeInteger)).toBe(true);
      for (const { bytes } of timeline.series) expect(bytes.every(Number.isSafeInteger)).toBe(true);
      const steps = [0, 1, 2, 3].map((step) =>
        timeline.series.reduce((all, { bytes }) => all + bytes[step], 0),
      );
      expect(steps).toEqual([40, 80 + length, 53, 41]);
    }
  });

  test("adds up a service of two buckets", async () => {
    const plain = tcpBetween({ client: ["10.0.0.5", 50_000], server: ["10.0.0.2", 8443] });
    const { timeline } = await timelineOf([at(0, odd.syn()), at(0, plain.syn()), at(2, plain.synAck())]);
    expect(timeline.series.map(({ bytes }) => bytes)).toEqual([[80, 0, 40]]);
  });

  test("gives an unselected service's share to nobody", async () => {
    const packets = [at(0, odd.syn()), at(0, usual.syn())];
    const { timeline } = await timelineOf(packets, { selection: { ports: [{ from: 443, to: 443 }] } });
    expect(timeline.series).toEqual([{ label: "443/tcp (https)", bytes: [40], packets: [1], flows: [1] }]);
  });
});

test.each([
  [8, 8],
  [9, 8],
  [40, 8],
])("%i services: %i rows, the rest together", async (count, rows) => {
  const packets = Array.from({ length: count }, (_, i) =>
    at(i, tcpBetween({ client: ["10.0.0.1", 50_000], server: ["10.0.0.2", 1000 + i] }).syn()),
  );
  const { timeline, flowBytes } = await timelineOf(packets);
  expect(timeline.series).toHaveLength(rows);
  expect(timeline.series.some(({ label }) => label === "other")).toBe(count > rows);
  expect(sum(timeline)).toBe(flowBytes);
});
