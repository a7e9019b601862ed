/** Why a flow has the role and the service it has: facts and words as plain data. */

import { PAYLOAD_CAPTURED_FROM_A, PAYLOAD_CAPTURED_FROM_B } from "../../flows/evidence.ts";
import { endOf } from "../../flows/flow-ends.ts";
import type { EndFrames, FlowFrames } from "../../flows/flow-frames.ts";
import { PROTOCOL_NAMES } from "../../protocols/protocol.ts";
import { type ServiceWeights, weightsOf } from "../../roles/grade.ts";
import { CLUE_FTP_DATA, CLUES, type Clue, KNOWN_FROM } from "../../roles/role.ts";
import { logOddsForB } from "../../roles/weigh.ts";
import { lookUp, serviceLabel, serviceWeights } from "../../services/registry.ts";
import { transportOf } from "../../services/transports.ts";
import { flowRow } from "../flow-rows.ts";
import { nameServices } from "../name-services.ts";
import type { FlowReport } from "../report.ts";
import type { Survey } from "../survey.ts";
import { VERSION } from "../version.ts";
import { type KnownEnd, type KnownFlow, silenceOf, wordsOf } from "./clue-words.ts";
import {
  type Evidence,
  EXPLANATION_SCHEMA,
  type ExplanationHead,
  type FlowExplanation,
  type FlowExplanations,
  type IdentifiedProtocol,
  type RoleExplanation,
  type ServiceExplanation,
  type SocketExplanation,
  type Strength,
} from "./explanation.ts";
import { gradeFlow } from "./socket-counts.ts";

/** A confidence of 0.98 in log-odds. */
const DECISIVE_FROM = Math.log(0.98 / 0.02);
const STRONG_FROM = Math.log(KNOWN_FROM / (1 - KNOWN_FROM));

/** Explains the flows, whose numbers these are; `framesOf` tells where their evidence was seen. */
export function explainFlows(
  survey: Survey,
  flows: readonly number[],
  framesOf: (protocol: number) => FlowFrames,
): FlowExplanations {
  return {
    ...explanationHead(survey),
    kind: "flow",
    flows: flows.map((flow) => explainFlow(survey, flow, framesOf(survey.flows.protocol(flow)))),
  };
}

/** What all explanations begin with. */
export function explanationHead({ captures }: Survey): ExplanationHead {
  return {
    schema: EXPLANATION_SCHEMA,
    tool: { name: "portolan", version: VERSION },
    captures: captures.map(({ path, packets, complete }) => ({ path, packets, complete })),
  };
}

/** The flow as `flows` lists it. */
export function flowReportOf(survey: Survey, flow: number): FlowReport {
  return flowRow(survey, flow, nameServices(survey)[survey.services.ofFlow[flow]]);
}

function explainFlow(survey: Survey, flow: number, frames: FlowFrames): FlowExplanation {
  const weights = serviceWeights(survey.userNames);
  const graded = gradeFlow(survey, flow, weights);
  const a = knownEnd(survey, flow, false, frames.a, graded.a, weights);
  const b = knownEnd(survey, flow, true, frames.b, graded.b, weights);
  const serverIsB = survey.roles.serverIsB[flow] === 1;
  const [server, client] = serverIsB ? [b, a] : [a, b];
  const identified = identifiedOf(survey, flow);
  const row = flowReportOf(survey, flow);
  const known: KnownFlow = {
    protocol: survey.flows.protocol(flow),
    identified,
    negotiated: row.negotiated,
    tellsItself: graded.tellsItself,
    asking: graded.asking,
  };
  return {
    flow: row,
    hosts: { server: hostOf(survey, server), client: hostOf(survey, client) },
    frames: { fromClient: client.frames, fromServer: server.frames },
    role: roleOf(survey, flow, graded.grades, { a, b, known }),
    service: serviceOf(survey, flow, { server, client, known }),
  };
}

function knownEnd(
  survey: Survey,
  flow: number,
  isB: boolean,
  frames: EndFrames,
  sockets: SocketExplanation,
  weights: ServiceWeights,
): KnownEnd {
  const { flows, userNames } = survey;
  const end = endOf(flows, flow, isB);
  const transport = transportOf(flows.protocol(flow));
  return {
    end,
    frames,
    sockets,
    portName: lookUp(transport, end.port, userNames)?.name ?? null,
    portWeight: weightsOf(weights, flows.protocol(flow))[end.port],
    sentPayload: (flows.evidence(flow) & (isB ? PAYLOAD_CAPTURED_FROM_B : PAYLOAD_CAPTURED_FROM_A)) !== 0,
  };
}

