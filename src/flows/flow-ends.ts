/** The two ends of a flow as a person names them, and the flows that are between them. */
import { ipv4Text, ipv6Text } from "../records/address-text.ts";
import {
  FLOW_WORDS,
  type FlowTable,
  WORD_ADDRESS_A,
  WORD_ADDRESS_A_REST,
  WORD_ADDRESS_B,
  WORD_ADDRESS_B_REST,
} from "./flow.ts";

export interface FlowEnd {
  /** RFC 5952 text, or dotted decimal: two that are equal are the same address. */
  readonly address: string;
  readonly port: number;
}

export interface FlowEnds {
  /** In any order. */
  readonly ends: readonly [FlowEnd, FlowEnd];
  /** IP protocol number; null for any. */
  readonly protocol: number | null;
}

/** Endpoint a (or b) of a flow. */
export function endOf(flows: FlowTable, flow: number, isB: boolean): FlowEnd {
  const base = flow * FLOW_WORDS;
  const first = flows.words[base + (isB ? WORD_ADDRESS_B : WORD_ADDRESS_A)];
  const view = new DataView(new ArrayBuffer(16));
  view.setInt32(0, first);
  const bytes = new Uint8Array(view.buffer);
  const port = isB ? flows.portB(flow) : flows.portA(flow);
  if (!flows.isIpv6(flow)) return { address: ipv4Text(bytes), port };
  const rest = base + (isB ? WORD_ADDRESS_B_REST : WORD_ADDRESS_A_REST);
  for (let i = 0; i < 3; i++) view.setInt32(4 + i * 4, flows.words[rest + i]);
  return { address: ipv6Text(bytes), port };
}

export function endsOf(flows: FlowTable, flow: number): FlowEnds {
  return {
    ends: [endOf(flows, flow, false), endOf(flows, flow, true)],
    protocol: flows.protocol(flow),
  };
}

/** `10.0.0.9:443`, `[2001:db8::1]:443`. */
export function endText({ address, port }: FlowEnd): string {
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}

export function isSameEnd(one: FlowEnd, other: FlowEnd): boolean {
  return one.port === other.port && one.address === other.address;
}

/** Whether the flow is between these ends. */
export function isBetween(flows: FlowTable, flow: number, { ends: [x, y], protocol }: FlowEnds): boolean {
  if (protocol !== null && flows.protocol(flow) !== protocol) return false;
  const portA = flows.portA(flow);
  const portB = flows.portB(flow);
  // Addresses are made into text for the few flows whose ports fit.
  const fits = (portA === x.port && portB === y.port) || (portA === y.port && portB === x.port);
  if (!fits) return false;
  const a = endOf(flows, flow, false);
  const b = endOf(flows, flow, true);
  return (isSameEnd(a, x) && isSameEnd(b, y)) || (isSameEnd(a, y) && isSameEnd(b, x));
}

/** The flows between these ends, one a transport, in the order of their first packets. */
export function flowsBetween(flows: FlowTable, wanted: FlowEnds): number[] {
  const found: number[] = [];
  for (let flow = 0; flow < flows.count; flow++) if (isBetween(flows, flow, wanted)) found.push(flow);
  return found;
}
