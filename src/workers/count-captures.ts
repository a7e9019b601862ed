/**
 * Counts the packets of all captures of a run: on one thread, or on several, each of which counts a part. The
 * outcome is the same: a part is joined only where the part before it has ended exactly where it starts, and
 * where nothing in it depends on what was forgotten; else its packets are counted once more.
 */
import { closeSync, openSync, readSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { pcapMagic } from "../records/capture-format.ts";
import { joinSummaries } from "../records/join-summaries.ts";
import { STANDARD_INPUT } from "../records/open-capture.ts";
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
  type Watch,
} from "./count-part.ts";
import { type CaptureFile, planParts } from "./plan-parts.ts";
import { startPart, type WorkingPart } from "./start-part.ts";

/** More threads than this bring little, as the parts are joined by one. */
const MOST_THREADS = 8;
/** Of mixed frames, so many bytes are counted while a thread starts (measured: 60 to 100 ms). */
const HEAD_START = 128 << 20;
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
  /** Bytes read of captures that are done, and of those that other threads read. */
  bytesElsewhere: number;
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
    bytesElsewhere: 0,
  };
  const [first, ...later] = plan(inputs, options);
  const start = options.startPart ?? startPart;
  const working = later.map((part) =>
    start({ parts: part, options: run.options }, (bytes) => {
      run.bytesElsewhere += bytes;
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
  return planParts(files, sizes, isPlainPcap);
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

/** Only classic pcap, and not compressed: there a record can be found from anywhere in the file. */
function isPlainPcap(path: string): boolean {
  try {
    const file = openSync(path, "r");
    try {
      const first = new Uint8Array(4);
      return readSync(file, first, 0, first.length, 0) === first.length && pcapMagic(first) !== null;
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
    return { summary: error.summary(), start: 0, end: -1 };
  }
}

function watch(run: Run): Watch {
  const { stages, signal, progress } = run;
  let path = "";
  let consumed = 0;
  return {
    signal,
    counted: (reader) => {
      if (path === "") path = reader.summary().path;
      run.bytesElsewhere += reader.bytesConsumed - consumed;
      consumed = reader.bytesConsumed;
      progress?.({ packets: stages.collector.frames, bytesConsumed: run.bytesElsewhere, path });
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
  const counted = await working.outcome;
  const before = captures[captures.length - 1];
  const goesOn = parts[0].from > 0;
  if (counted !== null && (!goesOn || isSeam(before, counted)) && canJoin(run.stages, counted)) {
    joinPart(run.stages, counted);
    append(captures, counted.captures, goesOn);
    return;
  }
  const [first, ...others] = parts;
  if (!goesOn) captures.push(await countOne(run, first, true));
  else if (before.end >= 0)
    append(captures, [await countOne(run, { ...first, from: before.end }, true)], true);
  captures.push(...(await countHere(run, others, true)));
}

/** Whether the part starts exactly where the part before it has ended. */
function isSeam(before: CountedCapture, { captures }: LaterPart): boolean {
  return before.end >= 0 && before.end === captures[0].start;
}

/** With `goesOn`, the first of `more` is the rest of the last capture. */
function append(captures: CountedCapture[], more: readonly CountedCapture[], goesOn: boolean): void {
  const [first, ...others] = more;
  const before = captures[captures.length - 1];
  if (goesOn) {
    const summary = joinSummaries(before.summary, first.summary);
    captures[captures.length - 1] = { summary, start: before.start, end: first.end };
  } else captures.push(first);
  captures.push(...others);
}
