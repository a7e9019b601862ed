/** Every packet of a batch is counted for its flow; what a packet tells of the flow's state is noted. */
import * as evidence from "../src/flows/evidence.ts";
import * as record from "../src/flows/flow-record.ts";
import {
  ACK,
  FRAGMENT_FIRST,
  FRAGMENT_LATER,
  QUOTED_NONE,
  QUOTED_UNREACHABLE,
  SYN,
} from "../src/headers/header-codes.ts";
import { VERDICT_FLOW, VERDICT_LATER_FRAGMENT } from "../src/headers/verdict.ts";
import { HEARD_AGAIN } from "../src/protocols/speech-word.ts";
import * as at from "../src/records/memory-layout.ts";
import { listControlRow, startControlRows } from "./control-rows.ts";
import { addFlow, findFlow, numberOf, recordOf } from "./flow-table.ts";
import { listen } from "./protocols/listen.ts";

const REOPENING_BYTES: u32 = 12;
const NO_FLOW: u32 = 0xffff_ffff;

/** Frames before this batch. */
let frames: u32 = 0;
/** Where in the arena the payloads of this batch will start, and how many bytes of them there are so far. */
let arenaPosition: u32 = 0;
let payloadBytes: u32 = 0;
/** How many rows of this batch brought a first payload. */
let payloads: u32 = 0;

/** Whether this is a part of a capture behind another, whose seam wants to know more; see merge-flows.ts. */
let isLaterPart: bool = false;
let unknownQuotes: u32 = 0;
let reopenings: u32 = 0;

export function countLaterPart(): void {
  isLaterPart = true;
}

/** Rows that lie at `UNKNOWN_QUOTES` after a batch. */
export function unknownQuotesOfBatch(): u32 {
  return unknownQuotes;
}

/** Entries that lie at `REOPENINGS` after a batch. */
export function reopeningsOfBatch(): u32 {
  return reopenings;
}

/** `arena` is 0 where no more payload may be kept. */
export function startBatch(framesBefore: u32, arena: u32): void {
  frames = framesBefore;
  arenaPosition = arena;
  payloadBytes = 0;
  payloads = 0;
  unknownQuotes = 0;
  reopenings = 0;
  startControlRows();
}

/**
 * Listens to the first payloads of a batch and notes in the flows' records what they say. Those that may be asked again lie at
 * `PAYLOADS` then, one behind the other; answers with the number of bytes.
 */
export function payloadsOfBatch(): u32 {
  for (let i: u32 = 0; i < payloads; i++) {
    const row = <u32>load<u8>(i, at.PAYLOAD_ROWS);
    const column = row << 2;
    const start = load<u32>(column, at.HEADER_PAYLOAD_OFFSET) + at.WINDOW;
    const length = min<u32>(load<u32>(column, at.HEADER_PAYLOAD_CAPTURED), record.KEPT_PAYLOAD_LENGTH);
    const said = listen(start, length, load<u8>(row, at.HEADER_PROTOCOL), load<u32>(column, at.FLOW_PORTS));
    const flow = recordOf(load<u32>(column, at.FLOW_OF_ROW));
    const fromB = <u32>load<u8>(row, at.FLOW_FROM_B);
    store<u16>(flow + (fromB << 1), <u16>said, record.WORD_SPEECH * 4);
    if (said === HEARD_AGAIN || load<u8>(<u32>load<u8>(start), at.KEPT_FIRST_BYTES) !== 0)
      store<u32>(flow + (fromB << 2), keepPayload(start, length), record.WORD_PAYLOAD_A * 4);
  }
  return payloadBytes;
}

/**
 * Lists the rows that name a flow which the table does not know, in their order, in the column of unknown flows.
 * Answers with their number. Call it after `touchFlows`.
 */
export function listUnknown(count: u32): u32 {
  let unknown: u32 = 0;
  for (let row: u32 = 0; row < count; row++) {
    if (load<u8>(row, at.HEADER_VERDICT) !== VERDICT_FLOW && load<u8>(row, at.HEADER_QUOTED) === QUOTED_NONE)
      continue;
    if (find(row, <u32>load<u8>(row, at.FLOW_FROM_B)) === 0) store<u32>(unknown++ << 2, row, at.FLOW_UNKNOWN);
  }
  return unknown;
}

