/** Roles that are remembered by their facts are those that would be weighed. */
import { expect, test } from "vitest";
import { randomNumbers } from "../../scripts/bench/random-numbers.ts";
import { FLOW_WORDS, WORD_ADDRESS_B, WORD_KEY } from "../../src/flows/flow.ts";
import { ProtocolTable } from "../../src/protocols/protocol.ts";
import { decideRoles } from "../../src/roles/decide.ts";
import { Grader } from "../../src/roles/grader.ts";
import { RoleTable } from "../../src/roles/role.ts";
import { weigh } from "../../src/roles/weigh.ts";
import { tableOf } from "../many-flows.ts";
import { WEIGHTS } from "./weights.ts";

/** A role in a word, as weigh.ts says. */
function put(roles: RoleTable, flow: number, packed: number): void {
  roles.clues[flow] = packed & 0xffff;
  roles.decidedBy[flow] = (packed >>> 16) & 0xf;
  roles.confidencePercent[flow] = (packed >>> 20) & 0x7f;
  roles.serverIsB[flow] = (packed >>> 27) & 1;
}

test("the role of every flow is what its grades weigh, however often their facts came before", () => {
  const random = randomNumbers(11);
  const ports = [20, 53, 80, 443, 1433, 7777, 33_000, 40_500, 50_000, 60_000];
  const made = Array.from({ length: 20_000 }, () => ({
    a: random(60),
    b: 100 + random(60),
    portA: random(3) === 0 ? 1024 + random(60_000) : ports[random(ports.length)],
    portB: ports[random(ports.length)],
    protocol: [6, 17, 132, 136, 33][random(5)],
  }));
  const table = tableOf(made);
  const protocols = new ProtocolTable(table.count, table.columns);
  for (let flow = 0; flow < table.count; flow++) {
    const bits = random(1 << 5);
    table.words[flow * FLOW_WORDS + WORD_KEY] |= ((bits & 0xf) << 9) | ((bits >> 4) << 25);
    if (random(4) === 0) table.words[flow * FLOW_WORDS + WORD_ADDRESS_B] = [-1, 0xe000_0001][random(2)];
    protocols.serverVote[flow] = random(3) - 1;
    protocols.votePercent[flow] = [75, 80, 97][random(3)];
  }
  const inputs = { weights: WEIGHTS, protocols };
  const roles = decideRoles(table, inputs);
  const grader = new Grader(table, inputs);
  const weighed = new RoleTable(table.count, table.columns);
  for (let flow = 0; flow < table.count; flow++) {
    grader.grade(flow);
    put(weighed, flow, weigh(grader.grades));
  }
  expect(roles).toEqual(weighed);
});
