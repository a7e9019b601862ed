/** A row of a record batch, whose columns src/records/record.ts explains. */
import {
  RECORD_CAPTURED_LENGTH,
  RECORD_INTERFACE,
  RECORD_NANOSECONDS,
  RECORD_OFFSET,
  RECORD_ORIGINAL_LENGTH,
  RECORD_SECONDS,
  RECORD_TIMELESS,
  WINDOW,
} from "../src/records/memory-layout.ts";

/** A packet with a time; `data` is the address of its first byte, `source` the interface's index. */
export function storeRecord(
  row: u32,
  data: u32,
  captured: u32,
  original: u32,
  seconds: u32,
  nanoseconds: u32,
  source: u16,
): void {
  const column = row << 2;
  store<u32>(column, data - WINDOW, RECORD_OFFSET);
  store<u32>(column, min<u32>(captured, original), RECORD_CAPTURED_LENGTH);
  store<u32>(column, original, RECORD_ORIGINAL_LENGTH);
  store<u32>(column, seconds, RECORD_SECONDS);
  store<u32>(column, nanoseconds, RECORD_NANOSECONDS);
  store<u16>(row << 1, source, RECORD_INTERFACE);
  store<u8>(row, 0, RECORD_TIMELESS);
}
