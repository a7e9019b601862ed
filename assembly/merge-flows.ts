/**
 * Two flow tables become one: the flows of a later part of a capture join those of the parts before it, so that
 * the outcome is what one walk over both parts would have made.
 */
import * as evidence from "../src/flows/evidence.ts";
import * as record from "../src/flows/flow-record.ts";
import * as at from "../src/records/memory-layout.ts";
import { addFlow, findFlow, hashOfRecord, numberOf, touchFlows } from "./flow-table.ts";

const KEPT: u32 = evidence.PAYLOAD_CAPTURED_FROM_A | evidence.PAYLOAD_CAPTURED_FROM_B;
/** What both parts' packets say alike. The rest of the evidence depends on what came first. */
const ADDED: u32 = ~(evidence.FIRST_FROM_B | evidence.SYN_FROM_A_IN_USE | evidence.SYN_FROM_B_IN_USE | KEPT);

/**
 * Gives the records at `ARRIVING_FLOWS` the numbers of the whole capture: frames count on behind those before;
 * payload positions move by `payloadShift`, those of pieces from `payloadPieces` on to nowhere. Notes the sequence
 * number of the last SYN of each side as that of the first, which it is unless others are known.
 */
export function numberArriving(count: u32, framesBefore: u32, payloadShift: u32, payloadPieces: u32): void {
  for (let row: u32 = 0; row < count; row++) {
    const arriving = at.ARRIVING_FLOWS + (row << 7);
    const frame = load<u32>(arriving, record.WORD_FIRST_FRAME * 4);
    store<u32>(arriving, frame + framesBefore, record.WORD_FIRST_FRAME * 4);
    const sequences = load<u64>(arriving, record.WORD_SYN_SEQUENCE_A * 4);
    store<u64>(row << 3, sequences, at.ARRIVING_OPENINGS);
    movePayload(arriving + record.WORD_PAYLOAD_A * 4, payloadShift, payloadPieces);
    movePayload(arriving + record.WORD_PAYLOAD_B * 4, payloadShift, payloadPieces);
  }
}

/** Position 0 is that of no payload. */
function movePayload(word: u32, shift: u32, pieces: u32): void {
  const position = load<u32>(word);
  if (position === 0) return;
  store<u32>(word, position >> record.PAYLOAD_PIECE_BITS >= pieces ? 0 : position + shift);
}

/**
 * Joins the records at `ARRIVING_FLOWS`, whose frames, encapsulations and payload positions are those of the whole
 * capture already. Fills the column of each row's flow.
 */
export function mergeFlows(count: u32): void {
  for (let row: u32 = 0; row < count; row++) {
    const arriving = at.ARRIVING_FLOWS + (row << 7);
    store<u32>(row << 2, hashOfRecord(arriving), at.FLOW_HASH);
    const isIpv6 = (load<u32>(arriving, record.WORD_KEY * 4) & evidence.KEY_IPV6) !== 0;
    store<u8>(row, isIpv6 ? 6 : 4, at.HEADER_ADDRESS_VERSION);
  }
  touchFlows(count);
  for (let row: u32 = 0; row < count; row++) {
    const arriving = at.ARRIVING_FLOWS + (row << 7);
    const hash = load<u32>(row << 2, at.FLOW_HASH);
    let flow = find(arriving, hash, load<u32>(row << 2, at.FLOW_SEARCHED));
    if (flow === 0) {
      flow = addFlow(hash);
      memory.copy(flow, arriving, record.FLOW_BYTES);
    } else join(flow, arriving, at.ARRIVING_OPENINGS + (row << 3));
    store<u32>(row << 2, numberOf(flow), at.FLOW_OF_ROW);
  }
}

function find(arriving: u32, hash: u32, slot: u32): u32 {
  return findFlow(
    slot,
    hash,
    load<u32>(arriving, record.WORD_ADDRESS_A * 4),
    load<u32>(arriving, record.WORD_ADDRESS_B * 4),
    load<u32>(arriving, record.WORD_PORTS * 4),
    load<u32>(arriving, record.WORD_KEY * 4) & evidence.KEY_MASK,
    arriving + record.WORD_ADDRESS_A_REST * 4,
    arriving + record.WORD_ADDRESS_B_REST * 4,
    4,
  );
}

