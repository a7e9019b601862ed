/**
 * The flows stage: decoded headers in, the flow table out. The only loop of portolan that sees every packet
 * and every flow; nothing in it allocates, but for the table's own growth.
 *
 * A batch is worked in three passes: keys and hashes; a touch of every hash slot and flow record, so that the
 * memory reads of a whole batch are under way together; the update. Packet by packet, each read would be waited
 * for alone.
 */
import {
  ACK,
  FRAGMENT_FIRST,
  FRAGMENT_LATER,
  type HeaderBatch,
  QUOTED_NONE,
  QUOTED_UNREACHABLE,
  SYN,
} from "../headers/header.ts";
import { hashOfFour, hashOfThree } from "../headers/seeded-hash.ts";
import { VERDICT_FLOW, VERDICT_LATER_FRAGMENT, VERDICT_NAMES } from "../headers/verdict.ts";
import { RECORD_BATCH_CAPACITY, type RecordBatch } from "../records/record.ts";
import * as evidence from "./evidence.ts";
import * as layout from "./flow.ts";
import { FragmentTable } from "./fragments.ts";

const FIRST_SLOTS = 4096;
/** Slots are pairs of a hash and a flow's number plus 1; 0 is an empty slot. */
const SLOT_WORDS = 2;
const CONTROL_BITS = 0x1f;

export class FlowCollector {
  readonly flows = new layout.FlowTable();
  /** Packets and bytes by verdict number. */
  readonly verdictPackets = new Float64Array(VERDICT_NAMES.length);
  readonly verdictBytes = new Float64Array(VERDICT_NAMES.length);
  /** Per row of the last batch: the flow that carried it, or -1. */
  readonly flowOfRow = new Int32Array(RECORD_BATCH_CAPACITY);
  /** Frames seen so far. */
  frames = 0;
  private slots = new Int32Array(FIRST_SLOTS * SLOT_WORDS);
  private readonly fragments = new FragmentTable();
  private readonly hashes = new Int32Array(RECORD_BATCH_CAPACITY);
  /** Per row: 1 where the packet's source is endpoint b. */
  private readonly fromB = new Uint8Array(RECORD_BATCH_CAPACITY);
  /** Per row: the slot where the touch stopped searching; void once the slots have moved. */
  private readonly searched = new Int32Array(RECORD_BATCH_CAPACITY);
  private slotsMoved = false;
  /** What the touching loop read; kept so that no compiler takes the loop away. */
  touched = 0;

  /** Counts a batch. Verdicts of later fragments whose flow is known become `flow`. */
  add(records: RecordBatch, headers: HeaderBatch): void {
    this.computeKeys(headers);
    this.touch(headers.count);
    this.update(records, headers);
    this.frames += headers.count;
  }

  private computeKeys(headers: HeaderBatch): void {
    const { hashes, fromB } = this;
    const { count, verdict, quoted, addressVersion, source0, destination0, sourcePort, destinationPort } =
      headers;
    const { protocol } = headers;
    for (let row = 0; row < count; row++) {
      if (verdict[row] !== VERDICT_FLOW && quoted[row] === QUOTED_NONE) {
        hashes[row] = 0;
        continue;
      }
      const source = source0[row];
      const destination = destination0[row];
      const version = addressVersion[row];
      let order = compareUnsigned(source, destination);
      if (order === 0 && version === 6) order = compareRest(headers, row);
      if (order === 0) order = sourcePort[row] - destinationPort[row];
      const swapped = order > 0 ? 1 : 0;
      fromB[row] = swapped;
      let a = swapped ? destination : source;
      let b = swapped ? source : destination;
      const ports = portsOf(headers, row, swapped === 1);
      if (version === 6) {
        const sourceRest = hashOfThree(headers.source1[row], headers.source2[row], headers.source3[row]);
        const destinationRest = hashOfThree(
          headers.destination1[row],
          headers.destination2[row],
          headers.destination3[row],
        );
        a ^= swapped ? destinationRest : sourceRest;
        b ^= swapped ? sourceRest : destinationRest;
      }
      hashes[row] = hashOfFour(a, b, ports, protocol[row]);
    }
  }

