/**
 * Reads classic pcap: a file header and then records, one after the other.
 *
 *      0                   1                   2                   3
 *     +---------------------------------------------------------------+
 *   0 |                      Timestamp (Seconds)                      |
 *   4 |            Timestamp (Microseconds or nanoseconds)            |
 *   8 |                    Captured Packet Length                     |
 *  12 |                    Original Packet Length                     |
 *  16 |                          Packet Data …                        |
 *
 * Source: draft-ietf-opsawg-pcap, section 5.
 */
import type { Compression } from "./capture-format.ts";
import { CaptureTally } from "./capture-tally.ts";
import { reportSourceEnd } from "./early-end.ts";
import { maximumCapturedLength } from "./link-types.ts";
import { ANSWERS } from "./memory-layout.ts";
import type { PacketMemory } from "./packet-memory.ts";
import { findRecord } from "./pcap-boundary.ts";
import type { PcapHeader } from "./pcap-header.ts";
import { tellRecordHeaderLength } from "./pcap-variant.ts";
import { ProblemLog } from "./problems.ts";
import { takeOffPseudoHeaders } from "./pseudo-header.ts";
import type { ReadingWindow } from "./reading-window.ts";
import type { CaptureInterface, CaptureSummary, ReadingRange, RecordBatch, RecordReader } from "./record.ts";

/** The words that `readPcapRecords` answers beside its count; assembly/pcap.ts says what they mean. */
const POSITION = 0;
const WANTED = 1;
const STOPPED = 2;
const FALSE_LENGTH = 3;
const ODD_FRACTION_POSITION = 4;
const ODD_FRACTION = 5;
const ODD_FRACTIONS = 6;
const ANSWER_WORDS = 7;

export class PcapReader implements RecordReader, ReadingRange {
  /** The file header tells all that there is to tell. */
  readonly state = 0;
  readonly #path: string;
  readonly #compression: Compression | null;
  readonly #window: ReadingWindow;
  readonly #answers: Uint32Array;
  readonly #header: PcapHeader;
  /** 0 while it is not told yet. */
  #recordHeaderLength = 0;
  readonly #interfaces: readonly CaptureInterface[];
  readonly #maximumCapturedLength: number;
  readonly #tally: CaptureTally;
  readonly #problems = new ProblemLog();
  /** Bytes that must be there before another record can be read. */
  #wanted = 0;
  /** No record that starts here or behind it is read. */
  #rangeEnd = Number.POSITIVE_INFINITY;
  #done = false;

