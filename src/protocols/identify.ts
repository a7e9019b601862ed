/**
 * The protocols stage: what the first payload bytes of both ends of a flow say together. Ends that agree are surer than one
 * alone; where they contradict each other, the surer one is told, with less confidence, and the other beside it.
 */
import { PAYLOAD_KEPT_FROM_A, PAYLOAD_KEPT_FROM_B } from "../flows/evidence.ts";
import { FLOW_WORDS, type FlowTable, WORD_KEY, WORD_PAYLOAD_A, WORD_PAYLOAD_B } from "../flows/flow.ts";
import { type Dispatch, dispatchOf, transportIndexes } from "./dispatch.ts";
import { hostProtocols, LEVEL_LIKELY, LEVEL_NONE, LEVEL_WEAK_ON_PORT, listen, Speech } from "./listen.ts";
import { NO_PROTOCOL, ProtocolTable, protocolId } from "./protocol.ts";
import { CLIENT, DETAIL_SHIFT, LEANS, SERVER } from "./signature.ts";
import { SIGNATURES } from "./signatures.ts";

const LEVELS = 5;
/** Hundredths where both ends agree, by their levels: none, weak, weak on its port, likely, certain. */
const AGREED_PERCENT = Uint8Array.of(
  ...[0, 0, 0, 0, 0],
  ...[0, 80, 90, 95, 99],
  ...[0, 90, 92, 97, 99],
  ...[0, 95, 97, 98, 99],
  ...[0, 99, 99, 99, 99],
);
/** Where only one end's payload was seen. A weak answer alone is none. */
const ALONE_PERCENT = Uint8Array.of(0, 0, 75, 90, 98);
/** Where the other end's payload says nothing. */
const UNANSWERED_PERCENT = Uint8Array.of(0, 0, 60, 80, 95);
/** Where the other end speaks another protocol: just as surely, or less so. */
const CONTRADICTED_PERCENT = 50;
const SURER_PERCENT = 80;
/** Both ends speak as clients, or both as servers. */
const SAME_SIDE_PERCENT = 90;

/** Hundredths, by who tells the side: both ends, one, one that leans, an end against one that leans. */
const VOTE_BOTH = 99;
const VOTE_ONE = 97;
const VOTE_LEANING = 75;
const VOTE_AGAINST_LEANING = 80;

const MDNS_PORT = 5353;
const LLMNR_PORT = 5355;

/** Made where the first flows are looked at. */
let dispatch: Dispatch | undefined;

/** Flows that are worked together: their payloads are read ahead, so that the waits for memory overlap. */
const BLOCK_FLOWS = 128;

/** Recognises the protocol of every flow. */
export function identifyProtocols(flows: FlowTable): ProtocolTable {
  const table = new ProtocolTable(flows.count);
  dispatch ??= dispatchOf(SIGNATURES);
  const identifier = new Identifier(flows, table, dispatch);
  const { words } = flows;
  for (let start = 0; start < flows.count; start += BLOCK_FLOWS) {
    const end = Math.min(start + BLOCK_FLOWS, flows.count);
    touchPayloads(flows, start, end);
    for (let flow = start; flow < end; flow++) {
      const key = words[flow * FLOW_WORDS + WORD_KEY];
      if ((key & (PAYLOAD_KEPT_FROM_A | PAYLOAD_KEPT_FROM_B)) !== 0) identifier.identify(flow, key & 0xff);
    }
  }
  return table;
}

/** Reads the first byte of each payload. The sum is of no use but to keep the loop alive. */
function touchPayloads({ words, payloads }: FlowTable, start: number, end: number): number {
  let sum = 0;
  for (let flow = start; flow < end; flow++) {
    const ofA = words[flow * FLOW_WORDS + WORD_PAYLOAD_A];
    const ofB = words[flow * FLOW_WORDS + WORD_PAYLOAD_B];
    if (ofA !== 0) sum += payloads.pieceOf(ofA)[payloads.offsetOf(ofA)];
    if (ofB !== 0) sum += payloads.pieceOf(ofB)[payloads.offsetOf(ofB)];
  }
  return sum;
}

/** What both ends of one flow say, weighed; it is filled anew for each flow. */
class Identifier {
  private readonly flows: FlowTable;
  private readonly table: ProtocolTable;
  private readonly dispatch: Dispatch;
  private readonly transports = transportIndexes();
  private readonly hosts = hostProtocols();
  private readonly dns = protocolId("dns");
  private readonly mdns = protocolId("mdns");
  private readonly llmnr = protocolId("llmnr");
  private readonly a = new Speech();
  private readonly b = new Speech();
  /** The answers that decide, as indexes of the speeches; -1 for none. */
  private answerOfA = -1;
  private answerOfB = -1;

  constructor(flows: FlowTable, table: ProtocolTable, dispatch: Dispatch) {
    this.flows = flows;
    this.table = table;
    this.dispatch = dispatch;
  }

  identify(flow: number, ipProtocol: number): void {
    const { flows, a, b, dispatch } = this;
    const transport = this.transports[ipProtocol];
    const base = flow * FLOW_WORDS;
    listen(a, flows, flow, flows.words[base + WORD_PAYLOAD_A], transport, dispatch);
    listen(b, flows, flow, flows.words[base + WORD_PAYLOAD_B], transport, dispatch);
    if (a.count + b.count === 0) return;
    if (a.count > 0 && b.count > 0 && this.agree(flow)) return;
    this.tellSurer(flow);
  }