  /**
   * Reads the slots of every row's hash, then the flow records that these name: loads that do not wait for each
   * other. Notes where each search ended, so that the update goes on from there.
   */
  private touch(count: number): void {
    const { hashes, slots, searched } = this;
    const { words } = this.flows;
    const mask = slots.length - 1;
    let sum = 0;
    for (let row = 0; row < count; row++) sum += slots[homeOf(hashes[row], mask) + 1];
    for (let row = 0; row < count; row++) {
      const hash = hashes[row];
      let slot = homeOf(hash, mask);
      while (slots[slot + 1] !== 0 && slots[slot] !== hash) slot = (slot + SLOT_WORDS) & mask;
      searched[row] = slot;
      if (slots[slot + 1] !== 0) sum += words[(slots[slot + 1] - 1) * layout.FLOW_WORDS];
    }
    this.slotsMoved = false;
    this.touched = sum | 0;
  }

  private update(records: RecordBatch, headers: HeaderBatch): void {
    const { verdictPackets, verdictBytes, flowOfRow, fragments } = this;
    const { originalLength } = records;
    const { count, verdict, fragment, quoted } = headers;
    for (let row = 0; row < count; row++) {
      let flow = -1;
      if (verdict[row] === VERDICT_FLOW) {
        flow = this.findOrAdd(records, headers, row);
        this.countPacket(records, headers, row, flow, this.fromB[row]);
        if (fragment[row] === FRAGMENT_FIRST) fragments.remember(headers, row, flow, this.fromB[row]);
      } else if (quoted[row] !== QUOTED_NONE) this.noteError(headers, row);
      else if (verdict[row] === VERDICT_LATER_FRAGMENT && fragments.find(headers, row)) {
        verdict[row] = VERDICT_FLOW;
        flow = fragments.flow;
        this.countPacket(records, headers, row, flow, fragments.fromB);
      }
      flowOfRow[row] = flow;
      verdictPackets[verdict[row]]++;
      verdictBytes[verdict[row]] += originalLength[row];
    }
  }

  /** The row's flow, or -1. */
  private find(headers: HeaderBatch, row: number): number {
    const { slots } = this;
    const { words } = this.flows;
    const mask = slots.length - 1;
    const hash = this.hashes[row];
    const swapped = this.fromB[row] !== 0;
    const addressA = swapped ? headers.destination0[row] : headers.source0[row];
    const addressB = swapped ? headers.source0[row] : headers.destination0[row];
    const ports = portsOf(headers, row, swapped);
    const key = keyOf(headers, row);
    let slot = this.slotsMoved ? homeOf(hash, mask) : this.searched[row];
    for (;;) {
      const entry = slots[slot + 1];
      if (entry === 0) return -1;
      if (slots[slot] === hash) {
        const base = (entry - 1) * layout.FLOW_WORDS;
        if (
          words[base + layout.WORD_ADDRESS_A] === addressA &&
          words[base + layout.WORD_ADDRESS_B] === addressB &&
          words[base + layout.WORD_PORTS] === ports &&
          (words[base + layout.WORD_KEY] & evidence.KEY_MASK) === key &&
          ((key & evidence.KEY_IPV6) === 0 || sameRest(words, base, headers, row, swapped))
        ) {
          return entry - 1;
        }
      }
      slot = (slot + SLOT_WORDS) & mask;
    }
  }

  private findOrAdd(records: RecordBatch, headers: HeaderBatch, row: number): number {
    const found = this.find(headers, row);
    return found >= 0 ? found : this.addFlow(records, headers, row);
  }

  private addFlow(records: RecordBatch, headers: HeaderBatch, row: number): number {
    const { flows } = this;
    if (flows.count === flows.capacity) flows.grow();
    const flow = flows.count++;
    if (flows.count * 2 * SLOT_WORDS > this.slots.length) this.growSlots();
    insert(this.slots, this.hashes[row], flow);

    const { words } = flows;
    const base = flow * layout.FLOW_WORDS;
    const swapped = this.fromB[row] !== 0;
    words[base + layout.WORD_ADDRESS_A] = swapped ? headers.destination0[row] : headers.source0[row];
    words[base + layout.WORD_ADDRESS_B] = swapped ? headers.source0[row] : headers.destination0[row];
    words[base + layout.WORD_PORTS] = portsOf(headers, row, swapped);
    words[base + layout.WORD_KEY] = keyOf(headers, row) | (swapped ? evidence.FIRST_FROM_B : 0);
    if (headers.addressVersion[row] === 6) writeRest(words, base, headers, row, swapped);
    words[base + layout.WORD_FIRST_SECONDS] = records.seconds[row];
    words[base + layout.WORD_FIRST_NANOSECONDS] = records.nanoseconds[row];
    words[base + layout.WORD_LAST_SECONDS] = records.seconds[row];
    words[base + layout.WORD_LAST_NANOSECONDS] = records.nanoseconds[row];
    words[base + layout.WORD_FIRST_FRAME] = this.frames + row + 1;
    words[base + layout.WORD_CONNECTIONS] = 1;
    words[base + layout.WORD_ENCAPSULATION] = headers.encapsulation[row];
    return flow;
  }

