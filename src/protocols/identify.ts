/**
 * The protocols stage: what the first payload bytes of both ends of a flow say together. Ends that agree are surer than one
 * alone; where they contradict each other, the surer one is told, with less confidence, and the other beside it.
 */
import {
  FLOW_WORDS,
  type FlowTable,
  PAYLOAD_HEADER_LENGTH,
  WORD_KEY,
  WORD_PAYLOAD_A,
  WORD_PAYLOAD_B,
  WORD_PORTS,
} from "../flows/flow.ts";
import { inBlocks } from "../flows/in-blocks.ts";
import { KNOWN_ANSWERS_BYTES } from "../flows/known-answers.ts";
import { hostProtocols, Listener, Speech } from "./listen.ts";
import { NO_PROTOCOL, ProtocolTable, protocolId } from "./protocol.ts";
import { CLIENT, DETAIL_SHIFT, LEANS, SERVER } from "./signature.ts";
import { HEARD_AGAIN, LEVEL_LIKELY, LEVEL_NONE, LEVEL_WEAK_ON_PORT, UNHEARD } from "./speech-word.ts";

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

/** Recognises the protocol of every flow. The walk over the flows is WebAssembly (assembly/flow-protocols.ts). */
export function identifyProtocols(flows: FlowTable): ProtocolTable {
  const { columns, memory } = flows;
  const { loops } = memory;
  const table = new ProtocolTable(flows.count, columns);
  const mark = columns.mark();
  const { protocol, confidencePercent, serverVote, votePercent, contradiction } = table;
  loops.placeProtocols(
    protocol.byteOffset,
    confidencePercent.byteOffset,
    serverVote.byteOffset,
    votePercent.byteOffset,
    contradiction.byteOffset,
  );
  const ids = ["dns", "mdns", "llmnr"] as const;
  loops.placeOutcomes(
    columns.take(KNOWN_ANSWERS_BYTES),
    ...(ids.map(protocolId) as [number, number, number]),
  );
  const identifier = new Identifier(flows);
  inBlocks(flows.count, loops.identifyFlows, (flow) => identifier.identify(flow));
  columns.release(mark);
  return table;
}

/** What both ends of a flow tell together. */
class Outcome {
  protocol = NO_PROTOCOL;
  percent = 0;
  vote = 0;
  votePercent = 0;
  contradiction = NO_PROTOCOL;

  clear(): void {
    this.protocol = NO_PROTOCOL;
    this.percent = 0;
    this.vote = 0;
    this.votePercent = 0;
    this.contradiction = NO_PROTOCOL;
  }
}

/** An outcome as a word: protocol, confidence, vote + 1, its confidence, contradiction. */
const PERCENT_SHIFT = 7;
const VOTE_SHIFT = 14;
const VOTE_PERCENT_SHIFT = 16;
const CONTRADICTION_SHIFT = 23;

/** What both ends of one flow say, weighed; it is filled anew for each flow. */
class Identifier {
  private readonly flows: FlowTable;
  private readonly listener: Listener;
  private readonly hosts = hostProtocols();
  private readonly a = new Speech();
  private readonly b = new Speech();
  private readonly outcome = new Outcome();
  /** The answers that decide, as indexes of the speeches; -1 for none. */
  private answerOfA = -1;
  private answerOfB = -1;

  constructor(flows: FlowTable) {
    this.flows = flows;
    this.listener = new Listener(flows.memory);
  }

  /** Identifies a flow, or notes what its words tell together; answers with the flow from which to go on. */
  identify(flow: number): number {
    const { loops } = this.flows.memory;
    const ends = loops.speechOf(flow) >>> 0;
    const ofA = ends & 0xffff;
    const ofB = ends >>> 16;
    if (ofA === HEARD_AGAIN) this.hearAgain(this.a, flow, WORD_PAYLOAD_A);
    else recallOrSilence(this.a, ofA);
    if (ofB === HEARD_AGAIN) this.hearAgain(this.b, flow, WORD_PAYLOAD_B);
    else recallOrSilence(this.b, ofB);
    if (ofA === HEARD_AGAIN || ofB === HEARD_AGAIN) {
      loops.tellProtocol(flow, this.weigh());
      return flow + 1;
    }
    loops.rememberOutcome(ends, this.weigh());
    return flow;
  }

  /** Listens again to what one end sent, which was kept unless there was no room. */
  private hearAgain(speech: Speech, flow: number, payloadWord: number): void {
    const { words, payloads } = this.flows;
    const record = flow * FLOW_WORDS;
    const position = words[record + payloadWord];
    if (position === 0) {
      speech.silence();
      return;
    }
    const bytes = payloads.pieceOf(position);
    const entry = payloads.offsetOf(position);
    const start = entry + PAYLOAD_HEADER_LENGTH;
    const ipProtocol = words[record + WORD_KEY] & 0xff;
    this.listener.listen(speech, bytes, start, bytes[entry], ipProtocol, words[record + WORD_PORTS]);
  }

  /** The outcome of what both ends say, as a word. */
  private weigh(): number {
    const { a, b, outcome } = this;
    outcome.clear();
    if (a.count + b.count > 0 && !(a.count > 0 && b.count > 0 && this.agree())) this.takeSurer();
    return (
      outcome.protocol |
      (outcome.percent << PERCENT_SHIFT) |
      ((outcome.vote + 1) << VOTE_SHIFT) |
      (outcome.votePercent << VOTE_PERCENT_SHIFT) |
      (outcome.contradiction << CONTRADICTION_SHIFT)
    );
  }

  /** Finds what both ends speak, if there is such a protocol. */
  private agree(): boolean {
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
    this.decide(protocol, best);
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

  /** Takes what the surer end speaks. */
  private takeSurer(): void {
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
      this.outcome.contradiction = other.protocols[ofOther];
      percent = Math.min(percent, otherLevel === level ? CONTRADICTED_PERCENT : SURER_PERCENT);
    }
    this.decide(isA ? a.protocols[ofA] : b.protocols[ofB], percent);
  }

  private decide(protocol: number, percent: number): void {
    const { outcome } = this;
    outcome.protocol = protocol;
    outcome.percent = percent;
    const ofA = this.answerOfA < 0 ? 0 : sideOf(this.a.answers[this.answerOfA]);
    const ofB = this.answerOfB < 0 ? 0 : -sideOf(this.b.answers[this.answerOfB]);
    const sum = ofA + ofB;
    if (sum === 0) return;
    outcome.vote = Math.sign(sum);
    outcome.votePercent = Math.min(percent, votePercent(Math.abs(ofA), Math.abs(ofB), Math.abs(sum)));
  }
}

function recallOrSilence(speech: Speech, word: number): void {
  if (word === UNHEARD) speech.silence();
  else speech.recall(word);
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
