import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { bytesSource, readFully } from "../../src/records/byte-source.ts";
import { gzipSource } from "../../src/records/gzip-source.ts";
import { openSource } from "../../src/records/open-capture.ts";
import { UnreadableCapture } from "../../src/records/unreadable-capture.ts";
import { concatenated, payload, pcapFile } from "./capture-writer.ts";
import { problemCodes, readBytes } from "./read-rows.ts";

const PACKETS = Array.from({ length: 5 }, (_, index) => ({ data: payload(20, index), seconds: index }));
const CAPTURE = pcapFile({ packets: PACKETS });
const HALF = 24 + 2 * 36;

/**
 * The two parts of `CAPTURE`, each compressed by `zstd -19` (1.5.4) into a frame with a checksum. Node 20 has no
 * compressor of its own.
 */
const ZSTD_FIRST = Buffer.from(
  "KLUv/QRoLQIAhAPUw7KhAgAEAP//AAABABQABw4VHCMqMTg/Rk1UW2JpcHd+hQEfJi00O0JJUFdeZWxzeoGIj5adpAQAj+rs5gt2IQAXIbZomA==",
  "base64",
);
const ZSTD_SECOND = Buffer.from(
  "KLUv/QRodQIAFAQCABQ+RUxTWmFob3Z9hIuSmaCnrrW8wwNdZGtyeYCHjpWco6qxuL/GzdTb4gR8g4qRmJ+mrbS7wsnQ197l7PP6AQQAQcce1dnNdwBYSVyyYA==",
  "base64",
);
/** RFC 8878, section 3.1.2: magic number, length, and bytes to be left out. */
const SKIPPABLE = Uint8Array.of(0x53, 0x2a, 0x4d, 0x18, 5, 0, 0, 0, 1, 2, 3, 4, 5);

const GZIP_PARTS = [gzipSync(CAPTURE.subarray(0, HALF)), gzipSync(CAPTURE.subarray(HALF))];
const ZSTD_PARTS = [SKIPPABLE, ZSTD_FIRST, SKIPPABLE, ZSTD_SECOND, SKIPPABLE];
const GZIP = concatenated(...GZIP_PARTS);

describe.each([
  ["gzip, two members", "gzip", GZIP_PARTS],
  ["zstd, two frames and three skippable ones", "zstd", ZSTD_PARTS],
] as const)("%s", (_, compression, parts) => {
  const compressed = concatenated(...parts);
  /** Where the parts end, from the first on that has content. */
  const ends = parts
    .map((__, index) => concatenated(...parts.slice(0, index + 1)).length)
    .slice(parts.length === 2 ? 0 : 1);

  test("gives the capture", async () => {
    const plain = await readBytes(CAPTURE);
    const read = await readBytes(compressed);
    expect(read.rows).toEqual(plain.rows);
    expect(read.summary).toEqual({ ...plain.summary, compression });
  });

  test("cut at every byte: keeps what could be unpacked, and says so", async () => {
    let packets = 0;
    const silent: number[] = [];
    for (let length = 1; length < compressed.length; length++) {
      const read = await readOrError(compressed.subarray(0, length));
      if (read instanceof UnreadableCapture) {
        expect(packets).toBe(0);
        continue;
      }
      expect(read.rows.length).toBeGreaterThanOrEqual(packets);
      packets = read.rows.length;
      if (read.summary.complete) silent.push(length);
    }
    expect(packets).toBe(PACKETS.length);
    // Cut between two members or frames it is a sound file of those before.
    expect(silent).toEqual(ends.slice(0, -1));
  });

  test("every byte changed in turn: ends, with rows or with an error of one line", async () => {
    for (let index = 0; index < compressed.length; index++) {
      const changed = compressed.slice();
      changed[index] ^= 0xff;
      const read = await readOrError(changed);
      if (read instanceof UnreadableCapture) expect(read.message).not.toMatch(/\n/);
      else expect(read.rows.length).toBeLessThanOrEqual(PACKETS.length);
    }
  });

  test("garbage behind it is told", async () => {
    const read = await readBytes(concatenated(compressed, payload(100, 9)));
    expect(read.rows).toHaveLength(PACKETS.length);
    expect(problemCodes(read)).toHaveLength(1);
    expect(problemCodes(read)[0]).toMatch(/^(trailing-bytes|damaged-compressed)$/);
    expect(read.summary.complete).toBe(false);
  });
});

