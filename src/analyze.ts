/** The whole journey on one page: records → headers → flows → protocols → roles → services → findings → report. */
import type { Expectation } from "./findings/expectation.ts";
import { findAll, NOTHING_FOUND } from "./findings/find.ts";
import { numberAddresses } from "./flows/addresses.ts";
import type { TimeWindow } from "./headers/time-window.ts";
import { identifyProtocols } from "./protocols/identify.ts";
import { findNegotiated } from "./protocols/negotiated.ts";
import { AnnouncedEndpoints } from "./protocols/negotiation/announced-endpoints.ts";
import { SignOns } from "./protocols/sign-on/sign-ons.ts";
import { listCaptures } from "./records/list-captures.ts";
import type { CaptureSummary } from "./records/record.ts";
import type { ByteStream } from "./records/stream-source.ts";
import { UnreadableCapture } from "./records/unreadable-capture.ts";
import { buildReport } from "./report/build-report.ts";
import type { Report } from "./report/report.ts";
import type { Survey } from "./report/survey.ts";
import { decideRoles } from "./roles/decide.ts";
import { groupServices } from "./services/group.ts";
import { countSpoken } from "./services/identified.ts";
import { serviceWeights, type UserServiceNames } from "./services/registry.ts";
import { type FlowSelection, flowFilter } from "./services/select-flows.ts";
import { type CountProgress, countCaptures, type ThreadOptions } from "./workers/count-captures.ts";
import { PacketStages } from "./workers/count-part.ts";
import { FlowLimit } from "./workers/flow-limit.ts";
import { giveBackParts } from "./workers/give-back.ts";
import { ScanSearch, type ScanSearchOptions } from "./workers/scan-search.ts";

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
  /** What says which ports are expected. */
  readonly expectations?: readonly Expectation[] | undefined;
  /** Also count traffic over time, for `report.timeline`. */
  readonly timeline?: boolean | undefined;
  /** Stops the analysis; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Called after each batch of packets. */
  readonly onProgress?: ((progress: CountProgress) => void) | undefined;
  /** Bytes read at once. */
  readonly pieceSize?: number | undefined;
  /**
   * Flows that are kept one by one, at most; past it those that are done with are folded into others. Unless told,
   * as many as there is memory for. One thread reads where it is told.
   */
  readonly maxFlows?: number | undefined;
  /** Threads that read large files at the same time, at most; one a processor unless told. */
  readonly threads?: number | undefined;
}

export interface SurveyOptions extends AnalyzeOptions, ThreadOptions, ScanSearchOptions {
  /** False where nobody asks for findings: there are none then. */
  readonly seeksFindings?: boolean | undefined;
  /** Called after each batch that was counted. One thread counts then, so that batches come in their order. */
  readonly watch?: ((stages: PacketStages) => void) | undefined;
}

export type { CountProgress as Progress } from "./workers/count-captures.ts";

/**
 * Analyzes captures as one. Rejects with `UnreadableCapture` where nothing can be read at all; damage further
 * on, or one unreadable file of several, is told in the report's `captures`.
 */
export async function analyze(input: AnalyzeInput, options: AnalyzeOptions = {}): Promise<Report> {
  return buildReport(await survey(input, options));
}

/** As `analyze`, but with everything that the stages found out, for listing flows one by one. */
export async function survey(input: AnalyzeInput, options: SurveyOptions = {}): Promise<Survey> {
  const search = new ScanSearch(options);
  try {
    return await surveyWith(search, input, options);
  } finally {
    search.stop();
  }
}

async function surveyWith(search: ScanSearch, input: AnalyzeInput, options: SurveyOptions): Promise<Survey> {
  const seeksFindings = options.seeksFindings !== false;
  const weights = () => serviceWeights(options.serviceNames);
  const limit = new FlowLimit(options.maxFlows ?? Number.POSITIVE_INFINITY, weights);
  const stages = new PacketStages(options, { limit });
  const captures = await countAll(await listInputs(input), stages, watched(options, stages));
  const { collector, decoder, announcements, timeline } = stages;
  const { flows } = collector;
  // Of a selection, which flows are in it is known from services on.
  if (seeksFindings && options.selection === undefined) search.start(flows.count);
  const addresses = numberAddresses(flows);
  const protocols = identifyProtocols(flows);
  const negotiated = findNegotiated(flows, protocols, new AnnouncedEndpoints(announcements));
  const signOns = new SignOns(announcements);
  const roles = decideRoles(flows, { weights: weights(), protocols, negotiated, addresses });
  const known = { roles, negotiated, addresses };
  const isSelected = options.selection && flowFilter(options.selection, flows, known);
  const scans = search.begin({ flows, ...known });
  const services = groupServices(flows, known, isSelected);
  const spoken = countSpoken(flows, protocols, services.ofFlow);
  const userNames = options.serviceNames;
  const traffic = { flows, addresses, protocols, negotiated, signOns, roles, services, spoken, userNames };
  return {
    ...traffic,
    captures,
    verdictPackets: collector.verdictPackets,
    verdictBytes: collector.verdictBytes,
    encapsulations: decoder.encapsulations,
    timeline,
    found: seeksFindings ? await findAll(traffic, options.expectations, scans) : NOTHING_FOUND,
  };
}

function watched(options: SurveyOptions, stages: PacketStages): AnalyzeOptions {
  const { watch, onProgress } = options;
  if (watch === undefined) return options;
  return {
    ...options,
    threads: 1,
    onProgress: (progress) => {
      watch(stages);
      onProgress?.(progress);
    },
  };
}

async function countAll(
  inputs: readonly (string | ByteStream)[],
  stages: PacketStages,
  options: AnalyzeOptions,
): Promise<CaptureSummary[]> {
  const captures = await countCaptures(inputs, stages, options, options.onProgress);
  await giveBackParts(stages.joinedFlows);
  if (captures.every(({ format }) => format === null)) throw nothingReadable(captures);
  return captures;
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
