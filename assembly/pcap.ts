/** Records of classic pcap: draft-ietf-opsawg-pcap, section 5. src/records/pcap.ts says what they look like. */
import { ANSWERS, BATCH_ROWS, WINDOW } from "../src/records/memory-layout.ts";
import { CAPTURED_FIRST, ORIGINAL_FIRST } from "../src/records/pcap-order.ts";
import { read32 } from "./file-order.ts";
import { storeRecord } from "./record-columns.ts";

const LATEST_SECOND: u64 = 0xffff_ffff;

/**
 * Reads the records that lie whole between `position` and `end` (offsets in the window) and start before
 * `rangeEnd` into the batch; answers with their number. The answers beside: 0 where reading goes on; 4 bytes that
 * must be there from that position on for another record; 8 whether a captured length cannot be believed, and 12
 * which one; 16 where the first fraction of a whole second or more stands, and 20 what it is; 24 says whether there
 * is one.
 */
export function readPcapRecords(
  position: u32,
  end: u32,
  rangeEnd: u32,
  littleEndian: bool,
  lengthOrder: i32,
  headerLength: u32,
  longest: u32,
  padding: u32,
  nanoseconds: bool,
): u32 {
  const fractions: u32 = nanoseconds ? 1_000_000_000 : 1_000_000;
  const scale: u32 = nanoseconds ? 1 : 1000;
  const last: u32 = end + WINDOW;
  const endOfRange: u32 = rangeEnd + WINDOW;
  let at: u32 = position + WINDOW;
  let row: u32 = 0;
  let wanted: u32 = headerLength;
  store<u32>(ANSWERS, 0, 8);
  store<u32>(ANSWERS, 0, 24);
  while (row < <u32>BATCH_ROWS && at < endOfRange && last - at >= headerLength) {
    let captured = read32(at + 8, littleEndian);
    let original = read32(at + 12, littleEndian);
    if (lengthOrder !== CAPTURED_FIRST && (lengthOrder === ORIGINAL_FIRST || captured > original)) {
      const first = captured;
      captured = original;
      original = first;
    }
    if (captured > longest || captured < padding) {
      store<u32>(ANSWERS, 1, 8);
      store<u32>(ANSWERS, captured, 12);
      break;
    }
    const data = at + headerLength;
    if (captured > last - data) {
      wanted = headerLength + captured;
      break;
    }
    let seconds = read32(at, littleEndian);
    let fraction = read32(at + 4, littleEndian);
    if (fraction >= fractions) {
      if (load<u32>(ANSWERS, 24) === 0) {
        store<u32>(ANSWERS, at - WINDOW, 16);
        store<u32>(ANSWERS, fraction, 20);
        store<u32>(ANSWERS, 1, 24);
      }
      seconds = <u32>min<u64>(<u64>seconds + <u64>(fraction / fractions), LATEST_SECOND);
      fraction %= fractions;
    }
    at = data + captured;
    if (padding !== 0) {
      captured -= padding;
      original = original > padding ? original - padding : 0;
    }
    storeRecord(row, data + padding, captured, original, seconds, fraction * scale, 0);
    row++;
  }
  store<u32>(ANSWERS, at - WINDOW);
  store<u32>(ANSWERS, wanted, 4);
  return row;
}
