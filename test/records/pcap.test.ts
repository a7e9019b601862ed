import { describe, expect, test } from "vitest";
import { type PcapOptions, payload, pcapFile } from "./capture-writer.ts";
import { hex, problemCodes, readBytes } from "./read-rows.ts";

const A = payload(60, 1);
const B = payload(33, 2);
const PACKETS = [
  { data: A, seconds: 1_700_000_000, fraction: 123_456 },
  { data: B, seconds: 1_700_000_001, fraction: 999_999, originalLength: 1500 },
];
const KUZNETZOV = [3, 0, 0, 0, 0x00, 0x08, 4, 0];

const AS_NANOSECONDS = ["1700000000.000123456", "1700000001.000999999"];
const AS_MICROSECONDS = ["1700000000.123456000", "1700000001.999999000"];

const VARIANTS: readonly [name: string, times: string[], options: PcapOptions][] = [
  ["microseconds, little-endian", AS_MICROSECONDS, {}],
  ["microseconds, big-endian", AS_MICROSECONDS, { littleEndian: false }],
  ["nanoseconds, little-endian", AS_NANOSECONDS, { nanosecond: true }],
  ["nanoseconds, big-endian", AS_NANOSECONDS, { nanosecond: true, littleEndian: false }],
  ["Kuznetzov's header, own magic", AS_MICROSECONDS, { magic: 0xa1b2cd34, afterRecordHeader: KUZNETZOV }],
  [
    "Kuznetzov's header, own magic, big-endian",
    AS_MICROSECONDS,
    { magic: 0xa1b2cd34, littleEndian: false, afterRecordHeader: [0, 0, 0, 3, 8, 0, 4, 0] },
  ],
  ["Kuznetzov's header, standard magic (Red Hat 6.1)", AS_MICROSECONDS, { afterRecordHeader: KUZNETZOV }],
  [
    "Kuznetzov's header with SMP bytes (SuSE 6.3)",
    AS_MICROSECONDS,
    { magic: 0xa1b2cd34, afterRecordHeader: [...KUZNETZOV, 1, 2, 3, 4] },
  ],
  ["Nokia's header, standard magic", AS_MICROSECONDS, { afterRecordHeader: [0x02, 0xd9, 0xbf, 0x9f] }],
  ["Ixia, hardware time stamps", AS_NANOSECONDS, { magic: 0x1c0001ac, afterFileHeader: [1, 2, 3, 4] }],
  ["Ixia, software time stamps", AS_MICROSECONDS, { magic: 0x1c0001ab, afterFileHeader: [1, 2, 3, 4] }],
  ["version 2.2, lengths the other way round", AS_MICROSECONDS, { version: [2, 2], swapLengths: true }],
  ["version 2.3, lengths the other way round", AS_MICROSECONDS, { version: [2, 3], swapLengths: true }],
  ["version 2.3, lengths as today", AS_MICROSECONDS, { version: [2, 3] }],
  ["DG/UX, version 543.0", AS_MICROSECONDS, { version: [543, 0], swapLengths: true }],
  ["a later minor version", AS_MICROSECONDS, { version: [2, 5] }],
];

describe("a variant of classic pcap gives the same records", () => {
  test.each(VARIANTS)("%s", async (_, times, options) => {
    const { rows, summary } = await readBytes(pcapFile({ ...options, packets: PACKETS }));
    expect(rows.map(({ data }) => data)).toEqual([hex(A), hex(B)]);
    expect(rows.map(({ originalLength }) => originalLength)).toEqual([60, 1500]);
    expect(rows.map(({ time }) => time)).toEqual(times);
    expect(summary).toMatchObject({
      format: "pcap",
      packets: 2,
      bytes: 1560,
      capturedBytes: 93,
      complete: true,
    });
    expect(summary.problems).toEqual([]);
  });
});

test("the summary tells first and last time whatever the order", async () => {
  const times = [50, 20, 80, 20, 60];
  const packets = times.map((seconds, index) => ({ data: A, seconds, fraction: index }));
  const { summary } = await readBytes(pcapFile({ packets }));
  expect(summary.firstSeen).toEqual({ seconds: 20, nanoseconds: 1000 });
  expect(summary.lastSeen).toEqual({ seconds: 80, nanoseconds: 2000 });
});

