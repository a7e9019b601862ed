/**
 * Counts the packets of all captures of a run: on one thread, or on several, each of which counts a part. The
 * outcome is the same: a part is joined only where the part before it has ended exactly where it starts, and
 * where nothing in it depends on what was forgotten; else its packets are counted once more.
 */
import { closeSync, openSync, readSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { isPcapng, pcapMagic } from "../records/capture-format.ts";
import { joinSummaries } from "../records/join-summaries.ts";
import { STANDARD_INPUT } from "../records/open-capture.ts";
import { untilAborted } from "../records/reading-window.ts";
import type { CaptureSummary } from "../records/record.ts";
import type { ByteStream } from "../records/stream-source.ts";
import { UnreadableCapture } from "../records/unreadable-capture.ts";
import {
  type CountedCapture,
  type CountOptions,
  canJoin,
  countCapture,
  joinPart,
  type LaterPart,
  type PacketStages,
  type PartOfCapture,
  unreadable,
  type Watch,
} from "./count-part.ts";
import { type CaptureFile, planParts } from "./plan-parts.ts";
import { startPart, type WorkingPart } from "./start-part.ts";

/** More threads than this bring little, as the parts are joined by one. */
const MOST_THREADS = 8;
/**
 * So many bytes are about what is counted while a thread starts; of 48, 80 and 128 MiB, 80 was the fastest on the
 * benchmark's mix, snap and trains.
 */
const HEAD_START = 80 << 20;
const LEAST_BYTES = 32 << 20;

export interface ThreadOptions {
  /** Threads at most; as many as the machine has processors unless told. */
  readonly threads?: number | undefined;
  /** For tests: parts of any size, all alike. */
  readonly anySize?: boolean | undefined;
  /** How a later part is counted; by a worker thread unless told. */
  readonly startPart?: typeof startPart | undefined;
}

/** How far the work is, told after each batch. */
export interface CountProgress {
  readonly packets: number;
  /** Bytes of all captures (before decompression) that were read. */
  readonly bytesConsumed: number;
  /** The capture that is being read. */
  readonly path: string;
}

interface Run {
  readonly stages: PacketStages;
  readonly options: CountOptions;
  readonly signal: AbortSignal | undefined;
  readonly progress: ((progress: CountProgress) => void) | undefined;
  /** Bytes that were read so far, by this thread and others. */
  bytesRead: number;
}

/**
 * Counts all inputs into the stages; answers with a summary of each. Of several inputs, one of which nothing can be
 * read is told in its summary and the others are read on; a single one rejects with `UnreadableCapture`.
 */
export async function countCaptures(
  inputs: readonly (string | ByteStream)[],
  stages: PacketStages,
  options: CountOptions & ThreadOptions & { readonly signal?: AbortSignal | undefined },
  progress?: (progress: CountProgress) => void,
): Promise<CaptureSummary[]> {
  const { tunnels, window, timeline, pieceSize, signal } = options;
  const run: Run = {
    stages,
    options: { tunnels, window, timeline, pieceSize },
    signal,
    progress,
    bytesRead: 0,
  };
  // Records are bounded where all of them are: with one thread.
  const isBounded = stages.limit !== null && Number.isFinite(stages.limit.mostFlows);
  const [first, ...later] = plan(inputs, isBounded ? { ...options, threads: 1 } : options);
  const start = options.startPart ?? startPart;
  const working = later.map((part) =>
    start({ parts: part, options: run.options }, (bytes) => {
      run.bytesRead += bytes;
    }),
  );
  try {
    const captures = await countHere(run, first, inputs.length > 1);
    for (const [i, part] of working.entries()) await takeIn(run, captures, later[i], part);
    return captures.map(({ summary }) => summary);
  } finally {
    for (const part of working) part.stop();
  }
}

/** Whole captures as one part, unless all are regular files that several threads can share. */
function plan(inputs: readonly (string | ByteStream)[], options: ThreadOptions): PartOfCapture[][] {
  const { threads = Math.min(availableParallelism(), MOST_THREADS), anySize } = options;
  const files = threads > 1 ? regularFiles(inputs) : null;
  if (files === null) return [inputs.map((input) => ({ input, from: 0, to: Number.POSITIVE_INFINITY }))];
  const sizes = anySize
    ? { threads, leastBytes: 1, headStart: 0 }
    : { threads, leastBytes: LEAST_BYTES, headStart: HEAD_START };
  return planParts(files, sizes, isCuttable);
}

function regularFiles(inputs: readonly (string | ByteStream)[]): CaptureFile[] | null {
  const files: CaptureFile[] = [];
  for (const path of inputs) {
    if (typeof path !== "string" || path === STANDARD_INPUT) return null;
    const status = statSync(path, { throwIfNoEntry: false });
    if (status === undefined || !status.isFile()) return null;
    files.push({ path, size: status.size });
  }
  return files;
}

/** Only pcap and pcapng that are not compressed: there a record can be found from anywhere in the file. */
function isCuttable(path: string): boolean {
  try {
    const file = openSync(path, "r");
    try {
      const first = new Uint8Array(4);
      return (
        readSync(file, first, 0, first.length, 0) === first.length &&
        (pcapMagic(first) !== null || isPcapng(first))
      );
    } finally {
      closeSync(file);
    }
  } catch {
    // Whoever reads it next says why it cannot be read.
    return false;
  }
}

async function countHere(run: Run, parts: readonly PartOfCapture[], isOneOfSeveral: boolean) {
  const captures: CountedCapture[] = [];
  for (const part of parts) captures.push(await countOne(run, part, isOneOfSeveral));
  return captures;
}

async function countOne(run: Run, part: PartOfCapture, isOneOfSeveral: boolean): Promise<CountedCapture> {
  try {
    return await countCapture(part, run.stages, run.options, watch(run), part.from > 0);
  } catch (error) {
    if (!(error instanceof UnreadableCapture) || !isOneOfSeveral) throw error;
    return unreadable(error);
  }
}

function watch(run: Run): Watch {
  const { stages, signal, progress } = run;
  return {
    signal,
    counted: (bytes, path) => {
      run.bytesRead += bytes;
      progress?.({ packets: stages.collector.frames, bytesConsumed: run.bytesRead, path });
    },
  };
}

/** Takes in a part that another thread has counted, or counts it here where it does not fit. */
async function takeIn(
  run: Run,
  captures: CountedCapture[],
  parts: readonly PartOfCapture[],
  working: WorkingPart,
): Promise<void> {
  const counted = await untilAborted(working.outcome, run.signal);
  const goesOn = parts[0].from > 0;
  const before = goesOn ? captures.pop() : undefined;
  const joined = counted === null ? null : join(run, before, counted);
  if (counted === null || joined === null) captures.push(...(await countFrom(run, before, parts)));
  else if (!counted.isCutShort) captures.push(...joined);
  else {
    const last = joined.length - 1;
    captures.push(...joined.slice(0, last), ...(await countFrom(run, joined[last], parts.slice(last))));
  }
}

/** The captures of a part, of which the first may have begun in the part before; null where it does not fit. */
function join(run: Run, before: CountedCapture | undefined, part: LaterPart): CountedCapture[] | null {
  const [first, ...others] = part.captures;
  const whole = before === undefined ? first : joinCaptures(before, first);
  if (whole === null || !canJoin(run.stages, part)) return null;
  joinPart(run.stages, part);
  return [whole, ...others];
}

/** A capture whose second half was counted apart; null where it does not start exactly where the first has ended. */
function joinCaptures(before: CountedCapture, rest: CountedCapture): CountedCapture | null {
  const isSeam = before.end >= 0 && before.end === rest.start && before.endState === rest.startState;
  const summary = isSeam ? joinSummaries(before.summary, rest.summary) : null;
  return summary && { ...rest, summary, isWhole: true };
}

/** Counts a part, or the rest of one, here: from where the capture `before` has ended, if it has begun before. */
async function countFrom(
  run: Run,
  before: CountedCapture | undefined,
  parts: readonly PartOfCapture[],
): Promise<CountedCapture[]> {
  const [first, ...others] = parts;
  const captures: CountedCapture[] = [];
  if (before === undefined) captures.push(await countOne(run, first, true));
  else if (before.end < 0) captures.push(before);
  else {
    const rest = await countOne(run, { ...first, from: before.end }, true);
    const summary = rest.isWhole ? null : joinSummaries(before.summary, rest.summary);
    captures.push({ ...rest, summary: summary ?? rest.summary, isWhole: true });
  }
  return [...captures, ...(await countHere(run, others, true))];
}
