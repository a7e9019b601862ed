/**
 * A record is one packet as the capture file stores it. Records never exist as objects: they travel in
 * batches, as columns of small integers over one reused buffer.
 *
 * Source: draft-ietf-opsawg-pcap (classic pcap) and draft-ietf-opsawg-pcapng, which both store for each
 * packet a time, a captured length, an original length and the captured bytes.
 */

import * as at from "./memory-layout.ts";
import type { PacketMemory } from "./packet-memory.ts";

/**
 * How many records a batch holds at most. The flows stage touches two pages of memory a record before it updates
 * them; 256 was measured to be faster than 128, 512 and 1,024 where a million flows do not fit the caches, since
 * the pages of a larger batch do not fit the processor's table of addresses.
 */
export const RECORD_BATCH_CAPACITY = at.BATCH_ROWS;

/**
 * The longest record that is believed, as in libpcap and Wireshark (MAXIMUM_SNAPLEN); a few link types allow
 * more, see `maximumCapturedLength` in link-types.ts.
 */
export const MAXIMUM_CAPTURED_LENGTH = 262_144;

/** What a packet's link layer is, and how it was captured. One a classic file, one an interface in pcapng. */
export interface CaptureInterface {
  /** LINKTYPE_ value as registered by tcpdump.org; see `linkTypeName`. */
  readonly linkType: number;
  /** Bytes of frame check sequence at the end of each frame; 0 where none is kept or nothing is known. */
  readonly frameCheckSequenceLength: number;
  /** Bytes kept of each packet at most; 0 means no limit. */
  readonly snapLength: number;
  /** The interface's name as the capture tells it, hostile text; empty where it tells none. */
  readonly name: string;
}

/**
 * Up to `RECORD_BATCH_CAPACITY` records, row i of every column being one packet. `bytes` is only valid until
 * the next batch is asked for. The columns lie in the memory of one analysis: batches of one memory are the same.
 */
export class RecordBatch {
  readonly memory: PacketMemory;
  /** Number of rows that are filled. */
  count = 0;
  /** The piece of the file that the rows point into: the memory's window. */
  bytes: Uint8Array;
  /** Where the packet's first captured byte lies in `bytes`. */
  readonly offset: Int32Array;
  /** Bytes of the packet that lie in `bytes`; never more than `originalLength`. */
  readonly capturedLength: Int32Array;
  /** Bytes of the whole frame on the wire (Wireshark's `frame.len`). */
  readonly originalLength: Uint32Array;
  /**
   * Whole seconds since 1970-01-01T00:00:00Z. Times before that or from 2106 on are clamped and told as a
   * problem; a packet without a time (pcapng's Simple Packet Block) stands at 0.
   */
  readonly seconds: Uint32Array;
  /** Nanoseconds within the second, 0 to 999,999,999. */
  readonly nanoseconds: Uint32Array;
  /** Index into `interfaces`. */
  readonly interfaceIndex: Uint16Array;
  /** 1 where the record has no time. */
  readonly timeless: Uint8Array;
  /**
   * The capture's distinct interfaces so far, in the order of their appearance over all sections; interfaces
   * that are alike in every field are one. A packet whose flags tell another length of frame check sequence
   * than its interface does gets an interface of its own.
   */
  interfaces: readonly CaptureInterface[] = [];

  constructor(memory: PacketMemory) {
    const { buffer } = memory;
    this.memory = memory;
    this.bytes = memory.window(0);
    this.offset = new Int32Array(buffer, at.RECORD_OFFSET, RECORD_BATCH_CAPACITY);
    this.capturedLength = new Int32Array(buffer, at.RECORD_CAPTURED_LENGTH, RECORD_BATCH_CAPACITY);
    this.originalLength = new Uint32Array(buffer, at.RECORD_ORIGINAL_LENGTH, RECORD_BATCH_CAPACITY);
    this.seconds = new Uint32Array(buffer, at.RECORD_SECONDS, RECORD_BATCH_CAPACITY);
    this.nanoseconds = new Uint32Array(buffer, at.RECORD_NANOSECONDS, RECORD_BATCH_CAPACITY);
    this.interfaceIndex = new Uint16Array(buffer, at.RECORD_INTERFACE, RECORD_BATCH_CAPACITY);
    this.timeless = new Uint8Array(buffer, at.RECORD_TIMELESS, RECORD_BATCH_CAPACITY);
  }
}

