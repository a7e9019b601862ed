/**
 * A flow is what two endpoints exchanged over one transport: all packets of one protocol between address and
 * port a and address and port b, over the whole capture, in both directions. Flows are neutral: a and b stand
 * in canonical order (by address, then port) and nothing is guessed about who serves whom.
 *
 * Flows lie in the linear memory of an analysis, behind the slots that lead to them (assembly/flow-table.ts);
 * flow-record.ts tells what a record holds.
 */
import { ColumnRoom } from "../records/column-room.ts";
import { alignUp, PacketMemory } from "../records/packet-memory.ts";
import { EARLIER_FROM_A, EARLIER_FROM_B, FOLDED, KEY_IPV6, KEY_MASK } from "./evidence.ts";
import * as layout from "./flow-record.ts";
import { FoldedFlows } from "./folded-flows.ts";
import { PayloadArena } from "./payload-arena.ts";

export * from "./flow-record.ts";

const FIRST_SLOTS = 4096;
const SLOT_BYTES = 4;
/** Slots are never fuller than five eighths. */
const FILLED = 5 / 8;
/**
 * Room that is kept free for slots, in the order in which it is taken, so that records seldom have to give way to
 * them: they move four times on the way to ten million flows. What is not used takes no memory.
 */
const SLOT_ROOMS = [FIRST_SLOTS, 1 << 16, 1 << 20, 1 << 24, 1 << 25, 1 << 26];

/** All flows of a run, row i being flow i in the order of first packets. */
export class FlowTable {
  count = 0;
  words: Int32Array = new Int32Array(0);
  doubles: Float64Array = new Float64Array(0);
  readonly payloads = new PayloadArena();
  /** Flows that share a record; see `flowsOf`. */
  readonly folded = new FoldedFlows();
  readonly memory: PacketMemory;
  /** Room for what is worked out of the flows, until there are more of them. */
  readonly columns: ColumnRoom;
  private slots = FIRST_SLOTS;
  /** Slots that there is room for. */
  private slotRoom = FIRST_SLOTS;
  /** Records that there is memory for. */
  private capacity = 0;

  constructor(memory: PacketMemory = new PacketMemory()) {
    this.memory = memory;
    this.columns = new ColumnRoom(
      memory,
      () => this.firstRecord(this.slotRoom) + this.count * layout.FLOW_BYTES,
    );
    this.place(0);
    memory.keepTables(() => this.place(this.count));
  }

  /**
   * Makes room for so many flows more. Columns that were hoisted before are stale afterwards. Throws a
   * `OutOfMemory` where there is no more memory.
   */
  reserve(flows: number): void {
    this.columns.giveUp();
    const wanted = this.count + flows;
    const slots = this.slotsFor(wanted);
    if (slots > this.slots) {
      this.slots = slots;
      this.slotRoom = this.roomFor(slots);
      this.place(wanted);
    } else if (wanted > this.capacity) this.view(wanted);
  }

  /** Whether so many flows more can be in memory. */
  hasRoomFor(flows: number): boolean {
    const wanted = this.count + flows;
    const end = this.firstRecord(this.roomFor(this.slotsFor(wanted))) + wanted * layout.FLOW_BYTES;
    return end <= this.memory.limit;
  }

  /**
   * Gives up the records that are `gone` (1 for each), and numbers the others anew in their order; answers with the
   * new numbers, by the old ones (0 where a record is gone). First payloads that nobody has any more are given up.
   */
  keepOthers(gone: Uint8Array): Int32Array {
    const numbers = new Int32Array(this.count);
    let kept = 0;
    for (let flow = 0; flow < numbers.length; ) {
      const start = flow;
      while (flow < numbers.length && gone[flow] === 0) numbers[flow] = kept + flow++ - start;
      this.words.copyWithin(kept * layout.FLOW_WORDS, start * layout.FLOW_WORDS, flow * layout.FLOW_WORDS);
      kept += flow - start;
      while (flow < numbers.length && gone[flow] === 1) flow++;
    }
    // A new flow's record is all zeros.
    this.words.fill(0, kept * layout.FLOW_WORDS, this.count * layout.FLOW_WORDS);
    this.count = kept;
    this.payloads.keepOnly(this.words, kept);
    this.folded.renumber(numbers);
    this.memory.loops.dropFlows(kept);
    this.place(kept);
    return numbers;
  }

  /** Puts slots and records behind the reading window; both may have been elsewhere before. */
  private place(wanted: number): void {
    this.columns.giveUp();
    this.view(wanted);
    this.memory.loops.placeFlowTable(this.memory.tables, this.slots, this.firstRecord(this.slotRoom));
  }

  /** Memory and columns for at least so many records. */
  private view(wanted: number): void {
    const { memory } = this;
    const firstRecord = this.firstRecord(this.slotRoom);
    memory.reserve(firstRecord + wanted * layout.FLOW_BYTES);
    const { buffer } = memory;
    this.capacity = Math.floor((buffer.byteLength - firstRecord) / layout.FLOW_BYTES);
    this.words = new Int32Array(buffer, firstRecord, this.capacity * layout.FLOW_WORDS);
    this.doubles = new Float64Array(buffer, firstRecord, this.capacity * layout.FLOW_DOUBLES);
  }