describe("gzip", () => {
  test("zeros behind it, as tapes leave them, are no damage", async () => {
    const read = await readBytes(concatenated(GZIP, new Uint8Array(1000)));
    expect(read.summary).toMatchObject({ packets: PACKETS.length, complete: true, problems: [] });
  });

  test("a false checksum keeps all that was unpacked, and is told", async () => {
    const changed = gzipSync(CAPTURE);
    changed[changed.length - 5] ^= 1;
    const read = await readBytes(changed);
    expect(read.rows).toHaveLength(PACKETS.length);
    expect(problemCodes(read)).toEqual(["damaged-compressed"]);
    expect(read.summary.problems[0].offset).toBe(CAPTURE.length);
  });

  test("corrupt data in the middle of a long file keeps what came before", async () => {
    const packets = Array.from({ length: 20_000 }, (_, index) => ({ data: letters(200, index) }));
    const compressed = gzipSync(pcapFile({ packets }));
    expect(compressed.length).toBeGreaterThan(1 << 20);
    const at = Math.floor(compressed.length * 0.75);
    compressed.fill(0xff, at, at + 50);
    const read = await readBytes(compressed);
    expect(read.summary.complete).toBe(false);
    // Of the 64 KiB of input that hold the damage, what was unpacked is lost: some 4 % of this file.
    expect(read.summary.packets).toBeGreaterThan(20_000 * 0.7);
    expect(read.summary.packets).toBeLessThan(20_000 * 0.8);
  });

  test("a small file that unpacks to much is unpacked only as far as it is read", async () => {
    const bomb = gzipSync(bombContent());
    const stored = bytesSource(bomb);
    const source = gzipSource(stored);
    await readFully(source, new Uint8Array(1000));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(stored.bytesConsumed).toBeLessThanOrEqual(1 << 16);
    expect(bomb.length).toBeGreaterThan(1 << 16);
    await source.close();
  });
});

describe("zstd", () => {
  test("of a frame that ends early nothing is missing without a word", async () => {
    const read = await readOrError(concatenated(ZSTD_FIRST, ZSTD_SECOND.subarray(0, 20)));
    expect(read).toMatchObject({ summary: { packets: 2, complete: false } });
  });
});

test("a stream that unpacks to nothing is no capture", async () => {
  await expect(readBytes(gzipSync(new Uint8Array(0)))).rejects.toMatchObject({ code: "not-a-capture" });
});

test("a compressed file of something else is no capture", async () => {
  await expect(readBytes(gzipSync(payload(500)))).rejects.toMatchObject({ code: "not-a-capture" });
});

test("progress counts the bytes of the file, not what they unpack to", async () => {
  const reader = await openSource(bytesSource(GZIP), "x.gz");
  expect(reader.bytesTotal).toBe(GZIP.length);
  expect(reader.bytesConsumed).toBeLessThanOrEqual(GZIP.length);
  await reader.close();
});

async function readOrError(bytes: Uint8Array) {
  return readBytes(bytes).catch((error: unknown) => {
    if (error instanceof UnreadableCapture) return error;
    throw error;
  });
}

/** Compressible, but not to nothing. */
function letters(length: number, seed: number): Uint8Array {
  let state = seed + 1;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return 97 + (state >>> 28);
  });
}

/** A capture whose one block of zeros goes on for 80 MiB. */
function bombContent(): Uint8Array {
  const content = new Uint8Array(80 << 20);
  content.set(pcapFile());
  return content;
}
