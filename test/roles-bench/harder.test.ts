/** Each harder version takes away exactly what it says. */
import { describe, expect, test } from "vitest";
import { harderVersion, type Variant } from "../../scripts/roles-bench/harder.ts";
import { endText } from "../../src/flows/flow-ends.ts";
import { ENDS, tcpBetween, udpBetween } from "../conversations.ts";
import { type Bytes, ipv4, tcp } from "../frames.ts";
import { association, packetsOf } from "./conversation-packets.ts";

const { syn, synAck, ack, request, response } = tcpBetween();
const datagrams = udpBetween(ENDS);

/** The numbers of the frames that the variant leaves. */
async function left(frames: readonly Bytes[], variant: Variant): Promise<number[]> {
  const packets = await packetsOf(frames);
  const kept = new Set(harderVersion(packets, variant));
  return packets.flatMap((packet, i) => (kept.has(packet) ? [i] : []));
}

const HANDSHAKE = [syn(), synAck(), ack(), request(), datagrams.request(), response()];

test("complete leaves everything", async () => {
  expect(await left(HANDSHAKE, "complete")).toEqual([0, 1, 2, 3, 4, 5]);
});

describe("no-syn", () => {
  test("takes SYN and SYN-ACK", async () => {
    expect(await left(HANDSHAKE, "no-syn")).toEqual([2, 3, 4, 5]);
  });

  test("takes INIT and INIT-ACK", async () => {
    const frames = [
      association.init(),
      association.initAck(),
      association.data(false),
      association.data(true),
    ];
    expect(await left(frames, "no-syn")).toEqual([2, 3]);
  });
});

describe("skip-10", () => {
  test("takes ten packets of each flow behind the openings, of both directions together", async () => {
    const other = tcpBetween({ client: ["10.0.0.7", 40_000], server: ENDS.server });
    const frames = [syn(), synAck(), other.request(), ...new Array(6).fill([request(), response()]).flat()];
    expect(frames).toHaveLength(15);
    // 0 and 1 are openings; 2 is another flow's first; ten of 3 to 14 go.
    expect(await left(frames, "skip-10")).toEqual([13, 14]);
  });

  test("takes no packets of UDP", async () => {
    const frames = new Array(12).fill(datagrams.request());
    expect(await left(frames, "skip-10")).toHaveLength(12);
  });

  test("takes a later fragment with its first, and does not count it", async () => {
    const segment = tcp(new Uint8Array(40), { sourcePort: 40_000, destinationPort: 80 });
    const first = ipv4(segment.subarray(0, 32), { identification: 5, moreFragments: true });
    const later = ipv4(segment.subarray(32), { identification: 5, fragmentOffset: 32 });
    const frames = [first, later, ...new Array(10).fill(request()), first, later];
    expect(await left(frames, "skip-10")).toEqual([11, 12, 13]);
  });
});

describe("one-direction", () => {
  const FLOWS = Array.from({ length: 40 }, (_, i) =>
    tcpBetween({ client: ["10.0.0.1", 40_000 + i], server: ENDS.server }),
  );

  test("leaves one direction of each flow, openings included, and not the same of all", async () => {
    const frames = FLOWS.flatMap((flow) => [flow.syn(), flow.synAck(), flow.request(), flow.response()]);
    const packets = await packetsOf(frames);
    const senders = new Map<string, string[]>();
    for (const { segment } of harderVersion(packets, "one-direction")) {
      if (segment === null) throw new Error("a packet without a segment");
      senders.set(segment.flow, [...(senders.get(segment.flow) ?? []), endText(segment.source)]);
    }
    expect(senders.size).toBe(40);
    for (const ofFlow of senders.values()) {
      expect(ofFlow).toHaveLength(2);
      expect(new Set(ofFlow).size).toBe(1);
    }
    const fromServer = [...senders.values()].filter(([sender]) => sender === "10.0.0.2:80").length;
    expect(fromServer).toBeGreaterThan(10);
    expect(fromServer).toBeLessThan(30);
  });

  test("leaves the same direction whoever is seen first", async () => {
    const forth = await left([request(), response()], "one-direction");
    const back = await left([response(), request()], "one-direction");
    expect(forth).toHaveLength(1);
    expect(back).toEqual([1 - forth[0]]);
  });

  test("leaves UDP as it is", async () => {
    expect(await left([datagrams.request(), datagrams.response()], "one-direction")).toEqual([0, 1]);
  });

  test("no-syn takes the opening of the direction that is left too", async () => {
    const frames = [syn(), synAck(), request(), response()];
    const one = await left(frames, "one-direction");
    expect(one).toHaveLength(2);
    expect(await left(frames, "one-direction-no-syn")).toEqual([one[1]]);
  });
});
