/** Source and destination exchanged everywhere exchanges the two directions of every flow and changes no total. */
import { expect, test } from "vitest";
import { survey } from "../../src/analyze.ts";
import { bytesOf, FIXTURE_CAPTURES, streamOf } from "../fixture-captures.ts";
import { flowCounters } from "./flow-counters.ts";
import { directionsSwapped } from "./swap-directions.ts";
import { SYNTHETIC_CAPTURES } from "./synthetic-captures.ts";

const isRawOrEthernet = (name: string) => !/cooked|loopback|nflog|mpls|nano/.test(name);

const captures = [
  ...FIXTURE_CAPTURES.filter(({ name }) => name.endsWith(".pcap") && isRawOrEthernet(name)).map(
    (capture) => ({
      name: capture.name,
      bytes: bytesOf(capture),
    }),
  ),
  ...SYNTHETIC_CAPTURES.filter(({ name }) => !/no bytes|every kind/.test(name)).map(({ name, bytes }) => ({
    name,
    bytes: Buffer.from(bytes),
  })),
];

test.each(captures)("$name", async ({ bytes }) => {
  // Inside a tunnel the helper does not look, so that flows are those of the outermost header.
  const before = await survey(streamOf(bytes), { tunnels: "outer" });
  const after = await survey(streamOf(directionsSwapped(bytes)), { tunnels: "outer" });
  const turned = (pair: readonly [number, number]) => [pair[1], pair[0]];
  const expected = new Map(
    [...flowCounters(before)].map(([key, flow]) => [
      key,
      {
        packets: turned(flow.packets),
        bytes: turned(flow.bytes),
        payloadBytes: turned(flow.payloadBytes),
        connections: flow.connections,
      },
    ]),
  );
  expect(flowCounters(after)).toEqual(expected);
  expect([...flowCounters(after).keys()]).toEqual([...flowCounters(before).keys()]);
  expect([...after.verdictPackets]).toEqual([...before.verdictPackets]);
  expect([...after.verdictBytes]).toEqual([...before.verdictBytes]);
  expect(after.captures).toEqual(before.captures);
  expect(after.services.totals.packets).toBe(before.services.totals.packets);
});

test("the helper exchanges something", () => {
  const web = captures.find(({ name }) => name === "web.pcap");
  if (web === undefined) throw new TypeError("web.pcap is missing");
  expect(directionsSwapped(web.bytes).equals(web.bytes)).toBe(false);
  expect(directionsSwapped(directionsSwapped(web.bytes)).equals(web.bytes)).toBe(true);
});
