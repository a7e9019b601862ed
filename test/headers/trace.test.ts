/** A packet that is traced takes the same way as one that is decoded. */
import { describe, expect, it, test } from "vitest";
import { HeaderDecoder } from "../../src/headers/decode.ts";
import { LAYER_ETHERNET, LAYER_IPV4, LAYER_TCP, LAYER_UDP, LAYER_VXLAN } from "../../src/headers/layers.ts";
import { type PacketTrace, tracePacket } from "../../src/headers/trace.ts";
import {
  VERDICT_FLOW,
  VERDICT_MALFORMED_HEADER,
  VERDICT_TRUNCATED_HEADER,
} from "../../src/headers/verdict.ts";
import { openCapture } from "../../src/records/open-capture.ts";
import { PacketMemory } from "../../src/records/packet-memory.ts";
import { RecordBatch } from "../../src/records/record.ts";
import { loadBytes } from "../collect-frames.ts";
import { FIXTURE_CAPTURES } from "../fixture-captures.ts";
import { type Bytes, ethernet, ipv4, join, tcp, udp, vxlan } from "../frames.ts";

const memory = new PacketMemory();
const records = new RecordBatch(memory);
const decoder = new HeaderDecoder({ memory });

function trace(frame: Bytes, originalLength = frame.length, tunnels?: "outer"): PacketTrace {
  records.count = 1;
  loadBytes(records, frame);
  records.offset[0] = 0;
  records.capturedLength[0] = frame.length;
  records.originalLength[0] = originalLength;
  records.interfaceIndex[0] = 0;
  records.interfaces = [{ linkType: 1, frameCheckSequenceLength: 0, snapLength: 0, name: "" }];
  decoder.decode(records);
  return tracePacket(decoder, records, 0, tunnels);
}

const TCP_FRAME = ethernet(ipv4(tcp()));
const TUNNELLED = ethernet(ipv4(udp(vxlan(TCP_FRAME), { destinationPort: 4789 }), { protocol: 17 }));

const layersOf = ({ headers }: PacketTrace) => headers.map(({ layer, offset }) => [layer, offset]);

describe("headers with their places", () => {
  it("a plain packet", () => {
    const { headers, end, carried, shortage } = trace(TCP_FRAME);
    expect(headers).toEqual([
      { layer: LAYER_ETHERNET, offset: 0, length: 14, captured: 59, declared: 59 },
      { layer: LAYER_IPV4, offset: 14, length: 20, captured: 45, declared: 45 },
      { layer: LAYER_TCP, offset: 34, length: null, captured: 25, declared: 25 },
    ]);
    expect([end, carried, shortage]).toEqual([VERDICT_FLOW, true, null]);
  });

  const outer = [
    [LAYER_ETHERNET, 0],
    [LAYER_IPV4, 14],
    [LAYER_UDP, 34],
  ];
  it("a tunnel to its end", () => {
    expect(layersOf(trace(TUNNELLED))).toEqual([
      ...outer,
      [LAYER_VXLAN, 42],
      [LAYER_ETHERNET, 50],
      [LAYER_IPV4, 64],
      [LAYER_TCP, 84],
    ]);
  });

  it("a tunnel's outside only", () => {
    expect(layersOf(trace(TUNNELLED, TUNNELLED.length, "outer"))).toEqual(outer);
  });
});

describe("what was required and not there", () => {
  it("cut by the capture", () => {
    const { end, shortage } = trace(TCP_FRAME.subarray(0, 30), TCP_FRAME.length);
    expect(end).toBe(VERDICT_TRUNCATED_HEADER);
    expect(shortage).toEqual({ offset: 14, required: 20, captured: 16, declared: 45 });
  });

  it("never declared by the headers around", () => {
    const { end, shortage } = trace(ethernet(ipv4(join([1, 2]))));
    expect(end).toBe(VERDICT_MALFORMED_HEADER);
    expect(shortage).toEqual({ offset: 34, required: 4, captured: 2, declared: 2 });
  });

  it("inside a tunnel whose outside carries the packet", () => {
    const { end, carried, shortage } = trace(TUNNELLED.subarray(0, 70), TUNNELLED.length);
    expect([end, carried]).toEqual([VERDICT_TRUNCATED_HEADER, true]);
    expect(shortage).toMatchObject({ offset: 64, required: 20, captured: 6 });
  });

  it("at every length: more is required than is there, or nothing is said to be missing", () => {
    let short = 0;
    for (let length = 0; length < TUNNELLED.length; length++) {
      const { shortage } = trace(TUNNELLED.subarray(0, length), TUNNELLED.length);
      if (shortage === null) continue;
      short++;
      expect(shortage.required).toBeGreaterThan(shortage.captured);
      expect(shortage.offset + shortage.captured).toBe(length);
    }
    expect(short).toBeGreaterThan(50);
  });
});

test.each(FIXTURE_CAPTURES)("$name: traced as decoded, header behind header", async ({ path }) => {
  const ownMemory = new PacketMemory();
  const batch = new RecordBatch(ownMemory);
  const own = new HeaderDecoder({ memory: ownMemory });
  const reader = await openCapture(path, { memory: ownMemory });
  let packets = 0;
  while (await reader.next(batch)) {
    own.decode(batch);
    const verdicts = own.headers.verdict.slice(0, batch.count);
    for (let row = 0; row < batch.count; row++) {
      const { headers, end, carried } = tracePacket(own, batch, row);
      expect(carried ? VERDICT_FLOW : end).toBe(verdicts[row]);
      for (const [i, { offset, length }] of headers.slice(0, -1).entries()) {
        expect(offset + (length ?? Number.NaN)).toBe(headers[i + 1].offset);
      }
      packets++;
    }
    expect(own.headers.verdict.slice(0, batch.count)).toEqual(verdicts);
  }
  await reader.close();
  expect(packets).toBeGreaterThan(0);
});