/** Something that was wrong with a capture: what was read before (and, where the format allows, after) holds. */
export interface CaptureProblem {
  /** A stable name of the kind, for instance `cut-in-packet`; all of them stand in problems.ts. */
  readonly code: string;
  /** Byte offset in the capture (after decompression) of the damaged structure. */
  readonly offset: number;
  /** One line in words: what was required and what was there. */
  readonly message: string;
}

/** What is known of one capture file once it has been read. */
export interface CaptureSummary {
  readonly path: string;
  readonly format: "pcap" | "pcapng" | null;
  readonly compression: "gzip" | "zstd" | null;
  /** The LINKTYPE_ values of the interfaces that the file declares, each once, in the order of appearance. */
  readonly linkTypes: readonly number[];
  readonly packets: number;
  /** Sum of the original lengths. */
  readonly bytes: number;
  /** Sum of the captured lengths. */
  readonly capturedBytes: number;
  /** Earliest and latest packet; null where there is none that has a time. */
  readonly firstSeen: Timestamp | null;
  readonly lastSeen: Timestamp | null;
  /** The largest snap length of the interfaces; 0 where none is told. */
  readonly snapLength: number;
  /** Packets that the capture itself dropped, as pcapng's interface statistics tell; null where nothing is told. */
  readonly droppedByCapture: number | null;
  /** Address (RFC 5952 text) to host name, from pcapng name resolution blocks. Hostile text. */
  readonly hostNames: ReadonlyMap<string, string>;
  /** False where any problem means that packets may be missing. */
  readonly complete: boolean;
  readonly problems: readonly CaptureProblem[];
}

/** A moment in UTC, exact to the nanosecond. */
export interface Timestamp {
  readonly seconds: number;
  readonly nanoseconds: number;
}

/** The part of a capture that a reader reads: all of it unless told. Offsets are bytes of the file. */
export interface ReadingRange {
  /** Where the next record starts; −1 once nothing behind it can be read. */
  readonly position: number;
  /**
   * A count of what the file has told so far of how its packets are to be read. A reader that has moved knows the
   * file only if the one that read the records before has the same count.
   */
  readonly state: number;
  /**
   * Goes on at a record that starts here for certain. True where the reader has to read everything before it on the
   * way: its summary is then that of the capture from the start.
   */
  moveTo(offset: number): Promise<boolean>;
  /**
   * Goes on at the first record (or block) that seems to start at `offset` or behind it; answers with where that
   * is, −1 where none was found.
   */
  moveNear(offset: number): Promise<number>;
  /** Ends before the first record that starts at `offset` or behind it. */
  endAt(offset: number): void;
}

/**
 * Reads one capture, batch after batch. One call of `next` at a time.
 */
export interface RecordReader {
  /**
   * Fills `batch` with the next records. Returns false when the capture has ended; `batch.count` is then 0.
   * Never throws on damaged content or a failing disk (both become a problem of `summary()`); rejects only
   * with the reason of the caller's AbortSignal.
   */
  next(batch: RecordBatch): Promise<boolean>;
  /**
   * As `next`, where nothing has to be waited for: to be called again and again when `next` has answered true, which saves a
   * promise for each batch. Returns false, and the batch is empty, where it is `next`'s turn.
   */
  take(batch: RecordBatch): boolean;
  /** The memory that the capture is read into; batches have to be of this one. */
  readonly memory: PacketMemory;
  /** For reading a part of a capture; null where it can only be read from its start to its end. */
  readonly range: ReadingRange | null;
  /** What is known so far; final once `next` has answered false. */
  summary(): CaptureSummary;
  /** Bytes of the file (before decompression) consumed so far, for progress. */
  readonly bytesConsumed: number;
  /** Bytes of the file (before decompression) in all; null for a stream, whose end is not known. */
  readonly bytesTotal: number | null;
  close(): Promise<void>;
}