  /** Tells what both ends speak, if there is such a protocol. */
  private agree(flow: number): boolean {
    const { a, b } = this;
    let best = 0;
    let protocol = NO_PROTOCOL;
    for (let i = 0; i < a.count; i++) {
      for (let j = 0; j < b.count; j++) {
        const common = this.common(a.protocols[i], b.protocols[j]);
        if (common === NO_PROTOCOL) continue;
        const percent = this.agreement(i, j);
        if (percent < best || (percent === best && (percent === 0 || common >= protocol))) continue;
        best = percent;
        protocol = common;
        this.answerOfA = i;
        this.answerOfB = j;
      }
    }
    if (best === 0) return false;
    this.tell(flow, protocol, best);
    return true;
  }

  /** The protocol that two have in common: the same, or the one that the other opens; else none. */
  private common(first: number, second: number): number {
    if (first === second) return first;
    if (this.hosts[first] === second) return first;
    return this.hosts[second] === first ? second : NO_PROTOCOL;
  }

  private agreement(i: number, j: number): number {
    const { a, b } = this;
    const percent = AGREED_PERCENT[a.levels[i] * LEVELS + b.levels[j]];
    const isSure = a.levels[i] >= LEVEL_LIKELY || b.levels[j] >= LEVEL_LIKELY;
    const ofA = a.answers[i];
    const ofB = b.answers[j];
    if (ofA >>> DETAIL_SHIFT !== ofB >>> DETAIL_SHIFT) return 0;
    const sides = ofA & ofB & (CLIENT | SERVER);
    if (sides === 0 || ((ofA | ofB) & LEANS) !== 0) return percent;
    // What is weak and does not even fit together is nothing.
    return isSure ? Math.min(percent, SAME_SIDE_PERCENT) : 0;
  }

  /** Tells what the surer end speaks. */
  private tellSurer(flow: number): void {
    const { a, b } = this;
    const ofA = a.surest();
    const ofB = b.surest();
    const levelOfA = ofA < 0 ? LEVEL_NONE : a.levels[ofA];
    const levelOfB = ofB < 0 ? LEVEL_NONE : b.levels[ofB];
    const level = Math.max(levelOfA, levelOfB);
    if (level < LEVEL_WEAK_ON_PORT) return;
    // Of two that are as sure, the lower id, so that it does not matter which end is which.
    const isA = levelOfA > levelOfB || (levelOfA === levelOfB && a.protocols[ofA] <= b.protocols[ofB]);
    const other = isA ? b : a;
    const ofOther = isA ? ofB : ofA;
    const otherLevel = isA ? levelOfB : levelOfA;
    this.answerOfA = isA ? ofA : -1;
    this.answerOfB = isA ? -1 : ofB;
    let percent = other.isSilent ? ALONE_PERCENT[level] : UNANSWERED_PERCENT[level];
    if (otherLevel >= LEVEL_WEAK_ON_PORT) {
      this.table.contradiction[flow] = other.protocols[ofOther];
      percent = Math.min(percent, otherLevel === level ? CONTRADICTED_PERCENT : SURER_PERCENT);
    }
    this.tell(flow, isA ? a.protocols[ofA] : b.protocols[ofB], percent);
  }

  private tell(flow: number, protocol: number, percent: number): void {
    this.table.protocol[flow] = protocol === this.dns ? this.dnsByPort(flow) : protocol;
    this.table.confidencePercent[flow] = percent;
    // Multicast DNS answers go to the group, a destination as its questions are.
    if (this.table.protocol[flow] === this.mdns) return;
    this.vote(flow, percent);
  }

  /** Multicast DNS and LLMNR are DNS messages on ports of their own (RFC 6762, section 5.2; RFC 4795, section 2.1). */
  private dnsByPort(flow: number): number {
    const portA = this.flows.portA(flow);
    const portB = this.flows.portB(flow);
    if (portA === MDNS_PORT || portB === MDNS_PORT) return this.mdns;
    return portA === LLMNR_PORT || portB === LLMNR_PORT ? this.llmnr : this.dns;
  }

  private vote(flow: number, percent: number): void {
    const ofA = this.answerOfA < 0 ? 0 : sideOf(this.a.answers[this.answerOfA]);
    const ofB = this.answerOfB < 0 ? 0 : -sideOf(this.b.answers[this.answerOfB]);
    const sum = ofA + ofB;
    if (sum === 0) return;
    this.table.serverVote[flow] = Math.sign(sum);
    this.table.votePercent[flow] = Math.min(
      percent,
      votePercent(Math.abs(ofA), Math.abs(ofB), Math.abs(sum)),
    );
  }
}

/** How strongly an answer says that the other end is the server: 2 or 1 where it leans; negative where it is one itself. */
function sideOf(answer: number): number {
  const weight = (answer & LEANS) === 0 ? 2 : 1;
  if ((answer & CLIENT) !== 0) return weight;
  return (answer & SERVER) !== 0 ? -weight : 0;
}

function votePercent(ofA: number, ofB: number, sum: number): number {
  if (ofA + ofB > sum) return VOTE_AGAINST_LEANING;
  if (sum >= 3) return VOTE_BOTH;
  if (ofA === 1 && ofB === 1) return VOTE_ONE - (VOTE_ONE - VOTE_LEANING) / 2;
  return sum === 1 ? VOTE_LEANING : VOTE_ONE;
}
