/**
 * Traffic over time by service, from the neutral buckets of the flows stage.
 *
 * A bucket holds the bytes and packets of all flows with one transport and one lower port. Nearly always these flows are
 * of one service, and the bucket is that service's. Where they are of several, each service gets the share of the bucket
 * that its flows have of the bucket's bytes (and packets), in whole numbers, and the largest what is left: sums over
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

/** What one service did, by step. */
export interface ServiceSteps {
  readonly bytes: Float64Array;
  readonly packets: Float64Array;
  /** Flows whose first packet falls into the step. */
  readonly flows: Float64Array;
}

const MEASURES = ["bytes", "packets", "flows"] as const;

export function buildTimeline(survey: Survey, labels: readonly string[]): TimelineReport | null {
  const { timeline } = survey;
  if (timeline === null || timeline.isEmpty) return null;
  const ranked = [...stepsByService(survey, timeline)].sort(
    ([, one], [, other]) => sum(other.bytes) - sum(one.bytes),
  );
  const shown = ranked.slice(0, ranked.length > SERIES_LIMIT ? SERIES_LIMIT - 1 : SERIES_LIMIT);
  const series = shown.map(([service, steps]) => listed(labels[service], steps));
  const rest = ranked.slice(shown.length);
  if (rest.length > 0) series.push(listed(OTHER, total(rest, timeline.steps)));
  const start = timeline.startMilliseconds;
  return {
    start: timeText({ seconds: Math.floor(start / 1000), nanoseconds: (start % 1000) * 1e6 }),
    stepSeconds: timeline.stepMilliseconds / 1000,
    steps: timeline.steps,
    series,
  };
}

/** By the service's index: what it did, by step of the time line. */
export function stepsByService(survey: Survey, timeline: Timeline): Map<number, ServiceSteps> {
  const { flows, services } = survey;
  const byService = new Map<number, ServiceSteps>();
  const of = (service: number) => {
    const known = byService.get(service) ?? emptySteps(timeline.steps);
    byService.set(service, known);
    return known;
  };
  const shares = sharesOfBuckets(flows, services.ofFlow);
  for (const { bucket, ...counted } of timeline.buckets()) {
    const ofBucket = shares.get(bucket) ?? new Map<number, Share>();
    for (const measure of ["bytes", "packets"] as const) {
      shareOut(ofBucket, measure, Float64Array.from(counted[measure]), (service, steps) => {
        if (service >= 0) addSteps(of(service)[measure], steps);
      });
    }
  }
  countFlows(survey, timeline, byService);
  return byService;
}

interface Share {
  bytes: number;
  packets: number;
}

/** By bucket, then by service: how much of the bucket is the service's. */
type Shares = Map<number, Map<number, Share>>;

function sharesOfBuckets(flows: FlowTable, serviceOfFlow: Int32Array): Shares {
  const shares: Shares = new Map();
  const add = (bucket: number, flow: number, part: number) => {
    const ofBucket = shares.get(bucket) ?? new Map<number, Share>();
    const share = ofBucket.get(serviceOfFlow[flow]) ?? { bytes: 0, packets: 0 };
    share.bytes += (flows.bytesAToB(flow) + flows.bytesBToA(flow)) / part;
    share.packets += (flows.packetsAToB(flow) + flows.packetsBToA(flow)) / part;
    ofBucket.set(serviceOfFlow[flow], share);
    shares.set(bucket, ofBucket);
  };
  for (let flow = 0; flow < flows.count; flow++) {
    if (!isGroup(flows, flow)) add(bucketOf(flows, flow), flow, 1);
  }
  // Each flow of a group has a bucket of its own; what it carried is known together with that of the others only.
  flows.folded.forEach((flow, clientPort) => {
    const bucket = bucketOfPorts(flows.protocol(flow), clientPort, serverPortOfGroup(flows, flow));
    add(bucket, flow, flows.flowsOf(flow));
  });
  return shares;
}

/** Gives each service its share of every step, in whole numbers, and the largest what is left. */
function shareOut(
  ofBucket: ReadonlyMap<number, Share>,
  measure: keyof Share,
  steps: Float64Array,
  give: (service: number, steps: Float64Array) => void,
): void {
  const whole = [...ofBucket.values()].reduce((total, share) => total + share[measure], 0);
  const [largest] = [...ofBucket].reduce((most, other) =>
    other[1][measure] > most[1][measure] ? other : most,
  );
  for (const [service, share] of ofBucket) {
    if (service === largest || share[measure] === 0) continue;
    const part = steps.map((value) => Math.floor((value * share[measure]) / whole));
    give(service, part);
    for (let step = 0; step < steps.length; step++) steps[step] -= part[step];
  }
  give(largest, steps);
}

/** Flows without a time are in no step, as their packets are. Flows that share a record count at its first packet. */
function countFlows(
  { flows, services }: Survey,
  timeline: Timeline,
  byService: Map<number, ServiceSteps>,
): void {
  const { startMilliseconds, stepMilliseconds, steps } = timeline;
  for (let flow = 0; flow < flows.count; flow++) {
    const ofService = byService.get(services.ofFlow[flow]);
    if (ofService === undefined) continue;
    const milliseconds = flows.firstSeconds(flow) * 1000 + flows.firstNanoseconds(flow) / 1e6;
    const step = Math.floor((milliseconds - startMilliseconds) / stepMilliseconds);
    if (step >= 0 && step < steps) ofService.flows[step] += flows.flowsOf(flow);
  }
}

function emptySteps(steps: number): ServiceSteps {
  return {
    bytes: new Float64Array(steps),
    packets: new Float64Array(steps),
    flows: new Float64Array(steps),
  };
}

function listed(label: string, { bytes, packets, flows }: ServiceSteps): TimelineReport["series"][number] {
  return { label, bytes: [...bytes], packets: [...packets], flows: [...flows] };
}

function total(rows: readonly (readonly [number, ServiceSteps])[], steps: number): ServiceSteps {
  const summed = emptySteps(steps);
  for (const [, row] of rows) {
    for (const measure of MEASURES) addSteps(summed[measure], row[measure]);
  }
  return summed;
}

function addSteps(to: Float64Array, steps: Float64Array): void {
  for (let step = 0; step < steps.length; step++) to[step] += steps[step];
}

function sum(values: Float64Array): number {
  return values.reduce((left, right) => left + right, 0);
}
