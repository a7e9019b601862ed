/**
 * What a part of a capture could not settle by itself, since it depends on the parts before: ICMP errors that
 * quote a flow not seen yet, later fragments whose first was not seen, SYNs of which only the parts before can
 * tell whether they opened another connection.
 */
import { HeaderBatch } from "../headers/header.ts";
import * as at from "../records/memory-layout.ts";
import type { PacketMemory } from "../records/packet-memory.ts";
import { RECORD_BATCH_CAPACITY, RecordBatch } from "../records/record.ts";
import { doubled } from "./doubled.ts";

/** More of a kind than this is not kept: the part is then counted again by one thread. */
const LIMIT = 1 << 20;
const FIRST_ROOM = 64;
const REOPENING_WORDS = 3;

export interface SeamRecord {
  /** Rows of `SeamRows`, in the order of the capture. */
  readonly quotes: Int32Array;
  readonly fragments: Int32Array;
  /** Triples of flow, side (0 for a, 1 for b) and the sequence number that a SYN had before another one came. */
  readonly reopenings: Int32Array;
  /** False where there was more than is kept. */
  readonly isComplete: boolean;
}

/** Entries of some words each, as many as `LIMIT`. */
class EntryList {
  private words: Int32Array;
  private end = 0;
  isComplete = true;
  readonly width: number;

  constructor(width: number) {
    this.width = width;
    this.words = new Int32Array(width * FIRST_ROOM);
  }

  /** Room for another entry: where its words go, or −1. */
  add(): number {
    if (this.end >= LIMIT * this.width) this.isComplete = false;
    if (!this.isComplete) return -1;
    if (this.end === this.words.length) this.words = doubled(this.words);
    this.end += this.width;
    return this.end - this.width;
  }

  set(at: number, word: number): void {
    this.words[at] = word;
  }

  list(): Int32Array {
    return this.words.slice(0, this.end);
  }
}

/** The columns that a quote or a later fragment needs, copied out of a batch and back into one. */
export class SeamRows {
  private readonly columns: readonly (Int32Array | Uint32Array | Uint16Array | Uint8Array)[];

  constructor(headers: HeaderBatch, records: RecordBatch) {
    const { source0, source1, source2, source3, destination0, destination1, destination2, destination3 } =
      headers;
    const { verdict, quoted, fragment, protocol, addressVersion, identification } = headers;
    this.columns = [
      ...[source0, source1, source2, source3, destination0, destination1, destination2, destination3],
      ...[verdict, quoted, fragment, protocol, addressVersion, identification],
      ...[headers.sourcePort, headers.destinationPort, headers.payloadLength],
      ...[records.originalLength, records.seconds, records.nanoseconds],
    ];
  }

  /** Words a row. */
  get width(): number {
    return this.columns.length;
  }

  copyOut(row: number, entries: EntryList): void {
    const start = entries.add();
    if (start < 0) return;
    this.columns.forEach((column, i) => {
      entries.set(start + i, column[row]);
    });
  }

  /** Puts up to a batch of rows from `start` on back; answers with their number. */
  copyIn(rows: Int32Array, start: number): number {
    const { width } = this;
    const count = Math.min(RECORD_BATCH_CAPACITY, rows.length / width - start);
    for (let row = 0; row < count; row++) {
      this.columns.forEach((column, i) => {
        column[row] = rows[(start + row) * width + i];
      });
    }
    return count;
  }
}

export class SeamLog {
  private readonly memory: PacketMemory;
  private readonly rows: SeamRows;
  private readonly quotes: EntryList;
  private readonly fragments: EntryList;
  private readonly reopenings = new EntryList(REOPENING_WORDS);
  private readonly quoteRows: Uint32Array;
  private readonly reopeningWords: Int32Array;

  constructor(memory: PacketMemory) {
    this.memory = memory;
    this.rows = new SeamRows(new HeaderBatch(memory), new RecordBatch(memory));
    this.quotes = new EntryList(this.rows.width);
    this.fragments = new EntryList(this.rows.width);
    this.quoteRows = new Uint32Array(memory.buffer, at.UNKNOWN_QUOTES, RECORD_BATCH_CAPACITY);
    this.reopeningWords = new Int32Array(
      memory.buffer,
      at.REOPENINGS,
      RECORD_BATCH_CAPACITY * REOPENING_WORDS,
    );
    memory.loops.countLaterPart();
  }

  /** A later fragment whose first was not seen in this part. */
  noteFragment(row: number): void {
    this.rows.copyOut(row, this.fragments);
  }

  /** What the loops noted of the batch that was counted last. */
  takeBatch(): void {
    const { loops } = this.memory;
    const quotes = loops.unknownQuotesOfBatch();
    for (let i = 0; i < quotes; i++) this.rows.copyOut(this.quoteRows[i], this.quotes);
    const words = loops.reopeningsOfBatch() * REOPENING_WORDS;
    for (let i = 0; i < words; i += REOPENING_WORDS) {
      const start = this.reopenings.add();
      if (start < 0) return;
      for (let word = 0; word < REOPENING_WORDS; word++) {
        this.reopenings.set(start + word, this.reopeningWords[i + word]);
      }
    }
  }

  record(): SeamRecord {
    const { quotes, fragments, reopenings } = this;
    return {
      quotes: quotes.list(),
      fragments: fragments.list(),
      reopenings: reopenings.list(),
      isComplete: quotes.isComplete && fragments.isComplete && reopenings.isComplete,
    };
  }
}
