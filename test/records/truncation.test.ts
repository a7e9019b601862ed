import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { UnreadableCapture } from "../../src/records/unreadable-capture.ts";
import { blocks, concatenated, payload, pcapFile, textBytes } from "./capture-writer.ts";
import { problemCodes, readBytes } from "./read-rows.ts";

const LENGTHS = [60, 0, 33, 120];
const PACKETS = LENGTHS.map((length, index) => ({ data: payload(length, index), seconds: index + 1 }));

interface Sample {
  readonly name: string;
  readonly parts: readonly Uint8Array[];
  /** Bytes without which nothing can be read. */
  readonly fileHeader: number;
}

function pcapSample(name: string, options: Parameters<typeof pcapFile>[0], fileHeader = 24): Sample {
  const header = pcapFile(options).length;
  const whole = pcapFile({ ...options, packets: PACKETS });
  const recordHeader =
    (whole.length - header - LENGTHS.reduce((sum, length) => sum + length)) / LENGTHS.length;
  const parts = [whole.subarray(0, header)];
  let from = header;
  for (const length of LENGTHS) {
    parts.push(whole.subarray(from, from + recordHeader + length));
    from += recordHeader + length;
  }
  return { name, parts, fileHeader };
}

function pcapngSample(littleEndian: boolean): Sample {
  const file = blocks(littleEndian);
  const parts = [
    file.section(),
    file.interface({ options: [[2, textBytes("eth0")]] }),
    file.packet({ data: payload(60), time: 1n, options: [[1, textBytes("a comment")]] }),
    file.names([[1, [192, 0, 2, 1, ...textBytes("host\0")]]]),
    file.simplePacket(payload(33)),
    file.block(0xbad, payload(40)),
    file.obsoletePacket({ data: payload(10) }),
    file.section(),
    file.interface(),
    file.packet({ data: payload(7) }),
    file.statistics(0, [[5, file.u64(3n)]]),
  ];
  return { name: `pcapng, ${littleEndian ? "little" : "big"}-endian`, parts, fileHeader: 24 };
}

/** Not Kuznetzov's variants: cut at an unlucky byte, one of them is a sound file of another. */
const SAMPLES: readonly Sample[] = [
  pcapSample("pcap, little-endian", {}),
  pcapSample("pcap, big-endian, nanoseconds", { littleEndian: false, nanosecond: true }),
  pcapSample("pcap, Ixia", { magic: 0x1c0001ac, afterFileHeader: [1, 2, 3, 4] }, 28),
  pcapSample("pcap, version 2.2", { version: [2, 2], swapLengths: true }),
  pcapngSample(true),
  pcapngSample(false),
];

const CUT = ["cut-in-record-header", "cut-in-packet", "cut-in-block"];

describe.each(SAMPLES)("$name, cut at every byte", ({ parts, fileHeader }) => {
  const whole = concatenated(...parts);
  const starts = parts.map((_, index) => concatenated(...parts.slice(0, index)).length);

  test("keeps what came before and says where it is cut", async () => {
    const complete = await readBytes(whole);
    expect(complete.summary.complete).toBe(true);
    let packets = 0;
    for (let length = fileHeader; length < whole.length; length++) {
      const read = await readBytes(whole.subarray(0, length), { pieceSize: 64 });
      expect(read.rows).toEqual(complete.rows.slice(0, read.rows.length));
      expect(read.rows.length).toBeGreaterThanOrEqual(packets);
      packets = read.rows.length;
      const problems = read.summary.problems.filter(({ code }) => CUT.includes(code));
      if (starts.includes(length)) {
        expect(problems).toEqual([]);
      } else {
        expect(problems.map(({ offset }) => offset)).toEqual([
          Math.max(...starts.filter((start) => start < length)),
        ]);
        expect(read.summary.complete).toBe(false);
      }
    }
    expect(packets).toBeGreaterThanOrEqual(complete.rows.length - 1);
  });

  test("is no capture any more without its file header", async () => {
    for (let length = 0; length < fileHeader; length++) {
      const error = await readBytes(whole.subarray(0, length)).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(UnreadableCapture);
      expect(error).toMatchObject({ code: length === 0 ? "empty-file" : "cut-in-file-header" });
    }
  });

  test("gives the same rows whatever the size of the pieces", async () => {
    const expected = await readBytes(whole);
    for (const pieceSize of [64, 65, 67, 71, 96, 100, 128, 255, 256, 1000, whole.length, whole.length + 1]) {
      const { rows, summary } = await readBytes(whole, { pieceSize });
      expect(rows).toEqual(expected.rows);
      expect(summary).toEqual(expected.summary);
    }
  });

  test("never throws on a changed byte, and stays within its bytes", async () => {
    const anyChange = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), {
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(anyChange, fc.constantFrom(64, 100, 4096), async (changes, pieceSize) => {
        const changed = whole.slice();
        for (const [index, value] of changes) changed[index] = value;
        await expectOrderlyEnd(changed, pieceSize);
      }),
      { numRuns: 400, seed: 7 },
    );
  });
});

/** A capture, or an error of one line; each record inside its bytes (readRows checks); no buffer beyond need. */
async function expectOrderlyEnd(bytes: Uint8Array, pieceSize: number): Promise<void> {
  try {
    const read = await readBytes(bytes, { pieceSize });
    expect(read.longestBuffer).toBeLessThanOrEqual(Math.max(pieceSize, 4 * bytes.length));
    for (const { message, offset } of read.summary.problems) {
      expect(message).not.toMatch(/\n|undefined|NaN/);
      expect(offset).toBeLessThanOrEqual(bytes.length);
    }
    if (!read.summary.complete) expect(problemCodes(read)).not.toEqual([]);
  } catch (error) {
    expect(error).toBeInstanceOf(UnreadableCapture);
  }
}
