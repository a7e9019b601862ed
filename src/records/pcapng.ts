/**
 * Reads pcapng: blocks, one after the other, grouped into sections.
 *
 *      0                   1                   2                   3
 *     +---------------------------------------------------------------+
 *   0 |                          Block Type                           |
 *   4 |                      Block Total Length                       |
 *   8 |             Block Body, padded to a multiple of 4 …           |
 *  −4 |                      Block Total Length                       |
 *
 * Packets are read in one loop over what is in the window, everything else (which is rare) one block at a
 * time, as a stream.
 *
 * Source: draft-ietf-opsawg-pcapng, section 3.1 and 4.
 */
import { BlockBody, paddedLength } from "./block-body.ts";
import type { Compression } from "./capture-format.ts";
import { CaptureTally } from "./capture-tally.ts";
import { reportSourceEnd } from "./early-end.ts";
import type { PacketMemory } from "./packet-memory.ts";
import { findBlock } from "./pcapng-boundary.ts";
import { readNames } from "./pcapng-names.ts";
import {
  isPacketBlock,
  PacketBlocks,
  packetHeaderLength,
  SIMPLE_PACKET,
  WHOLE_BLOCK,
} from "./pcapng-packets.ts";
import { refusePacket } from "./pcapng-refusal.ts";
import {
  addInterface,
  decodeSectionHeader,
  InterfaceTable,
  PcapngSection,
  readInterfaceDescription,
  readStatistics,
  SECTION_HEADER_LENGTH,
} from "./pcapng-section.ts";
import { ProblemLog } from "./problems.ts";
import { takeOffPseudoHeaders } from "./pseudo-header.ts";
import type { ReadingWindow } from "./reading-window.ts";
import {
  type CaptureSummary,
  MAXIMUM_CAPTURED_LENGTH,
  type ReadingRange,
  RecordBatch,
  type RecordReader,
} from "./record.ts";

const SECTION_HEADER = 0x0a0d_0d0a;
const INTERFACE_DESCRIPTION = 1;
const NAME_RESOLUTION = 4;
const INTERFACE_STATISTICS = 5;

/** Type, total length and total length again. */
const SMALLEST_BLOCK = 12;
export class PcapngReader implements RecordReader, ReadingRange {
  readonly #path: string;
  readonly #compression: Compression | null;
  readonly #window: ReadingWindow;
  readonly #table = new InterfaceTable();
  #tally: CaptureTally;
  readonly #problems = new ProblemLog();
  readonly #packets: PacketBlocks;
  readonly #hostNames = new Map<string, string>();
  #snapLength = 0;
  /** Drops told in sections that are over; null while nothing was told. */
  #dropped: number | null = null;
  /** What is left of a block whose packet was given already, and its total length; −1 where none is. */
  #tail = -1;
  #tailStart = 0;
  #tailLength = 0;
  #tailIsPacket = false;
  /** Section headers and interface descriptions so far. */
  #descriptions = 0;
  #done = false;

  /** `window` stands at the first block, a Section Header Block of a supported version. */
  constructor(path: string, compression: Compression | null, window: ReadingWindow) {
    this.#path = path;
    this.#compression = compression;
    this.#window = window;
    this.#tally = new CaptureTally(window.memory);
    this.#packets = new PacketBlocks(window, this.#table, this.#problems);
  }

