/**
 * Every capture cut at every byte, the longer ones at some hundred places and around their records: nothing is
 * thrown but `UnreadableCapture`, nothing hangs, what was before the cut is counted, and a cut is told.
 */
import { describe, expect, test } from "vitest";
import { survey } from "../../src/analyze.ts";
import { UnreadableCapture } from "../../src/records/unreadable-capture.ts";
import type { Survey } from "../../src/report/survey.ts";
import { bytesOf, FIXTURE_CAPTURES, streamOf } from "../fixture-captures.ts";
import { brokenLaws } from "./broken-laws.ts";
import { recordEnds } from "./record-ends.ts";

/** Files up to this long are cut at every byte. */
const EVERY_BYTE = 4096;
const PLACES = 220;
/** Of a gzip file that was cut, the last slice is unpacked byte by byte: slow, and the same everywhere. */
const PLACES_IN_GZIP = 30;

function places(length: number, ends: readonly number[], isGzip: boolean): number[] {
  if (isGzip) return spread(length, PLACES_IN_GZIP);
  const isShort = length <= EVERY_BYTE && ends.length > 0;
  if (isShort) return spread(length, length);
  const head = Array.from({ length: 64 }, (_, at) => at);
  const stride = Math.max(1, Math.floor(ends.length / 30));
  const around = ends
    .filter((_, i) => i % stride === 0)
    .flatMap((end) => [end - 1, end, end + 1, end + 15, end + 16, end + 17]);
  return [...new Set([...head, ...spread(length, PLACES), ...around, length - 1, length])]
    .filter((at) => at >= 0 && at <= length)
    .sort((one, other) => one - other);
}

function spread(length: number, count: number): number[] {
  return Array.from({ length: count + 1 }, (_, i) => Math.floor((i * length) / count));
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

test("record ends are where they are thought to be", () => {
  const captures = FIXTURE_CAPTURES.filter(({ name }) => /\.pcap(ng)?$/.test(name));
  for (const capture of captures) {
    const bytes = bytesOf(capture);
    expect(recordEnds(bytes).at(-1), capture.name).toBe(bytes.length);
  }
});
