/**
 * The flows stage: decoded headers in, the flow table out. The loops that see every packet are WebAssembly
 * (assembly/flow-keys.ts, flow-table.ts, count-packets.ts); here stands what surrounds a batch, and fragments,
 * which are rare.
 *
 * A batch is worked in three passes: keys and hashes; a touch of every hash slot and flow record, so that the
 * memory reads of a whole batch are under way together; the count. Packet by packet, each read would be waited
 * for alone.
 */
import type { HeaderBatch } from "../headers/header.ts";
import { HASH_SEED } from "../headers/seeded-hash.ts";
import { VERDICT_FLOW } from "../headers/verdict.ts";
import { VERDICT_NAMES } from "../headers/verdict-names.ts";
import * as at from "../records/memory-layout.ts";
import { type PacketLoops, PacketMemory } from "../records/packet-memory.ts";
import { RECORD_BATCH_CAPACITY } from "../records/record.ts";
import { EVIDENCE_OF_CONTROL_BITS } from "./control-evidence.ts";
import type { CountedPart } from "./counted-part.ts";
import { FLOW_WORDS, FlowTable, KEPT_PAYLOAD_LENGTH, PAYLOAD_HEADER_LENGTH } from "./flow.ts";
import { FragmentTable } from "./fragments.ts";
import { canJoin, joinPart, type Seam } from "./join-part.ts";
import { ReturningFlows } from "./returning-flows.ts";
import { SeamLog } from "./seam-log.ts";

/** A batch brings a first payload a packet at most. */
const PAYLOADS_OF_BATCH = RECORD_BATCH_CAPACITY * (PAYLOAD_HEADER_LENGTH + KEPT_PAYLOAD_LENGTH);
const NO_FLOW = -1;
const PORTS = 65_536;

/** Ports of control channels: what is said over them is read. */
export interface ControlPorts {
  /** By either end. */
  readonly bothWays: readonly number[];
  /** To the port, and not from it. */
  readonly toServer: readonly number[];
}

interface CollectorSettings {
  readonly isLaterPart?: boolean;
  readonly controlPorts?: ControlPorts;
  readonly keptFirstBytes?: ReadonlySet<number> | undefined;
}

export class FlowCollector {
  readonly flows: FlowTable;
  /** Packets and bytes by verdict number. */
  readonly verdictPackets: Float64Array;
  readonly verdictBytes: Float64Array;
  /** Per row of the last batch: the flow that carried it, or -1. */
  readonly flowOfRow: Int32Array;
  /** Rows of the last batch whose payload is to be read: on control channels, and what may be a request of HTTP. In their order. */
  readonly controlRows: Uint8Array;
  /** How many of them there are. */
  controlCount = 0;
  /** Frames seen so far. */
  frames = 0;
  private readonly loops: PacketLoops;
  private readonly fragments = new FragmentTable();
  private readonly seam: SeamLog | null;
  private readonly returning: ReturningFlows;
  /** Per row: 1 where the packet's source is endpoint b. */
  private readonly fromB: Uint8Array;
  /** First payloads of the last batch that are kept. */
  private readonly payloads: Uint8Array;

