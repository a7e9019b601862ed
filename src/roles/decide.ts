/**
 * The roles stage: who is the client and who the server of every flow, from all flows together.
 *
 * Every clue that says anything of a flow weighs for one end or the other, in log-odds (weigh.ts). What a handshake, a
 * payload or an address tells of a flow is certain enough to be evidence for others: for flows that tell nothing
 * themselves, the sockets of the whole capture are counted (socket-evidence.ts).
 */
import { numberAddresses } from "../flows/addresses.ts";
import { FOLDED, FOLDED_SERVER_B } from "../flows/evidence.ts";
import type { FlowTable } from "../flows/flow.ts";
import { FACTS, FlowFacts, SOCKET_FACTS, socketFacts } from "./facts.ts";
import { certainServer, gradeFlow, gradeSockets, type RoleInputs } from "./grade.ts";
import { CLUES, RoleTable } from "./role.ts";
import { type SocketEvidence, socketEvidence } from "./socket-evidence.ts";
import { putRole, weigh } from "./weigh.ts";

/** Decides the role of every flow. */
export function decideRoles(flows: FlowTable, inputs: RoleInputs): RoleTable {
  const roles = new RoleTable(flows.count);
  const facts = new FlowFacts(flows, inputs);
  const certain = decideCertain(roles, flows, inputs, facts);
  if (certain.includes(0)) {
    const addresses = inputs.addresses ?? numberAddresses(flows);
    const sockets = socketEvidence(flows, addresses, certain, inputs.countsFolded);
    decideOpen(roles, flows, { inputs, facts, certain, sockets });
  }
  return roles;
}

const CERTAIN_SHIFT = 28;

/**
 * Decides the flows that tell their server themselves. Answers with that server, 1 for endpoint b and −1 for a; 0 for
 * flows that are open.
 */
function decideCertain(roles: RoleTable, flows: FlowTable, inputs: RoleInputs, facts: FlowFacts): Int8Array {
  const { negotiated = null } = inputs;
  const certain = new Int8Array(flows.count);
  const grades = new Int8Array(CLUES.length);
  /** By facts: the role in a word (weigh.ts), and above it the certain server plus 1. 0 where it is not known yet. */
  const known = new Int32Array(FACTS);
  for (let flow = 0; flow < certain.length; flow++) {
    const of = facts.of(flow);
    // What was negotiated is no fact of the flow's record; such flows are few, and always certain.
    const isNegotiated = negotiated !== null && negotiated.serverVote[flow] !== 0;
    let word = isNegotiated ? 0 : known[of];
    if (word === 0) {
      gradeFlow(grades, flows, flow, inputs);
      word = weigh(grades) | ((certainServer(grades) + 1) << CERTAIN_SHIFT);
      if (!isNegotiated) known[of] = word;
    }
    certain[flow] = (word >>> CERTAIN_SHIFT) - 1;
    putRole(roles, flow, word);
  }
  return certain;
}

interface OpenFlows {
  readonly inputs: RoleInputs;
  readonly facts: FlowFacts;
  readonly certain: Int8Array;
  readonly sockets: SocketEvidence;
}

/** Decides the others, with what the sockets of the whole capture tell. */
function decideOpen(
  roles: RoleTable,
  flows: FlowTable,
  { inputs, facts, certain, sockets }: OpenFlows,
): void {
  const grades = new Int8Array(CLUES.length);
  const known = new Map<number, number>();
  let open = 0;
  for (let flow = 0; flow < certain.length; flow++) {
    if (certain[flow] !== 0) continue;
    grades.fill(0);
    gradeSockets(grades, sockets, open);
    const of = facts.of(flow) * SOCKET_FACTS + socketFacts(grades);
    const settled = settledServer(flows, flow);
    let word = settled === 0 ? known.get(of) : undefined;
    if (word === undefined) {
      gradeFlow(grades, flows, flow, inputs);
      gradeSockets(grades, sockets, open);
      word = weigh(grades, settled);
      if (settled === 0) known.set(of, word);
    }
    putRole(roles, flow, word);
    open++;
  }
}

/** The server that a record for several flows had when they were folded, 1 for b and −1 for a: it stays. Else 0. */
function settledServer(flows: FlowTable, flow: number): number {
  const server = flows.evidence(flow) & FOLDED;
  if (server === 0) return 0;
  return server === FOLDED_SERVER_B ? 1 : -1;
}
