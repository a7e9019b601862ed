/** Collects frames into flows, and gives the flows as plain objects. */
import { addressText, numberAddresses } from "../src/flows/addresses.ts";
import { FlowCollector } from "../src/flows/collect.ts";
import * as evidence from "../src/flows/evidence.ts";
import type { FlowTable } from "../src/flows/flow.ts";
import { flowState, STATE_NAMES } from "../src/flows/state.ts";
import { Timeline } from "../src/flows/timeline.ts";
import { HeaderDecoder } from "../src/headers/decode.ts";
import { VERDICT_NAMES } from "../src/headers/verdict-names.ts";
import { PacketMemory } from "../src/records/packet-memory.ts";
import { RECORD_BATCH_CAPACITY, RecordBatch } from "../src/records/record.ts";
import { type Bytes, join } from "./frames.ts";

export interface Packet {
  readonly frame: Bytes;
  readonly seconds?: number;
  readonly nanoseconds?: number;
  readonly originalLength?: number;
}

export interface CollectOptions {
  /** Raw IP unless told. */
  readonly linkType?: number;
  readonly batchSize?: number;
  readonly tunnels?: "inner" | "outer";
  /** All of them unless told. */
  readonly keptFirstBytes?: ReadonlySet<number> | undefined;
}

export interface PlainFlow {
  readonly protocol: number;
  /** `address port` */
  readonly a: string;
  readonly b: string;
  /** Both directions: a to b, b to a. */
  readonly packets: readonly [number, number];
  readonly bytes: readonly [number, number];
  readonly payloadBytes: readonly [number, number];
  /** The names of the bits in evidence.ts. */
  readonly evidence: readonly string[];
  readonly connections: number;
  readonly state: string;
  /** `seconds.nanoseconds` */
  readonly first: string;
  readonly last: string;
  readonly firstFrame: number;
  /** First payload of a and of b, as Latin-1. */
  readonly payload: readonly [string, string];
  readonly via: readonly string[];
}

export interface Collected {
  readonly collector: FlowCollector;
  readonly table: FlowTable;
  readonly decoder: HeaderDecoder;
  readonly timeline: Timeline;
  readonly flows: readonly PlainFlow[];
  /** Packets and bytes by the verdict's word; only those that occurred. */
  readonly verdicts: Readonly<Record<string, readonly [packets: number, bytes: number]>>;
  /** Per packet: the number of its flow, or -1. */
  readonly flowOfPacket: readonly number[];
}

export function collect(packets: readonly (Packet | Bytes)[], options: CollectOptions = {}): Collected {
  const memory = new PacketMemory();
  const decoder = new HeaderDecoder({ memory, tunnels: options.tunnels });
  const collector = new FlowCollector(memory, { keptFirstBytes: options.keptFirstBytes });
  const timeline = new Timeline();
  const flowOfPacket: number[] = [];
  const size = Math.min(options.batchSize ?? RECORD_BATCH_CAPACITY, RECORD_BATCH_CAPACITY);
  for (let start = 0; start < packets.length; start += size) {
    const batch = batchOf(packets.slice(start, start + size).map(asPacket), options.linkType ?? 101, memory);
    decoder.decode(batch);
    collector.add(decoder.headers);
    timeline.add(batch, collector.flowOfRow, collector.flows);
    flowOfPacket.push(...collector.flowOfRow.subarray(0, batch.count));
  }
  return {
    collector,
    table: collector.flows,
    decoder,
    timeline,
    flows: plainFlows(collector.flows, decoder),
    verdicts: Object.fromEntries(
      VERDICT_NAMES.map(
        (name, i) => [name, [collector.verdictPackets[i], collector.verdictBytes[i]]] as const,
      ).filter(([, [count]]) => count > 0),
    ),
    flowOfPacket,
  };
}

export function batchOf(packets: readonly Packet[], linkType: number, memory: PacketMemory): RecordBatch {
  const batch = new RecordBatch(memory);
  batch.count = packets.length;
  loadBytes(batch, join(...packets.map(({ frame }) => frame)));
  batch.interfaces = [{ linkType, frameCheckSequenceLength: 0, snapLength: 0, name: "" }];
  let offset = 0;
  packets.forEach(({ frame, seconds = 1000, nanoseconds = 0, originalLength = frame.length }, row) => {
    batch.offset[row] = offset;
    batch.capturedLength[row] = frame.length;
    batch.originalLength[row] = originalLength;
    batch.seconds[row] = seconds;
    batch.nanoseconds[row] = nanoseconds;
    batch.interfaceIndex[row] = 0;
    offset += frame.length;
  });
  return batch;
}

/** Puts the bytes that the rows point into where the packets of a capture would be. */
export function loadBytes(batch: RecordBatch, bytes: Uint8Array): void {
  batch.bytes = batch.memory.window(bytes.length);
  batch.bytes.set(bytes);
}

function asPacket(packet: Packet | Bytes): Packet {
  return packet instanceof Uint8Array ? { frame: packet } : packet;
}

const EVIDENCE_BITS = Object.entries(evidence).filter(
  (entry): entry is [string, number] => typeof entry[1] === "number" && !/^(KEY_|IN_USE$)/.test(entry[0]),
);

function plainFlows(flows: FlowTable, decoder: HeaderDecoder): PlainFlow[] {
  const { table, ofA, ofB } = numberAddresses(flows);
  return Array.from({ length: flows.count }, (_, flow) => ({
    protocol: flows.protocol(flow),
    a: `${addressText(table, ofA[flow])} ${flows.portA(flow)}`,
    b: `${addressText(table, ofB[flow])} ${flows.portB(flow)}`,
    packets: [flows.packetsAToB(flow), flows.packetsBToA(flow)],
    bytes: [flows.bytesAToB(flow), flows.bytesBToA(flow)],
    payloadBytes: [flows.payloadBytesAToB(flow), flows.payloadBytesBToA(flow)],
    evidence: EVIDENCE_BITS.filter(([, bit]) => (flows.evidence(flow) & bit) !== 0).map(([name]) => name),
    connections: flows.connections(flow),
    state: STATE_NAMES[flowState(flows, flow)],
    first: `${flows.firstSeconds(flow)}.${String(flows.firstNanoseconds(flow)).padStart(9, "0")}`,
    last: `${flows.lastSeconds(flow)}.${String(flows.lastNanoseconds(flow)).padStart(9, "0")}`,
    firstFrame: flows.firstFrame(flow),
    payload: [text(flows.firstPayload(flow, false)), text(flows.firstPayload(flow, true))],
    via: decoder.encapsulations.words(flows.encapsulation(flow)),
  }));
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1");
}
