/** What the benchmark writes is what it read: the engine finds the same in it. */
import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Packet, readPackets } from "../../scripts/roles-bench/packets.ts";
import { pcapFilesOf, pcapngOf } from "../../scripts/roles-bench/write-capture.ts";
import { survey } from "../../src/analyze.ts";
import { ENDS, tcpBetween } from "../conversations.ts";
import { ethernet, join, linuxSll } from "../frames.ts";
import { blocks, pcapFile, pcapngFile } from "../records/capture-writer.ts";
import { stream } from "./conversation-packets.ts";

const CAPTURES = new URL("../../fixtures/captures/", import.meta.url).pathname;
const NAMES = readdirSync(CAPTURES).filter((name) => /\.(pcap|pcapng)(\.gz|\.zst)?$/.test(name));

const { syn, synAck } = tcpBetween(ENDS);

test("there are captures to compare", () => {
  expect(NAMES.length).toBeGreaterThan(3);
});

test.each(NAMES)("%s counts the same", async (name) => {
  const path = `${CAPTURES}${name}`;
  const read = await survey(path, { threads: 1 });
  const written = await survey(stream(pcapngOf(await readPackets(path))));
  expect([...written.verdictPackets]).toEqual([...read.verdictPackets]);
  expect([...written.verdictBytes]).toEqual([...read.verdictBytes]);
  expect(written.flows.count).toBe(read.flows.count);
  expect([...written.roles.serverIsB]).toEqual([...read.roles.serverIsB]);
  expect([...written.roles.decidedBy]).toEqual([...read.roles.decidedBy]);
});

async function again(file: Uint8Array): Promise<Packet[]> {
  return readPackets(stream(file));
}

describe("pcapng", () => {
  test("keeps times to the nanosecond, lengths, link types and the frame check sequence", async () => {
    const { section, interface: described, packet, u32 } = blocks();
    const data = join(ethernet(syn()), u32(0));
    const packets = await again(
      pcapngFile(
        section(),
        described({
          options: [
            [9, [9]],
            [13, [32]],
          ],
        }),
        described({ linkType: 113 }),
        packet({ data, time: 1_700_000_000_123_456_789n, originalLength: 900 }),
        packet({ data: linuxSll(synAck()), interfaceId: 1 }),
      ),
    );
    const written = await again(pcapngOf(packets));
    expect(written.map(told)).toEqual(packets.map(told));
    expect(written.map(({ link }) => [link.linkType, link.frameCheckSequenceLength])).toEqual([
      [1, 4],
      [113, 0],
    ]);
    expect(written[0]).toMatchObject({
      seconds: 1_700_000_000,
      nanoseconds: 123_456_789,
      originalLength: 900,
    });
  });

  test("keeps the bytes that a link type puts before each packet", async () => {
    const PPP_WITH_DIRECTION = 204;
    const data = join([1], [0xff, 0x03, 0x00, 0x21], syn());
    const packets = await again(pcapFile({ linkType: PPP_WITH_DIRECTION, packets: [{ data }] }));
    expect(packets[0].segment).toMatchObject({ isOpening: true, isAccepting: false });
    const written = await again(pcapngOf(packets));
    expect(Buffer.from(written[0].bytes).toString("hex")).toBe(Buffer.from(data).toString("hex"));
    expect(written[0].segment).toEqual(packets[0].segment);
  });
});

test("pcap is a file for each link type, in microseconds", async () => {
  const one = await again(
    pcapFile({ nanosecond: true, packets: [{ data: ethernet(syn()), seconds: 7, fraction: 1999 }] }),
  );
  const other = await again(pcapFile({ linkType: 101, packets: [{ data: synAck(), originalLength: 99 }] }));
  const files = await Promise.all(pcapFilesOf([...one, ...other]).map(again));
  expect(files.map((packets) => packets.map(told))).toEqual([
    [{ ...told(one[0]), nanoseconds: 1000 }],
    [told(other[0])],
  ]);
});

function told({ seconds, nanoseconds, originalLength, bytes, segment }: Packet) {
  return { seconds, nanoseconds, originalLength, bytes: Buffer.from(bytes).toString("hex"), segment };
}
