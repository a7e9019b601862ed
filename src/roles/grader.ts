/** The grades of one flow after the other, as decideRoles weighs them: for whoever explains or learns. */
import { numberAddresses } from "../flows/addresses.ts";
import type { FlowTable } from "../flows/flow.ts";
import { certainServer, type Grades, gradeFlow, gradeSockets, type RoleInputs } from "./grade.ts";
import { CLUES } from "./role.ts";
import { listOpenFlows, SocketEvidence } from "./socket-evidence.ts";

/** Flows have to be graded in their order. */
export class Grader {
  /** Of the flow that was graded last. */
  readonly grades: Grades = new Int8Array(CLUES.length);
  readonly #flows: FlowTable;
  readonly #inputs: RoleInputs;
  /** Per flow: 1 or −1 where the flow itself tells its server for certain, 0 where it is open. */
  readonly #certain: Int8Array;
  /** Of the open flow that was graded last. */
  readonly sockets: SocketEvidence;
  #open = 0;

  constructor(flows: FlowTable, inputs: RoleInputs) {
    this.#flows = flows;
    this.#inputs = inputs;
    const { countsFolded, addresses = numberAddresses(flows) } = inputs;
    this.#certain = flows.columns.int8(flows.count);
    listOpenFlows(flows, addresses, countsFolded);
    for (let flow = 0; flow < flows.count; flow++) {
      gradeFlow(this.grades, flows, flow, inputs);
      this.#certain[flow] = certainServer(this.grades);
      if (this.#certain[flow] === 0) flows.memory.loops.addOpenFlow(flow, 0);
    }
    this.sockets = new SocketEvidence(flows, addresses, this.#certain, countsFolded);
  }

  grade(flow: number): void {
    gradeFlow(this.grades, this.#flows, flow, this.#inputs);
    if (this.#certain[flow] !== 0) return;
    this.sockets.find(this.#open++);
    gradeSockets(this.grades, this.sockets);
  }
}