  private growSlots(): void {
    const old = this.slots;
    const slots = new Int32Array(old.length * 2);
    for (let slot = 0; slot < old.length; slot += SLOT_WORDS) {
      if (old[slot + 1] !== 0) insert(slots, old[slot], old[slot + 1] - 1);
    }
    this.slots = slots;
    this.slotsMoved = true;
  }

  private countPacket(
    records: RecordBatch,
    headers: HeaderBatch,
    row: number,
    flow: number,
    fromB: number,
  ): void {
    const { words, doubles } = this.flows;
    const base = flow * layout.FLOW_WORDS;
    const doubleBase = flow * layout.FLOW_DOUBLES;
    words[base + layout.WORD_PACKETS_A_TO_B + fromB]++;
    doubles[doubleBase + layout.DOUBLE_BYTES_A_TO_B + fromB] += records.originalLength[row];
    const seconds = records.seconds[row];
    const nanoseconds = records.nanoseconds[row];
    const lastSeconds = words[base + layout.WORD_LAST_SECONDS] >>> 0;
    if (
      seconds > lastSeconds ||
      (seconds === lastSeconds && nanoseconds >= words[base + layout.WORD_LAST_NANOSECONDS])
    ) {
      words[base + layout.WORD_LAST_SECONDS] = seconds;
      words[base + layout.WORD_LAST_NANOSECONDS] = nanoseconds;
    } else this.moveFirstSeen(base, seconds, nanoseconds);

    const payloadLength = headers.payloadLength[row];
    if (headers.fragment[row] === FRAGMENT_LATER) {
      doubles[doubleBase + layout.DOUBLE_PAYLOAD_A_TO_B + fromB] += payloadLength;
      return;
    }
    const control = headers.evidence[row];
    if (control !== 0) {
      if ((control & (SYN | ACK)) === SYN) this.noteOpening(base, fromB, headers.sequenceNumber[row]);
      words[base + layout.WORD_KEY] |= evidence.EVIDENCE_OF_CONTROL_BITS[control & CONTROL_BITS] << fromB;
    }
    if (payloadLength === 0) return;
    doubles[doubleBase + layout.DOUBLE_PAYLOAD_A_TO_B + fromB] += payloadLength;
    const kept = evidence.PAYLOAD_KEPT_FROM_A << fromB;
    if ((words[base + layout.WORD_KEY] & kept) === 0 && headers.payloadCaptured[row] > 0) {
      words[base + layout.WORD_KEY] |= kept;
      words[base + layout.WORD_PAYLOAD_A + fromB] = this.flows.keepPayload(
        records.bytes,
        headers.payloadOffset[row],
        headers.payloadCaptured[row],
      );
    }
  }

  /** Captures are not always in order of time: a packet may be older than the flow's first. */
  private moveFirstSeen(base: number, seconds: number, nanoseconds: number): void {
    const { words } = this.flows;
    const firstSeconds = words[base + layout.WORD_FIRST_SECONDS] >>> 0;
    if (
      seconds < firstSeconds ||
      (seconds === firstSeconds && nanoseconds < words[base + layout.WORD_FIRST_NANOSECONDS])
    ) {
      words[base + layout.WORD_FIRST_SECONDS] = seconds;
      words[base + layout.WORD_FIRST_NANOSECONDS] = nanoseconds;
    }
  }

