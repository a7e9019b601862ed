/**
 * Puts together what both ends of each flow say, as words of src/protocols/speech-word.ts, by outcomes that were worked out
 * before: src/protocols/identify.ts weighs each pair of words once.
 */
import * as record from "../src/flows/flow-record.ts";
import { HEARD_AGAIN, PROTOCOL_MASK } from "../src/protocols/speech-word.ts";
import { recordOf } from "./flow-table.ts";
import { knownAnswer, noteAnswer } from "./known-answers.ts";

/** The columns of src/protocols/protocol.ts. */
let protocols: u32 = 0;
let percents: u32 = 0;
let votes: u32 = 0;
let votePercents: u32 = 0;
let contradictions: u32 = 0;
/** By the words of both ends: their outcome; see known-answers.ts. */
let remembered: u32 = 0;
/** Ids of protocols. */
let dns: u32 = 0;
let mdns: u32 = 0;
let llmnr: u32 = 0;

const MDNS_PORT: u32 = 5353;
const LLMNR_PORT: u32 = 5355;
const NO_PROTOCOL: u32 = 0;

export function placeProtocols(
  protocol: u32,
  confidencePercent: u32,
  serverVote: u32,
  votePercent: u32,
  contradiction: u32,
): void {
  protocols = protocol;
  percents = confidencePercent;
  votes = serverVote;
  votePercents = votePercent;
  contradictions = contradiction;
}

/** `pairs`: room for what is known. The others are ids of protocols that are told by their ports. */
export function placeOutcomes(pairs: u32, idOfDns: u32, idOfMdns: u32, idOfLlmnr: u32): void {
  remembered = pairs;
  dns = idOfDns;
  mdns = idOfMdns;
  llmnr = idOfLlmnr;
}

/** The words of both ends, that of a in the lower half; 0 of an end that was not heard. */
export function speechOf(flow: u32): u32 {
  return load<u32>(recordOf(flow), record.WORD_SPEECH * 4);
}

/** `outcome`: as src/protocols/identify.ts packs it. */
export function rememberOutcome(ends: u32, outcome: u32): void {
  noteAnswer(remembered, ends, outcome);
}

/**
 * Identifies flows by number. Answers with the flow before which it stopped: `to`, or one that has to be listened to again, or
 * whose outcome is not known.
 */
export function identifyFlows(from: u32, to: u32): u32 {
  for (let flow = from; flow < to; flow++) {
    const ends = speechOf(flow);
    if (ends === 0) continue;
    if ((ends & 0xffff) === HEARD_AGAIN || ends >> 16 === HEARD_AGAIN) return flow;
    const outcome = knownAnswer(remembered, ends);
    if (outcome === 0) return flow;
    tellProtocol(flow, outcome);
  }
  return to;
}

/** Writes an outcome into the flow's columns. */
export function tellProtocol(flow: u32, outcome: u32): void {
  const told = outcome & PROTOCOL_MASK;
  if (told === NO_PROTOCOL) return;
  const protocol = told === dns ? dnsByPort(flow) : told;
  store<u8>(protocols + flow, <u8>protocol);
  store<u8>(percents + flow, <u8>((outcome >> 7) & 0x7f));
  store<u8>(contradictions + flow, <u8>(outcome >> 23));
  // Multicast DNS answers go to the group, a destination as its questions are.
  if (protocol === mdns) return;
  store<i8>(votes + flow, <i8>(((outcome >> 14) & 3) - 1));
  store<u8>(votePercents + flow, <u8>((outcome >> 16) & 0x7f));
}

/** Multicast DNS and LLMNR are DNS messages on ports of their own (RFC 6762, section 5.2; RFC 4795, section 2.1). */
function dnsByPort(flow: u32): u32 {
  const ports = load<u32>(recordOf(flow), record.WORD_PORTS * 4);
  if (ports >> 16 === MDNS_PORT || (ports & 0xffff) === MDNS_PORT) return mdns;
  return ports >> 16 === LLMNR_PORT || (ports & 0xffff) === LLMNR_PORT ? llmnr : dns;
}
