/** Holds what portolan found in a capture against what another program counted. */
import { addressText } from "../src/flows/addresses.ts";
import type { Survey } from "../src/report/survey.ts";
import { transportOf } from "../src/services/transports.ts";

export interface TruthFlow {
  readonly proto: string;
  readonly a: readonly [address: string, port: number];
  readonly b: readonly [address: string, port: number];
  /** Packets and bytes from a to b, later fragments not contained. */
  readonly ab: readonly [number, number];
  readonly ba: readonly [number, number];
  readonly frag_ab?: readonly [number, number];
  readonly frag_ba?: readonly [number, number];
}

export interface TruthView {
  readonly counts: { readonly packets: number; readonly bytes: number };
  readonly flows: readonly TruthFlow[];
}

export interface TruthLine {
  readonly path: string;
  readonly readError: string | null;
  readonly frames: number;
  readonly outer: TruthView;
  readonly inner: TruthView;
}

type Counters = readonly [packetsAToB: number, bytesAToB: number, packetsBToA: number, bytesBToA: number];

/** Transports that the truth counts. */
const COMPARED = new Set(["tcp", "udp", "sctp"]);

/** Every figure in which the two disagree, a line each; empty where they agree. */
export function differencesOf(found: Survey, truth: TruthView): string[] {
  const differences: string[] = [];
  const packets = sum(found.verdictPackets);
  const bytes = sum(found.verdictBytes);
  if (packets !== truth.counts.packets) differences.push(`packets ${packets}, truth ${truth.counts.packets}`);
  if (!agrees(bytes, truth.counts.bytes)) differences.push(`bytes ${bytes}, truth ${truth.counts.bytes}`);
  const ours = foundFlows(found);
  const theirs = truthFlows(truth);
  for (const [key, counters] of theirs) {
    const own = ours.get(key);
    if (own === undefined) differences.push(`${key} missing, truth ${counters}`);
    else if (!own.every((figure, i) => agrees(figure, counters[i])))
      differences.push(`${key} ${own}, truth ${counters}`);
  }
  for (const [key, counters] of ours) {
    if (!theirs.has(key)) differences.push(`${key} ${counters}, not in the truth`);
  }
  return differences;
}

function foundFlows({ flows, addresses }: Survey): Map<string, Counters> {
  const found = new Map<string, Counters>();
  for (let flow = 0; flow < flows.count; flow++) {
    const transport = transportOf(flows.protocol(flow));
    if (!COMPARED.has(transport)) continue;
    const a = addressText(addresses.table, addresses.ofA[flow]);
    const b = addressText(addresses.table, addresses.ofB[flow]);
    found.set(`${transport} ${a} ${flows.portA(flow)} ${b} ${flows.portB(flow)}`, [
      flows.packetsAToB(flow),
      flows.bytesAToB(flow),
      flows.packetsBToA(flow),
      flows.bytesBToA(flow),
    ]);
  }
  return found;
}

function truthFlows(truth: TruthView): Map<string, Counters> {
  return new Map(
    truth.flows.map(({ proto, a, b, ab, ba, frag_ab = [0, 0], frag_ba = [0, 0] }) => [
      `${proto} ${a[0]} ${a[1]} ${b[0]} ${b[1]}`,
      [ab[0] + frag_ab[0], ab[1] + frag_ab[1], ba[0] + frag_ba[0], ba[1] + frag_ba[1]],
    ]),
  );
}

function sum(values: Float64Array): number {
  return values.reduce((left, right) => left + right, 0);
}

/** tshark caps `frame.len` at 2³¹ - 1: a truth that reached the cap only says "at least". */
const TSHARK_CAP = 2 ** 31 - 1;

function agrees(own: number, truth: number): boolean {
  return own === truth || (truth >= TSHARK_CAP && own >= truth);
}
