import { describe, expect, test } from "vitest";
import { blocks, concatenated, type Option, payload, pcapngFile, textBytes } from "./capture-writer.ts";
import { hex, problemCodes, readBytes } from "./read-rows.ts";

const A = payload(60, 1);
const B = payload(33, 2);
const IF_NAME = 2;
const IF_TSRESOL = 9;
const IF_FCSLEN = 13;
const IF_TSOFFSET = 14;
const EPB_FLAGS = 2;
const COMMENT = 1;
const ISB_IFDROP = 5;
const ISB_OSDROP = 7;

describe.each([
  ["little-endian", blocks(true)],
  ["big-endian", blocks(false)],
])("%s", (_, file) => {
  const start = [file.section(), file.interface({ snapLength: 96 })];

  test("Enhanced Packet Blocks", async () => {
    const time = 1_700_000_000_123_456n;
    const { rows, summary } = await readBytes(
      pcapngFile(...start, file.packet({ data: A, time }), file.packet({ data: B, originalLength: 1500 })),
    );
    const described = { linkType: 1, frameCheckSequenceLength: 0, snapLength: 96, name: "" };
    expect(rows).toEqual([
      { time: "1700000000.123456000", originalLength: 60, data: hex(A), interface: described },
      { time: "0.000000000", originalLength: 1500, data: hex(B), interface: described },
    ]);
    expect(summary).toMatchObject({
      format: "pcapng",
      linkTypes: [1],
      packets: 2,
      bytes: 1560,
      capturedBytes: 93,
      snapLength: 96,
      droppedByCapture: null,
      complete: true,
      problems: [],
    });
  });

  test("the obsolete Packet Block", async () => {
    const { rows } = await readBytes(
      pcapngFile(...start, file.obsoletePacket({ data: A, time: 5_000_001n })),
    );
    expect(rows).toMatchObject([{ time: "5.000001000", originalLength: 60, data: hex(A) }]);
  });

  test("Simple Packet Blocks end at interface 0's snap length and have no time", async () => {
    const long = payload(96, 3);
    const read = await readBytes(
      pcapngFile(
        ...start,
        file.simplePacket(B),
        file.packet({ data: A, time: 7_000_000n }),
        file.simplePacket(long, 1500),
      ),
    );
    expect(read.rows.map(({ data }) => data)).toEqual([hex(B), hex(A), hex(long)]);
    expect(read.rows.map(({ originalLength }) => originalLength)).toEqual([33, 60, 1500]);
    expect(read.summary.firstSeen).toEqual({ seconds: 7, nanoseconds: 0 });
    expect(problemCodes(read)).toEqual(["no-timestamp"]);
    expect(read.summary.complete).toBe(true);
  });

  test("if_tsresol, if_tsoffset, if_fcslen and if_name", async () => {
    const options: Option[] = [
      [IF_NAME, textBytes("eth0")],
      [IF_TSRESOL, [9]],
      [IF_FCSLEN, [32]],
      [IF_TSOFFSET, file.u64(BigInt.asUintN(64, -100n))],
    ];
    const { rows } = await readBytes(
      pcapngFile(
        file.section(),
        file.interface({ options }),
        file.packet({ data: A, time: 1_700_000_000_123_456_789n }),
      ),
    );
    expect(rows[0].time).toBe("1699999900.123456789");
    expect(rows[0].interface).toEqual({
      linkType: 1,
      frameCheckSequenceLength: 4,
      snapLength: 0,
      name: "eth0",
    });
  });

  test("each packet is of its interface, with its link type and clock", async () => {
    const { rows, summary } = await readBytes(
      pcapngFile(
        file.section(),
        file.interface({ linkType: 1 }),
        file.interface({ linkType: 12, options: [[IF_TSRESOL, [0x80 | 10]]] }),
        file.packet({ data: A, interfaceId: 1, time: 1536n }),
        file.packet({ data: A, interfaceId: 0, time: 1536n }),
      ),
    );
    expect(rows.map((row) => [row.interface.linkType, row.time])).toEqual([
      [101, "1.500000000"],
      [1, "0.001536000"],
    ]);
    expect(summary.linkTypes).toEqual([1, 101]);
  });

  test("flags may tell another length of frame check sequence", async () => {
    const flags = (length: number): Option => [EPB_FLAGS, file.u32(length << 5)];
    const { rows, summary } = await readBytes(
      pcapngFile(
        ...start,
        file.packet({ data: A, options: [[COMMENT, textBytes("hello")], flags(4)] }),
        file.packet({ data: B, options: [flags(0)] }),
        file.packet({ data: B, options: [flags(2)] }),
        file.packet({ data: B, options: [flags(4)] }),
      ),
    );
    expect(rows.map((row) => row.interface.frameCheckSequenceLength)).toEqual([4, 0, 2, 4]);
    expect(summary.linkTypes).toEqual([1]);
  });

  test("host names: the first of each address, IPv4 and IPv6", async () => {
    const name = (...names: string[]) => [...textBytes(names.map((text) => `${text}\0`).join(""))];
    const { summary } = await readBytes(
      pcapngFile(
        ...start,
        file.names([
          [1, [192, 0, 2, 1, ...name("www.example", "other.example")]],
          [2, [0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, ...name("v6.example")]],
          [3, [1, 2, 3, 4, 5, 6, ...name("ether.example")]],
          [1, [192, 0, 2, 1, ...name("later.example")]],
          [1, [192, 0, 2, 9, ...name("n".repeat(400))]],
        ]),
      ),
    );
    expect([...summary.hostNames]).toEqual([
      ["192.0.2.1", "www.example"],
      ["2001:db8::1", "v6.example"],
      ["192.0.2.9", "n".repeat(255)],
    ]);
  });

  test("drops: the last statistics of each interface, over interfaces and sections", async () => {
    const drops = (id: number, dropped: bigint, byOs: bigint) =>
      file.statistics(id, [
        [ISB_IFDROP, file.u64(dropped)],
        [ISB_OSDROP, file.u64(byOs)],
      ]);
    const two = [file.section(), file.interface(), file.interface({ linkType: 113 })];
    const { summary } = await readBytes(
      pcapngFile(
        ...two,
        drops(0, 5n, 1n),
        drops(0, 7n, 2n),
        drops(1, 10n, 0n),
        drops(9, 1000n, 0n),
        ...two,
        drops(0, 1n, 0n),
      ),
    );
    expect(summary.droppedByCapture).toBe(20);
  });

  test("unknown, custom and decryption blocks are left out", async () => {
    const { rows, summary } = await readBytes(
      pcapngFile(
        ...start,
        file.block(0x0000_000a, payload(100)),
        file.block(0x0000_0bad, payload(5000)),
        file.block(0x8000_0001, []),
        file.packet({ data: A }),
      ),
      { pieceSize: 128 },
    );
    expect(rows).toHaveLength(1);
    expect(summary.problems).toEqual([]);
  });
});

