/** With few flows kept one by one, every total and every row of services, servers and clients stays what it is. */
import { describe, expect, test } from "vitest";
import { type AnalyzeOptions, survey } from "../../src/analyze.ts";
import { buildReport } from "../../src/report/build-report.ts";
import { flowRows } from "../../src/report/flow-rows.ts";
import type { TimelineReport } from "../../src/report/report.ts";
import { bytesOf as bytesOfFixture, FIXTURE_CAPTURES, streamOf } from "../fixture-captures.ts";
import { MANY_FLOWS } from "./captures-of-many-flows.ts";
import { SYNTHETIC_CAPTURES } from "./synthetic-captures.ts";

/** So few bytes at once make small batches, and there is folding between any two. */
const PIECE_SIZE = 512;

async function picture(bytes: Uint8Array, options: AnalyzeOptions) {
  const found = await survey(streamOf(bytes), { pieceSize: PIECE_SIZE, timeline: true, ...options });
  const { captures, timeline, omitted, findings, ...report } = buildReport(found);
  // Of flows that were folded together, one has its times and its first frame kept: a beat cannot be told, nor can all
  // flows of a scan be counted.
  const told = findings
    .filter(({ rule }) => rule !== "beaconing")
    .map(({ frames, flows, ...finding }) => finding);
  return {
    report: { ...report, told },
    timeline,
    omitted,
    rows: [...flowRows(found)],
    records: found.flows.count,
  };
}

/** Where a bucket of the time line has flows of several services, its steps are shared out by their bytes. */
function bytesOf(timeline: TimelineReport | null): readonly number[] {
  const steps = new Array<number>(timeline?.steps ?? 0).fill(0);
  for (const { bytes } of timeline?.series ?? []) for (const [i, step] of bytes.entries()) steps[i] += step;
  return steps;
}

const CAPTURES = [
  ...FIXTURE_CAPTURES.map((capture) => ({ name: capture.name, bytes: bytesOfFixture(capture) })),
  ...SYNTHETIC_CAPTURES,
  ...MANY_FLOWS,
];

describe.each(CAPTURES)("$name", ({ bytes }) => {
  test.each([1, 8, 100, 1000])("at most %i flows one by one", async (maxFlows) => {
    const unbounded = await picture(bytes, {});
    const { report, omitted, rows, timeline } = await picture(bytes, { maxFlows });
    expect(report).toEqual(unbounded.report);
    expect(bytesOf(timeline)).toEqual(bytesOf(unbounded.timeline));
    expect({ ...omitted, flows: 0 }).toEqual(unbounded.omitted);
    expect(rows.length + omitted.flows).toBe(unbounded.rows.length);
    expect(rows.reduce((sum, { folded }) => sum + folded, 0)).toBe(omitted.flows);
  });
});
