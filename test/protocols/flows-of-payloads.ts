/** Flow tables made of payloads alone, without packets: quick enough for a million of them. */
import * as evidence from "../../src/flows/evidence.ts";
import * as layout from "../../src/flows/flow.ts";
import { HEARD_AGAIN } from "../../src/protocols/speech-word.ts";
import type { Transport } from "./sample.ts";

export interface PayloadFlow {
  readonly transport?: Transport | number;
  readonly ports?: readonly [a: number, b: number];
  /** What endpoint a sent, and b. */
  readonly a?: Uint8Array;
  readonly b?: Uint8Array;
}

const PROTOCOLS = { tcp: 6, udp: 17, sctp: 132 };

export function flowsOfPayloads(rows: readonly PayloadFlow[]): layout.FlowTable {
  const flows = new layout.FlowTable();
  flows.reserve(rows.length);
  for (const [flow, { transport = "tcp", ports = [40_000, 50_000], a, b }] of rows.entries()) {
    const base = flow * layout.FLOW_WORDS;
    const protocol = typeof transport === "number" ? transport : PROTOCOLS[transport];
    const kept =
      (a === undefined ? 0 : evidence.PAYLOAD_CAPTURED_FROM_A) |
      (b === undefined ? 0 : evidence.PAYLOAD_CAPTURED_FROM_B);
    flows.words[base + layout.WORD_KEY] = protocol | kept;
    flows.words[base + layout.WORD_PORTS] = (ports[0] << 16) | ports[1];
    flows.words[base + layout.WORD_PAYLOAD_A] = keep(flows, a);
    flows.words[base + layout.WORD_PAYLOAD_B] = keep(flows, b);
    flows.words[base + layout.WORD_SPEECH] =
      (b === undefined ? 0 : HEARD_AGAIN << 16) | (a === undefined ? 0 : HEARD_AGAIN);
  }
  flows.count = rows.length;
  return flows;
}

function keep(flows: layout.FlowTable, payload: Uint8Array | undefined): number {
  if (payload === undefined) return 0;
  const kept = payload.subarray(0, layout.KEPT_PAYLOAD_LENGTH);
  const position = flows.payloads.reserve(kept.length + layout.PAYLOAD_HEADER_LENGTH);
  flows.payloads.add(Uint8Array.of(kept.length, ...kept));
  return position;
}
