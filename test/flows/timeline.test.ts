/** Traffic over time, in steps that double as the capture grows longer. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bucketOf, STEP_LIMIT } from "../../src/flows/timeline.ts";
import { type Collected, collect, type Packet } from "../collect-frames.ts";
import { udpBetween } from "../conversations.ts";

const dns = udpBetween({ client: ["10.0.0.1", 40_000], server: ["10.0.0.2", 53] });
const ntp = udpBetween({ client: ["10.0.0.1", 123], server: ["10.0.0.2", 123] });
const FRAME_LENGTH = dns.request().length;

/** A packet so many milliseconds after 1000 s. */
function at(milliseconds: number, frame = dns.request()): Packet {
  const whole = 1_000_000 + milliseconds;
  return { frame, seconds: Math.floor(whole / 1000), nanoseconds: Math.round((whole % 1000) * 1e6) };
}

/** Packets of the only bucket, by step. */
function steps({ timeline }: Collected): number[] {
  const [{ bytes, packets }] = [...timeline.buckets()];
  expect(Array.from(bytes)).toEqual(Array.from(packets, (count) => count * FRAME_LENGTH));
  return Array.from(packets);
}

describe("steps", () => {
  test.each([
    ["one packet", [5], 1, [1]],
    ["within a millisecond", [5, 5.2, 5.9], 1, [3]],
    ["in two steps", [5, 6], 1, [1, 1]],
    ["with a pause", [5, 8], 1, [1, 0, 0, 1]],
    ["backwards", [8, 5, 6], 1, [1, 1, 0, 1]],
  ])("%s", (_, times, length, expected) => {
    const collected = collect(times.map((time) => at(time)));
    expect(collected.timeline.stepMilliseconds).toBe(length);
    expect(steps(collected)).toEqual(expected);
    expect(collected.timeline.startMilliseconds).toBe(1_000_000 + Math.floor(Math.min(...times)));
  });

  test.each([
    ["as many as there can be", STEP_LIMIT - 1, 1],
    ["one more doubles them", STEP_LIMIT, 2],
    ["an hour", 3_600_000, 16_384],
    ["a year", 31_536_000_000, 134_217_728],
  ])("%s", (_, span, length) => {
    for (const times of [
      [0, span],
      [span, 0],
    ]) {
      const collected = collect(times.map((time) => at(time)));
      const { timeline } = collected;
      expect(timeline.stepMilliseconds).toBe(length);
      expect(timeline.steps).toBeLessThanOrEqual(STEP_LIMIT);
      expect(steps(collected).reduce((sum, packets) => sum + packets)).toBe(2);
      expect([steps(collected)[0], steps(collected).at(-1)]).toEqual([1, 1]);
    }
  });

  test("what was counted moves along as steps double", () => {
    const collected = collect([at(0), at(1), at(3), at(300)]);
    expect(collected.timeline.stepMilliseconds).toBe(2);
    expect(steps(collected).slice(0, 3)).toEqual([2, 1, 0]);
    expect(steps(collected)[150]).toBe(1);
  });
});

describe("buckets", () => {
  test("are a transport and the lower port, for both directions", () => {
    const collected = collect([at(0), at(0, dns.response()), at(1, ntp.request())]);
    const { timeline, table } = collected;
    const rows = [...timeline.buckets()].map(({ bucket, bytes }) => [bucket, Array.from(bytes)]);
    expect(rows).toEqual([
      [17 * 65_536 + 53, [FRAME_LENGTH + dns.response().length, 0]],
      [17 * 65_536 + 123, [0, ntp.request().length]],
    ]);
    expect(bucketOf(table, 0)).toBe(17 * 65_536 + 53);
  });

  test("packets of no flow and packets without a time are left out", () => {
    const { timeline } = collect([{ frame: dns.request(), seconds: 0 }, at(0, Uint8Array.of(0))]);
    expect(timeline.isEmpty).toBe(true);
    expect(timeline.steps).toBe(0);
    expect([...timeline.buckets()]).toEqual([]);
  });
});

test("sums over steps equal the flows' bytes, whatever the order of time", () => {
  const times = fc.array(fc.tuple(fc.oneof(fc.nat(10), fc.nat(1000), fc.nat(100_000_000)), fc.nat(600)), {
    minLength: 1,
    maxLength: 60,
  });
  fc.assert(
    fc.property(times, (moments) => {
      const packets = moments.map(([time, port]) =>
        at(time, udpBetween({ client: ["10.0.0.1", 1000 + port], server: ["10.0.0.2", port] }).request()),
      );
      const { table, timeline } = collect(packets, { batchSize: 7 });
      const byBucket = new Map<number, number>();
      for (let flow = 0; flow < table.count; flow++) {
        const bucket = bucketOf(table, flow);
        byBucket.set(bucket, (byBucket.get(bucket) ?? 0) + table.bytesAToB(flow) + table.bytesBToA(flow));
      }
      const counted = new Map(
        [...timeline.buckets()].map(({ bucket, bytes }) => [bucket, bytes.reduce((a, b) => a + b, 0)]),
      );
      expect(counted).toEqual(byBucket);
      const earliest = 1_000_000 + Math.min(...moments.map(([time]) => time));
      expect(timeline.startMilliseconds).toBe(
        Math.floor(earliest / timeline.stepMilliseconds) * timeline.stepMilliseconds,
      );
    }),
    { seed: 20_261_122, numRuns: 200 },
  );
});
