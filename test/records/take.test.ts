/** Batches that are taken without waiting: they are those of waiting for each, and whoever else waits gets a turn. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ByteSource, bytesSource } from "../../src/records/byte-source.ts";
import { fileSource } from "../../src/records/file-source.ts";
import { openCapture, openSource } from "../../src/records/open-capture.ts";
import { FIXTURE_CAPTURES, fixtureCapture } from "../fixture-captures.ts";
import { problemCodes, readRows } from "./read-rows.ts";

const SMALL_PIECE = 64;

/** Bytes in memory, of which some can be had at once; `answers` says when: true for at once, false to wait, null to fail. */
function suddenSource(bytes: Uint8Array, answers: readonly (boolean | null)[]): ByteSource {
  let asked = 0;
  let given = 0;
  const give = (into: Uint8Array, at: number) => {
    const more = bytes.subarray(given, given + into.length - at);
    into.set(more, at);
    given += more.length;
    return more.length;
  };
  return {
    ...bytesSource(bytes),
    async read(into, at) {
      return give(into, at);
    },
    readNow(into, at) {
      const answer = answers[asked++ % answers.length];
      if (answer === null) throw new Error("the disk is gone");
      return answer ? give(into, at) : -1;
    },
  };
}

describe.each(FIXTURE_CAPTURES)("$name", ({ path }) => {
  test.each([SMALL_PIECE, 1000, undefined])(
    "pieces of %s bytes: the records are those of waiting",
    async (pieceSize) => {
      const waited = await readRows(await openCapture(path, { pieceSize }));
      expect(await readRows(await openCapture(path, { pieceSize }), true)).toEqual(waited);
    },
  );
});

test.each(["office.pcapng", "scan-syn.pcap"])(
  "%s: wherever it ends, and whatever can be had at once",
  async (name) => {
    const whole = readFileSync(fixtureCapture(name).path);
    const ends = fc.integer({ min: 24, max: Math.min(whole.length, 4000) });
    const answers = fc.array(fc.boolean(), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(ends, answers, fc.constantFrom(SMALL_PIECE, 1000), async (end, sudden, pieceSize) => {
        const bytes = whole.subarray(0, end);
        const open = (source: ByteSource) => openSource(source, "test.pcap", { pieceSize }).catch(() => null);
        const waited = await open(bytesSource(bytes));
        const taken = await open(suddenSource(bytes, sudden));
        expect(taken === null).toBe(waited === null);
        if (waited === null || taken === null) return;
        expect(await readRows(taken, true)).toEqual(await readRows(waited));
      }),
      { numRuns: 200 },
    );
  },
);

test("a source that fails at once is told as one that fails later", async () => {
  const bytes = readFileSync(fixtureCapture("scan-syn.pcap").path);
  const reader = await openSource(
    suddenSource(bytes, [...Array<boolean>(10).fill(true), null]),
    "test.pcap",
    {
      pieceSize: SMALL_PIECE,
    },
  );
  const read = await readRows(reader, true);
  expect(problemCodes(read)).toEqual(["read-failed"]);
  expect(read.rows.length).toBeGreaterThan(0);
});

test("timers and signals get their turn before every 64th piece of a file", async () => {
  const { path } = fixtureCapture("scan-syn.pcap");
  const source = await fileSource(path);
  const piece = new Uint8Array(SMALL_PIECE);
  const atOnce: number[] = [];
  let since = 0;
  for (let length = 1; length > 0; ) {
    length = source.readNow?.(piece, 0) ?? 0;
    since++;
    if (length >= 0) continue;
    atOnce.push(since - 1);
    since = 0;
    let hadTurn = false;
    setImmediate(() => {
      hadTurn = true;
    });
    length = await source.read(piece, 0);
    expect(hadTurn).toBe(true);
  }
  await source.close();
  const pieces = Math.ceil(readFileSync(path).length / SMALL_PIECE);
  expect(source.bytesConsumed).toBe(readFileSync(path).length);
  expect(atOnce).toEqual(Array.from({ length: Math.floor(pieces / 64) }, () => 63));
});
