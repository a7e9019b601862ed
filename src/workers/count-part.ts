/**
 * Counts a part of the captures: whole files, or a range of one. The first part is counted by whoever asks; later
 * ones can be counted at the same time by others and joined to it (see count-captures.ts).
 */
import { FlowCollector } from "../flows/collect.ts";
import type { CountedPart } from "../flows/counted-part.ts";
import { type CountedTimeline, Timeline } from "../flows/timeline.ts";
import { HeaderDecoder } from "../headers/decode.ts";
import type { EncapsulationPaths } from "../headers/encapsulation.ts";
import { keepWithin, type TimeWindow } from "../headers/time-window.ts";
import { openCapture } from "../records/open-capture.ts";
import { PacketMemory } from "../records/packet-memory.ts";
import { type CaptureSummary, RecordBatch, type RecordReader } from "../records/record.ts";
import type { ByteStream } from "../records/stream-source.ts";
import { UnreadableCapture } from "../records/unreadable-capture.ts";

/** A capture, or the packets of it whose records start in a range of bytes. */
export interface PartOfCapture {
  readonly input: string | ByteStream;
  /** 0 for the start of the file. */
  readonly from: number;
  /** Infinity for the end of the file. */
  readonly to: number;
}

/** What is the same for all parts; plain data, but for the signal. */
export interface CountOptions {
  readonly tunnels?: "inner" | "outer" | undefined;
  readonly window?: TimeWindow | undefined;
  readonly timeline?: boolean | undefined;
  readonly pieceSize?: number | undefined;
}

/** The stages that see every packet. */
export class PacketStages {
  readonly records: RecordBatch;
  readonly decoder: HeaderDecoder;
  readonly collector: FlowCollector;
  readonly timeline: Timeline | null;

  constructor({ tunnels, timeline }: CountOptions, { isLaterPart = false } = {}) {
    const memory = new PacketMemory();
    this.records = new RecordBatch(memory);
    this.decoder = new HeaderDecoder({ memory, tunnels });
    this.collector = new FlowCollector(memory, { isLaterPart });
    this.timeline = timeline ? new Timeline() : null;
  }
}

export interface CountedCapture {
  readonly summary: CaptureSummary;
  /** Where the first record that was read starts; −1 where no start was found, and nothing was read. */
  readonly start: number;
  /** Where the record behind the last one that was read starts; −1 where nothing behind it can be read. */
  readonly end: number;
}

export interface Watch {
  readonly signal?: AbortSignal | undefined;
  /** Called after each batch. */
  readonly counted: (reader: RecordReader) => void;
}

/**
 * Counts one capture, or a range of it, into the stages. `startsThere`: a record starts at `from` for certain;
 * else the first one that seems to start there or behind is taken. Rejects with `UnreadableCapture` where nothing
 * can be read at all.
 */
export async function countCapture(
  { input, from, to }: PartOfCapture,
  stages: PacketStages,
  { window, pieceSize }: CountOptions,
  { signal, counted }: Watch,
  startsThere = false,
): Promise<CountedCapture> {
  const { records, decoder, collector, timeline } = stages;
  const reader = await openCapture(input, { signal, pieceSize, memory: records.memory });
  try {
    const { range } = reader;
    let start = 0;
    if (from > 0) {
      start = range === null ? -1 : startsThere ? from : await range.moveNear(from);
      if (startsThere) await range?.moveTo(from);
    }
    if (start >= 0) {
      range?.endAt(to);
      while (await reader.next(records)) {
        decoder.decode(records);
        if (window !== undefined) keepWithin(window, records, decoder.headers);
        collector.add(decoder.headers);
        timeline?.add(records, collector.flowOfRow, collector.flows);
        counted(reader);
      }
    }
    return { summary: reader.summary(), start, end: range?.position ?? -1 };
  } finally {
    await reader.close();
  }
}

/** A part that was counted apart from the parts before it. */
export interface LaterPart {
  readonly captures: readonly CountedCapture[];
  readonly counted: CountedPart;
  readonly encapsulations: EncapsulationPaths;
  readonly timeline: CountedTimeline | null;
}

/** Counts a later part with stages of its own. */
export async function countLaterPart(
  parts: readonly PartOfCapture[],
  options: CountOptions,
  watch: Watch,
): Promise<LaterPart> {
  const stages = new PacketStages(options, { isLaterPart: true });
  const captures: CountedCapture[] = [];
  for (const part of parts) {
    try {
      captures.push(await countCapture(part, stages, options, watch));
    } catch (error) {
      if (!(error instanceof UnreadableCapture)) throw error;
      captures.push({ summary: error.summary(), start: 0, end: -1 });
    }
  }
  const { collector, decoder, timeline } = stages;
  return {
    captures,
    counted: collector.part(),
    encapsulations: decoder.encapsulations.list(),
    timeline: timeline?.list() ?? null,
  };
}

/** Whether a part can be joined to what the stages have counted so far. */
export function canJoin({ collector }: PacketStages, part: LaterPart): boolean {
  return part.encapsulations.isComplete && collector.canJoin(part.counted);
}

/** Joins a part to what the stages have counted so far, as if they had counted it. */
export function joinPart(stages: PacketStages, part: LaterPart): void {
  const { collector, decoder, timeline, records } = stages;
  collector.join({
    part: part.counted,
    encapsulations: decoder.encapsulations.add(part.encapsulations),
    records,
    headers: decoder.headers,
    found: () => timeline?.add(records, collector.flowOfRow, collector.flows),
  });
  if (part.timeline !== null) timeline?.join(part.timeline);
}
