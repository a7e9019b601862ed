/**
 * Traffic over time by service, from the neutral buckets of the flows stage.
 *
 * A bucket holds the bytes of all flows with one transport and one lower port. Nearly always these flows are of
 * one service, and the bucket is that service's. Where they are of several, each service gets the share of
 * the bucket that its flows have of the bucket's bytes: sums over services and over steps stay exact, only the
 * shape within such a bucket is that of all its flows together.
 */
import { bucketOf, type Timeline } from "../flows/timeline.ts";
import type { TimelineReport } from "./report.ts";
import type { Survey } from "./survey.ts";
import { timeText } from "./time-text.ts";

/** Services that get a row of their own; as many colours as a chart can tell apart. */
const SERIES_LIMIT = 8;
const OTHER = "other";

export function buildTimeline(survey: Survey, labels: readonly string[]): TimelineReport | null {
  const { timeline } = survey;
  if (timeline === null || timeline.isEmpty) return null;
  const byService = stepsByService(survey, timeline);
  const ranked = [...byService].sort(([, one], [, other]) => sum(other) - sum(one));
  const shown = ranked.slice(0, ranked.length > SERIES_LIMIT ? SERIES_LIMIT - 1 : SERIES_LIMIT);
  const series = shown.map(([service, steps]) => ({
    label: labels[service],
    bytes: Array.from(steps, Math.round),
  }));
  const rest = ranked.slice(shown.length);
  if (rest.length > 0)
    series.push({ label: OTHER, bytes: Array.from(total(rest, timeline.steps), Math.round) });
  const start = timeline.startMilliseconds;
  return {
    start: timeText({ seconds: Math.floor(start / 1000), nanoseconds: (start % 1000) * 1e6 }),
    stepSeconds: timeline.stepMilliseconds / 1000,
    steps: timeline.steps,
    series,
  };
}

function stepsByService({ flows, services }: Survey, timeline: Timeline): Map<number, Float64Array> {
  const shares = new Map<number, Map<number, number>>();
  for (let flow = 0; flow < flows.count; flow++) {
    const bucket = bucketOf(flows, flow);
    const service = services.ofFlow[flow];
    const ofBucket = shares.get(bucket) ?? new Map<number, number>();
    ofBucket.set(service, (ofBucket.get(service) ?? 0) + flows.bytesAToB(flow) + flows.bytesBToA(flow));
    shares.set(bucket, ofBucket);
  }
  const byService = new Map<number, Float64Array>();
  for (const { bucket, bytes } of timeline.buckets()) {
    const ofBucket = shares.get(bucket) ?? new Map<number, number>();
    const whole = [...ofBucket.values()].reduce((left, right) => left + right, 0);
    for (const [service, part] of ofBucket) {
      if (service < 0) continue;
      const steps = byService.get(service) ?? new Float64Array(timeline.steps);
      for (let step = 0; step < steps.length; step++) steps[step] += (bytes[step] * part) / whole;
      byService.set(service, steps);
    }
  }
  return byService;
}

function total(rows: readonly (readonly [number, Float64Array])[], steps: number): Float64Array {
  const summed = new Float64Array(steps);
  for (const [, row] of rows) {
    for (let step = 0; step < steps; step++) summed[step] += row[step];
  }
  return summed;
}

function sum(values: Float64Array): number {
  return values.reduce((left, right) => left + right, 0);
}
