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
import { OpenEnds, SocketEvidence } from "./socket-evidence.ts";
import { putRole, weigh } from "./weigh.ts";

/** Decides the role of every flow. */
export function decideRoles(flows: FlowTable, inputs: RoleInputs): RoleTable {
  const roles = new RoleTable(flows.count, flows.columns);
  const facts = new FlowFacts(flows, inputs);
  const addresses = inputs.addresses ?? numberAddresses(flows);
  const open = new OpenEnds(flows, addresses);
  const certain = decideCertain(roles, flows, { inputs, facts, open });
  if (open.count > 0) {
    const { countsFolded } = inputs;
    const sockets = new SocketEvidence(flows, addresses, { certain, open, countsFolded });
    decideOpen(roles, flows, { inputs, open, sockets });
  }
  return roles;
}

const CERTAIN_SHIFT = 28;

interface DecidingInputs {
  readonly inputs: RoleInputs;
  readonly facts: FlowFacts;
  readonly open: OpenEnds;
}

/**
 * Decides the flows that tell their server themselves, and lists the others, which are open. Answers with that server,
 * 1 for endpoint b and −1 for a; 0 for open flows.
 */
function decideCertain(
  roles: RoleTable,
  flows: FlowTable,
  { inputs, facts, open }: DecidingInputs,
): Int8Array {
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
    if (certain[flow] === 0) open.add(flow, of);
    else putRole(roles, flow, word);
  }
  return certain;
}

interface OpenInputs {
  readonly inputs: RoleInputs;
  readonly open: OpenEnds;
  readonly sockets: SocketEvidence;
}

/** Decides the others, with what the sockets of the whole capture tell. */
function decideOpen(roles: RoleTable, flows: FlowTable, { inputs, open, sockets }: OpenInputs): void {
  const grades = new Int8Array(CLUES.length);
  const known = new KnownRoles();
  const hasFolded = flows.folded.groups > 0;
  for (let row = 0; row < open.count; row++) {
    const flow = open.flow[row];
    grades.fill(0);
    sockets.find(row);
    gradeSockets(grades, sockets);
    const of = open.facts[row] * SOCKET_FACTS + socketFacts(grades);
    const settled = hasFolded ? settledServer(flows, flow) : 0;
    let word = settled === 0 ? known.get(of) : 0;
    if (word === 0) {
      gradeFlow(grades, flows, flow, inputs);
      gradeSockets(grades, sockets);
      word = weigh(grades, settled);
      if (settled === 0) known.set(of, word);
    }
    putRole(roles, flow, word);
  }
}

/** Roles by facts, in a table in which a later one takes an earlier one's place: it only saves work. */
class KnownRoles {
  readonly #facts = new Uint32Array(KNOWN_ROLES).fill(NO_FACTS);
  readonly #roles = new Int32Array(KNOWN_ROLES);

  /** The role in a word; 0 where it is not known. */
  get(facts: number): number {
    const at = placeOf(facts);
    return this.#facts[at] === facts ? this.#roles[at] : 0;
  }

  set(facts: number, role: number): void {
    const at = placeOf(facts);
    this.#facts[at] = facts;
    this.#roles[at] = role;
  }
}

/** No combination of facts: not all bits of what sockets tell are ever set. */
const NO_FACTS = 0xffff_ffff;
const KNOWN_ROLES_BITS = 12;
const KNOWN_ROLES = 1 << KNOWN_ROLES_BITS;

function placeOf(facts: number): number {
  return Math.imul(facts, 0x9e3779b1) >>> (32 - KNOWN_ROLES_BITS);
}

/** The server that a record for several flows had when they were folded, 1 for b and −1 for a: it stays. Else 0. */
function settledServer(flows: FlowTable, flow: number): number {
  const server = flows.evidence(flow) & FOLDED;
  if (server === 0) return 0;
  return server === FOLDED_SERVER_B ? 1 : -1;
}
