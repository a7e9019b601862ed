/**
 * What the whole capture says of the two sockets of one flow, counted in one plain walk over all flows: the words of
 * the clues that roles/socket-evidence.ts counts for many flows at once.
 */
import { endOf } from "../../flows/flow-ends.ts";
import { BOTH_SPEAK } from "../../roles/asking.ts";
import { certainServer, type ServiceWeights } from "../../roles/grade.ts";
import { Grader } from "../../roles/grader.ts";
import * as role from "../../roles/role.ts";
import type { SocketEvidence } from "../../roles/socket-evidence.ts";
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
  /** Which end alone speaks, and how; see roles/asking.ts. */
  readonly asking: number;
}

type SocketCountsOfFlow = Omit<SocketEvidence, "find">;

/** Grades the flow again, and counts what is known of its sockets. */
export function gradeFlow(survey: Survey, wanted: number, weights: ServiceWeights): GradedFlow {
  const { flows, protocols, negotiated, addresses } = survey;
  const mark = flows.columns.mark();
  const grader = new Grader(flows, { weights, protocols, negotiated, addresses });
  let grades = new Int8Array(role.CLUES.length);
  let sockets: SocketCountsOfFlow | null = null;
  const [a, b] = [false, true].map((isB) => new SocketCounter(survey, wanted, isB));
  for (let flow = 0; flow < flows.count; flow++) {
    grader.grade(flow);
    const certain = certainServer(grader.grades);
    a.add(flow, certain);
    b.add(flow, certain);
    if (flow !== wanted) continue;
    grades = grader.grades.slice();
    if (certain === 0) sockets = { ...grader.sockets };
  }
  flows.columns.release(mark);
  if (sockets !== null) takeCounts(a.counts, b.counts, sockets);
  const asking = sockets?.asking ?? BOTH_SPEAK;
  return { grades, tellsItself: certainServer(grades) !== 0, a: a.counts, b: b.counts, asking };
}

/** What counts as a server's flows is for the roles to say. */
function takeCounts(a: SocketExplanation, b: SocketExplanation, sockets: SocketCountsOfFlow): void {
  a.counted = sockets.flowsOfA;
  b.counted = sockets.flowsOfB;
  a.heard = sockets.heardOfA;
  b.heard = sockets.heardOfB;
  a.searches = sockets.searchesA > 0;
  b.searches = sockets.searchesB > 0;
  a.flowsOfPort = sockets.flowsOfPortA;
  b.flowsOfPort = sockets.flowsOfPortB;
}

class SocketCounter {
  readonly counts: SocketExplanation = {
    flows: 0,
    certainlyServer: 0,
    certainlyClient: 0,
    counted: null,
    heard: null,
    searches: false,
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
