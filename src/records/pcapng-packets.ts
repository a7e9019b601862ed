/**
 * Packet blocks of pcapng: the loop that reads all sound ones that are in the window.
 *
 *      0                   1                   2                   3
 *     +---------------------------------------------------------------+
 *   0 |              Block Type = 6 (2 for the obsolete one)          |
 *   4 |                      Block Total Length                       |
 *   8 |       Interface ID (16 bits and a drops count in type 2)      |
 *  12 |                        Timestamp (Upper)                      |
 *  16 |                        Timestamp (Lower)                      |
 *  20 |                    Captured Packet Length                     |
 *  24 |                    Original Packet Length                     |
 *  28 |       Packet Data, padded to a multiple of 4; options …       |
 *
 * A Simple Packet Block (type 3) has the original length at 8 and the data at 12.
 *
 * Source: draft-ietf-opsawg-pcapng, sections 4.3 (EPB), 4.4 (SPB) and appendix A (Packet Block).
 */
import { ANSWERS, SECTION_INTERFACES, SECTION_INTERFACES_KNOWN } from "./memory-layout.ts";
import { type InterfaceTable, indexWithFcs, PcapngSection } from "./pcapng-section.ts";
import type { ProblemLog } from "./problems.ts";
import type { ReadingWindow } from "./reading-window.ts";
import { MAXIMUM_CAPTURED_LENGTH, RECORD_BATCH_CAPACITY, type RecordBatch } from "./record.ts";

/** Obsolete; laid out as an Enhanced Packet Block but for the first word. */
export const PACKET = 2;
export const SIMPLE_PACKET = 3;
export const ENHANCED_PACKET = 6;

/** Bytes before the packet's data. */
const PACKET_HEADER = 28;
const SIMPLE_PACKET_HEADER = 12;
/** A packet block up to this length is taken into the window whole; it leaves 64 KiB for options. */
export const WHOLE_BLOCK = PACKET_HEADER + MAXIMUM_CAPTURED_LENGTH + 65_536 + 4;

const EPB_FLAGS = 2;

export function isPacketBlock(type: number): boolean {
  return type === ENHANCED_PACKET || type === SIMPLE_PACKET || type === PACKET;
}

/** Bytes of a packet block before its data. */
export function packetHeaderLength(type: number): number {
  return type === SIMPLE_PACKET ? SIMPLE_PACKET_HEADER : PACKET_HEADER;
}

/** The interface that a packet block names; a Simple Packet Block is of the section's first. */
export function interfaceId(view: DataView, position: number, type: number, littleEndian: boolean): number {
  if (type === SIMPLE_PACKET) return 0;
  return type === PACKET
    ? view.getUint16(position + 8, littleEndian)
    : view.getUint32(position + 8, littleEndian);
}

export class PacketBlocks {
  section = new PcapngSection(true, false);
  /** No block that starts here or behind it is read. */
  rangeEnd = Number.POSITIVE_INFINITY;
  /** Bytes that must be there before the loop can go on; 0 where the next block is not for the loop. */
  wanted = 0;
  readonly #window: ReadingWindow;
  readonly #table: InterfaceTable;
  readonly #problems: ProblemLog;
  readonly #answers: Uint32Array;
  /** What the loop of common blocks knows of the section's interfaces. */
  readonly #interfaceWords: Uint32Array;
  #knownSection: PcapngSection | null = null;
  #knownInterfaces = 0;

  constructor(window: ReadingWindow, table: InterfaceTable, problems: ProblemLog) {
    this.#window = window;
    this.#table = table;
    this.#problems = problems;
    const { buffer } = window.memory;
    this.#answers = new Uint32Array(buffer, ANSWERS, 1);
    this.#interfaceWords = new Uint32Array(buffer, SECTION_INTERFACES, SECTION_INTERFACES_KNOWN * 4);
  }

  /**
   * Reads the sound packet blocks that are in the window whole. False where there is none; `wanted` then says
   * what to do.
   */
  readAll(batch: RecordBatch): boolean {
    const window = this.#window;
    const { view, end } = window;
    const { littleEndian, supported } = this.section;
    const rangeEnd = Math.min(this.rangeEnd - window.offset + window.position, end);
    let row = supported ? this.#readCommon(rangeEnd) : 0;
    let position = row === 0 ? window.position : this.#answers[0];
    this.wanted = 0;
    while (supported && row < RECORD_BATCH_CAPACITY) {
      if (position >= rangeEnd && rangeEnd < end) break;
      if (end - position < 8) {
        this.wanted = 8;
        break;
      }
      const type = view.getUint32(position, littleEndian);
      if (!isPacketBlock(type)) break;
      const totalLength = view.getUint32(position + 4, littleEndian);
      const headerLength = packetHeaderLength(type);
      const space = totalLength - headerLength - 4;
      if (space < 0 || (totalLength & 3) !== 0 || totalLength > WHOLE_BLOCK) break;
      const next = position + totalLength;
      if (next > end) {
        this.wanted = totalLength;
        break;
      }
      if (view.getUint32(next - 4, littleEndian) !== totalLength) break;
      if (!this.readOne(batch, row, position, type, space)) break;
      position = next;
      row++;
    }
    window.position = position;
    batch.count = row;
    return row > 0;
  }

