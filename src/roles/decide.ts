/**
 * The roles stage: who is the client and who the server of every flow, from all flows together.
 *
 * Every clue that says anything of a flow weighs for one end or the other, in log-odds (weigh.ts). What a handshake, a
 * payload or an address tells of a flow is certain enough to be evidence for others: for flows that tell nothing
 * themselves, the sockets of the whole capture are counted (socket-evidence.ts).
 *
 * Flows are walked over in WebAssembly (assembly/roles/), which tells the facts of each by which it is decided. What they
 * mean is told here, once for each combination of facts that comes up.
 */
import { type FlowAddresses, numberAddresses } from "../flows/addresses.ts";
import { FOLDED, FOLDED_SERVER_B } from "../flows/evidence.ts";
import type { FlowTable } from "../flows/flow.ts";
import { inBlocks } from "../flows/in-blocks.ts";
import { certainServer, gradeFlow, gradeSockets, type RoleInputs } from "./grade.ts";
import { CLUES, RoleTable } from "./role.ts";
import { listOpenFlows, SocketEvidence } from "./socket-evidence.ts";
import { weigh } from "./weigh.ts";

/** Facts of a flow itself (assembly/roles/flow-facts.ts) are below. */
const FACTS = 1 << 17;
/** Above a role that is packed in a word: the certain server plus 1. */
const CERTAIN_SHIFT = 28;

/** Decides the role of every flow. */
export function decideRoles(flows: FlowTable, inputs: RoleInputs): RoleTable {
  const { columns, memory } = flows;
  const addresses = inputs.addresses ?? numberAddresses(flows);
  const roles = new RoleTable(flows.count, columns);
  const { serverIsB, clues, decidedBy, confidencePercent } = roles;
  const mark = columns.mark();
  memory.loops.placeRoles(
    serverIsB.byteOffset,
    clues.byteOffset,
    decidedBy.byteOffset,
    confidencePercent.byteOffset,
  );
  const certain = decideCertain(flows, addresses, inputs);
  if (memory.loops.countOfOpenFlows() > 0) {
    const sockets = new SocketEvidence(flows, addresses, certain, inputs.countsFolded);
    decideOpen(flows, sockets, inputs);
  }
  columns.release(mark);
  return roles;
}

/**
 * Decides the flows that tell their server themselves, and lists the others, which are open. Answers with that server,
 * 1 for endpoint b and −1 for a; 0 for open flows.
 */
function decideCertain(flows: FlowTable, addresses: FlowAddresses, inputs: RoleInputs): Int8Array {
  const { columns, memory } = flows;
  const { loops } = memory;
  const { protocols, negotiated = null, weights } = inputs;
  const certain = columns.int8(flows.count);
  const known = columns.int32(FACTS);
  loops.placeFacts(
    columns.addressOf(weights.tcp),
    columns.addressOf(weights.sctp),
    columns.addressOf(weights.udp),
    columns.addressOf(protocols.serverVote),
    columns.addressOf(protocols.votePercent),
  );
  const negotiatedAt = negotiated === null ? 0 : columns.addressOf(negotiated.serverVote);
  listOpenFlows(flows, addresses, inputs.countsFolded);
  const grades = new Int8Array(CLUES.length);
  inBlocks(
    flows.count,
    (from, to) => loops.decideCertainFlows(certain.byteOffset, known.byteOffset, negotiatedAt, from, to),
    (flow) => {
      gradeFlow(grades, flows, flow, inputs);
      const word = weigh(grades) | ((certainServer(grades) + 1) << CERTAIN_SHIFT);
      const facts = loops.factsOfFlow(flow);
      loops.decideFlow(certain.byteOffset, flow, facts, word);
      // What was negotiated is no fact of the flow's record; such flows are few, and always certain.
      if (negotiated === null || negotiated.serverVote[flow] === 0) known[facts] = word;
      return flow + 1;
    },
  );
  return certain;
}

/** Decides the others, with what the sockets of the whole capture tell. */
function decideOpen(flows: FlowTable, sockets: SocketEvidence, inputs: RoleInputs): void {
  const { loops } = flows.memory;
  const grades = new Int8Array(CLUES.length);
  inBlocks(loops.countOfOpenFlows(), loops.decideOpenFlows, (row) => {
    const flow = loops.flowOfRow(row);
    const settled = settledServer(flows, flow);
    sockets.find(row);
    gradeFlow(grades, flows, flow, inputs);
    gradeSockets(grades, sockets);
    const role = weigh(grades, settled);
    loops.putRole(flow, role);
    if (settled === 0) loops.noteOpenRole(row, role);
    return row + 1;
  });
}

/** The server that a record for several flows had when they were folded, 1 for b and −1 for a: it stays. Else 0. */
function settledServer(flows: FlowTable, flow: number): number {
  const server = flows.evidence(flow) & FOLDED;
  if (server === 0) return 0;
  return server === FOLDED_SERVER_B ? 1 : -1;
}
