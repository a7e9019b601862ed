/**
 * What the whole capture says of the two sockets of one flow, counted in one plain walk over all flows: the words of
 * the clues that roles/socket-evidence.ts counts for many flows at once.
 */
import { endOf } from "../../flows/flow-ends.ts";
import { certainServer, type ServiceWeights } from "../../roles/grade.ts";
import { Grader } from "../../roles/grader.ts";
import * as role from "../../roles/role.ts";
import type { Survey } from "../survey.ts";
import type { SocketExplanation } from "./explanation.ts";

/** Other flows of a socket that are listed. */
const LISTED = 5;
export interface GradedFlow {
  /** By clue, as `Grader` answers. */
  readonly grades: Int8Array;
  /** Whether the flow tells its server itself, so that its sockets are not asked. */
  readonly tellsItself: boolean;
  readonly a: SocketExplanation;
  readonly b: SocketExplanation;
}

/** Grades the flow again, and counts what is known of its sockets. */
export function gradeFlow(survey: Survey, wanted: number, weights: ServiceWeights): GradedFlow {
  const { flows, protocols, negotiated, addresses } = survey;
  const grader = new Grader(flows, { weights, protocols, negotiated, addresses });
  let grades = new Int8Array(role.CLUES.length);
  const [a, b] = [false, true].map((isB) => new SocketCounter(survey, wanted, isB));
  for (let flow = 0; flow < flows.count; flow++) {
    grader.grade(flow);
    const certain = certainServer(grader.grades);
    a.add(flow, certain);
    b.add(flow, certain);
    if (flow === wanted) grades = grader.grades.slice();
  }
  return { grades, tellsItself: certainServer(grades) !== 0, a: a.counts, b: b.counts };
}

class SocketCounter {
  readonly counts: SocketExplanation = {
    flows: 0,
    certainlyServer: 0,
    certainlyClient: 0,
    flowsOfPort: 0,
    clientPorts: null,
    others: [],
  };
  readonly #survey: Survey;
  readonly #wanted: number;
  readonly #address: number;
  readonly #port: number;

  constructor(survey: Survey, wanted: number, isB: boolean) {
    const { flows, addresses } = survey;
    this.#survey = survey;
    this.#wanted = wanted;
    this.#address = isB ? addresses.ofB[wanted] : addresses.ofA[wanted];
    this.#port = isB ? flows.portB(wanted) : flows.portA(wanted);
  }

  add(flow: number, certain: number): void {
    const { addresses, flows } = this.#survey;
    this.#addEnd(flow, addresses.ofA[flow], flows.portA(flow), -certain, true);
    this.#addEnd(flow, addresses.ofB[flow], flows.portB(flow), certain, false);
  }

  /** `certain`: 1 where the end is the server for certain, −1 where it is the client. */
  #addEnd(flow: number, address: number, port: number, certain: number, peerIsB: boolean): void {
    const { flows } = this.#survey;
    const { counts } = this;
    const isHost = address === this.#address;
    const isOther = flow !== this.#wanted;
    if (isHost && isOther && certain < 0) this.#noteClientPort(port);
    if (port !== this.#port || flows.protocol(flow) !== flows.protocol(this.#wanted)) return;
    counts.flowsOfPort++;
    if (!isHost) return;
    counts.flows++;
    if (!isOther) return;
    if (certain > 0) counts.certainlyServer++;
    if (certain < 0) counts.certainlyClient++;
    if (counts.others.length === LISTED) return;
    counts.others.push({ peer: endOf(flows, flow, peerIsB), firstFrame: flows.firstFrame(flow) });
  }

  #noteClientPort(port: number): void {
    const { first, last } = this.counts.clientPorts ?? { first: port, last: port };
    this.counts.clientPorts = { first: Math.min(first, port), last: Math.max(last, port) };
  }
}
