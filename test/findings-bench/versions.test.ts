/** Versions of a capture: slower, with losses, one way, with others. */
import { expect, test } from "vitest";
import { atOnce, lossy, sentBy, slowed } from "../../scripts/findings-bench/versions.ts";
import type { Packet } from "../../scripts/roles-bench/packets.ts";
import { tcpBetween } from "../conversations.ts";
import { type Bytes, ethernet } from "../frames.ts";

function packetAt(seconds: number, nanoseconds: number, frame: Bytes = new Uint8Array(60)): Packet {
  const link = { linkType: 1, frameCheckSequenceLength: 0, snapLength: 0, name: "" };
  return {
    link,
    seconds,
    nanoseconds,
    bytes: frame,
    originalLength: frame.length,
    segment: null,
    first: null,
  };
}

const times = (packets: readonly Packet[]) =>
  packets.map(({ seconds, nanoseconds }) => [seconds, nanoseconds]);

test("pauses are ten thousand times as long", () => {
  expect(times(slowed([packetAt(100, 0), packetAt(100, 500_000_000), packetAt(102, 0)]))).toEqual([
    [100, 0],
    [5100, 0],
    [20_100, 0],
  ]);
});

test("about a third is lost, the same ones each time", () => {
  const packets = Array.from({ length: 3000 }, (_, i) => packetAt(i, 0));
  const left = lossy(packets);
  expect(left.length).toBeGreaterThan(1800);
  expect(left.length).toBeLessThan(2200);
  expect(lossy(packets)).toEqual(left);
});

test("what an address sent, IPv4 and IPv6", () => {
  const of = (client: string, server: string) => tcpBetween({ client: [client, 4000], server: [server, 80] });
  const packets = [
    of("10.0.0.1", "10.0.0.2").syn(),
    of("10.0.0.1", "10.0.0.2").synAck(),
    of("fd00::1", "fd00::2").syn(),
    of("fd00::1", "fd00::2").synAck(),
  ].map((frame) => packetAt(1, 0, ethernet(frame)));
  expect(sentBy(packets, ["10.0.0.1", "fd00::1"])).toEqual([packets[0], packets[2]]);
  expect(sentBy([packetAt(1, 0)], ["10.0.0.1"])).toEqual([]);
});

test("captures begin at once, in the order of time", () => {
  const early = [packetAt(50, 5), packetAt(53, 0)];
  const late = [packetAt(9000, 3), packetAt(9001, 0)];
  const together = atOnce([early, late]);
  expect(together.map(({ nanoseconds }) => nanoseconds)).toEqual([3, 5, 0, 0]);
  expect(together[2].seconds - together[0].seconds).toBe(1);
  expect(together[3].seconds - together[0].seconds).toBe(3);
});
