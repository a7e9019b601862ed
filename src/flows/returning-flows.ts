/**
 * Flows that come back after they were folded: before a batch is counted, those of them that its packets or ICMP
 * errors name get records again, with what had been seen of them. So the count need not know that they were away. First
 * payloads are those of the group's record: they are told to be the same, though they may be another flow's.
 */
import { HeaderBatch } from "../headers/header.ts";
import { VERDICT_FLOW } from "../headers/verdict.ts";
import * as at from "../records/memory-layout.ts";
import { RECORD_BATCH_CAPACITY, RecordBatch } from "../records/record.ts";
import { FOLDED_SERVER_B, KEY_MASK } from "./evidence.ts";
import * as layout from "./flow.ts";
import type { FlowKeys, FoldedFlow } from "./folded-flows.ts";

export class ReturningFlows {
  private readonly flows: layout.FlowTable;
  private readonly keys: FlowKeys;
  /** Rows of the batch whose flow the table does not know. */
  private readonly unknown: Int32Array;
  private readonly verdict: Uint8Array;
  private readonly seconds: Uint32Array;
  private readonly nanoseconds: Uint32Array;

  constructor(flows: layout.FlowTable) {
    const { memory } = flows;
    const headers = new HeaderBatch(memory);
    const records = new RecordBatch(memory);
    const words = (address: number) => new Int32Array(memory.buffer, address, RECORD_BATCH_CAPACITY);
    this.flows = flows;
    this.keys = {
      hash: words(at.FLOW_HASH),
      ports: words(at.FLOW_PORTS),
      fromB: new Uint8Array(memory.buffer, at.FLOW_FROM_B, RECORD_BATCH_CAPACITY),
      protocol: headers.protocol,
      addressVersion: headers.addressVersion,
      source: [headers.source0, headers.source1, headers.source2, headers.source3],
      destination: [headers.destination0, headers.destination1, headers.destination2, headers.destination3],
    };
    this.unknown = words(at.FLOW_UNKNOWN);
    this.verdict = headers.verdict;
    this.seconds = records.seconds;
    this.nanoseconds = records.nanoseconds;
  }

  /** Call it between `touchFlows` and the count; there must be room for as many records as rows. */
  putBack(count: number, framesBefore: number): void {
    const { flows, keys, unknown } = this;
    const { folded, memory } = flows;
    const found = memory.loops.listUnknown(count);
    folded.touch(keys, unknown, found);
    for (let i = 0; i < found && folded.count > 0; i++) {
      const row = unknown[i];
      const flow = folded.take(flows.words, keys, row);
      if (flow === null) continue;
      const record = folded.rowOf(flow.group);
      if (flows.flowsOf(record) === 1) this.takeOver(record, flow);
      else this.openRecord(record, flow, row, framesBefore + row + 1);
    }
  }

  /** The last flow of a group has the group's record to itself. */
  private takeOver(record: number, flow: FoldedFlow): void {
    const { words, folded, memory } = this.flows;
    const base = record * layout.FLOW_WORDS;
    const serverIsB = (words[base + layout.WORD_KEY] & FOLDED_SERVER_B) !== 0;
    words[base + layout.WORD_KEY] &= KEY_MASK;
    writeFlow(words, base, flow, serverIsB);
    folded.closeGroup(flow.group);
    memory.loops.placeFlow(record);
  }

  /**
   * A new record, and a flow less for the group's. Connections stay with the group, and what is new of them is
   * counted anew. An ICMP error is no packet of the flow: its time is none of the flow's.
   */
  private openRecord(group: number, flow: FoldedFlow, row: number, frame: number): void {
    const { flows } = this;
    const { words, memory } = flows;
    const from = group * layout.FLOW_WORDS;
    const base = flows.count * layout.FLOW_WORDS;
    words.copyWithin(base, from, from + layout.FLOW_WORDS);
    words[from + layout.WORD_FOLDED]--;
    words.fill(0, base + layout.WORD_PACKETS_A_TO_B, base + layout.WORD_LAST_SECONDS);
    const serverIsB = (words[from + layout.WORD_KEY] & FOLDED_SERVER_B) !== 0;
    words[base + layout.WORD_KEY] &= KEY_MASK;
    writeFlow(words, base, flow, serverIsB);
    const isPacket = this.verdict[row] === VERDICT_FLOW;
    const seconds = isPacket ? this.seconds[row] : words[from + layout.WORD_LAST_SECONDS];
    const nanoseconds = isPacket ? this.nanoseconds[row] : words[from + layout.WORD_LAST_NANOSECONDS];
    words[base + layout.WORD_FIRST_SECONDS] = seconds;
    words[base + layout.WORD_FIRST_NANOSECONDS] = nanoseconds;
    words[base + layout.WORD_LAST_SECONDS] = seconds;
    words[base + layout.WORD_LAST_NANOSECONDS] = nanoseconds;
    words[base + layout.WORD_FIRST_FRAME] = frame;
    words[base + layout.WORD_CONNECTIONS] = 0;
    memory.loops.placeFlow(flows.count);
    flows.count = memory.loops.countOfFlows();
  }
}

/** What tells the flow from others of its group. The key word holds protocol and address version already. */
function writeFlow(words: Int32Array, base: number, flow: FoldedFlow, serverIsB: boolean): void {
  words[base + layout.WORD_PORTS] = flow.ports;
  words[base + layout.WORD_KEY] |= flow.evidence;
  words[base + layout.WORD_SYN_SEQUENCE_A] = serverIsB ? flow.synSequence : 0;
  words[base + layout.WORD_SYN_SEQUENCE_B] = serverIsB ? 0 : flow.synSequence;
}
