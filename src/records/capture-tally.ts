/** Sums up the records of one capture as they pass. */
import { ANSWERS } from "./memory-layout.ts";
import type { PacketLoops, PacketMemory } from "./packet-memory.ts";
import type { CaptureSummary, RecordBatch } from "./record.ts";

export class CaptureTally {
  packets = 0;
  bytes = 0;
  capturedBytes = 0;
  readonly #loops: PacketLoops;
  /** What `tallyRecords` answers beside its count: two sums, two times. */
  readonly #sums: Float64Array;
  readonly #times: Uint32Array;
  #firstSeconds = Number.POSITIVE_INFINITY;
  #firstNanoseconds = 0;
  #lastSeconds = -1;
  #lastNanoseconds = 0;

  constructor(memory: PacketMemory) {
    this.#loops = memory.loops;
    this.#sums = new Float64Array(memory.buffer, ANSWERS, 2);
    this.#times = new Uint32Array(memory.buffer, ANSWERS + this.#sums.byteLength, 4);
  }

  /** Rows without a time count, but are left out of the first and last time. */
  add(batch: RecordBatch): void {
    const timed = this.#loops.tallyRecords(batch.count);
    this.packets += batch.count;
    this.bytes += this.#sums[0];
    this.capturedBytes += this.#sums[1];
    if (timed === 0) return;
    this.#addTime(this.#times[0], this.#times[1]);
    this.#addTime(this.#times[2], this.#times[3]);
  }

  #addTime(seconds: number, nanoseconds: number): void {
    const first = this.#firstSeconds;
    if (seconds < first || (seconds === first && nanoseconds < this.#firstNanoseconds)) {
      this.#firstSeconds = seconds;
      this.#firstNanoseconds = nanoseconds;
    }
    const last = this.#lastSeconds;
    if (seconds > last || (seconds === last && nanoseconds > this.#lastNanoseconds)) {
      this.#lastSeconds = seconds;
      this.#lastNanoseconds = nanoseconds;
    }
  }

  /** The part of a summary that was counted; times are null where no record has one. */
  summary(): Pick<CaptureSummary, "packets" | "bytes" | "capturedBytes" | "firstSeen" | "lastSeen"> {
    const { packets, bytes, capturedBytes } = this;
    const isTimed = this.#lastSeconds >= 0;
    return {
      packets,
      bytes,
      capturedBytes,
      firstSeen: isTimed ? { seconds: this.#firstSeconds, nanoseconds: this.#firstNanoseconds } : null,
      lastSeen: isTimed ? { seconds: this.#lastSeconds, nanoseconds: this.#lastNanoseconds } : null,
    };
  }
}
