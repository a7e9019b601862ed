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
import { AnnouncementLog } from "../protocols/negotiation/announcement.ts";
import type { ControlChannels } from "../protocols/negotiation/control-channels.ts";
import { CONTROL_PORTS } from "../protocols/negotiation/control-ports.ts";
import { FIRST_BYTES_OF_WORDS } from "../protocols/sign-on/first-words.ts";
import { openCapture } from "../records/open-capture.ts";
import { PacketMemory } from "../records/packet-memory.ts";
import { type CaptureSummary, RecordBatch } from "../records/record.ts";
import type { ByteStream } from "../records/stream-source.ts";
import { UnreadableCapture } from "../records/unreadable-capture.ts";
import type { FlowLimit } from "./flow-limit.ts";

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

interface StageSettings {
  readonly isLaterPart?: boolean;
  readonly limit?: FlowLimit | null;
  readonly memory?: PacketMemory;
}

/** The stages that see every packet. */
export class PacketStages {
  readonly records: RecordBatch;
  readonly decoder: HeaderDecoder;
  readonly collector: FlowCollector;
  readonly announcements = new AnnouncementLog();
  readonly timeline: Timeline | null;
  /** Null where there are as many flows as memory holds. */
  readonly limit: FlowLimit | null;
  /** Of all parts that were joined. */
  joinedFlows = 0;

  constructor(
    { tunnels, timeline }: CountOptions,
    { isLaterPart = false, limit = null, memory = new PacketMemory() }: StageSettings = {},
  ) {
    this.records = new RecordBatch(memory);
    this.decoder = new HeaderDecoder({ memory, tunnels });
    this.collector = new FlowCollector(memory, {
      isLaterPart,
      controlPorts: CONTROL_PORTS,
      keptFirstBytes: FIRST_BYTES_OF_WORDS,
    });
    this.timeline = timeline ? new Timeline() : null;
    this.limit = limit;
  }

  /** Counts the packets of `records`, whose headers have been decoded. */
  countBatch(): void {
    const { records, decoder, collector, timeline } = this;
    collector.add(decoder.headers);
    timeline?.add(records, collector.flowOfRow, collector.flows);
  }

  /** Reads what control channels said in the batch that was counted last. */
  readControls(channels: ControlChannels): void {
    const { records, decoder, collector, announcements } = this;
    const { controlRows: rows, controlCount: count, frames } = collector;
    const framesBefore = frames - records.count;
    channels.read(
      { bytes: records.bytes, headers: decoder.headers, rows, count, framesBefore },
      announcements,
    );
  }
}

/** Loaded when there is first something to read: to wait for it after each batch would cost as much as to read. */
let channels: ControlChannels | undefined;

async function loadChannels(): Promise<ControlChannels> {
  channels = new (await import("../protocols/negotiation/control-channels.ts")).ControlChannels();
  return channels;
}

export interface CountedCapture {
  readonly summary: CaptureSummary;
  /** Where the first record that was read starts; −1 where no start was found, and nothing was read. */
  readonly start: number;
  /** Where the record behind the last one that was read starts; −1 where nothing behind it can be read. */
  readonly end: number;
  /** Whether the summary tells of the records before `start` too. */
  readonly isWhole: boolean;
  /** The reader's `state` at the start and at the end. */
  readonly startState: number;
  readonly endState: number;
}

export interface Watch {
  readonly signal?: AbortSignal | undefined;
  /** Called after each batch, with the bytes of the capture (before decompression) that were read for it. */
  readonly counted: (bytes: number, path: string) => void;
  /** Ends the count before the next batch, where the capture can be read on from there. */
  readonly isEnough?: (() => boolean) | undefined;
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
  { signal, counted, isEnough = () => false }: Watch,
  startsThere = false,
): Promise<CountedCapture> {
  const { records, decoder, collector, limit } = stages;
  const reader = await openCapture(input, { signal, pieceSize, memory: records.memory });
  try {
    const { range } = reader;
    let start = 0;
    let isWhole = from === 0;
    if (from > 0 && range !== null) {
      if (startsThere) isWhole = await range.moveTo(from);
      start = startsThere ? from : await range.moveNear(from);
    } else if (from > 0) start = -1;
    const startState = range?.state ?? 0;
    if (start >= 0) {
      range?.endAt(to);
      const { path } = reader.summary();
      const isDone = () => range !== null && isEnough();
      let consumed = 0;
      while (!isDone() && (await reader.next(records))) {
        do {
          decoder.decode(records);
          if (window !== undefined) keepWithin(window, records, decoder.headers);
          limit?.makeRoom(collector, records.count, stages.announcements);
          stages.countBatch();
          if (collector.controlCount > 0) stages.readControls(channels ?? (await loadChannels()));
          counted(reader.bytesConsumed - consumed, path);
          consumed = reader.bytesConsumed;
        } while (!isDone() && reader.take(records));
      }
    }
    const { position: end = -1, state: endState = 0 } = range ?? {};
    return { summary: reader.summary(), isWhole, start, end, startState, endState };
  } finally {
    await reader.close();
  }
}

export function unreadable(error: UnreadableCapture): CountedCapture {
  return { summary: error.summary(), isWhole: true, start: 0, end: -1, startState: 0, endState: 0 };
}

/** A part that was counted apart from the parts before it. */
export interface LaterPart {
  readonly captures: readonly CountedCapture[];
  /** The part was not counted to its end, which whoever joins it has to do. */
  readonly isCutShort: boolean;
  readonly counted: CountedPart;
  readonly encapsulations: EncapsulationPaths;
  readonly announcements: Int32Array;
  readonly timeline: CountedTimeline | null;
}

/**
 * Flows that a later part holds at most: its memory comes on top of that of the parts before. A part that brings
 * more, a scan for instance, gains little by being counted apart.
 */
const MOST_FLOWS = 2_000_000;

/** Counts a later part with stages of its own. `mostFlows` is for tests. */
export async function countLaterPart(
  parts: readonly PartOfCapture[],
  options: CountOptions,
  { counted }: Watch,
  mostFlows = MOST_FLOWS,
): Promise<LaterPart> {
  const stages = new PacketStages(options, { isLaterPart: true });
  const isEnough = () => stages.collector.flows.count >= mostFlows;
  const captures: CountedCapture[] = [];
  for (const part of parts) {
    if (isEnough()) break;
    try {
      captures.push(await countCapture(part, stages, options, { counted, isEnough }));
    } catch (error) {
      if (!(error instanceof UnreadableCapture)) throw error;
      captures.push(unreadable(error));
    }
  }
  const { collector, decoder, announcements, timeline } = stages;
  return {
    captures,
    isCutShort: isEnough(),
    counted: collector.part(),
    encapsulations: decoder.encapsulations.list(),
    announcements: announcements.list(),
    timeline: timeline?.list() ?? null,
  };
}

/** Whether a part can be joined to what the stages have counted so far. */
export function canJoin({ collector }: PacketStages, part: LaterPart): boolean {
  return part.encapsulations.isComplete && collector.canJoin(part.counted);
}

/** Joins a part to what the stages have counted so far, as if they had counted it. */
export function joinPart(stages: PacketStages, part: LaterPart): void {
  const { collector, decoder, announcements, timeline, records } = stages;
  announcements.join(part.announcements, collector.frames);
  stages.joinedFlows += part.counted.flowCount;
  collector.join({
    part: part.counted,
    encapsulations: decoder.encapsulations.add(part.encapsulations),
    records,
    headers: decoder.headers,
    found: () => timeline?.add(records, collector.flowOfRow, collector.flows),
  });
  if (part.timeline !== null) timeline?.join(part.timeline);
}
