/** Flow tables of thousands of flows, without the packets that would bring them. */

import { KEY_IPV6 } from "../src/flows/evidence.ts";
import {
  DOUBLE_BYTES_A_TO_B,
  DOUBLE_BYTES_B_TO_A,
  FLOW_DOUBLES,
  FLOW_WORDS,
  FlowTable,
  WORD_ADDRESS_A,
  WORD_ADDRESS_A_REST,
  WORD_ADDRESS_B,
  WORD_ADDRESS_B_REST,
  WORD_CONNECTIONS,
  WORD_FIRST_NANOSECONDS,
  WORD_FIRST_SECONDS,
  WORD_KEY,
  WORD_LAST_NANOSECONDS,
  WORD_LAST_SECONDS,
  WORD_PACKETS_A_TO_B,
  WORD_PACKETS_B_TO_A,
  WORD_PORTS,
} from "../src/flows/flow.ts";

export interface MadeFlow {
  /** Last word of the addresses. */
  readonly a: number;
  readonly b: number;
  readonly portA: number;
  readonly portB: number;
  readonly protocol: number;
  readonly ipv6?: boolean;
  readonly packets?: readonly [aToB: number, bToA: number];
  readonly bytes?: readonly [aToB: number, bToA: number];
  readonly first?: readonly [seconds: number, nanoseconds: number];
  readonly last?: readonly [seconds: number, nanoseconds: number];
  readonly connections?: number;
}

export function tableOf(made: readonly MadeFlow[]): FlowTable {
  const table = new FlowTable();
  table.reserve(made.length);
  for (const [i, flow] of made.entries()) write(table, i, flow);
  table.count = made.length;
  return table;
}

function write({ words, doubles }: FlowTable, row: number, flow: MadeFlow): void {
  const base = row * FLOW_WORDS;
  const rest = flow.ipv6 ? 2 : 0;
  words[flow.ipv6 ? base + WORD_ADDRESS_A_REST + rest : base + WORD_ADDRESS_A] = flow.a;
  words[flow.ipv6 ? base + WORD_ADDRESS_B_REST + rest : base + WORD_ADDRESS_B] = flow.b;
  words[base + WORD_PORTS] = (flow.portA << 16) | flow.portB;
  words[base + WORD_KEY] = flow.protocol | (flow.ipv6 ? KEY_IPV6 : 0);
  [words[base + WORD_PACKETS_A_TO_B], words[base + WORD_PACKETS_B_TO_A]] = flow.packets ?? [1, 0];
  [words[base + WORD_FIRST_SECONDS], words[base + WORD_FIRST_NANOSECONDS]] = flow.first ?? [0, 0];
  [words[base + WORD_LAST_SECONDS], words[base + WORD_LAST_NANOSECONDS]] = flow.last ?? [0, 0];
  words[base + WORD_CONNECTIONS] = flow.connections ?? 1;
  const [bytesAToB, bytesBToA] = flow.bytes ?? [60, 0];
  doubles[row * FLOW_DOUBLES + DOUBLE_BYTES_A_TO_B] = bytesAToB;
  doubles[row * FLOW_DOUBLES + DOUBLE_BYTES_B_TO_A] = bytesBToA;
}