/**
 * Counts the rows from `from` on, up to one that has to do with fragments, which the caller sees to; answers with
 * that row's number, or `count`.
 */
export function countPackets(from: u32, count: u32): u32 {
  let carried: f64 = 0;
  let carriedBytes: f64 = 0;
  let row = from;
  for (; row < count; row++) {
    const verdict = load<u8>(row, at.HEADER_VERDICT);
    if (verdict === VERDICT_FLOW) {
      if (load<u8>(row, at.HEADER_FRAGMENT) === FRAGMENT_FIRST) break;
      store<u32>(row << 2, countFlowPacket(row), at.FLOW_OF_ROW);
      carried += 1;
      carriedBytes += <f64>load<u32>(row << 2, at.RECORD_ORIGINAL_LENGTH);
      continue;
    }
    if (load<u8>(row, at.HEADER_QUOTED) !== QUOTED_NONE) noteError(row);
    else if (verdict === VERDICT_LATER_FRAGMENT) break;
    countVerdict(row, NO_FLOW);
  }
  addToVerdict(VERDICT_FLOW, carried, carriedBytes);
  return row;
}

function addToVerdict(verdict: u32, packets: f64, bytes: f64): void {
  const column = verdict << 3;
  store<f64>(column, load<f64>(column, at.VERDICT_PACKETS) + packets, at.VERDICT_PACKETS);
  store<f64>(column, load<f64>(column, at.VERDICT_BYTES) + bytes, at.VERDICT_BYTES);
}

/** Notes the row's flow, and counts its packet under its verdict. */
export function countVerdict(row: u32, flow: u32): void {
  store<u32>(row << 2, flow, at.FLOW_OF_ROW);
  const length = load<u32>(row << 2, at.RECORD_ORIGINAL_LENGTH);
  addToVerdict(load<u8>(row, at.HEADER_VERDICT), 1, <f64>length);
}

/** Counts the row's packet for its flow, which is made where there is none; answers with the flow's number. */
export function countFlowPacket(row: u32): u32 {
  const fromB = <u32>load<u8>(row, at.FLOW_FROM_B);
  let flow = find(row, fromB);
  if (flow === 0) flow = openFlow(row, fromB);
  countPacket(row, flow, fromB);
  return numberOf(flow);
}

/** Counts a later fragment for the flow of its first one. */
export function countLaterFragment(row: u32, flow: u32, fromB: u32): void {
  countPacket(row, recordOf(flow), fromB);
}

function find(row: u32, fromB: u32): u32 {
  const column = row << 2;
  const source = load<u32>(column, at.HEADER_SOURCE_0);
  const destination = load<u32>(column, at.HEADER_DESTINATION_0);
  const restOfSource = column + at.HEADER_SOURCE_1;
  const restOfDestination = column + at.HEADER_DESTINATION_1;
  return findFlow(
    load<u32>(column, at.FLOW_SEARCHED),
    load<u32>(column, at.FLOW_HASH),
    fromB !== 0 ? destination : source,
    fromB !== 0 ? source : destination,
    load<u32>(column, at.FLOW_PORTS),
    keyOf(row),
    fromB !== 0 ? restOfDestination : restOfSource,
    fromB !== 0 ? restOfSource : restOfDestination,
    at.COLUMN_BYTES,
  );
}

function keyOf(row: u32): u32 {
  const protocol = <u32>load<u8>(row, at.HEADER_PROTOCOL);
  return load<u8>(row, at.HEADER_ADDRESS_VERSION) === 6 ? protocol | evidence.KEY_IPV6 : protocol;
}