function hostOf({ captures }: Survey, { end }: KnownEnd): string | null {
  for (const { hostNames } of captures) {
    const name = hostNames.get(end.address);
    if (name !== undefined) return name;
  }
  return null;
}

function identifiedOf({ flows, protocols }: Survey, flow: number): IdentifiedProtocol | null {
  const protocol = protocols.nameOf(flow);
  if (protocol === null) return null;
  const vote = protocols.serverVote[flow];
  return {
    protocol,
    confidence: protocols.confidencePercent[flow] / 100,
    contradiction: PROTOCOL_NAMES[protocols.contradiction[flow]] || null,
    server:
      vote === 0 ? null : { ...endOf(flows, flow, vote > 0), confidence: protocols.votePercent[flow] / 100 },
  };
}

interface Known {
  readonly a: KnownEnd;
  readonly b: KnownEnd;
  readonly known: KnownFlow;
}

function roleOf(survey: Survey, flow: number, grades: Int8Array, { a, b, known }: Known): RoleExplanation {
  const { roles } = survey;
  const serverIsB = roles.serverIsB[flow] === 1;
  const [server, client] = serverIsB ? [b, a] : [a, b];
  const evidence = CLUES.flatMap((clue, i): Evidence[] => {
    const odds = logOddsForB(i, grades[i]);
    if (odds === 0) return [];
    const [itsServer, itsClient] = odds > 0 ? [b, a] : [a, b];
    const logOdds = Math.abs(odds);
    return [
      {
        clue,
        server: itsServer.end,
        supports: itsServer === server,
        strength: strengthOf(logOdds),
        logOdds,
        ...wordsFor(clue, itsServer, itsClient, known),
      },
    ];
  }).sort((one, other) => other.logOdds - one.logOdds);
  const sum = evidence.reduce((total, { supports, logOdds }) => total + (supports ? logOdds : -logOdds), 0);
  return {
    known: roles.isKnown(flow),
    confidence: roles.confidencePercent[flow] / 100,
    server: server.end,
    logOdds: hundredths(sum),
    evidence,
    silent: silentClues(grades, { a, b, known }),
    sockets: { server: server.sockets, client: client.sockets },
  };
}

function wordsFor(clue: Clue, server: KnownEnd, client: KnownEnd, known: KnownFlow) {
  const { why, frames } = wordsOf(clue, server, client, known);
  return { why, frames: [...frames] };
}

export function strengthOf(logOdds: number): Strength {
  if (logOdds >= DECISIVE_FROM) return "decisive";
  return logOdds >= STRONG_FROM ? "strong" : "weak";
}

/** Weights have no more digits; sums of them need not look as if they had. */
function hundredths(odds: number): number {
  return Math.round(odds * 100) / 100;
}

/** What the whole capture says of a socket. */
const ASKED_OF_SOCKETS: readonly Clue[] = ["known-server", "fan-in", "probe", "busy-port", "client-ports"];

function silentClues(grades: Int8Array, { a, b, known }: Known): RoleExplanation["silent"] {
  const isFtpData = grades[CLUE_FTP_DATA] !== 0;
  return CLUES.flatMap((clue, i) => {
    if (grades[i] !== 0) return [];
    const why = ASKED_OF_SOCKETS.includes(clue)
      ? (notAsked(known, isFtpData) ?? silenceOf(clue, a, b, known))
      : silenceOf(clue, a, b, known);
    return why === null ? [] : [{ clue, why }];
  });
}

function notAsked({ tellsItself }: KnownFlow, isFtpData: boolean): string | null {
  if (tellsItself) return "not asked: the flow tells its server itself";
  return isFtpData ? "not asked: who connects from one port to many would pass for a server" : null;
}

function serviceOf(
  survey: Survey,
  flow: number,
  { server, client, known }: { server: KnownEnd; client: KnownEnd; known: KnownFlow },
): ServiceExplanation {
  const transport = transportOf(known.protocol);
  const { port } = survey.services.services[survey.services.ofFlow[flow]];
  const found = lookUp(transport, port, survey.userNames);
  return {
    label: serviceLabel(transport, port, found?.name ?? null),
    name: found?.name ?? null,
    nameFrom: found?.source ?? null,
    description: found?.description ?? null,
    negotiated: known.negotiated && { ...known.negotiated },
    identified: known.identified,
    payloadSeen: { fromClient: client.sentPayload, fromServer: server.sentPayload },
  };
}
