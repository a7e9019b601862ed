/** The facts that WebAssembly tells a flow's outcome by are all that the outcome depends on. */
import { expect, test } from "vitest";
import { numberAddresses } from "../../src/flows/addresses.ts";
import * as evidence from "../../src/flows/evidence.ts";
import {
  DOUBLE_PAYLOAD_A_TO_B,
  DOUBLE_PAYLOAD_B_TO_A,
  FLOW_DOUBLES,
  FLOW_WORDS,
  type FlowTable,
  WORD_KEY,
  WORD_PACKETS_A_TO_B,
  WORD_PACKETS_B_TO_A,
} from "../../src/flows/flow.ts";
import { RoleTable } from "../../src/roles/role.ts";
import { groupServices } from "../../src/services/group.ts";
import { outcome } from "../../src/services/service.ts";
import { tableOf } from "../many-flows.ts";

/** Bits that outcomes look at: each combination of them comes up. */
const TOLD = [
  evidence.SYN_FROM_A,
  evidence.SYN_FROM_B,
  evidence.SYN_ACK_FROM_A,
  evidence.SYN_ACK_FROM_B,
  evidence.FIN_FROM_A,
  evidence.FIN_FROM_B,
  evidence.RST_FROM_A,
  evidence.RST_FROM_B,
  evidence.ACK_FROM_A,
  evidence.ACK_FROM_B,
  evidence.UNREACHABLE_FOR_A,
  evidence.UNREACHABLE_FOR_B,
  evidence.EARLIER_FROM_A,
  evidence.EARLIER_FROM_B,
];
/** All others but those of the address version, at random. */
const UNTOLD = ~TOLD.reduce((all, bit) => all | bit, evidence.KEY_MASK);
const COMBINATIONS = 2 ** TOLD.length;
/** Packets of a and of b, and payload bytes of a and of b. */
const PACKETS = [0, 1, 2];
const PAYLOADS = [0, 7];
const AMOUNTS = PACKETS.flatMap((a) =>
  PACKETS.flatMap((b) => PAYLOADS.flatMap((c) => PAYLOADS.map((d) => [a, b, c, d]))),
);
const COUNT = COMBINATIONS * AMOUNTS.length;

/** Every combination of bits with all amounts, in one table: an outcome is told but once for the same facts. */
function fill({ words, doubles }: FlowTable, protocol: number): void {
  for (let flow = 0; flow < COUNT; flow++) {
    const combination = flow % COMBINATIONS;
    const [fromA, fromB, payloadOfA, payloadOfB] = AMOUNTS[Math.floor(flow / COMBINATIONS)];
    const bits = TOLD.reduce((all, bit, i) => (((combination >> i) & 1) * bit) | all, 0);
    words[flow * FLOW_WORDS + WORD_KEY] = protocol | bits | (mixed(flow) & UNTOLD);
    words[flow * FLOW_WORDS + WORD_PACKETS_A_TO_B] = fromA;
    words[flow * FLOW_WORDS + WORD_PACKETS_B_TO_A] = fromB;
    doubles[flow * FLOW_DOUBLES + DOUBLE_PAYLOAD_A_TO_B] = payloadOfA;
    doubles[flow * FLOW_DOUBLES + DOUBLE_PAYLOAD_B_TO_A] = payloadOfB;
  }
}

function mixed(flow: number): number {
  const product = Math.imul(flow + 1, 0x9e3779b1);
  return Math.imul(product ^ (product >>> 15), 0x85ebca6b);
}

const ends = { a: 1, b: 2, portA: 40_000, portB: 80, protocol: 0 };
const flows = tableOf(new Array(COUNT).fill(ends));
const addresses = numberAddresses(flows);
const roles = new RoleTable(COUNT, flows.columns);

test.each([
  ["TCP", 6],
  ["UDP", 17],
  ["DCCP", 33],
  ["SCTP", 132],
  ["UDP-Lite", 136],
])("%s: the outcome of every combination of facts", (_, protocol) => {
  fill(flows, protocol);
  let wrong = 0;
  for (const turned of [0, 1]) {
    for (let flow = 0; flow < COUNT; flow++) roles.serverIsB[flow] = (mixed(flow) >>> 31) ^ turned;
    const mark = flows.columns.mark();
    const { outcome: told } = groupServices(flows, { roles, addresses });
    for (let flow = 0; flow < COUNT; flow++) {
      if (told[flow] !== outcome(flows, flow, roles.serverIsB[flow] === 1)) wrong++;
    }
    flows.columns.release(mark);
  }
  expect(wrong).toBe(0);
});