  async next(batch: RecordBatch): Promise<boolean> {
    this.#window.throwIfAborted();
    while (!this.take(batch)) {
      if (this.#done || this.#isRangeRead()) return false;
      if (this.#tail >= 0) await this.#finishBlock();
      else if (this.#packets.wanted > 0) {
        if (!(await this.#window.fill(this.#packets.wanted))) this.#end();
      } else {
        await this.#readBlock(batch);
        if (batch.count > 0) return this.#taken(batch);
      }
    }
    return true;
  }

  take(batch: RecordBatch): boolean {
    batch.count = 0;
    batch.interfaces = this.#table.list;
    if (this.#done || this.#tail >= 0) return false;
    while (!this.#isRangeRead()) {
      if (this.#packets.readAll(batch)) return this.#taken(batch);
      const { wanted } = this.#packets;
      if (wanted === 0 || !this.#window.fillNow(wanted)) return false;
    }
    return false;
  }

  #taken(batch: RecordBatch): true {
    batch.bytes = this.#window.bytes;
    takeOffPseudoHeaders(batch);
    this.#tally.add(batch);
    return true;
  }

  /** Reads the block at the window's position, whatever it is. */
  async #readBlock(batch: RecordBatch): Promise<void> {
    const window = this.#window;
    if (!(await window.fill(8))) return this.#end();
    const start = window.offset;
    const type = this.#typeOfNext();
    if (type === SECTION_HEADER) return this.#readSectionHeader(start);
    const totalLength = window.view.getUint32(window.position + 4, this.#packets.section.littleEndian);
    if (totalLength < SMALLEST_BLOCK) {
      const message = `a block's total length must be at least ${SMALLEST_BLOCK}, it is ${totalLength}`;
      this.#stop("block-too-short", start, `${message}; nothing behind it can be read`);
      return;
    }
    this.#expectEnd(start, totalLength, isPacketBlock(type));
    if (!this.#packets.section.supported) return;
    if (isPacketBlock(type)) {
      await this.#readOddPacket(batch, type, start, totalLength);
      return;
    }
    window.position += 8;
    const body = new BlockBody(window, paddedLength(totalLength) - SMALLEST_BLOCK);
    await this.#readBody(body, type, start);
    this.#tail = body.remaining + 4;
  }

  async #readBody(body: BlockBody, type: number, start: number): Promise<void> {
    const section = this.#packets.section;
    if (type === INTERFACE_DESCRIPTION) {
      this.#descriptions++;
      const length = body.remaining;
      const described = await readInterfaceDescription(body, section.littleEndian);
      if (described === null) {
        if (length < 8)
          this.#reportShort(start, "an Interface Description Block", 20, length + SMALLEST_BLOCK);
        return;
      }
      if (!described.optionsFit) this.#reportOption(start);
      this.#snapLength = Math.max(this.#snapLength, described.description.snapLength);
      if (!addInterface(section, this.#table, described)) {
        this.#problems.addOnce(
          "too-many-interfaces",
          start,
          "more than 65535 interfaces; the others are left out",
        );
      }
    } else if (type === NAME_RESOLUTION) {
      const end = await readNames(body, section.littleEndian, this.#hostNames);
      if (end === "exceeds-block") this.#reportOption(start);
    } else if (type === INTERFACE_STATISTICS) {
      await readStatistics(body, section);
    }
  }

  async #readSectionHeader(start: number): Promise<void> {
    const window = this.#window;
    if (!(await window.fill(SECTION_HEADER_LENGTH))) return this.#end();
    const header = decodeSectionHeader(window.view, window.position);
    if (header === null) {
      const message = "a section header must hold the byte-order magic 0x1a2b3c4d, it does not";
      this.#stop("bad-section-header", start, `${message}; nothing behind it can be read`);
      return;
    }
    const { littleEndian, totalLength, supported, majorVersion, minorVersion } = header;
    if (totalLength < SECTION_HEADER_LENGTH + 4) {
      const message = `a section header's total length must be at least 28, it is ${totalLength}`;
      this.#stop("block-too-short", start, `${message}; nothing behind it can be read`);
      return;
    }
    this.#descriptions++;
    this.#dropped = this.#droppedSoFar();
    this.#packets.section = new PcapngSection(littleEndian, supported);
    if (!supported) {
      const version = `${majorVersion}.${minorVersion}`;
      const message = `the section's version must be 1.0, it is ${version}; its packets are left out`;
      this.#problems.add("unsupported-section", start, message);
    }
    this.#expectEnd(start, totalLength, false);
    window.position += SECTION_HEADER_LENGTH;
    this.#tail -= SECTION_HEADER_LENGTH;
  }

  /** A packet block that the loop refused: damaged, or with options so long that it is not taken in whole. */
  async #readOddPacket(batch: RecordBatch, type: number, start: number, totalLength: number): Promise<void> {
    const window = this.#window;
    const headerLength = packetHeaderLength(type);
    const space = totalLength - headerLength - 4;
    if (space < 0) return this.#reportShort(start, "a packet block", headerLength + 4, totalLength);
    if (!(await window.fill(headerLength))) return;
    const { littleEndian } = this.#packets.section;
    const captured = window.view.getUint32(window.position + (type === SIMPLE_PACKET ? 8 : 20), littleEndian);
    const wanted = type === SIMPLE_PACKET ? Math.min(captured, space, MAXIMUM_CAPTURED_LENGTH) : captured;
    if (refusePacket(window, this.#packets.section, { type, start, captured: wanted, space }, this.#problems))
      return;
    if (!(await window.fill(headerLength + wanted))) return;
    // The options lie behind what is in the window for sure, and are not looked at.
    if (!this.#packets.readOne(batch, 0, window.position, type, type === SIMPLE_PACKET ? wanted : captured))
      return;
    batch.count = 1;
  }

  /** The block at the window's position has this total length; `#finishBlock` goes to its end and looks. */
  #expectEnd(start: number, totalLength: number, isPacket: boolean): void {
    this.#tailIsPacket = isPacket;
    this.#tailStart = start;
    this.#tailLength = totalLength;
    this.#tail = paddedLength(totalLength);
    if (totalLength % 4 !== 0) {
      const message = `a block's total length must be a multiple of 4, it is ${totalLength}; it was rounded up`;
      this.#problems.add("block-length-unaligned", start, message);
    }
  }

  async #finishBlock(): Promise<void> {
    const window = this.#window;
    const skipped = await window.skip(this.#tail - 4);
    this.#tail = -1;
    if (!skipped || !(await window.fill(4))) return this.#endInside();
    const again = window.view.getUint32(window.position, this.#packets.section.littleEndian);
    window.position += 4;
    if (again === this.#tailLength) return;
    const message = `a block's two total lengths must be equal, they are ${this.#tailLength} and ${again}`;
    if (await this.#isBlockNext()) {
      this.#problems.add("block-length-mismatch", this.#tailStart, `${message}; read on behind the first`);
    } else {
      this.#stop("block-length-mismatch", this.#tailStart, `${message}; nothing behind it can be read`);
    }
  }

  /** Whether what follows looks like a block, or is the end of the capture. */
  async #isBlockNext(): Promise<boolean> {
    const window = this.#window;
    if (!(await window.fill(SMALLEST_BLOCK))) return window.available === 0;
    const type = this.#typeOfNext();
    if (type === SECTION_HEADER) return decodeSectionHeader(window.view, window.position) !== null;
    const totalLength = window.view.getUint32(window.position + 4, this.#packets.section.littleEndian);
    const isKnown = (type >= INTERFACE_DESCRIPTION && type <= INTERFACE_STATISTICS) || isPacketBlock(type);
    return isKnown && totalLength >= SMALLEST_BLOCK && totalLength <= WHOLE_BLOCK && totalLength % 4 === 0;
  }

  #reportOption(start: number): void {
    const message =
      "an option or name is longer than the rest of its block; the rest of the block is left out";
    this.#problems.add("option-exceeds-block", start, message);
  }

  #reportShort(start: number, kind: string, needed: number, there: number): void {
    const message = `${kind} needs a total length of at least ${needed}, it is ${there}; it is left out`;
    this.#problems.add("block-too-short", start, message);
  }

  #stop(code: "block-too-short" | "bad-section-header" | "block-length-mismatch", at: number, text: string) {
    this.#done = true;
    this.#problems.add(code, at, text);
  }

  /** The capture ends before a block's header, or before a packet block's end. */
  #end(): void {
    this.#done = true;
    const { available, offset, view, position } = this.#window;
    if (reportSourceEnd(this.#window, this.#problems) || available === 0) return;
    if (available < 8) {
      this.#problems.add("cut-in-block", offset, `a block header needs 8 bytes, ${available} are there`);
      return;
    }
    if (this.#typeOfNext() === SECTION_HEADER) {
      const message = `a section header needs ${SECTION_HEADER_LENGTH} bytes, ${available} are there`;
      this.#problems.add("cut-in-block", offset, message);
      return;
    }
    const needed = view.getUint32(position + 4, this.#packets.section.littleEndian);
    this.#problems.add(
      "cut-in-packet",
      offset,
      `a packet block needs ${needed} bytes, ${available} are there`,
    );
  }

  /** The capture ends inside the block that `#tailStart` and `#tailLength` tell of. */
  #endInside(): void {
    this.#done = true;
    if (reportSourceEnd(this.#window, this.#problems)) return;
    const there = this.#window.offset + this.#window.available - this.#tailStart;
    const message = `a block needs ${this.#tailLength} bytes, ${there} are there`;
    this.#problems.add(this.#tailIsPacket ? "cut-in-packet" : "cut-in-block", this.#tailStart, message);
  }

  #droppedSoFar(): number | null {
    let dropped = this.#dropped;
    for (const source of this.#packets.section.interfaces) {
      if (source.dropped !== null) dropped = (dropped ?? 0) + source.dropped;
    }
    return dropped;
  }

  summary(): CaptureSummary {
    return {
      path: this.#path,
      format: "pcapng",
      compression: this.#compression,
      linkTypes: [...new Set(this.#table.list.map(({ linkType }) => linkType))],
      ...this.#tally.summary(),
      snapLength: this.#snapLength,
      droppedByCapture: this.#droppedSoFar(),
      hostNames: this.#hostNames,
      complete: this.#problems.complete,
      problems: this.#problems.list(),
    };
  }

  get range(): ReadingRange | null {
    return this.#window.source.seek === undefined ? null : this;
  }

  get position(): number {
    return this.#done ? -1 : this.#window.offset;
  }

  get state(): number {
    return this.#descriptions;
  }

  /** Blocks before a packet say how it is read, so all of them are read; their packets are left out. */
  async moveTo(offset: number): Promise<boolean> {
    this.#packets.rangeEnd = offset;
    const left = new RecordBatch(this.memory);
    while (await this.next(left));
    this.#packets.rangeEnd = Number.POSITIVE_INFINITY;
    return true;
  }

  /** Only the blocks before the first packet are read: `state` tells whether there were others that matter. */
  async moveNear(offset: number): Promise<number> {
    const window = this.#window;
    const none = new RecordBatch(this.memory);
    while (!this.#done) {
      if (this.#tail >= 0) await this.#finishBlock();
      else if (!(await window.fill(8)) || isPacketBlock(this.#typeOfNext())) break;
      else await this.#readBlock(none);
    }
    // Whoever reads the records before tells of these blocks too.
    this.#tally = new CaptureTally(this.memory);
    this.#problems.clear();
    if (this.#done) return -1;
    const { littleEndian } = this.#packets.section;
    return window.seekNear(Math.ceil(offset / 4) * 4, () => findBlock(window, littleEndian));
  }

  endAt(offset: number): void {
    this.#packets.rangeEnd = offset;
  }

  #isRangeRead(): boolean {
    return this.#tail < 0 && this.#window.offset >= this.#packets.rangeEnd;
  }

  #typeOfNext(): number {
    return this.#window.view.getUint32(this.#window.position, this.#packets.section.littleEndian);
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
