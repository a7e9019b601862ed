/** The whole journey on one page: records → headers → flows → roles → services → report. */
import { numberAddresses } from "./flows/addresses.ts";
import { FlowCollector } from "./flows/collect.ts";
import { Timeline } from "./flows/timeline.ts";
import { HeaderDecoder } from "./headers/decode.ts";
import { keepWithin, type TimeWindow } from "./headers/time-window.ts";
import { listCaptures } from "./records/list-captures.ts";
import { openCaptures } from "./records/open-capture.ts";
import { PacketMemory } from "./records/packet-memory.ts";
import { type CaptureSummary, RecordBatch, type RecordReader } from "./records/record.ts";
import type { ByteStream } from "./records/stream-source.ts";
import { UnreadableCapture } from "./records/unreadable-capture.ts";
import { buildReport } from "./report/build-report.ts";
import type { Report } from "./report/report.ts";
import type { Survey } from "./report/survey.ts";
import { decideRoles } from "./roles/decide.ts";
import { groupServices } from "./services/group.ts";
import { serviceWeights, type UserServiceNames } from "./services/registry.ts";
import { type FlowSelection, flowFilter } from "./services/select-flows.ts";

/** A path to a file or folder, `-` for standard input, several of them, or a stream of a capture's bytes. */
export type AnalyzeInput = string | readonly string[] | ByteStream;

export interface AnalyzeOptions {
  /** Whether a packet in a tunnel counts for its innermost flow (the default) or its outermost. */
  readonly tunnels?: "inner" | "outer" | undefined;
  /** Names of the user's own services. */
  readonly serviceNames?: UserServiceNames | undefined;
  /** Only these flows; packets of others get the verdict `not-selected`. */
  readonly selection?: FlowSelection | undefined;
  /** Only packets of this time; others get the verdict `not-selected`. */
  readonly window?: TimeWindow | undefined;
  /** Also count traffic over time, for `report.timeline`. */
  readonly timeline?: boolean | undefined;
  /** Stops the analysis; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Called after each batch of packets. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Bytes read at once. */
  readonly pieceSize?: number | undefined;
}

export interface Progress {
  readonly packets: number;
  /** Bytes of the current capture that were read, and its size where that is known. */
  readonly bytesConsumed: number;
  readonly bytesTotal: number | null;
  readonly path: string;
}

/**
 * Analyzes captures as one. Rejects with `UnreadableCapture` where nothing can be read at all; damage further
 * on, or one unreadable file of several, is told in the report's `captures`.
 */
export async function analyze(input: AnalyzeInput, options: AnalyzeOptions = {}): Promise<Report> {
  return buildReport(await survey(input, options));
}

/** As `analyze`, but with everything that the stages found out, for listing flows one by one. */
export async function survey(input: AnalyzeInput, options: AnalyzeOptions = {}): Promise<Survey> {
  const memory = new PacketMemory();
  const stages: PacketStages = {
    records: new RecordBatch(memory),
    decoder: new HeaderDecoder({ memory, tunnels: options.tunnels }),
    collector: new FlowCollector(memory),
    timeline: options.timeline ? new Timeline() : null,
  };
  const captures = await readAll(input, options, stages);
  const { collector, decoder, timeline } = stages;
  const { flows } = collector;
  const addresses = numberAddresses(flows);
  const roles = decideRoles(flows, serviceWeights(options.serviceNames), addresses);
  const isSelected = options.selection && flowFilter(options.selection, flows, roles, addresses);
  return {
    captures,
    verdictPackets: collector.verdictPackets,
    verdictBytes: collector.verdictBytes,
    flows,
    encapsulations: decoder.encapsulations,
    addresses,
    roles,
    services: groupServices(flows, roles, addresses, isSelected),
    timeline,
    userNames: options.serviceNames,
  };
}

/** The stages that see every packet. */
interface PacketStages {
  readonly records: RecordBatch;
  readonly decoder: HeaderDecoder;
  readonly collector: FlowCollector;
  readonly timeline: Timeline | null;
}

/** Of several inputs, one of which nothing can be read is told in its summary; the others are read on. */
async function readAll(
  input: AnalyzeInput,
  options: AnalyzeOptions,
  stages: PacketStages,
): Promise<CaptureSummary[]> {
  const { signal, pieceSize } = options;
  const inputs = await listInputs(input);
  const captures: CaptureSummary[] = [];
  const unreadable =
    inputs.length > 1 ? (error: UnreadableCapture) => captures.push(error.summary()) : undefined;
  const { memory } = stages.records;
  for await (const reader of openCaptures(inputs, { signal, pieceSize, unreadable, memory })) {
    captures.push(await readOne(reader, options, stages));
  }
  if (captures.every(({ format }) => format === null)) throw nothingReadable(captures);
  return captures;
}

async function readOne(
  reader: RecordReader,
  { window, onProgress }: AnalyzeOptions,
  { records, decoder, collector, timeline }: PacketStages,
): Promise<CaptureSummary> {
  const { path } = reader.summary();
  while (await reader.next(records)) {
    decoder.decode(records);
    if (window !== undefined) keepWithin(window, records, decoder.headers);
    collector.add(decoder.headers);
    timeline?.add(records, collector.flowOfRow, collector.flows);
    const { bytesConsumed, bytesTotal } = reader;
    onProgress?.({ packets: collector.frames, bytesConsumed, bytesTotal, path });
  }
  return reader.summary();
}

async function listInputs(input: AnalyzeInput): Promise<readonly (string | ByteStream)[]> {
  if (typeof input === "string") return listCaptures([input]);
  return isList(input) ? listCaptures(input) : [input];
}

function isList(input: readonly string[] | ByteStream): input is readonly string[] {
  return Array.isArray(input);
}

function nothingReadable(captures: readonly CaptureSummary[]): UnreadableCapture {
  const [{ path, problems }] = captures;
  const more = captures.length > 1 ? ` (and ${captures.length - 1} more could not be read)` : "";
  return new UnreadableCapture("not-a-capture", path, `${problems[0].message}${more}`);
}
