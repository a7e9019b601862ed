/** Writes one capture of the benchmark. Frames are Ethernet, IP and TCP with zeros for payload. */
import { closeSync, openSync, writeSync } from "node:fs";
import type { CapturePlan, CaptureTruth } from "./plans.ts";

const PIECE = 4 << 20;
const LARGEST_RECORD = 2048;
const FIRST_SECOND = 1_700_000_000;
const FRAMES_A_SECOND = 100_000;
const SERVICE_PORTS = [443, 80, 22, 53, 8080, 3306, 993, 8443];
const SERVERS = 200;
const CLIENTS = 50_000;

const SYN = 0x02;
const ACK = 0x10;

/** A small generator of numbers (mulberry32): the same on every machine. */
function randomNumbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

export function writeCapture(plan: CapturePlan, path: string): CaptureTruth {
  const random = randomNumbers(plan.frames ^ plan.flows);
  const output = new PieceWriter(path);
  writeFileHeader(plan, output);
  const seen = new Uint8Array(plan.flows);
  const bytesByPort = new Map<number, number>();
  const [shortest, longest] = plan.lengths;
  let flows = 0;
  let bytes = 0;
  let flow = 0;
  let left = 0;
  for (let frame = 0; frame < plan.frames; frame++) {
    if (plan.order === "scan") flow = frame % plan.flows;
    else if (plan.order === "random") flow = random(plan.flows);
    else if (left-- <= 0) {
      // Half of the trains belong to one flow in a hundred; a train has 1 to 32 frames.
      flow = random(2) === 0 ? random(Math.ceil(plan.flows / 100)) : random(plan.flows);
      left = random(32);
    }
    if (seen[flow] === 0) {
      seen[flow] = 1;
      flows++;
    }
    const length = shortest + random(longest - shortest + 1);
    const toServer = plan.order === "scan" || random(2) === 0;
    const packet = output.takeRecord(plan, frame, length);
    writeHeaders(plan, output.bytes, packet, flow, length, toServer);
    const port = serverPort(flow);
    bytes += length;
    bytesByPort.set(port, (bytesByPort.get(port) ?? 0) + length);
  }
  output.close();
  return { packets: plan.frames, bytes, flows, bytesByPort: Object.fromEntries(bytesByPort) };
}

function serverPort(flow: number): number {
  return SERVICE_PORTS[flow % SERVICE_PORTS.length];
}

function writeFileHeader(plan: CapturePlan, output: PieceWriter): void {
  const { bytes } = output;
  if (plan.format === "pcap") {
    const at = output.take(24);
    bytes.writeUInt32LE(0xa1b2c3d4, at);
    bytes.writeUInt16LE(2, at + 4);
    bytes.writeUInt16LE(4, at + 6);
    bytes.writeUInt32LE(plan.snapLength, at + 16);
    bytes.writeUInt32LE(1, at + 20);
    return;
  }
  const section = output.take(28);
  bytes.writeUInt32LE(0x0a0d0d0a, section);
  bytes.writeUInt32LE(28, section + 4);
  bytes.writeUInt32LE(0x1a2b3c4d, section + 8);
  bytes.writeUInt16LE(1, section + 12);
  bytes.writeBigInt64LE(-1n, section + 16);
  bytes.writeUInt32LE(28, section + 24);
  const description = output.take(20);
  bytes.writeUInt32LE(1, description);
  bytes.writeUInt32LE(20, description + 4);
  bytes.writeUInt16LE(1, description + 8);
  bytes.writeUInt32LE(plan.snapLength, description + 12);
  bytes.writeUInt32LE(20, description + 16);
}

/** Client address, client port and server address differ from flow to flow, so that no two flows are one. */
function writeHeaders(
  plan: CapturePlan,
  bytes: Buffer,
  at: number,
  flow: number,
  length: number,
  toServer: boolean,
): void {
  const client = flow % CLIENTS;
  const server = flow % SERVERS;
  const clientPort = 20_000 + Math.floor(flow / CLIENTS);
  const port = serverPort(flow);
  let transport: number;
  if (plan.addressVersion === 4) {
    bytes.writeUInt16BE(0x0800, at + 12);
    bytes[at + 14] = 0x45;
    bytes.writeUInt16BE(length - 14, at + 16);
    bytes[at + 22] = 64;
    bytes[at + 23] = 6;
    bytes.writeUInt32BE(0x0a000000 + client, at + (toServer ? 26 : 30));
    bytes.writeUInt32BE(0xc0a80000 + server, at + (toServer ? 30 : 26));
    transport = at + 34;
  } else {
    bytes.writeUInt16BE(0x86dd, at + 12);
    bytes[at + 14] = 0x60;
    bytes.writeUInt16BE(length - 54, at + 18);
    bytes[at + 20] = 6;
    bytes[at + 21] = 64;
    bytes.writeUInt32BE(0xfd000020, at + 22);
    bytes.writeUInt32BE(0xfd000020, at + 38);
    bytes.writeUInt32BE(0x10000 + client, at + (toServer ? 34 : 50));
    bytes.writeUInt32BE(1 + server, at + (toServer ? 50 : 34));
    transport = at + 54;
  }
  bytes.writeUInt16BE(toServer ? clientPort : port, transport);
  bytes.writeUInt16BE(toServer ? port : clientPort, transport + 2);
  bytes[transport + 12] = 0x50;
  bytes[transport + 13] = plan.order === "scan" ? SYN : ACK;
}

/** Collects records into large pieces; what it gives out is zeros, as payload is. */
class PieceWriter {
  readonly bytes = Buffer.alloc(PIECE + LARGEST_RECORD);
  private readonly file: number;
  private end = 0;

  constructor(path: string) {
    this.file = openSync(path, "w");
  }

  /** Room for `length` zero bytes; answers with where it starts. */
  take(length: number): number {
    if (this.end + length > PIECE) this.flush();
    const at = this.end;
    this.end += length;
    return at;
  }

  /** Writes a record's header and answers with where its packet starts. */
  takeRecord(plan: CapturePlan, frame: number, length: number): number {
    const { bytes } = this;
    const captured = Math.min(length, plan.snapLength);
    const seconds = FIRST_SECOND + Math.floor(frame / FRAMES_A_SECOND);
    const microseconds = (frame % FRAMES_A_SECOND) * 10;
    if (plan.format === "pcap") {
      const at = this.take(16 + captured);
      bytes.writeUInt32LE(seconds, at);
      bytes.writeUInt32LE(microseconds, at + 4);
      bytes.writeUInt32LE(captured, at + 8);
      bytes.writeUInt32LE(length, at + 12);
      return at + 16;
    }
    const padded = (captured + 3) & ~3;
    const at = this.take(32 + padded);
    const time = seconds * 1_000_000 + microseconds;
    bytes.writeUInt32LE(6, at);
    bytes.writeUInt32LE(32 + padded, at + 4);
    bytes.writeUInt32LE(Math.floor(time / 2 ** 32), at + 12);
    bytes.writeUInt32LE(time % 2 ** 32, at + 16);
    bytes.writeUInt32LE(captured, at + 20);
    bytes.writeUInt32LE(length, at + 24);
    bytes.writeUInt32LE(32 + padded, at + 28 + padded);
    return at + 28;
  }

  private flush(): void {
    writeSync(this.file, this.bytes, 0, this.end);
    this.bytes.fill(0, 0, this.end);
    this.end = 0;
  }

  close(): void {
    this.flush();
    closeSync(this.file);
  }
}