function openFlow(row: u32, fromB: u32): u32 {
  const column = row << 2;
  const flow = addFlow(load<u32>(column, at.FLOW_HASH));
  const key = keyOf(row);
  const source = fromB !== 0 ? record.WORD_ADDRESS_B : record.WORD_ADDRESS_A;
  const destination = fromB !== 0 ? record.WORD_ADDRESS_A : record.WORD_ADDRESS_B;
  store<u32>(flow + (source << 2), load<u32>(column, at.HEADER_SOURCE_0));
  store<u32>(flow + (destination << 2), load<u32>(column, at.HEADER_DESTINATION_0));
  if ((key & evidence.KEY_IPV6) !== 0) {
    const sourceRest = fromB !== 0 ? record.WORD_ADDRESS_B_REST : record.WORD_ADDRESS_A_REST;
    const destinationRest = fromB !== 0 ? record.WORD_ADDRESS_A_REST : record.WORD_ADDRESS_B_REST;
    copyRest(flow + (sourceRest << 2), column + at.HEADER_SOURCE_1);
    copyRest(flow + (destinationRest << 2), column + at.HEADER_DESTINATION_1);
  }
  store<u32>(flow, load<u32>(column, at.FLOW_PORTS), record.WORD_PORTS * 4);
  store<u32>(flow, key | (fromB !== 0 ? evidence.FIRST_FROM_B : 0), record.WORD_KEY * 4);
  const seconds = load<u32>(column, at.RECORD_SECONDS);
  const nanoseconds = load<u32>(column, at.RECORD_NANOSECONDS);
  store<u32>(flow, seconds, record.WORD_FIRST_SECONDS * 4);
  store<u32>(flow, nanoseconds, record.WORD_FIRST_NANOSECONDS * 4);
  store<u32>(flow, seconds, record.WORD_LAST_SECONDS * 4);
  store<u32>(flow, nanoseconds, record.WORD_LAST_NANOSECONDS * 4);
  store<u32>(flow, frames + row + 1, record.WORD_FIRST_FRAME * 4);
  store<u32>(flow, 1, record.WORD_CONNECTIONS * 4);
  store<u32>(flow, <u32>load<u16>(row << 1, at.HEADER_ENCAPSULATION), record.WORD_ENCAPSULATION * 4);
  return flow;
}

function copyRest(to: u32, from: u32): void {
  store<u32>(to, load<u32>(from));
  store<u32>(to, load<u32>(from, at.COLUMN_BYTES), 4);
  store<u32>(to, load<u32>(from, at.COLUMN_BYTES * 2), 8);
}

function countPacket(row: u32, flow: u32, fromB: u32): void {
  const column = row << 2;
  const packets = flow + (fromB << 2);
  store<u32>(packets, load<u32>(packets, record.WORD_PACKETS_A_TO_B * 4) + 1, record.WORD_PACKETS_A_TO_B * 4);
  addTo(
    flow + (record.DOUBLE_BYTES_A_TO_B << 3) + (fromB << 3),
    load<u32>(column, at.RECORD_ORIGINAL_LENGTH),
  );
  noteTime(flow, load<u32>(column, at.RECORD_SECONDS), load<u32>(column, at.RECORD_NANOSECONDS));

  const payloadLength = load<u32>(column, at.HEADER_PAYLOAD_LENGTH);
  const payload = flow + (record.DOUBLE_PAYLOAD_A_TO_B << 3) + (fromB << 3);
  if (load<u8>(row, at.HEADER_FRAGMENT) === FRAGMENT_LATER) {
    addTo(payload, payloadLength);
    return;
  }
  const control = <u32>load<u8>(row, at.HEADER_EVIDENCE);
  if (control !== 0) {
    if ((control & (SYN | ACK)) === SYN)
      noteOpening(flow, fromB, load<u32>(column, at.HEADER_SEQUENCE_NUMBER));
    note(flow, evidenceOf(control) << fromB);
  }
  if (payloadLength === 0) return;
  addTo(payload, payloadLength);
  const captured = load<u32>(column, at.HEADER_PAYLOAD_CAPTURED);
  if (captured === 0) return;
  const start = load<u32>(column, at.HEADER_PAYLOAD_OFFSET) + at.WINDOW;
  listControlRow(row, start, captured);
  const kept = (<u32>evidence.PAYLOAD_CAPTURED_FROM_A) << fromB;
  if ((load<u32>(flow, record.WORD_KEY * 4) & kept) !== 0) return;
  note(flow, kept);
  store<u8>(at.PAYLOAD_ROWS + payloads++, <u8>row);
}

function addTo(double: u32, value: u32): void {
  store<f64>(double, load<f64>(double) + <f64>value);
}

function note(flow: u32, bits: u32): void {
  store<u32>(flow, load<u32>(flow, record.WORD_KEY * 4) | bits, record.WORD_KEY * 4);
}

