/** One packet, header by header; what is wrong with it, in words. */
import { describe, expect, it } from "vitest";
import { survey } from "../../../src/analyze.ts";
import type { ExplainedHeader, PacketExplanation } from "../../../src/report/explain/explanation.ts";
import { PacketWatch } from "../../../src/report/explain/packet-watch.ts";
import { renderPacketExplanation } from "../../../src/report/explain/render-packet.ts";
import { widthOf } from "../../../src/report/text-table.ts";
import { FIXTURE_CAPTURES } from "../../fixture-captures.ts";
import * as frames from "../../frames.ts";
import { pcapFile } from "../../records/capture-writer.ts";

interface Stored {
  readonly data: frames.Bytes;
  readonly originalLength?: number;
}

async function explained(packets: readonly Stored[], frame: number, tunnels: "inner" | "outer" = "inner") {
  const watch = new PacketWatch(frame, tunnels);
  const file = pcapFile({ linkType: 1, packets: packets.map((packet) => ({ seconds: 1000, ...packet })) });
  return finish(watch, stream(file), tunnels);
}

async function* stream(file: Uint8Array): AsyncGenerator<Uint8Array> {
  yield file;
}

async function finish(
  watch: PacketWatch,
  input: string | AsyncIterable<Uint8Array>,
  tunnels?: "inner" | "outer",
) {
  const found = await survey(input, {
    tunnels,
    watch: ({ records, decoder, collector: { flows, flowOfRow, frames: count } }) =>
      watch.look({ records, decoder, headers: decoder.headers, flows, flowOfRow, frames: count }),
  });
  return watch.explanation(found);
}

async function packetOf(data: frames.Bytes, originalLength = data.length): Promise<PacketExplanation> {
  const explanation = await explained([{ data, originalLength }], 1);
  if (explanation === null) throw new TypeError("the frame was not seen");
  return explanation.packet;
}

const fieldsOf = (header: ExplainedHeader | undefined) =>
  Object.fromEntries((header?.fields ?? []).map(({ name, value }) => [name, value]));

const PLAIN = frames.ethernet(frames.ipv4(frames.tcp(frames.HELLO, { flags: frames.SYN | frames.ACK })));

describe("headers", () => {
  it("of a plain packet, with their fields", async () => {
    const { headers, verdict, damage, flow, flowIs } = await packetOf(PLAIN);
    expect(headers.map(({ name, offset, length }) => [name, offset, length])).toEqual([
      ["Ethernet", 0, 14],
      ["IPv4", 14, 20],
      ["TCP", 34, 20],
    ]);
    expect(fieldsOf(headers[0])).toEqual({
      destination: "02:00:00:00:00:0b",
      source: "02:00:00:00:00:0a",
      "type or length": "0x0800",
    });
    expect(fieldsOf(headers[1])).toMatchObject({
      version: 4,
      "header length in words": 5,
      "total length": 45,
      "more fragments": 0,
      "fragment offset in 8 bytes": 0,
      protocol: "6 (TCP)",
      source: "10.0.0.1",
      destination: "10.0.0.2",
    });
    expect(fieldsOf(headers[2])).toEqual({
      "source port": 40_000,
      "destination port": 80,
      "sequence number": 1,
      "acknowledgment number": 0,
      "data offset in words": 5,
      "control bits": "0x12 (ACK, SYN)",
    });
    expect([verdict, damage, flowIs, flow?.server.port]).toEqual(["flow", null, "carrying", 80]);
  });

  it("of VLANs, IPv6 with extension headers, and a fragment", async () => {
    const packet = frames.ipv6(frames.extension(frames.udp(), { nextHeader: 17 }), { nextHeader: 0 });
    const { headers } = await packetOf(
      frames.ethernet(frames.vlan(packet, { id: 4094, priority: 5 }), { type: 0x8100 }),
    );
    expect(headers.map(({ name, offset, length }) => [name, offset, length])).toEqual([
      ["Ethernet", 0, 14],
      ["VLAN tag (IEEE 802.1Q)", 14, 4],
      ["IPv6 with extension headers", 18, 48],
      ["UDP", 66, 8],
    ]);
    expect(fieldsOf(headers[1])).toEqual({ priority: 5, VLAN: 4094, type: "0x86dd" });
    const fragment = frames.ipv4(frames.zeros(8), { moreFragments: true, fragmentOffset: 16 });
    const { headers: later, verdictInWords } = await packetOf(frames.ethernet(fragment));
    expect(fieldsOf(later[1])).toMatchObject({ "more fragments": 1, "fragment offset in 8 bytes": 2 });
    expect(verdictInWords).toBe("later fragment without its first");
  });

  it("end where the count ends with the outside of tunnels", async () => {
    const inner = frames.vxlan(PLAIN, { network: 0xabcdef });
    const data = frames.ethernet(frames.ipv4(frames.udp(inner, { destinationPort: 4789 }), { protocol: 17 }));
    const names = async (tunnels: "inner" | "outer") =>
      (await explained([{ data }], 1, tunnels))?.packet.headers.map(({ name }) => name);
    expect(await names("outer")).toEqual(["Ethernet", "IPv4", "UDP"]);
    expect(await names("inner")).toEqual(["Ethernet", "IPv4", "UDP", "VXLAN", "Ethernet", "IPv4", "TCP"]);
    expect(fieldsOf((await packetOf(data)).headers[3])).toEqual({ flags: "0x08", network: 0xabcdef });
  });

  it("what the capture cut is told as not captured", async () => {
    const { headers, capturedLength, length } = await packetOf(PLAIN.subarray(0, 40), PLAIN.length);
    expect([capturedLength, length]).toEqual([40, 59]);
    expect(fieldsOf(headers[2])).toMatchObject({
      "destination port": 80,
      "sequence number": null,
      "control bits": null,
    });
    expect(headers[2].length).toBeNull();
  });
});

