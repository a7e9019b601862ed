/**
 * Enhanced Packet Blocks of pcapng: draft-ietf-opsawg-pcapng, section 4.3. src/records/pcapng-packets.ts says what
 * they look like; it also reads those that are left here.
 */
import { ANSWERS, BATCH_ROWS, SECTION_INTERFACES, WINDOW } from "../src/records/memory-layout.ts";
import { read32 } from "./file-order.ts";
import { storeRecord } from "./record-columns.ts";

const ENHANCED_PACKET: u32 = 6;
const HEADER: u32 = 28;
const TRAILER: u32 = 4;
const BILLION: u64 = 1_000_000_000;

/**
 * Reads the sound blocks that lie whole between `position` and `end` (offsets in the window), start before
 * `rangeEnd`, are not longer than `longest` and have neither options nor an interface out of the ordinary; answers
 * with their number, and beside with the position behind them.
 */
export function readPacketBlocks(
  position: u32,
  end: u32,
  rangeEnd: u32,
  littleEndian: bool,
  longest: u32,
  interfaces: u32,
): u32 {
  const last: u32 = end + WINDOW;
  const endOfRange: u32 = rangeEnd + WINDOW;
  let at: u32 = position + WINDOW;
  let row: u32 = 0;
  while (row < <u32>BATCH_ROWS && at < endOfRange && last - at >= HEADER + TRAILER) {
    const length = read32(at + 4, littleEndian);
    if (read32(at, littleEndian) !== ENHANCED_PACKET || (length & 3) !== 0) break;
    if (length < HEADER + TRAILER || length > longest || length > last - at) break;
    if (read32(at + length - TRAILER, littleEndian) !== length) break;
    const id = read32(at + 8, littleEndian);
    if (id >= interfaces) break;
    const source = SECTION_INTERFACES + (id << 4);
    const units = load<u32>(source);
    const captured = read32(at + 20, littleEndian);
    const space = length - HEADER - TRAILER;
    // Eight bytes and more behind the data are options: an end alone has four.
    if (units === 0 || captured > space || captured > load<u32>(source, 8)) break;
    if (space - ((captured + 3) & ~3) >= 8) break;
    const time = ((<u64>read32(at + 12, littleEndian)) << 32) | <u64>read32(at + 16, littleEndian);
    const seconds = time / <u64>units;
    if (seconds > 0xffff_ffff) break;
    const original = read32(at + 24, littleEndian);
    const nanoseconds = (time - seconds * <u64>units) * (BILLION / <u64>units);
    const data = at + HEADER;
    storeRecord(row, data, captured, original, <u32>seconds, <u32>nanoseconds, load<u16>(source, 4));
    at += length;
    row++;
  }
  store<u32>(ANSWERS, at - WINDOW);
  return row;
}