  /** `window` stands behind the file header. */
  constructor(path: string, compression: Compression | null, header: PcapHeader, window: ReadingWindow) {
    this.#path = path;
    this.#compression = compression;
    this.#header = header;
    this.#window = window;
    this.#tally = new CaptureTally(window.memory);
    this.#answers = new Uint32Array(window.memory.buffer, ANSWERS, ANSWER_WORDS);
    this.#maximumCapturedLength = maximumCapturedLength(header.linkType);
    const { linkType, frameCheckSequenceLength, snapLength } = header;
    this.#interfaces = [{ linkType, frameCheckSequenceLength, snapLength, name: "" }];
    if (header.reservedBits !== 0) {
      const bits = `0x${header.reservedBits.toString(16).padStart(8, "0")}`;
      this.#problems.add(
        "link-type-reserved-bits",
        20,
        `reserved bits of the link type field must be 0, they are ${bits}`,
      );
    }
  }

  async next(batch: RecordBatch): Promise<boolean> {
    this.#window.throwIfAborted();
    await this.#tellVariant();
    while (!this.take(batch)) {
      if (this.#isRead) return false;
      if (!(await this.#window.fill(this.#wanted))) this.#end();
    }
    return true;
  }

  take(batch: RecordBatch): boolean {
    batch.count = 0;
    batch.interfaces = this.#interfaces;
    while (!this.#isRead) {
      this.#readRecords(batch);
      if (batch.count > 0) return this.#taken(batch);
      if (!this.#done && !this.#window.fillNow(this.#wanted)) return false;
    }
    return false;
  }

  #taken(batch: RecordBatch): true {
    batch.bytes = this.#window.bytes;
    takeOffPseudoHeaders(batch);
    this.#tally.add(batch);
    return true;
  }

  get #isRead(): boolean {
    return this.#done || this.#window.offset >= this.#rangeEnd;
  }

  async #tellVariant(): Promise<void> {
    if (this.#recordHeaderLength !== 0) return;
    this.#recordHeaderLength = await tellRecordHeaderLength(this.#header, this.#window);
  }

  get range(): ReadingRange | null {
    return this.#window.source.seek === undefined ? null : this;
  }

  get position(): number {
    return this.#done ? -1 : this.#window.offset;
  }

  async moveTo(offset: number): Promise<boolean> {
    await this.#tellVariant();
    this.#window.seek(offset);
    return false;
  }

  async moveNear(offset: number): Promise<number> {
    const window = this.#window;
    await this.#tellVariant();
    return window.seekNear(offset, () => findRecord(window, this.#header, this.#recordHeaderLength));
  }

  endAt(offset: number): void {
    this.#rangeEnd = offset;
  }

  /** Reads what is in the window whole. Leaves in `#wanted` what the next record needs. */
  #readRecords(batch: RecordBatch): void {
    const window = this.#window;
    const { littleEndian, lengthOrder, nanoseconds, padding } = this.#header;
    batch.count = window.memory.loops.readPcapRecords(
      window.position,
      window.end,
      Math.min(this.#rangeEnd - window.offset + window.position, window.end),
      littleEndian,
      lengthOrder,
      this.#recordHeaderLength,
      this.#maximumCapturedLength,
      padding,
      nanoseconds,
    );
    const answers = this.#answers;
    if (answers[ODD_FRACTIONS] !== 0) {
      const offset = window.offset + answers[ODD_FRACTION_POSITION] - window.position;
      this.#reportFraction(offset, answers[ODD_FRACTION]);
    }
    window.position = answers[POSITION];
    this.#wanted = answers[WANTED];
    if (answers[STOPPED] !== 0) this.#stopAt(window.offset, answers[FALSE_LENGTH]);
  }

  /** Record headers have no magic number: behind a false length there is no telling where the next one is. */
  #stopAt(offset: number, captured: number): void {
    this.#done = true;
    const longest = this.#maximumCapturedLength;
    const rule = captured > longest ? `at most ${longest}` : `at least ${this.#header.padding}`;
    this.#problems.add(
      "record-too-long",
      offset,
      `a packet's captured length must be ${rule}, it is ${captured}; nothing behind it can be read`,
    );
  }

  #reportFraction(offset: number, fraction: number): void {
    const { nanoseconds } = this.#header;
    const unit = nanoseconds ? "nanoseconds" : "microseconds";
    const fractions = nanoseconds ? 1_000_000_000 : 1_000_000;
    this.#problems.addOnce(
      "fraction-out-of-range",
      offset,
      `${unit} of a time must be less than ${fractions}, they are ${fraction}; carried into the seconds`,
    );
  }

  #end(): void {
    this.#done = true;
    const { available, offset } = this.#window;
    if (reportSourceEnd(this.#window, this.#problems) || available === 0) return;
    const headerLength = this.#recordHeaderLength;
    if (available < headerLength) {
      const message = `a record header needs ${headerLength} bytes, ${available} are there`;
      this.#problems.add("cut-in-record-header", offset, message);
    } else {
      const needed = this.#wanted - headerLength;
      const message = `a packet needs ${needed} bytes, ${available - headerLength} are there`;
      this.#problems.add("cut-in-packet", offset, message);
    }
  }

  summary(): CaptureSummary {
    return {
      path: this.#path,
      format: "pcap",
      compression: this.#compression,
      linkTypes: [this.#header.linkType],
      ...this.#tally.summary(),
      snapLength: this.#header.snapLength,
      droppedByCapture: null,
      hostNames: new Map(),
      complete: this.#problems.complete,
      problems: this.#problems.list(),
    };
  }

  get memory(): PacketMemory {
    return this.#window.memory;
  }

  get bytesConsumed(): number {
    return this.#window.source.bytesConsumed;
  }

  get bytesTotal(): number | null {
    return this.#window.source.size;
  }

  close(): Promise<void> {
    return this.#window.source.close();
  }
}
