/**
 * Traffic over time, counted while packets pass: bytes and packets by step of time, transport and the lower of the
 * two ports. The lower port is no guess of the role; it is a neutral bucket that either end of the flow falls into.
 * When the roles are known, each bucket is handed to the services of its flows (see report/build-timeline.ts).
 *
 * Bounded: at most `STEP_LIMIT` steps, whose length doubles as the capture grows longer, and one row a bucket.
 */
import type { RecordBatch } from "../records/record.ts";
import { doubled } from "./doubled.ts";
import { FLOW_WORDS, type FlowTable, WORD_KEY, WORD_PORTS } from "./flow.ts";

export const STEP_LIMIT = 256;
const FIRST_STEP_MILLISECONDS = 1;
const PORTS = 65_536;

/** The bucket of a flow: its transport and the lower of its ports. */
export function bucketOf(flows: FlowTable, flow: number): number {
  const ports = flows.words[flow * FLOW_WORDS + WORD_PORTS];
  const protocol = flows.words[flow * FLOW_WORDS + WORD_KEY] & 0xff;
  return bucketOfPorts(protocol, ports >>> 16, ports & 0xffff);
}

export function bucketOfPorts(protocol: number, port: number, otherPort: number): number {
  return protocol * PORTS + Math.min(port, otherPort);
}

/** What was counted of a bucket, by step. */
export interface BucketSteps {
  readonly bucket: number;
  readonly bytes: Float64Array;
  readonly packets: Int32Array;
}

/** What a time line counted, as plain data. */
export interface CountedTimeline {
  readonly stepMilliseconds: number;
  /** −1 where nothing was counted. */
  readonly firstStep: number;
  readonly buckets: readonly BucketSteps[];
}

export class Timeline {
  /** Length of a step in milliseconds, a power of two. */
  stepMilliseconds = FIRST_STEP_MILLISECONDS;
  /** Number of the first step, counted from 1970 in steps; -1 before the first packet. */
  private firstStep = -1;
  private lastStep = -1;
  /** Per bucket: its row in `bytes` and `packets`. */
  private readonly rows = new Map<number, number>();
  private bytes = new Float64Array(STEP_LIMIT);
  private packets = new Int32Array(STEP_LIMIT);
  private lastBucket = -1;
  private lastRow = 0;

  /** Counts the packets of a batch that flows carried. Packets without a time (0) are left out. */
  add(records: RecordBatch, flowOfRow: Int32Array, flows: FlowTable): void {
    const { count, seconds, nanoseconds, originalLength } = records;
    for (let row = 0; row < count; row++) {
      const flow = flowOfRow[row];
      if (flow < 0 || (seconds[row] === 0 && nanoseconds[row] === 0)) continue;
      const milliseconds = seconds[row] * 1000 + nanoseconds[row] / 1e6;
      let step = Math.floor(milliseconds / this.stepMilliseconds);
      if (step < this.firstStep || step > this.lastStep || this.firstStep < 0) {
        this.include(milliseconds);
        step = Math.floor(milliseconds / this.stepMilliseconds);
      }
      // Before the arrays are looked at: a new row may put larger ones in their place.
      const at = this.rowOf(bucketOf(flows, flow)) * STEP_LIMIT + step - this.firstStep;
      this.bytes[at] += originalLength[row];
      this.packets[at]++;
    }
  }

  private rowOf(bucket: number): number {
    if (bucket === this.lastBucket) return this.lastRow;
    let row = this.rows.get(bucket);
    if (row === undefined) {
      row = this.rows.size;
      this.rows.set(bucket, row);
      if ((row + 1) * STEP_LIMIT > this.bytes.length) {
        this.bytes = doubled(this.bytes);
        this.packets = doubled(this.packets);
      }
    }
    this.lastBucket = bucket;
    this.lastRow = row;
    return row;
  }

  /** Widens the span, and the steps where it would need too many, so that the moment lies within. */
  private include(milliseconds: number): void {
    const oldFirst = this.firstStep;
    const oldLength = this.stepMilliseconds;
    const step = Math.floor(milliseconds / oldLength);
    let first = oldFirst < 0 ? step : Math.min(oldFirst, step);
    let last = oldFirst < 0 ? step : Math.max(this.lastStep, step);
    let length = oldLength;
    while (last - first >= STEP_LIMIT) {
      first = Math.floor(first / 2);
      last = Math.floor(last / 2);
      length *= 2;
    }
    if (oldFirst >= 0 && (length !== oldLength || first !== oldFirst)) {
      this.rearrange(oldFirst, this.lastStep, length / oldLength, first);
    }
    this.firstStep = first;
    this.lastStep = last;
    this.stepMilliseconds = length;
  }

  private rearrange(oldFirst: number, oldLast: number, factor: number, first: number): void {
    const bytes = new Float64Array(STEP_LIMIT);
    const packets = new Int32Array(STEP_LIMIT);
    for (let row = 0; row < this.rows.size; row++) {
      const start = row * STEP_LIMIT;
      bytes.fill(0);
      packets.fill(0);
      for (let step = oldFirst; step <= oldLast; step++) {
        const to = Math.floor(step / factor) - first;
        bytes[to] += this.bytes[start + step - oldFirst];
        packets[to] += this.packets[start + step - oldFirst];
      }
      this.bytes.set(bytes, start);
      this.packets.set(packets, start);
    }
  }

  /** Everything counted, for another time line. */
  list(): CountedTimeline {
    const { stepMilliseconds, firstStep } = this;
    return {
      stepMilliseconds,
      firstStep,
      buckets: [...this.buckets()].map(({ bucket, bytes, packets }) => ({
        bucket,
        bytes: bytes.slice(),
        packets: packets.slice(),
      })),
    };
  }

  /** Adds what another time line counted, as if it had been counted here. */
  join({ stepMilliseconds, firstStep, buckets }: CountedTimeline): void {
    if (firstStep < 0) return;
    const start = firstStep * stepMilliseconds;
    const steps = buckets[0].bytes.length;
    this.include(start);
    this.include(start + (steps - 1) * stepMilliseconds);
    for (const { bucket, bytes, packets } of buckets) {
      const row = this.rowOf(bucket) * STEP_LIMIT;
      for (let step = 0; step < steps; step++) {
        const at = Math.floor((start + step * stepMilliseconds) / this.stepMilliseconds) - this.firstStep;
        this.bytes[row + at] += bytes[step];
        this.packets[row + at] += packets[step];
      }
    }
  }

  get isEmpty(): boolean {
    return this.firstStep < 0;
  }

  get steps(): number {
    return this.isEmpty ? 0 : this.lastStep - this.firstStep + 1;
  }

  /** Start of the first step, in milliseconds since 1970. */
  get startMilliseconds(): number {
    return this.firstStep * this.stepMilliseconds;
  }

  /** A bucket's bytes and packets by step, as views. */
  *buckets(): Generator<BucketSteps> {
    for (const [bucket, row] of this.rows) {
      const start = row * STEP_LIMIT;
      const end = start + this.steps;
      yield { bucket, bytes: this.bytes.subarray(start, end), packets: this.packets.subarray(start, end) };
    }
  }
}