  /** Reads the common blocks at the window's position in one go; answers with their number. */
  #readCommon(rangeEnd: number): number {
    const { memory, position, end } = this.#window;
    const { littleEndian, interfaces } = this.section;
    const known = Math.min(interfaces.length, SECTION_INTERFACES_KNOWN);
    if (this.#knownSection !== this.section) this.#knownInterfaces = 0;
    this.#knownSection = this.section;
    while (this.#knownInterfaces < known) {
      const { clock, index, maximumCapturedLength } = interfaces[this.#knownInterfaces];
      const words = [clock.simpleUnits, index, maximumCapturedLength, 0];
      this.#interfaceWords.set(words, this.#knownInterfaces++ * words.length);
    }
    return memory.loops.readPacketBlocks(position, end, rangeEnd, littleEndian, WHOLE_BLOCK, known);
  }

  /**
   * Puts the packet of the block at `position` into the batch; `space` is what the block has for data and
   * options. False where something in it is not sound.
   */
  readOne(batch: RecordBatch, row: number, position: number, type: number, space: number): boolean {
    const { view } = this.#window;
    const { littleEndian, interfaces } = this.section;
    if (type === SIMPLE_PACKET) return this.#readSimplePacket(batch, row, position, space);
    const id = interfaceId(view, position, type, littleEndian);
    if (id >= interfaces.length) return false;
    const source = interfaces[id];
    const captured = view.getUint32(position + 20, littleEndian);
    if (captured > space || captured > source.maximumCapturedLength) return false;
    const original = view.getUint32(position + 24, littleEndian);
    const clock = source.clock;
    const inRange = clock.convert(
      view.getUint32(position + 12, littleEndian),
      view.getUint32(position + 16, littleEndian),
    );
    if (!inRange) this.#reportTime(position);
    const data = position + PACKET_HEADER;
    batch.offset[row] = data;
    batch.capturedLength[row] = captured < original ? captured : original;
    batch.originalLength[row] = original;
    batch.seconds[row] = clock.seconds;
    batch.nanoseconds[row] = clock.nanoseconds;
    batch.interfaceIndex[row] = source.index;
    batch.timeless[row] = 0;
    const options = data + captured + (-captured & 3);
    const optionsEnd = data + space;
    if (optionsEnd - options >= 8) {
      const length = this.#fcsLengthInFlags(options, optionsEnd);
      if (length > 0 && length !== source.frameCheckSequenceLength) {
        batch.interfaceIndex[row] = indexWithFcs(source, this.#table, length);
      }
    }
    return true;
  }

  #readSimplePacket(batch: RecordBatch, row: number, position: number, space: number): boolean {
    const { view } = this.#window;
    const source = this.section.interfaces[0];
    if (source === undefined) return false;
    const original = view.getUint32(position + 8, this.section.littleEndian);
    const kept = source.snapLength === 0 ? original : Math.min(original, source.snapLength);
    const captured = Math.min(kept, space);
    if (captured > source.maximumCapturedLength) return false;
    batch.offset[row] = position + SIMPLE_PACKET_HEADER;
    batch.capturedLength[row] = captured;
    batch.originalLength[row] = original;
    batch.seconds[row] = 0;
    batch.nanoseconds[row] = 0;
    batch.interfaceIndex[row] = source.index;
    batch.timeless[row] = 1;
    this.#problems.addOnce(
      "no-timestamp",
      this.#window.offset + position - this.#window.position,
      "a Simple Packet Block carries no time; such packets stand at 1970-01-01T00:00:00Z",
    );
    return true;
  }

  /** Bits 5 to 8 of epb_flags: the length of the frame check sequence in bytes; 0 where nothing is told. */
  #fcsLengthInFlags(start: number, end: number): number {
    const { view } = this.#window;
    const { littleEndian } = this.section;
    let position = start;
    while (end - position >= 8) {
      const code = view.getUint16(position, littleEndian);
      const length = view.getUint16(position + 2, littleEndian);
      if (code === 0) return 0;
      if (code === EPB_FLAGS && length === 4) return (view.getUint32(position + 4, littleEndian) >>> 5) & 0xf;
      position += 4 + length + (-length & 3);
    }
    return 0;
  }

  #reportTime(position: number): void {
    const offset = this.#window.offset + position - this.#window.position;
    const message = "a packet's time must lie between 1970 and 2106-02-07, it does not; it was clamped";
    this.#problems.addOnce("timestamp-out-of-range", offset, message);
  }
}