test("sections have their own byte order, interfaces and length", async () => {
  const little = blocks(true);
  const big = blocks(false);
  const { rows, summary } = await readBytes(
    pcapngFile(
      little.section(),
      little.interface({ linkType: 1 }),
      little.packet({ data: A, time: 1_000_000n }),
      big.section({ length: 1000n }),
      big.interface({ linkType: 113, options: [[IF_TSRESOL, [3]]] }),
      big.packet({ data: B, time: 2_500n }),
      little.section({ version: [1, 2] }),
      little.interface({ linkType: 1 }),
      little.packet({ data: A, time: 3_000_000n }),
    ),
  );
  expect(rows.map((row) => [row.time, row.interface.linkType, row.data])).toEqual([
    ["1.000000000", 1, hex(A)],
    ["2.500000000", 113, hex(B)],
    ["3.000000000", 1, hex(A)],
  ]);
  expect(rows[2].interface).toBe(rows[0].interface);
  expect(summary).toMatchObject({ linkTypes: [1, 113], complete: true });
});

describe("damage", () => {
  const file = blocks();
  const start = pcapngFile(file.section(), file.interface());
  const sound = file.packet({ data: A, time: 1n });
  const at = start.length + sound.length;

  /** Between two sound packets stands the block; the codes are those of the problems it makes. */
  const CASES: readonly [name: string, block: Uint8Array, codes: string[], packets: number][] = [
    [
      "an interface that was not described",
      file.packet({ data: A, interfaceId: 7 }),
      ["unknown-interface"],
      2,
    ],
    [
      "data longer than its block",
      file.packet({ data: A, capturedLength: 61 + 3 }),
      ["packet-exceeds-block"],
      2,
    ],
    ["data of 4 GB", file.packet({ data: A, capturedLength: 0xffff_ffff }), ["packet-exceeds-block"], 2],
    ["data longer than any packet", file.packet({ data: payload(262_145) }), ["record-too-long"], 2],
    ["two lengths", file.packet({ data: A }, { trailingLength: 4 }), ["block-length-mismatch"], 3],
    [
      "two lengths of a block without packets",
      file.block(77, A, { trailingLength: 4 }),
      ["block-length-mismatch"],
      2,
    ],
    ["a length of 8", file.packet({ data: A }, { totalLength: 8 }), ["block-too-short"], 1],
    ["a length of 0", file.packet({ data: A }, { totalLength: 0 }), ["block-too-short"], 1],
    ["a packet block without room for its fields", file.block(6, [0, 0, 0, 0]), ["block-too-short"], 2],
    ["an interface description without its fields", file.block(1, [1, 0, 0, 0]), ["block-too-short"], 2],
    ["a length of 4 GB", file.packet({ data: A }, { totalLength: 0xffff_fff0 }), ["cut-in-packet"], 2],
    ["an unknown block of 4 GB", file.block(77, A, { totalLength: 0xffff_fff0 }), ["cut-in-block"], 1],
    ["a length that is no multiple of 4", unaligned(), ["block-length-unaligned"], 3],
    [
      "an option longer than its block",
      file.block(1, [1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 99, 0]),
      ["option-exceeds-block"],
      2,
    ],
    ["a name longer than its block", file.block(4, [1, 0, 99, 0, 1, 2, 3, 4]), ["option-exceeds-block"], 2],
    ["a section without byte-order magic", file.section({ magic: 0x11111111 }), ["bad-section-header"], 1],
    ["a section of version 2.0", file.section({ version: [2, 0] }), ["unsupported-section"], 1],
    ["a time before 1970", beforeEpoch(), ["timestamp-out-of-range"], 2],
  ];

  /** Some writers leave the padding out of the total length, at both places. */
  function unaligned(): Uint8Array {
    return file.packet({ data: B }, { totalLength: 32 + 33 });
  }

  function beforeEpoch(): Uint8Array {
    const options: Option[] = [[IF_TSOFFSET, file.u64(BigInt.asUintN(64, -5n))]];
    return pcapngFile(file.section(), file.interface({ options }));
  }

  test.each(CASES)("%s", async (_, block, codes, packets) => {
    for (const pieceSize of [64, 1 << 20]) {
      const read = await readBytes(concatenated(start, sound, block, sound), { pieceSize });
      expect(problemCodes(read)).toEqual(codes);
      expect(read.summary.packets).toBe(packets);
      expect(read.summary.problems[0].message).not.toMatch(/\n|undefined|NaN/);
      expect(read.longestBuffer).toBeLessThanOrEqual(1 << 20);
    }
  });

  test.each(CASES.filter(([name]) => name !== "a time before 1970"))(
    "%s: the problem names the block's first byte",
    async (_, block) => {
      const read = await readBytes(concatenated(start, sound, block, sound));
      expect(read.summary.problems[0].offset).toBe(at);
    },
  );

  test("the packets of an unsupported section are left out, those of the next are read", async () => {
    const unsupported = pcapngFile(file.section({ version: [3, 0] }), file.interface(), sound, sound);
    const read = await readBytes(concatenated(start, sound, unsupported, start, sound));
    expect(read.summary).toMatchObject({ packets: 2, complete: false });
    expect(problemCodes(read)).toEqual(["unsupported-section"]);
  });

  test("a packet without an interface is left out, a Simple Packet Block too", async () => {
    const read = await readBytes(pcapngFile(file.section(), sound, file.simplePacket(A)));
    expect(problemCodes(read)).toEqual(["unknown-interface", "unknown-interface"]);
  });

  test("a packet with options longer than a piece is read", async () => {
    const options: Option[] = Array.from({ length: 6 }, () => [COMMENT, payload(60_000)]);
    const read = await readBytes(concatenated(start, file.packet({ data: A, options }), sound), {
      pieceSize: 256,
    });
    expect(read.rows.map(({ data }) => data)).toEqual([hex(A), hex(A)]);
    expect(read.summary.problems).toEqual([]);
    expect(read.longestBuffer).toBeLessThanOrEqual(256);
  });

  test("thousands of damaged blocks make a short list", async () => {
    const damaged = file.packet({ data: payload(4), interfaceId: 7 });
    const read = await readBytes(concatenated(start, ...Array.from({ length: 2000 }, () => damaged)));
    expect(read.summary.problems).toHaveLength(9);
    expect(read.summary.problems[8]).toEqual({
      code: "unknown-interface",
      offset: start.length + 1999 * damaged.length,
      message: expect.stringContaining("1992 more of this kind"),
    });
  });

  test("thousands of sections that describe the same interface make one", async () => {
    const section = concatenated(start, sound);
    const read = await readBytes(concatenated(...Array.from({ length: 500 }, () => section)));
    expect(new Set(read.rows.map((row) => row.interface)).size).toBe(1);
    expect(read.summary).toMatchObject({ packets: 500, complete: true });
  });
});
