/** Examples to learn from: flows whose handshake tells who the server is, seen as a tap would see less of them. */

import { endText } from "../../src/flows/flow-ends.ts";
import type { NegotiatedTable } from "../../src/protocols/negotiated.ts";
import type { Survey } from "../../src/report/survey.ts";
import { Grader } from "../../src/roles/grader.ts";
import { serviceWeights } from "../../src/services/registry.ts";
import { harderVersion, VARIANTS } from "../roles-bench/harder.ts";
import { endsOf, surveyOf } from "../roles-bench/own.ts";
import type { Packet } from "../roles-bench/packets.ts";
import { findTruth, type TrueRoles } from "../roles-bench/truth.ts";
import { featuresOf } from "./features.ts";
import type { Example } from "./fit.ts";

/** Every flow of a capture whose roles are known, in every variant. Many alike ones of one capture count for less. */
export async function examplesOf(packets: readonly Packet[]): Promise<Example[]> {
  const { established } = findTruth(packets);
  if (established.size === 0) return [];
  const weight = 1 / Math.sqrt(established.size);
  const examples: Example[] = [];
  for (const variant of VARIANTS) {
    examples.push(...(await examplesIn(harderVersion(packets, variant), established, weight)));
  }
  return examples;
}

async function examplesIn(
  packets: readonly Packet[],
  established: ReadonlyMap<string, TrueRoles>,
  weight: number,
): Promise<Example[]> {
  const found = await surveyOf(packets);
  if (found.negotiated === null) return gradedExamples(found, null, established, weight);
  // Control channels may be encrypted, or begin before the capture: the other clues have to do without them.
  return [found.negotiated, null].flatMap((seen) => gradedExamples(found, seen, established, weight / 2));
}

function gradedExamples(
  found: Survey,
  negotiated: NegotiatedTable | null,
  established: ReadonlyMap<string, TrueRoles>,
  weight: number,
): Example[] {
  const { flows, addresses, protocols } = found;
  const grader = new Grader(flows, { weights: serviceWeights(), protocols, negotiated, addresses });
  const examples: Example[] = [];
  for (let flow = 0; flow < flows.count; flow++) {
    grader.grade(flow);
    const ends = endsOf(found, flow);
    const roles = ends === null ? undefined : established.get(ends.key);
    if (ends === null || roles === undefined) continue;
    const serverIsB = endText(roles.server) === endText(ends.b);
    examples.push({ features: featuresOf(grader.grades, serverIsB), weight });
  }
  return examples;
}