  /**
   * With `isLaterPart`, what depends on parts of the capture before this one is noted for `join`. `controlPorts`: what
   * is said over these is listed in `controlRows`. `keptFirstBytes`: first payloads that begin so are kept even where
   * what they say is settled; all of them unless told.
   */
  constructor(
    memory: PacketMemory = new PacketMemory(),
    { isLaterPart = false, controlPorts, keptFirstBytes }: CollectorSettings = {},
  ) {
    const { buffer, loops } = memory;
    this.loops = loops;
    this.seam = isLaterPart ? new SeamLog(memory) : null;
    this.flows = new FlowTable(memory);
    this.returning = new ReturningFlows(this.flows);
    this.verdictPackets = new Float64Array(buffer, at.VERDICT_PACKETS, VERDICT_NAMES.length);
    this.verdictBytes = new Float64Array(buffer, at.VERDICT_BYTES, VERDICT_NAMES.length);
    this.flowOfRow = new Int32Array(buffer, at.FLOW_OF_ROW, RECORD_BATCH_CAPACITY);
    this.fromB = new Uint8Array(buffer, at.FLOW_FROM_B, RECORD_BATCH_CAPACITY);
    this.payloads = new Uint8Array(buffer, at.PAYLOADS, PAYLOADS_OF_BATCH);
    this.controlRows = new Uint8Array(buffer, at.CONTROL_ROWS, RECORD_BATCH_CAPACITY);
    const ofPorts = new Uint8Array(buffer, at.CONTROL_PORTS, PORTS / 4);
    const read = (port: number, bits: number) => {
      ofPorts[port >> 2] |= bits << ((port & 3) * 2);
    };
    for (const port of controlPorts?.bothWays ?? []) read(port, at.PORT_IS_READ_FROM | at.PORT_IS_READ_TO);
    for (const port of controlPorts?.toServer ?? []) read(port, at.PORT_IS_READ_TO);
    const isKept = (byte: number) => (keptFirstBytes === undefined || keptFirstBytes.has(byte) ? 1 : 0);
    new Uint8Array(buffer, at.KEPT_FIRST_BYTES, 256).set(
      Array.from({ length: 256 }, (_, byte) => isKept(byte)),
    );
    new Int32Array(buffer, at.EVIDENCE_OF_CONTROL_BITS).set(EVIDENCE_OF_CONTROL_BITS);
    loops.setSeed(HASH_SEED);
  }

  /** Counts a batch. Verdicts of later fragments whose flow is known become `flow`. */
  add(headers: HeaderBatch): void {
    const { loops, flows } = this;
    const { count } = headers;
    flows.reserve(count);
    loops.computeKeys(count);
    loops.touchFlows(count);
    if (flows.folded.count > 0) this.returning.putBack(count, this.frames);
    loops.startBatch(this.frames, flows.payloads.reserve(PAYLOADS_OF_BATCH));
    let row = loops.countPackets(0, count);
    while (row < count) {
      loops.countVerdict(row, this.addFragment(headers, row));
      row = loops.countPackets(row + 1, count);
    }
    this.seam?.takeBatch();
    this.controlCount = loops.controlRowsOfBatch();
    const payloadBytes = loops.payloadsOfBatch();
    if (payloadBytes > 0) flows.payloads.add(this.payloads.subarray(0, payloadBytes));
    flows.count = loops.countOfFlows();
    this.frames += count;
  }

  /** The flow of the row, a fragment; its later fragments find it through the first. */
  private addFragment(headers: HeaderBatch, row: number): number {
    const { loops, fragments } = this;
    if (headers.verdict[row] === VERDICT_FLOW) {
      const flow = loops.countFlowPacket(row);
      fragments.remember(headers, row, flow, this.fromB[row]);
      return flow;
    }
    if (!fragments.find(headers, row)) {
      this.seam?.noteFragment(row);
      return NO_FLOW;
    }
    headers.verdict[row] = VERDICT_FLOW;
    loops.countLaterFragment(row, fragments.flow, fragments.fromB);
    return fragments.flow;
  }

  /** Marks the flows whose record must stay, since datagrams in fragments lead to it, with a 1. */
  markNeeded(marked: Uint8Array): void {
    this.fragments.markFlows(marked);
  }

  /** Gives up the records that are `gone`; all other flows get new numbers. `flowOfRow` has the old ones. */
  keepOthers(gone: Uint8Array): void {
    this.fragments.renumber(this.flows.keepOthers(gone));
  }

  /** What was counted, for the collector of the parts before. Of a collector made with `isLaterPart`. */
  part(): CountedPart {
    const { flows, frames, fragments, seam } = this;
    if (seam === null) throw new TypeError("only a later part can be joined to another");
    return {
      frames,
      flowCount: flows.count,
      words: flows.words.subarray(0, flows.count * FLOW_WORDS),
      payloadPieces: flows.payloads.pieces,
      verdictPackets: this.verdictPackets.slice(),
      verdictBytes: this.verdictBytes.slice(),
      fragments: fragments.list(),
      seam: seam.record(),
    };
  }

  /** Whether the part, which follows what was counted here, can be joined; else it has to be counted here too. */
  canJoin(part: CountedPart): boolean {
    const { folded } = this.flows;
    return folded.count === 0 && this.flows.hasRoomFor(part.flowCount) && canJoin(this.fragments, part);
  }

  /** Joins the part, as if its packets had been counted here. */
  join(seam: Seam): void {
    joinPart(this, this.fragments, seam);
  }
}
