/** Sums up the records of one capture as they pass. */
import type { CaptureSummary, RecordBatch } from "./record.ts";

export class CaptureTally {
  packets = 0;
  bytes = 0;
  capturedBytes = 0;
  #firstSeconds = Number.POSITIVE_INFINITY;
  #firstNanoseconds = 0;
  #lastSeconds = -1;
  #lastNanoseconds = 0;

  /** Rows for which `isTimeless` says yes count, but are left out of the first and last time. */
  add(batch: RecordBatch, isTimeless: (row: number) => boolean = never): void {
    const { count, originalLength, capturedLength, seconds, nanoseconds } = batch;
    let bytes = 0;
    let capturedBytes = 0;
    for (let row = 0; row < count; row++) {
      bytes += originalLength[row];
      capturedBytes += capturedLength[row];
      const second = seconds[row];
      if (second > this.#firstSeconds && second < this.#lastSeconds) continue;
      if (!isTimeless(row)) this.#addTime(second, nanoseconds[row]);
    }
    this.packets += count;
    this.bytes += bytes;
    this.capturedBytes += capturedBytes;
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

function never(): boolean {
  return false;
}
