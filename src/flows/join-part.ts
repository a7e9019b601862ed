/**
 * Joins what was counted of a later part of a capture to what was counted of the parts before, so that the outcome
 * is what one walk over both would have been. assembly/merge-flows.ts joins the records themselves.
 */
import type { HeaderBatch } from "../headers/header.ts";
import { VERDICT_FLOW, VERDICT_LATER_FRAGMENT } from "../headers/verdict.ts";
import * as at from "../records/memory-layout.ts";
import type { RecordBatch } from "../records/record.ts";
import { RECORD_BATCH_CAPACITY } from "../records/record.ts";
import type { FlowCollector } from "./collect.ts";
import type { CountedPart } from "./counted-part.ts";
import * as layout from "./flow.ts";
import type { FragmentTable } from "./fragments.ts";
import { SeamRows } from "./seam-log.ts";

export interface Seam {
  readonly part: CountedPart;
  /** The whole capture's number of each of the part's encapsulations. */
  readonly encapsulations: Uint16Array;
  /** Rows through which what the part could not settle passes once more. */
  readonly records: RecordBatch;
  readonly headers: HeaderBatch;
  /** Called when rows of `records` have found their flow only now. */
  readonly found: () => void;
}

/** Whether the part can be joined; else it has to be counted by the collector itself. */
export function canJoin(fragments: FragmentTable, part: CountedPart): boolean {
  return part.seam.isComplete && fragments.hasRoomFor(part.fragments);
}

export function joinPart(collector: FlowCollector, fragments: FragmentTable, seam: Seam): void {
  const { part } = seam;
  const rows = new SeamRows(seam.headers, seam.records);
  settleQuotes(collector, seam, rows);
  settleFragments(collector, fragments, seam, rows);
  const flowOfPart = joinFlows(collector, seam);
  fragments.add(part.fragments, flowOfPart);
  part.verdictPackets.forEach((packets, verdict) => {
    collector.verdictPackets[verdict] += packets;
    collector.verdictBytes[verdict] += part.verdictBytes[verdict];
  });
  collector.frames += part.frames;
}

/** Quotes of flows that only the parts before have seen. */
function settleQuotes({ flows: { memory } }: FlowCollector, { part, headers }: Seam, rows: SeamRows): void {
  const { loops } = memory;
  const { quotes } = part.seam;
  for (let done = 0; done * rows.width < quotes.length; done += headers.count) {
    headers.count = rows.copyIn(quotes, done);
    loops.computeKeys(headers.count);
    loops.touchFlows(headers.count);
    for (let row = 0; row < headers.count; row++) loops.noteError(row);
  }
}

/** Later fragments whose first was seen in the parts before; the part has given them the verdict of one without. */
function settleFragments(
  collector: FlowCollector,
  fragments: FragmentTable,
  { records, headers, part, found }: Seam,
  rows: SeamRows,
): void {
  const { loops } = collector.flows.memory;
  const unknown = part.seam.fragments;
  for (let done = 0; done * rows.width < unknown.length; done += headers.count) {
    headers.count = rows.copyIn(unknown, done);
    records.count = headers.count;
    for (let row = 0; row < headers.count; row++) {
      const isKnown = fragments.find(headers, row);
      collector.flowOfRow[row] = isKnown ? fragments.flow : -1;
      if (!isKnown) continue;
      loops.countLaterFragment(row, fragments.flow, fragments.fromB);
      const bytes = records.originalLength[row];
      collector.verdictPackets[VERDICT_LATER_FRAGMENT]--;
      collector.verdictBytes[VERDICT_LATER_FRAGMENT] -= bytes;
      collector.verdictPackets[VERDICT_FLOW]++;
      collector.verdictBytes[VERDICT_FLOW] += bytes;
    }
    found();
  }
}

/** Joins the records; answers with the whole capture's number of each of the part's flows. */
function joinFlows(collector: FlowCollector, { part, encapsulations }: Seam): Int32Array {
  const { flows } = collector;
  const { buffer, loops } = flows.memory;
  const arriving = new Int32Array(buffer, at.ARRIVING_FLOWS, RECORD_BATCH_CAPACITY * layout.FLOW_WORDS);
  const openings = new Int32Array(buffer, at.ARRIVING_OPENINGS, RECORD_BATCH_CAPACITY * 2);
  const firstOpenings = firstOpeningsOf(part.seam.reopenings);
  const payloads = flows.payloads.adopt(part.payloadPieces);
  // Only datagrams in fragments ask for the numbers again.
  const flowOfPart = new Int32Array(part.fragments.entries.length > 0 ? part.flowCount : 0);
  for (let start = 0; start < part.flowCount; start += RECORD_BATCH_CAPACITY) {
    const count = Math.min(RECORD_BATCH_CAPACITY, part.flowCount - start);
    const from = start * layout.FLOW_WORDS;
    arriving.set(part.words.subarray(from, from + count * layout.FLOW_WORDS));
    loops.numberArriving(count, collector.frames, payloads.shift, payloads.pieces);
    if (encapsulations.length > 1) renumberEncapsulations(arriving, count, encapsulations);
    if (firstOpenings !== null) noteFirstOpenings(openings, start, count, firstOpenings);
    flows.reserve(count);
    loops.mergeFlows(count);
    flows.count = loops.countOfFlows();
    if (flowOfPart.length > 0) flowOfPart.set(collector.flowOfRow.subarray(0, count), start);
  }
  return flowOfPart;
}

function renumberEncapsulations(arriving: Int32Array, count: number, numbers: Uint16Array): void {
  for (let row = 0; row < count; row++) {
    const word = row * layout.FLOW_WORDS + layout.WORD_ENCAPSULATION;
    arriving[word] = numbers[arriving[word]];
  }
}

function noteFirstOpenings(
  openings: Int32Array,
  start: number,
  count: number,
  firstOpenings: ReadonlyMap<number, number>,
): void {
  for (let i = 0; i < count * 2; i++) openings[i] = firstOpenings.get(start * 2 + i) ?? openings[i];
}

/** By flow × 2 + side: the sequence number of the first SYN, where others followed; null where none did. */
function firstOpeningsOf(reopenings: Int32Array): ReadonlyMap<number, number> | null {
  if (reopenings.length === 0) return null;
  const first = new Map<number, number>();
  for (let i = 0; i < reopenings.length; i += 3) {
    const key = reopenings[i] * 2 + reopenings[i + 1];
    if (!first.has(key)) first.set(key, reopenings[i + 2]);
  }
  return first;
}