describe("damage in words", () => {
  const ip = (fields: frames.Ipv4Fields) => frames.ethernet(frames.ipv4(frames.tcp(), fields));
  it.each<[string, frames.Bytes, number | null, string, string]>([
    [
      "cut within a header",
      PLAIN.subarray(0, 33),
      PLAIN.length,
      "truncated-header",
      "IPv4 requires 20 bytes from byte 14 on; 19 bytes are there: the capture cut the rest off (snap length)",
    ],
    [
      "cut before a header",
      PLAIN.subarray(0, 34),
      PLAIN.length,
      "truncated-header",
      "TCP requires 4 bytes from byte 34 on; none is there: the capture cut the rest off (snap length)",
    ],
    [
      "cut behind the ports",
      PLAIN.subarray(0, 40),
      PLAIN.length,
      "flow",
      "the TCP header at byte 34 was cut by the capture: 14 bytes are required to know its control bits, 6 are there",
    ],
    [
      "no room left by the header around",
      ip({ totalLength: 23 }),
      null,
      "malformed-header",
      "TCP requires 4 bytes from byte 34 on; 3 bytes are there: the headers around leave no room for more",
    ],
    [
      "another version",
      ip({ version: 5 }),
      null,
      "malformed-header",
      "the IPv4 header at byte 14 is malformed: its version must be 4, it is 5",
    ],
    [
      "a header that is too short",
      ip({ headerWords: 4 }),
      null,
      "malformed-header",
      "the IPv4 header at byte 14 is malformed: its header length must be 20 bytes or more, it is 16",
    ],
    [
      "a length below the header's",
      ip({ totalLength: 19 }),
      null,
      "malformed-header",
      "the IPv4 header at byte 14 is malformed: its total length is 19 bytes, less than its header of 20",
    ],
    [
      "IPv6 of another version",
      frames.ethernet(frames.ipv6(frames.tcp(), { version: 7 }), { type: 0x86dd }),
      null,
      "malformed-header",
      "the IPv6 header at byte 14 is malformed: its version must be 6, it is 7",
    ],
    [
      "an extension header that is cut",
      frames.ethernet(frames.ipv6(frames.extension(frames.tcp()), { nextHeader: 0 })).subarray(0, 55),
      100,
      "truncated-header",
      "IPv6, which begins at byte 14, requires 8 bytes from byte 54 on; 1 byte is there: the capture cut the rest off (snap length)",
    ],
    [
      "a TCP header that is too short",
      frames.ethernet(frames.ipv4(frames.tcp(frames.HELLO, { dataOffset: 4 }))),
      null,
      "flow",
      "the TCP header at byte 34 is malformed: its length must be 20 bytes or more, it is 16; no byte counts as payload",
    ],
  ])("%s", async (_what, data, originalLength, verdict, words) => {
    const packet = await packetOf(data, originalLength ?? data.length);
    expect(packet.verdict).toBe(verdict);
    expect(packet.damage?.words).toBe(words);
  });

  it("in numbers", async () => {
    const { damage } = await packetOf(PLAIN.subarray(0, 33), PLAIN.length);
    expect(damage).toMatchObject({ layer: "IPv4", offset: 14, required: 20, captured: 19, declared: 45 });
  });
});

describe("the flow", () => {
  const SYN = frames.ipv4(frames.tcp(frames.zeros(0), { flags: frames.SYN }));
  const error = (quoted: frames.Bytes) =>
    frames.ethernet(frames.ipv4(frames.icmp(3, 1, quoted), { protocol: 1, source: "10.0.0.7" }));

  it("that an ICMP error is about", async () => {
    const packets = [{ data: frames.ethernet(SYN) }, { data: error(SYN) }];
    const packet = (await explained(packets, 2))?.packet;
    expect(packet).toMatchObject({ verdict: "icmp", flowIs: "quoted" });
    expect(packet?.flow).toMatchObject({ server: { address: "10.0.0.2", port: 80 }, state: "refused" });
  });

  it("is unknown where the error is about one that was not seen", async () => {
    const explanation = await explained([{ data: error(SYN) }], 1);
    expect(explanation?.packet).toMatchObject({ flowIs: "quoted", flow: null });
    if (explanation === null) return;
    const text = renderPacketExplanation(explanation, { width: 100, colour: false, unicode: true });
    expect(text).toContain("About     unknown: the ICMP error is about a flow that the captures do not have");
  });

  it("no frame, no explanation", async () => {
    expect(await explained([{ data: PLAIN }], 2)).toBeNull();
  });
});

it.each(FIXTURE_CAPTURES)(
  "$name: a packet fits 60 columns, and nothing is said that is not there",
  async ({ path }) => {
    for (const frame of [1, 8]) {
      const explanation = await finish(new PacketWatch(frame, "inner"), path);
      if (explanation === null) throw new TypeError(`${path} has no frame ${frame}`);
      for (const width of [60, 160]) {
        const text = renderPacketExplanation(explanation, { width, colour: false, unicode: true });
        expect(text.split("\n").filter((line) => widthOf(line) > width)).toEqual([]);
        expect(text).not.toMatch(/undefined|null|NaN|\[object/);
      }
    }
  },
);
