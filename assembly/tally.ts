/** What the records of a batch add up to. */
import {
  ANSWERS,
  RECORD_CAPTURED_LENGTH,
  RECORD_NANOSECONDS,
  RECORD_ORIGINAL_LENGTH,
  RECORD_SECONDS,
  RECORD_TIMELESS,
} from "../src/records/memory-layout.ts";

/**
 * Answers with the number of rows that have a time. The answers beside: 0 and 8 the sums of original and captured
 * lengths as doubles; 16 and 20 the first time's seconds and nanoseconds, 24 and 28 the last one's.
 */
export function tallyRecords(count: u32): u32 {
  let bytes: f64 = 0;
  let captured: f64 = 0;
  let first: u64 = u64.MAX_VALUE;
  let last: u64 = 0;
  let timed: u32 = 0;
  for (let row: u32 = 0; row < count; row++) {
    const column = row << 2;
    bytes += <f64>load<u32>(column, RECORD_ORIGINAL_LENGTH);
    captured += <f64>load<u32>(column, RECORD_CAPTURED_LENGTH);
    if (load<u8>(row, RECORD_TIMELESS) !== 0) continue;
    const time =
      ((<u64>load<u32>(column, RECORD_SECONDS)) << 32) | <u64>load<u32>(column, RECORD_NANOSECONDS);
    if (time < first) first = time;
    if (time > last) last = time;
    timed++;
  }
  store<f64>(ANSWERS, bytes);
  store<f64>(ANSWERS, captured, 8);
  store<u32>(ANSWERS, <u32>(first >> 32), 16);
  store<u32>(ANSWERS, <u32>first, 20);
  store<u32>(ANSWERS, <u32>(last >> 32), 24);
  store<u32>(ANSWERS, <u32>last, 28);
  return timed;
}
