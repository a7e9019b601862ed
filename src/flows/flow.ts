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
import * as layout from "./flow-record.ts";
import { FlowView } from "./flow-view.ts";
import { FoldedFlows } from "./folded-flows.ts";
import { PayloadArena } from "./payload-arena.ts";

export * from "./flow-record.ts";

const FIRST_SLOTS = 4096;
const SLOT_BYTES = 4;
/** Slots are never fuller than five eighths. */
const FILLED = 5 / 8;
/**
 * Room that is kept free for slots, in the order in which it is taken. What nobody uses of it takes no memory; but when it
 * grows, records have to give way to it, to places that nobody has touched yet, so it grows while they are few, and then
 * not before ten million.
 */
const SLOT_ROOMS = [FIRST_SLOTS, 1 << 16, 1 << 24, 1 << 25, 1 << 26];

/** All flows of a run, row i being flow i in the order of first packets. */
export class FlowTable extends FlowView {
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
    super();
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

  /** The first payload bytes that endpoint a (or b) sent, as a view; empty where it sent none, or none are kept. */
  firstPayload(flow: number, fromB: boolean): Uint8Array {
    const word = fromB ? layout.WORD_PAYLOAD_B : layout.WORD_PAYLOAD_A;
    return this.payloads.read(this.words[flow * layout.FLOW_WORDS + word]);
  }
}