/** Captures are not always in order of time: a packet may be older than the flow's first. */
function noteTime(flow: u32, seconds: u32, nanoseconds: u32): void {
  const lastSeconds = load<u32>(flow, record.WORD_LAST_SECONDS * 4);
  if (
    seconds > lastSeconds ||
    (seconds === lastSeconds && nanoseconds >= load<u32>(flow, record.WORD_LAST_NANOSECONDS * 4))
  ) {
    store<u32>(flow, seconds, record.WORD_LAST_SECONDS * 4);
    store<u32>(flow, nanoseconds, record.WORD_LAST_NANOSECONDS * 4);
    return;
  }
  const firstSeconds = load<u32>(flow, record.WORD_FIRST_SECONDS * 4);
  if (
    seconds < firstSeconds ||
    (seconds === firstSeconds && nanoseconds < load<u32>(flow, record.WORD_FIRST_NANOSECONDS * 4))
  ) {
    store<u32>(flow, seconds, record.WORD_FIRST_SECONDS * 4);
    store<u32>(flow, nanoseconds, record.WORD_FIRST_NANOSECONDS * 4);
  }
}

/**
 * A SYN opens a connection; another one with the same initial sequence number repeats it (RFC 9293,
 * section 3.8.1). Where both sides send one and nothing else has happened, it is one simultaneous open
 * (section 3.5, figure 7).
 */
function noteOpening(flow: u32, fromB: u32, sequenceNumber: u32): void {
  const seen = load<u32>(flow, record.WORD_KEY * 4);
  const last = flow + (record.WORD_SYN_SEQUENCE_A << 2) + (fromB << 2);
  let opens: bool;
  if ((seen & ((<u32>evidence.SYN_FROM_A) << fromB)) !== 0) {
    opens = load<u32>(last) !== sequenceNumber;
    if (opens && isLaterPart) noteReopening(flow, fromB, load<u32>(last));
  } else {
    opens = (seen & evidence.IN_USE) !== 0;
    if (opens) note(flow, (<u32>evidence.SYN_FROM_A_IN_USE) << fromB);
  }
  store<u32>(last, sequenceNumber);
  if (opens) store<u32>(flow, load<u32>(flow, record.WORD_CONNECTIONS * 4) + 1, record.WORD_CONNECTIONS * 4);
}

function noteReopening(flow: u32, fromB: u32, sequenceNumber: u32): void {
  const entry = at.REOPENINGS + reopenings++ * REOPENING_BYTES;
  store<u32>(entry, numberOf(flow));
  store<u32>(entry, fromB, 4);
  store<u32>(entry, sequenceNumber, 8);
}

/** The evidence bits, for endpoint a, of one segment's control bits. */
function evidenceOf(control: u32): u32 {
  return load<u32>(at.EVIDENCE_OF_CONTROL_BITS + ((control & 0x1f) << 2));
}

/** Answers with the position in the arena, 0 where nothing may be kept. */
function keepPayload(from: u32, length: u32): u32 {
  if (arenaPosition === 0) return 0;
  const position = payloadBytes;
  const bytes = at.PAYLOADS + position + record.PAYLOAD_HEADER_LENGTH;
  // Eight bytes at a time, up to seven too many: behind the window lies the flow table, the next entry goes over them.
  for (let i: u32 = 0; i < length; i += 8) store<u64>(bytes + i, load<u64>(from + i));
  store<u8>(at.PAYLOADS + position, <u8>length);
  payloadBytes = position + record.PAYLOAD_HEADER_LENGTH + length;
  return arenaPosition + position;
}

/** An ICMP error quotes the row's flow; what is quoted of a flow that nobody saw is left out. */
export function noteError(row: u32): void {
  const fromB = <u32>load<u8>(row, at.FLOW_FROM_B);
  const flow = find(row, fromB);
  if (flow === 0) {
    if (isLaterPart) store<u32>(unknownQuotes++ << 2, row, at.UNKNOWN_QUOTES);
    return;
  }
  const isUnreachable = load<u8>(row, at.HEADER_QUOTED) === QUOTED_UNREACHABLE;
  note(flow, (<u32>(isUnreachable ? evidence.UNREACHABLE_FOR_A : evidence.OTHER_ERROR_FOR_A)) << fromB);
}
