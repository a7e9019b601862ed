/** How a capture reaches the engine changes nothing: neither the pieces it is read in, nor the time of day. */
import { describe, expect, test } from "vitest";
import { type AnalyzeInput, type AnalyzeOptions, survey } from "../../src/analyze.ts";
import { buildReport } from "../../src/report/build-report.ts";
import { flowRows } from "../../src/report/flow-rows.ts";
import { bytesOf, FIXTURE_CAPTURES, streamOf } from "../fixture-captures.ts";
import { SYNTHETIC_CAPTURES } from "./synthetic-captures.ts";

/** Everything that is told of a capture, as text: equal text is an equal answer, down to the order. */
async function everything(input: AnalyzeInput, options: AnalyzeOptions = {}): Promise<string> {
  const found = await survey(input, { timeline: true, ...options });
  return JSON.stringify({ report: buildReport(found), flows: [...flowRows(found)] }, null, 1);
}

const PIECE_SIZES = [64, 100, 4096, 1 << 20];

describe("in pieces of 64 bytes to 1 MiB, twice each", () => {
  test.each(FIXTURE_CAPTURES)("$name", async ({ path }) => {
    const whole = await everything(path);
    for (const pieceSize of [...PIECE_SIZES, ...PIECE_SIZES]) {
      expect(await everything(path, { pieceSize }), `pieces of ${pieceSize}`).toBe(whole);
    }
  });

  test.each(SYNTHETIC_CAPTURES)("$name", async ({ bytes }) => {
    const whole = await everything(streamOf(bytes));
    for (const pieceSize of PIECE_SIZES) {
      expect(await everything(streamOf(bytes), { pieceSize }), `pieces of ${pieceSize}`).toBe(whole);
    }
  });
});

test.each(FIXTURE_CAPTURES)("$name as a stream that stutters", async (capture) => {
  const bytes = bytesOf(capture);
  const whole = await everything(streamOf(bytes));
  expect(whole.replace('"path": "stream"', "")).toBe(
    (await everything(capture.path)).replace(`"path": ${JSON.stringify(capture.path)}`, ""),
  );
  for (const [pieceSize, given] of [
    [64, 1000],
    [1 << 16, 37],
  ]) {
    expect(await everything(streamOf(bytes, given), { pieceSize }), `${given} bytes at a time`).toBe(whole);
  }
});
