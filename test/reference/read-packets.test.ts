/** pcap-parser waits without end and says nothing of a cut; the guard before it does. */
import { describe, expect, test, vi } from "vitest";
import { type CapturedPacket, NotComparable, parsePackets } from "../../src/reference/read-packets.ts";
import { type End, wholeRecords } from "../../src/reference/whole-records.ts";
import { streamOf } from "../fixture-captures.ts";
import { type PcapOptions, payload, pcapFile } from "../records/capture-writer.ts";

const packets = [
  { data: payload(60, 1), seconds: 1, fraction: 2 },
  { data: payload(70, 2), seconds: 3, fraction: 1_000_004, originalLength: 1500 },
  { data: payload(80, 3), seconds: 5, fraction: 6 },
];
const FILE_HEADER = 24;
const RECORD_HEADER = 16;

async function read(bytes: Uint8Array, pieceSize?: number) {
  const found: CapturedPacket[] = [];
  const isWhole = await parsePackets(streamOf(bytes, pieceSize), (packet) => found.push(packet));
  return { found, isWhole };
}

describe("a sound file", () => {
  test.each([
    ["little-endian", true],
    ["big-endian", false],
  ])("%s", async (_, littleEndian) => {
    const { found, isWhole } = await read(pcapFile({ littleEndian, packets }));
    expect(isWhole).toBe(true);
    expect(found).toMatchObject([
      { frame: 1, time: 1_000_002, originalLength: 60, capturedLength: 60 },
      { frame: 2, time: 4_000_004, originalLength: 1500, capturedLength: 70 },
      { frame: 3, time: 5_000_006, originalLength: 80, capturedLength: 80 },
    ]);
    expect(found.map(({ part }) => part.length)).toEqual([60, 1500, 80]);
    expect(new Uint8Array(found[2].part.captured)).toEqual(packets[2].data);
  });

  test.each([1, 7, 16, 40, 100])("in pieces of %i bytes", async (pieceSize) => {
    const whole = await read(pcapFile({ packets }));
    expect(await read(pcapFile({ packets }), pieceSize)).toEqual(whole);
  });

  test("a frame check sequence is no part of the frame", async () => {
    const { found } = await read(pcapFile({ linkType: 0x2400_0001, packets: [packets[0]] }));
    expect(found[0]).toMatchObject({ originalLength: 60, part: { length: 56 } });
    expect(found[0].part.captured.length).toBe(56);
  });
});

describe("damage", () => {
  const sound = pcapFile({ packets });
  const recordLengths = packets.map(({ data }) => RECORD_HEADER + data.length);
  const ends = recordLengths.map((_, i) =>
    recordLengths.slice(0, i + 1).reduce((sum, length) => sum + length, FILE_HEADER),
  );

  test("a cut at any byte leaves the packets before it, and is told", async () => {
    for (let length = FILE_HEADER; length <= sound.length; length++) {
      const { found, isWhole } = await read(sound.subarray(0, length));
      expect(found.length, `cut at ${length}`).toBe(ends.filter((end) => end <= length).length);
      expect(isWhole, `cut at ${length}`).toBe(length === FILE_HEADER || ends.includes(length));
    }
  });

  test("without a file header there are no packets", async () => {
    for (let length = 0; length < FILE_HEADER; length++) {
      expect(await read(sound.subarray(0, length))).toEqual({ found: [], isWhole: false });
    }
  });

  test("a length of 4 GB ends the reading; no byte of what follows is kept", async () => {
    const corrupt = pcapFile({ packets: [packets[0], { ...packets[1], capturedLength: 0xffff_ffff }] });
    let given = 0;
    async function* endless() {
      yield Buffer.from(corrupt);
      for (;;) {
        given++;
        yield Buffer.alloc(1 << 16);
      }
    }
    const end: End = { isComplete: true };
    let length = 0;
    for await (const piece of wholeRecords(endless(), end)) length += piece.length;
    expect(length).toBe(ends[0]);
    expect(given).toBe(0);
    expect(end.isComplete).toBe(false);
  });
});

describe("what it does not know", () => {
  test.each<[string, PcapOptions, RegExp]>([
    ["nanoseconds", { nanosecond: true, packets }, /counts nanoseconds.*editcap -F pcap/],
    ["an older version", { version: [2, 3], packets }, /version 2\.3/],
    ["a version of which the parser makes an error", { version: [258, 0], packets }, /version 258\.0;/],
    ["the same, big-endian", { version: [1, 2], littleEndian: false, packets }, /version 1\.2;/],
    ["a link type", { linkType: 127, packets }, /link type 127/],
    ["a changed record header", { magic: 0xa1b2cd34, packets }, /begins with 34cdb2a1/],
  ])("%s", async (_, options, reason) => {
    const reading = read(pcapFile(options));
    await expect(reading).rejects.toThrow(NotComparable);
    await expect(reading).rejects.toThrow(reason);
  });
});

test("pcap-parser is never brought to call `new Buffer`, of which Node warns", async () => {
  const called = vi.fn();
  const watched = new Proxy(Buffer, {
    construct(target, given) {
      called();
      return Reflect.construct(target, given);
    },
  });
  vi.stubGlobal("Buffer", watched);
  try {
    const { found } = await read(pcapFile({ packets }), 40);
    expect(found.length).toBe(3);
  } finally {
    vi.unstubAllGlobals();
  }
  expect(called).not.toHaveBeenCalled();
});