  /** Slots for so many records; never fewer than there are. */
  private slotsFor(records: number): number {
    let { slots } = this;
    while (records > slots * FILLED) slots *= 2;
    return slots;
  }

  /** Slots to keep room for, so that there is room for these. */
  private roomFor(slots: number): number {
    return slots <= this.slotRoom ? this.slotRoom : (SLOT_ROOMS.find((room) => room >= slots) ?? slots);
  }

  /** Where the first record lies behind room for so many slots. */
  private firstRecord(slotRoom: number): number {
    return alignUp(this.memory.tables + slotRoom * SLOT_BYTES);
  }

  /** The first payload bytes that endpoint a (or b) sent, as a view; empty where it sent none. */
  firstPayload(flow: number, fromB: boolean): Uint8Array {
    const word = fromB ? layout.WORD_PAYLOAD_B : layout.WORD_PAYLOAD_A;
    return this.payloads.read(this.words[flow * layout.FLOW_WORDS + word]);
  }

  /** How many flows the record stands for: 1, or more where flows of one client were folded. */
  flowsOf(flow: number): number {
    // The word lies in the record's second cache line: without folded flows nobody has to wait for it.
    if (this.folded.groups === 0 || (this.evidence(flow) & FOLDED) === 0) return 1;
    return this.words[flow * layout.FLOW_WORDS + layout.WORD_FOLDED] + 1;
  }

  /** Whether endpoint a (or b) sent anything, be it before the flow was folded and came back. */
  hasSent(flow: number, fromB: boolean): boolean {
    const base = flow * layout.FLOW_WORDS;
    const packets = this.words[base + (fromB ? layout.WORD_PACKETS_B_TO_A : layout.WORD_PACKETS_A_TO_B)];
    const earlier = this.words[base + layout.WORD_KEY] & (fromB ? EARLIER_FROM_B : EARLIER_FROM_A);
    return packets !== 0 || earlier !== 0;
  }

  protocol(flow: number): number {
    return this.words[flow * layout.FLOW_WORDS + layout.WORD_KEY] & 0xff;
  }

  isIpv6(flow: number): boolean {
    return (this.words[flow * layout.FLOW_WORDS + layout.WORD_KEY] & KEY_IPV6) !== 0;
  }

  /** The evidence bits of evidence.ts. */
  evidence(flow: number): number {
    return this.words[flow * layout.FLOW_WORDS + layout.WORD_KEY] & ~KEY_MASK;
  }

  portA(flow: number): number {
    return this.words[flow * layout.FLOW_WORDS + layout.WORD_PORTS] >>> 16;
  }

  portB(flow: number): number {
    return this.words[flow * layout.FLOW_WORDS + layout.WORD_PORTS] & 0xffff;
  }

  packetsAToB(flow: number): number {
    return this.words[flow * layout.FLOW_WORDS + layout.WORD_PACKETS_A_TO_B] >>> 0;
  }

  packetsBToA(flow: number): number {
    return this.words[flow * layout.FLOW_WORDS + layout.WORD_PACKETS_B_TO_A] >>> 0;
  }

  bytesAToB(flow: number): number {
    return this.doubles[flow * layout.FLOW_DOUBLES + layout.DOUBLE_BYTES_A_TO_B];
  }

  bytesBToA(flow: number): number {
    return this.doubles[flow * layout.FLOW_DOUBLES + layout.DOUBLE_BYTES_B_TO_A];
  }

  payloadBytesAToB(flow: number): number {
    return this.doubles[flow * layout.FLOW_DOUBLES + layout.DOUBLE_PAYLOAD_A_TO_B];
  }

  payloadBytesBToA(flow: number): number {
    return this.doubles[flow * layout.FLOW_DOUBLES + layout.DOUBLE_PAYLOAD_B_TO_A];
  }

  firstSeconds(flow: number): number {
    return this.words[flow * layout.FLOW_WORDS + layout.WORD_FIRST_SECONDS] >>> 0;
  }

  firstNanoseconds(flow: number): number {
    return this.words[flow * layout.FLOW_WORDS + layout.WORD_FIRST_NANOSECONDS];
  }

  lastSeconds(flow: number): number {
    return this.words[flow * layout.FLOW_WORDS + layout.WORD_LAST_SECONDS] >>> 0;
  }

  lastNanoseconds(flow: number): number {
    return this.words[flow * layout.FLOW_WORDS + layout.WORD_LAST_NANOSECONDS];
  }

  /** Number of the flow's first frame, counted from 1 over all captures of the run. */
  firstFrame(flow: number): number {
    return this.words[flow * layout.FLOW_WORDS + layout.WORD_FIRST_FRAME] >>> 0;
  }

  /**
   * TCP, SCTP and DCCP: handshakes that were seen, at least 1. Other transports: 1. Where the record stands for
   * several flows, of all; where the flow was folded before, without those that stayed there, so it may be 0.
   */
  connections(flow: number): number {
    return this.words[flow * layout.FLOW_WORDS + layout.WORD_CONNECTIONS] >>> 0;
  }

  /** Id in the decoder's `EncapsulationTable` of the way that the flow's first packet came in. */
  encapsulation(flow: number): number {
    return this.words[flow * layout.FLOW_WORDS + layout.WORD_ENCAPSULATION];
  }
}