describe("the link type field", () => {
  test.each([
    ["plain", 113, 113, 0],
    ["with 4 bytes of frame check sequence", 0x2400_0001, 1, 4],
    ["with a length but without the flag that makes it count", 0x2000_0001, 1, 0],
    ["as tcpdump's fuzzed captures have it", 805_306_369, 1, 0],
    ["DLT_RAW of most systems", 12, 101, 0],
    ["DLT_RAW of OpenBSD", 14, 101, 0],
    ["DLT_ATM_RFC1483", 11, 100, 0],
    ["DLT_ENC of OpenBSD", 13, 109, 0],
  ])("%s", async (_, field, linkType, frameCheckSequenceLength) => {
    const { rows, summary } = await readBytes(pcapFile({ linkType: field, packets: PACKETS }));
    expect(rows[0].interface).toEqual({ linkType, frameCheckSequenceLength, snapLength: 65_535, name: "" });
    expect(summary.linkTypes).toEqual([linkType]);
  });

  test("reserved bits are told and ignored", async () => {
    const read = await readBytes(pcapFile({ linkType: 0x0030_0001, packets: PACKETS }));
    expect(read.rows).toHaveLength(2);
    expect(read.summary.problems).toEqual([
      { code: "link-type-reserved-bits", offset: 20, message: expect.stringContaining("0x00300000") },
    ]);
    expect(read.summary.complete).toBe(true);
  });

  test.each([
    ["Ethernet", 6, 1, A],
    ["Token Ring", 9, 6, A],
    ["loopback", 24, 0, A],
    ["FDDI, behind three bytes of padding", 15, 10, A.subarray(3)],
  ])("AIX writes interface types and nanoseconds: %s", async (_, type, linkType, data) => {
    const packets = [{ data: A, seconds: 5, fraction: 7 }];
    const { rows } = await readBytes(
      pcapFile({ version: [2, 2], linkType: type, swapLengths: true, packets }),
    );
    expect(rows).toMatchObject([{ time: "5.000000007", data: hex(data), originalLength: data.length }]);
    expect(rows[0].interface.linkType).toBe(linkType);
  });
});

describe("lengths and times of a record", () => {
  test("no packet is longer than its original: the rest is not of it", async () => {
    const { rows } = await readBytes(pcapFile({ packets: [{ data: A, originalLength: 40 }, { data: B }] }));
    expect(rows.map(({ data }) => data)).toEqual([hex(A.subarray(0, 40)), hex(B)]);
  });

  test("an original length of 4 GB counts", async () => {
    const { summary } = await readBytes(pcapFile({ packets: [{ data: A, originalLength: 0xffff_ffff }] }));
    expect(summary).toMatchObject({ packets: 1, bytes: 0xffff_ffff, complete: true });
  });

  test("a packet of no bytes is a packet", async () => {
    const { summary } = await readBytes(pcapFile({ packets: [{ data: payload(0) }, { data: A }] }));
    expect(summary.packets).toBe(2);
  });

  test("the longest record is read, one byte more is damage", async () => {
    const longest = payload(262_144);
    const sound = await readBytes(pcapFile({ packets: [{ data: longest }, { data: A }] }));
    expect(sound.summary).toMatchObject({ packets: 2, complete: true });
    const damaged = await readBytes(
      pcapFile({ packets: [{ data: A }, { data: payload(262_145) }, { data: A }] }),
    );
    expect(damaged.summary).toMatchObject({ packets: 1, complete: false });
    expect(damaged.summary.problems).toEqual([
      { code: "record-too-long", offset: 24 + 76, message: expect.stringContaining("262145") },
    ]);
  });

  test("D-Bus messages may be longer", async () => {
    const { summary } = await readBytes(pcapFile({ linkType: 231, packets: [{ data: payload(300_000) }] }));
    expect(summary).toMatchObject({ packets: 1, complete: true });
  });

  test("a captured length of 4 GB takes no memory and ends the reading", async () => {
    const packets = [{ data: A }, { data: B, capturedLength: 0xffff_ffff }];
    const read = await readBytes(pcapFile({ packets }), { pieceSize: 256 });
    expect(problemCodes(read)).toEqual(["record-too-long"]);
    expect(read.rows).toHaveLength(1);
    expect(read.longestBuffer).toBeLessThanOrEqual(512);
  });

  test("a length that the file does not hold grows the buffer no further than the file", async () => {
    const packets = [{ data: A }, { data: B, capturedLength: 262_144 }];
    const read = await readBytes(pcapFile({ packets }), { pieceSize: 64 });
    expect(problemCodes(read)).toEqual(["cut-in-packet"]);
    expect(read.longestBuffer).toBeLessThanOrEqual(512);
  });

  test("a fraction of a second or more is carried into the seconds and told once", async () => {
    const packets = [1_000_000, 2_500_000].map((fraction) => ({ data: A, seconds: 10, fraction }));
    const read = await readBytes(pcapFile({ packets }));
    expect(read.rows.map(({ time }) => time)).toEqual(["11.000000000", "12.500000000"]);
    expect(problemCodes(read)).toEqual(["fraction-out-of-range"]);
    expect(read.summary.complete).toBe(true);
  });
});

test("a batch holds no more than its columns", async () => {
  const packets = Array.from({ length: 3000 }, (_, index) => ({ data: A, seconds: index }));
  const { rows } = await readBytes(pcapFile({ packets }));
  expect(rows.map(({ time }) => Number(time))).toEqual(packets.map(({ seconds }) => seconds));
});