  /**
   * A SYN opens a connection; another one with the same initial sequence number repeats it (RFC 9293,
   * section 3.8.1). Where both sides send one and nothing else has happened, it is one simultaneous open
   * (section 3.5, figure 7).
   */
  private noteOpening(base: number, fromB: number, sequenceNumber: number): void {
    const { words } = this.flows;
    const seen = words[base + layout.WORD_KEY];
    const openedBefore = (seen & (evidence.SYN_FROM_A << fromB)) !== 0;
    const repeated = openedBefore && words[base + layout.WORD_SYN_SEQUENCE_A + fromB] === sequenceNumber;
    words[base + layout.WORD_SYN_SEQUENCE_A + fromB] = sequenceNumber;
    if (openedBefore ? !repeated : (seen & IN_USE) !== 0) words[base + layout.WORD_CONNECTIONS]++;
  }

  private noteError(headers: HeaderBatch, row: number): void {
    const flow = this.find(headers, row);
    if (flow < 0) return;
    const bit =
      headers.quoted[row] === QUOTED_UNREACHABLE ? evidence.UNREACHABLE_FOR_A : evidence.OTHER_ERROR_FOR_A;
    this.flows.words[flow * layout.FLOW_WORDS + layout.WORD_KEY] |= bit << this.fromB[row];
  }
}

/** Anything that says that a connection was there before the first SYN of a side. */
const IN_USE =
  evidence.SYN_ACK_FROM_A |
  evidence.SYN_ACK_FROM_B |
  evidence.FIN_FROM_A |
  evidence.FIN_FROM_B |
  evidence.RST_FROM_A |
  evidence.RST_FROM_B |
  evidence.ACK_FROM_A |
  evidence.ACK_FROM_B;

/** Where the search for a hash begins. */
function homeOf(hash: number, mask: number): number {
  return (hash << 1) & mask;
}

function insert(slots: Int32Array, hash: number, flow: number): void {
  const mask = slots.length - 1;
  let slot = homeOf(hash, mask);
  while (slots[slot + 1] !== 0) slot = (slot + SLOT_WORDS) & mask;
  slots[slot] = hash;
  slots[slot + 1] = flow + 1;
}

function portsOf(headers: HeaderBatch, row: number, swapped: boolean): number {
  return swapped
    ? (headers.destinationPort[row] << 16) | headers.sourcePort[row]
    : (headers.sourcePort[row] << 16) | headers.destinationPort[row];
}

function keyOf(headers: HeaderBatch, row: number): number {
  return headers.protocol[row] | (headers.addressVersion[row] === 6 ? evidence.KEY_IPV6 : 0);
}

function compareUnsigned(left: number, right: number): number {
  if (left === right) return 0;
  return left >>> 0 < right >>> 0 ? -1 : 1;
}

function compareRest(headers: HeaderBatch, row: number): number {
  return (
    compareUnsigned(headers.source1[row], headers.destination1[row]) ||
    compareUnsigned(headers.source2[row], headers.destination2[row]) ||
    compareUnsigned(headers.source3[row], headers.destination3[row])
  );
}

function sameRest(
  words: Int32Array,
  base: number,
  headers: HeaderBatch,
  row: number,
  swapped: boolean,
): boolean {
  const a = base + (swapped ? layout.WORD_ADDRESS_B_REST : layout.WORD_ADDRESS_A_REST);
  const b = base + (swapped ? layout.WORD_ADDRESS_A_REST : layout.WORD_ADDRESS_B_REST);
  return (
    words[a] === headers.source1[row] &&
    words[a + 1] === headers.source2[row] &&
    words[a + 2] === headers.source3[row] &&
    words[b] === headers.destination1[row] &&
    words[b + 1] === headers.destination2[row] &&
    words[b + 2] === headers.destination3[row]
  );
}

function writeRest(
  words: Int32Array,
  base: number,
  headers: HeaderBatch,
  row: number,
  swapped: boolean,
): void {
  const source = base + (swapped ? layout.WORD_ADDRESS_B_REST : layout.WORD_ADDRESS_A_REST);
  const destination = base + (swapped ? layout.WORD_ADDRESS_A_REST : layout.WORD_ADDRESS_B_REST);
  words[source] = headers.source1[row];
  words[source + 1] = headers.source2[row];
  words[source + 2] = headers.source3[row];
  words[destination] = headers.destination1[row];
  words[destination + 1] = headers.destination2[row];
  words[destination + 2] = headers.destination3[row];
}
