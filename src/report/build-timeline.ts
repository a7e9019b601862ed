/**
 * Traffic over time by service, from the neutral buckets of the flows stage.
 *
 * A bucket holds the bytes of all flows with one transport and one lower port. Nearly always these flows are of
 * one service, and the bucket is that service's. Where they are of several, each service gets the share of
 * the bucket that its flows have of the bucket's bytes, in whole bytes, and the largest what is left: sums over
 * services stay exact at every step, only the shape within such a bucket is that of all its flows together.
 */
import type { FlowTable } from "../flows/flow.ts";
import { isGroup, serverPortOfGroup } from "../flows/fold-flows.ts";
import { bucketOf, bucketOfPorts, type Timeline } from "../flows/timeline.ts";
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
    bytes: [...steps],
  }));
  const rest = ranked.slice(shown.length);
  if (rest.length > 0) series.push({ label: OTHER, bytes: [...total(rest, timeline.steps)] });
  const start = timeline.startMilliseconds;
  return {
    start: timeText({ seconds: Math.floor(start / 1000), nanoseconds: (start % 1000) * 1e6 }),
    stepSeconds: timeline.stepMilliseconds / 1000,
    steps: timeline.steps,
    series,
  };
}

function stepsByService({ flows, services }: Survey, timeline: Timeline): Map<number, Float64Array> {
  const shares = sharesOfBuckets(flows, services.ofFlow);
  const byService = new Map<number, Float64Array>();
  for (const { bucket, bytes } of timeline.buckets()) {
    const ofBucket = shares.get(bucket) ?? new Map<number, number>();
    const whole = [...ofBucket.values()].reduce((left, right) => left + right, 0);
    const [largest] = [...ofBucket].reduce((most, other) => (other[1] > most[1] ? other : most));
    const rest = Float64Array.from(bytes);
    for (const [service, part] of ofBucket) {
      if (service === largest || part === 0) continue;
      const share = bytes.map((value) => Math.floor((value * part) / whole));
      addSteps(byService, service, share);
      for (let step = 0; step < rest.length; step++) rest[step] -= share[step];
    }
    addSteps(byService, largest, rest);
  }
  return byService;
}

/** By bucket, then by service: bytes. */
type Shares = Map<number, Map<number, number>>;

function sharesOfBuckets(flows: FlowTable, serviceOfFlow: Int32Array): Shares {
  const shares: Shares = new Map();
  const add = (bucket: number, service: number, bytes: number) => {
    const ofBucket = shares.get(bucket) ?? new Map<number, number>();
    ofBucket.set(service, (ofBucket.get(service) ?? 0) + bytes);
    shares.set(bucket, ofBucket);
  };
  const bytesOf = (flow: number) => flows.bytesAToB(flow) + flows.bytesBToA(flow);
  for (let flow = 0; flow < flows.count; flow++) {
    if (!isGroup(flows, flow)) add(bucketOf(flows, flow), serviceOfFlow[flow], bytesOf(flow));
  }
  // Each flow of a group has a bucket of its own; its bytes are known together with those of the others only.
  flows.folded.forEach((flow, clientPort) => {
    const bucket = bucketOfPorts(flows.protocol(flow), clientPort, serverPortOfGroup(flows, flow));
    add(bucket, serviceOfFlow[flow], bytesOf(flow) / flows.flowsOf(flow));
  });
  return shares;
}

function addSteps(byService: Map<number, Float64Array>, service: number, bytes: Float64Array): void {
  if (service < 0) return;
  const steps = byService.get(service);
  if (steps === undefined) byService.set(service, bytes);
  else for (let step = 0; step < steps.length; step++) steps[step] += bytes[step];
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
