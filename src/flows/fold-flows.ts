/**
 * Folds flows into groups: flows of one client address, one server address, one server port and transport, which
 * differ in the client's port. The group's record is that of its first flow, with the counts of all. Who is the
 * client, and what else the flows of a group must have in common, is the caller's to say.
 */
import { isBefore } from "../records/is-before.ts";
import * as evidence from "./evidence.ts";
import * as layout from "./flow.ts";

/** Whether a flow can be known again by what is kept of it: only one SYN's sequence number is, the client's. */
export function canFold(flows: layout.FlowTable, flow: number, serverIsB: boolean): boolean {
  const synFromServer = serverIsB ? evidence.SYN_FROM_B : evidence.SYN_FROM_A;
  return (flows.evidence(flow) & (evidence.FOLDED | synFromServer)) === 0;
}

/** Whether the record is a group's. */
export function isGroup(flows: layout.FlowTable, flow: number): boolean {
  return (flows.evidence(flow) & evidence.FOLDED) !== 0;
}

/** The port that the flows of the group have in common. */
export function serverPortOfGroup(flows: layout.FlowTable, flow: number): number {
  return (flows.evidence(flow) & evidence.FOLDED_SERVER_B) !== 0 ? flows.portB(flow) : flows.portA(flow);
}

/**
 * Folds `flow`, which stands for itself, into `into`, a group or a flow like it with the same server. Answers with
 * the record of both, which is the one that comes first; the other is done with.
 */
export function fold(flows: layout.FlowTable, into: number, flow: number, serverIsB: boolean): number {
  const { words, folded } = flows;
  const group = isGroup(flows, into)
    ? words[into * layout.FLOW_WORDS + layout.WORD_GROUP]
    : openGroup(flows, into, serverIsB);
  note(flows, group, flow, serverIsB);
  const first = Math.min(into, flow);
  if (first === flow) {
    makeGroup(flows, flow, group, serverIsB);
    folded.moveGroup(group, flow);
  }
  addCounts(flows, first, Math.max(into, flow));
  return first;
}

function openGroup(flows: layout.FlowTable, flow: number, serverIsB: boolean): number {
  const group = flows.folded.openGroup(flow);
  const seen = seenOf(flows, flow);
  const synSequence = synSequenceOf(flows, flow, serverIsB);
  makeGroup(flows, flow, group, serverIsB);
  flows.folded.add(flows.words, group, clientPortOf(flows, flow, serverIsB), seen, synSequence);
  return group;
}

/** Before the record's number of its group takes the place of the sequence number, see `note`. */
function makeGroup({ words }: layout.FlowTable, flow: number, group: number, serverIsB: boolean): void {
  const base = flow * layout.FLOW_WORDS;
  words[base + layout.WORD_KEY] |= serverIsB ? evidence.FOLDED_SERVER_B : evidence.FOLDED_SERVER_A;
  words[base + layout.WORD_GROUP] = group;
  words[base + layout.WORD_FOLDED] = 0;
}

function note(flows: layout.FlowTable, group: number, flow: number, serverIsB: boolean): void {
  const clientPort = clientPortOf(flows, flow, serverIsB);
  const synSequence = synSequenceOf(flows, flow, serverIsB);
  flows.folded.add(flows.words, group, clientPort, seenOf(flows, flow), synSequence);
}

function clientPortOf(flows: layout.FlowTable, flow: number, serverIsB: boolean): number {
  return serverIsB ? flows.portA(flow) : flows.portB(flow);
}

function synSequenceOf({ words }: layout.FlowTable, flow: number, serverIsB: boolean): number {
  const word = serverIsB ? layout.WORD_SYN_SEQUENCE_A : layout.WORD_SYN_SEQUENCE_B;
  return words[flow * layout.FLOW_WORDS + word];
}

/** What has been seen of the flow, and who sent packets of it. */
function seenOf(flows: layout.FlowTable, flow: number): number {
  const sentA = flows.hasSent(flow, false) ? evidence.EARLIER_FROM_A : 0;
  const sentB = flows.hasSent(flow, true) ? evidence.EARLIER_FROM_B : 0;
  return flows.evidence(flow) | sentA | sentB;
}

function addCounts(flows: layout.FlowTable, to: number, from: number): void {
  const { words, doubles } = flows;
  const toBase = to * layout.FLOW_WORDS;
  const fromBase = from * layout.FLOW_WORDS;
  for (const word of [layout.WORD_PACKETS_A_TO_B, layout.WORD_PACKETS_B_TO_A, layout.WORD_CONNECTIONS]) {
    words[toBase + word] += words[fromBase + word];
  }
  words[toBase + layout.WORD_FOLDED] += flows.flowsOf(from);
  for (let double = layout.DOUBLE_BYTES_A_TO_B; double <= layout.DOUBLE_PAYLOAD_B_TO_A; double++) {
    doubles[to * layout.FLOW_DOUBLES + double] += doubles[from * layout.FLOW_DOUBLES + double];
  }
  const first = layout.WORD_FIRST_SECONDS;
  const last = layout.WORD_LAST_SECONDS;
  if (isEarlier(words, fromBase + first, toBase + first)) copyTime(words, fromBase + first, toBase + first);
  if (isEarlier(words, toBase + last, fromBase + last)) copyTime(words, fromBase + last, toBase + last);
}

/** Seconds, and nanoseconds behind them. */
function isEarlier(words: Int32Array, one: number, other: number): boolean {
  return isBefore(words[one] >>> 0, words[one + 1], {
    seconds: words[other] >>> 0,
    nanoseconds: words[other + 1],
  });
}

function copyTime(words: Int32Array, from: number, to: number): void {
  words[to] = words[from];
  words[to + 1] = words[from + 1];
}