/** `firstOpenings`: the sequence numbers of the first SYN that the later part saw from a and from b. */
function join(flow: u32, later: u32, firstOpenings: u32): void {
  joinOpenings(flow, later, firstOpenings);
  joinPayload(flow, later, 0);
  joinPayload(flow, later, 1);
  const seen = load<u32>(flow, record.WORD_KEY * 4);
  store<u32>(flow, seen | (load<u32>(later, record.WORD_KEY * 4) & ADDED), record.WORD_KEY * 4);
  for (let side: u32 = 0; side < 2; side++) {
    const packets = record.WORD_PACKETS_A_TO_B * 4 + (side << 2);
    store<u32>(flow + packets, load<u32>(flow + packets) + load<u32>(later + packets));
    add(flow, later, record.DOUBLE_BYTES_A_TO_B * 8 + (side << 3));
    add(flow, later, record.DOUBLE_PAYLOAD_A_TO_B * 8 + (side << 3));
  }
  const first = time(later, record.WORD_FIRST_SECONDS * 4);
  if (first < time(flow, record.WORD_FIRST_SECONDS * 4)) setTime(flow, record.WORD_FIRST_SECONDS * 4, first);
  const last = time(later, record.WORD_LAST_SECONDS * 4);
  if (last > time(flow, record.WORD_LAST_SECONDS * 4)) setTime(flow, record.WORD_LAST_SECONDS * 4, last);
}

/**
 * Connections are counted by SYNs that came when there was something before them; what came before the first SYN
 * of the later part is known only now.
 */
function joinOpenings(flow: u32, later: u32, firstOpenings: u32): void {
  const seen = load<u32>(flow, record.WORD_KEY * 4);
  const seenLater = load<u32>(later, record.WORD_KEY * 4);
  let connections =
    load<u32>(flow, record.WORD_CONNECTIONS * 4) + load<u32>(later, record.WORD_CONNECTIONS * 4) - 1;
  let noted: u32 = 0;
  for (let side: u32 = 0; side < 2; side++) {
    const syn = (<u32>evidence.SYN_FROM_A) << side;
    const inUse = (<u32>evidence.SYN_FROM_A_IN_USE) << side;
    if ((seenLater & syn) === 0) continue;
    if ((seenLater & inUse) !== 0) connections--;
    const sequence = record.WORD_SYN_SEQUENCE_A * 4 + (side << 2);
    if ((seen & syn) !== 0) {
      if (load<u32>(flow + sequence) !== load<u32>(firstOpenings + (side << 2))) connections++;
    } else if ((seenLater & inUse) !== 0 || (seen & evidence.IN_USE) !== 0) {
      connections++;
      noted |= inUse;
    }
    store<u32>(flow + sequence, load<u32>(later + sequence));
  }
  store<u32>(flow, connections, record.WORD_CONNECTIONS * 4);
  store<u32>(flow, seen | noted, record.WORD_KEY * 4);
}

function joinPayload(flow: u32, later: u32, side: u32): void {
  const kept = (<u32>evidence.PAYLOAD_CAPTURED_FROM_A) << side;
  const seen = load<u32>(flow, record.WORD_KEY * 4);
  if ((seen & kept) !== 0 || (load<u32>(later, record.WORD_KEY * 4) & kept) === 0) return;
  store<u32>(flow, seen | kept, record.WORD_KEY * 4);
  const position = record.WORD_PAYLOAD_A * 4 + (side << 2);
  store<u32>(flow + position, load<u32>(later + position));
  const speech = record.WORD_SPEECH * 4 + (side << 1);
  store<u16>(flow + speech, load<u16>(later + speech));
}

function add(flow: u32, later: u32, double: u32): void {
  store<f64>(flow + double, load<f64>(flow + double) + load<f64>(later + double));
}

/** Seconds, and nanoseconds behind them. */
function time(flow: u32, seconds: u32): u64 {
  return ((<u64>load<u32>(flow + seconds)) << 32) | <u64>load<u32>(flow + seconds, 4);
}

function setTime(flow: u32, seconds: u32, value: u64): void {
  store<u32>(flow + seconds, <u32>(value >> 32));
  store<u32>(flow + seconds, <u32>value, 4);
}
