/**
 * Every capture cut at every byte, the longer ones at some hundreds of places and around their records: nothing is thrown
 * but `UnreadableCapture`, nothing hangs, what was before the
 * cut is counted, and a cut is told.
 */
import { describe, expect, test } from "vitest";
import { survey } from "../../src/analyze.ts";
import { bytesSource } from "../../src/records/byte-source.ts";
import { openSource } from "../../src/records/open-capture.ts";
import { PacketMemory } from "../../src/records/packet-memory.ts";
import { type CaptureSummary, RecordBatch } from "../../src/records/record.ts";
import { UnreadableCapture } from "../../src/records/unreadable-capture.ts";
import type { Survey } from "../../src/report/survey.ts";
import { bytesOf, FIXTURE_CAPTURES, streamOf } from "../fixture-captures.ts";
import { brokenLaws } from "./broken-laws.ts";
import { recordEnds } from "./record-ends.ts";

/** Cuts of a file that is only read. Files up to this long are cut at every byte. */
const PLACES_READ = 3000;
/** Cuts of a file that goes through the whole river; shorter files are cut at every byte. */
const PLACES = 500;
/** Of a gzip file that was cut, the last slice is unpacked byte by byte: slow, and the same everywhere. */
const PLACES_IN_GZIP = 30;

function places(length: number, ends: readonly number[], isGzip: boolean): number[] {
  if (isGzip) return spread(length, PLACES_IN_GZIP);
  const head = spread(64, 64);
  const stride = Math.max(1, Math.floor(ends.length / 20));
  const around = ends
    .filter((_, i) => i % stride === 0)
    .flatMap((end) => [end - 1, end, end + 1, end + 8, end + 15, end + 16, end + 17]);
  return [...new Set([...head, ...spread(length, PLACES), ...around, length - 1])]
    .filter((at) => at >= 0 && at <= length)
    .sort((one, other) => one - other);
}

/** `count` + 1 places from 0 to `length`. */
function spread(length: number, count: number): number[] {
  const steps = Math.min(count, length);
  return Array.from({ length: steps + 1 }, (_, i) => Math.floor((i * length) / steps));
}

/** Null where nothing of it can be read. */
async function surveyOf(bytes: Uint8Array): Promise<Survey | null> {
  try {
    return await survey(streamOf(bytes), { pieceSize: 1 << 16 });
  } catch (error) {
    if (error instanceof UnreadableCapture) return null;
    throw error;
  }
}

describe.each(FIXTURE_CAPTURES)("$name", (capture) => {
  const whole = bytesOf(capture);
  const isCompressed = /\.(gz|zst)$/.test(capture.name);
  const ends = isCompressed ? [] : recordEnds(whole);

  test("cut anywhere", async () => {
    const all = await surveyOf(whole);
    let packetsBefore = 0;
    let wasReadable = false;
    for (const at of places(whole.length, ends, capture.name.endsWith(".gz"))) {
      const found = await surveyOf(whole.subarray(0, at));
      if (found === null) {
        // Once the file header is there, the capture stays readable.
        expect(wasReadable, `cut at ${at}`).toBe(false);
        continue;
      }
      wasReadable = true;
      const [{ packets, complete, problems }] = found.captures;
      expect(packets, `cut at ${at}`).toBeGreaterThanOrEqual(packetsBefore);
      expect(brokenLaws(found), `cut at ${at}`).toEqual([]);
      const isSound = isCompressed ? at === whole.length : ends.includes(at);
      expect(complete, `cut at ${at}`).toBe(isSound);
      if (!isSound) expect(problems.map(({ code }) => code).join(), `cut at ${at}`).toMatch(/cut-/);
      packetsBefore = packets;
    }
    expect(wasReadable).toBe(true);
    expect(packetsBefore).toBe(all?.captures[0].packets);
  });
});

const plain = FIXTURE_CAPTURES.filter(({ name }) => /\.pcap(ng)?$/.test(name));

test.each(plain)("$name, only read, cut at every byte or at thousands", async (capture) => {
  const whole = bytesOf(capture);
  const ends = new Set(recordEnds(whole));
  const memory = new PacketMemory();
  const records = new RecordBatch(memory);
  let packetsBefore = 0;
  for (const at of spread(whole.length, Math.min(whole.length, PLACES_READ))) {
    let summary: CaptureSummary;
    try {
      const source = bytesSource(whole.subarray(0, at));
      const reader = await openSource(source, "cut", { pieceSize: 1 << 14, memory });
      while (await reader.next(records));
      summary = reader.summary();
    } catch (error) {
      if (!(error instanceof UnreadableCapture)) throw error;
      expect(packetsBefore, `cut at ${at}`).toBe(0);
      continue;
    }
    const { packets, complete, problems } = summary;
    // Plain comparisons: an `expect` for each would take longer than the reading.
    if (packets < packetsBefore) expect.fail(`cut at ${at}: ${packets} packets after ${packetsBefore}`);
    if (complete !== ends.has(at)) expect.fail(`cut at ${at}: complete is ${complete}`);
    if (!complete && problems.length === 0) expect.fail(`cut at ${at}: no problem is told`);
    packetsBefore = packets;
  }
  expect(packetsBefore).toBeGreaterThan(0);
});

test("record ends are where they are thought to be", () => {
  for (const capture of plain) {
    const bytes = bytesOf(capture);
    expect(recordEnds(bytes).at(-1), capture.name).toBe(bytes.length);
  }
});
