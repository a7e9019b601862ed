/** What portolan says of the flows of a capture, as `survey` gives it. */
import { survey } from "../../src/analyze.ts";
import { endOf, endText } from "../../src/flows/flow-ends.ts";
import type { Survey } from "../../src/report/survey.ts";
import { CLUES } from "../../src/roles/role.ts";
import { flowKey, type Packet, transportOf } from "./packets.ts";
import { pcapngOf } from "./write-capture.ts";

export interface OwnAnswer {
  /** The end that is taken for the server, as `endText` writes it. */
  readonly server: string;
  readonly isKnown: boolean;
  readonly confidencePercent: number;
  readonly clue: string;
}

/** What the stages find out of a capture with these packets. */
export function surveyOf(packets: readonly Packet[]): Promise<Survey> {
  return survey(inOnePiece(pcapngOf(packets)));
}

/** A flow's ends and its `flowKey`; null where it is neither TCP nor SCTP. */
export function endsOf({ flows }: Survey, flow: number) {
  const transport = transportOf(flows.protocol(flow));
  if (transport === null) return null;
  const [a, b] = [endOf(flows, flow, false), endOf(flows, flow, true)];
  return { a, b, key: flowKey(transport, a, b) };
}

/** By `flowKey`: what portolan tells of each TCP and SCTP flow of a capture with these packets. */
export async function ownAnswers(packets: readonly Packet[]): Promise<Map<string, OwnAnswer>> {
  const answers = new Map<string, OwnAnswer>();
  const found = await surveyOf(packets);
  const { flows, roles } = found;
  for (let flow = 0; flow < flows.count; flow++) {
    const ends = endsOf(found, flow);
    if (ends === null) continue;
    answers.set(ends.key, {
      server: endText(roles.serverIsB[flow] === 1 ? ends.b : ends.a),
      isKnown: roles.isKnown(flow),
      confidencePercent: roles.confidencePercent[flow],
      clue: CLUES[roles.decidedBy[flow]],
    });
  }
  return answers;
}

async function* inOnePiece(capture: Uint8Array): AsyncGenerator<Uint8Array> {
  yield capture;
}
