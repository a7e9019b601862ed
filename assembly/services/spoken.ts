/** Counts the flows of each pair of a service and a protocol that is spoken on it; src/services/identified.ts numbers the pairs. */
import { flowsOfRecord, recordOf } from "../flow-table.ts";
import { knownAnswer, noteAnswer } from "../known-answers.ts";

const NO_PROTOCOL: u32 = 0;
const PROTOCOL_BITS: u32 = 7;

let servicesOf: u32 = 0;
let protocols: u32 = 0;
let percents: u32 = 0;
/** By service and protocol: the pair's number plus 1; see known-answers.ts. */
let known: u32 = 0;
/** By pair: its flows. */
let counts: u32 = 0;
let hasFolded: bool = false;

export function placeSpoken(
  ofFlow: u32,
  protocol: u32,
  confidencePercent: u32,
  knownPairs: u32,
  countOfPairs: u32,
  folded: bool,
): void {
  servicesOf = ofFlow;
  protocols = protocol;
  percents = confidencePercent;
  known = knownPairs;
  counts = countOfPairs;
  hasFolded = folded;
}

function keyOf(service: u32, protocol: u32): u32 {
  return (service << PROTOCOL_BITS) | protocol;
}

export function noteSpoken(service: u32, protocol: u32, pair: u32): void {
  noteAnswer(known, keyOf(service, protocol), pair + 1);
}

/**
 * Counts flows by number; a protocol that is less sure than `leastPercent` is none. Answers with the flow before which it
 * stopped: `to`, or one whose pair is to be noted.
 */
export function countSpokenFlows(leastPercent: u32, from: u32, to: u32): u32 {
  for (let flow = from; flow < to; flow++) {
    const service = load<i32>(servicesOf + (flow << 2));
    if (service < 0) continue;
    const isSure = <u32>load<u8>(percents + flow) >= leastPercent;
    const pair = knownAnswer(known, keyOf(service, isSure ? <u32>load<u8>(protocols + flow) : NO_PROTOCOL));
    if (pair === 0) return flow;
    const count = counts + ((pair - 1) << 2);
    store<u32>(count, load<u32>(count) + (hasFolded ? flowsOfRecord(recordOf(flow), true) : 1));
  }
  return to;
}
