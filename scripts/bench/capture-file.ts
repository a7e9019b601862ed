/** Writes pcap and pcapng files, record by record. */
import { closeSync, openSync, writeSync } from "node:fs";
import type { CapturePlan } from "./plans.ts";

const PIECE = 4 << 20;
const LARGEST_RECORD = 2048;
const FIRST_SECOND = 1_700_000_000;
const FRAMES_A_SECOND = 100_000;

/** Collects records into large pieces; what it gives out is zeros. */
export class CaptureFile {
  readonly bytes = Buffer.alloc(PIECE + LARGEST_RECORD);
  private readonly file: number;
  private readonly plan: CapturePlan;
  private end = 0;
  private written = 0;

  constructor(plan: CapturePlan, path: string) {
    this.plan = plan;
    this.file = openSync(path, "w");
    if (plan.format === "pcap") this.writePcapHeader();
    else this.writePcapngHeader();
  }

  /** Bytes of the file so far. */
  get length(): number {
    return this.written + this.end;
  }

  /** Writes a record's header and answers with where its packet starts; there is room for the whole frame. */
  takeRecord(frame: number, length: number): number {
    const captured = Math.min(length, this.plan.snapLength);
    const seconds = FIRST_SECOND + Math.floor(frame / FRAMES_A_SECOND);
    const microseconds = (frame % FRAMES_A_SECOND) * 10;
    return this.plan.format === "pcap"
      ? this.takePcapRecord(seconds, microseconds, captured, length)
      : this.takePcapngBlock(seconds * 1_000_000 + microseconds, captured, length);
  }

  close(): void {
    this.flush();
    closeSync(this.file);
  }

  private takePcapRecord(seconds: number, microseconds: number, captured: number, length: number): number {
    const { bytes } = this;
    const at = this.take(16 + captured);
    bytes.writeUInt32LE(seconds, at);
    bytes.writeUInt32LE(microseconds, at + 4);
    bytes.writeUInt32LE(captured, at + 8);
    bytes.writeUInt32LE(length, at + 12);
    return at + 16;
  }

  private takePcapngBlock(time: number, captured: number, length: number): number {
    const { bytes } = this;
    const padded = (captured + 3) & ~3;
    const at = this.take(32 + padded);
    bytes.writeUInt32LE(6, at);
    bytes.writeUInt32LE(32 + padded, at + 4);
    bytes.writeUInt32LE(Math.floor(time / 2 ** 32), at + 12);
    bytes.writeUInt32LE(time % 2 ** 32, at + 16);
    bytes.writeUInt32LE(captured, at + 20);
    bytes.writeUInt32LE(length, at + 24);
    bytes.writeUInt32LE(32 + padded, at + 28 + padded);
    return at + 28;
  }

  private writePcapHeader(): void {
    const { bytes } = this;
    const at = this.take(24);
    bytes.writeUInt32LE(0xa1b2c3d4, at);
    bytes.writeUInt16LE(2, at + 4);
    bytes.writeUInt16LE(4, at + 6);
    bytes.writeUInt32LE(this.plan.snapLength, at + 16);
    bytes.writeUInt32LE(1, at + 20);
  }

  private writePcapngHeader(): void {
    const { bytes } = this;
    const section = this.take(28);
    bytes.writeUInt32LE(0x0a0d0d0a, section);
    bytes.writeUInt32LE(28, section + 4);
    bytes.writeUInt32LE(0x1a2b3c4d, section + 8);
    bytes.writeUInt16LE(1, section + 12);
    bytes.writeBigInt64LE(-1n, section + 16);
    bytes.writeUInt32LE(28, section + 24);
    const description = this.take(20);
    bytes.writeUInt32LE(1, description);
    bytes.writeUInt32LE(20, description + 4);
    bytes.writeUInt16LE(1, description + 8);
    bytes.writeUInt32LE(this.plan.snapLength, description + 12);
    bytes.writeUInt32LE(20, description + 16);
  }

  /** Room for `length` zero bytes; answers with where it starts. */
  private take(length: number): number {
    if (this.end + length > PIECE) this.flush();
    const at = this.end;
    this.end += length;
    return at;
  }

  private flush(): void {
    writeSync(this.file, this.bytes, 0, this.end);
    this.written += this.end;
    this.bytes.fill(0);
    this.end = 0;
  }
}
