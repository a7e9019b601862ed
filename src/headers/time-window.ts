import { isBefore } from "../records/is-before.ts";
import type { RecordBatch, Timestamp } from "../records/record.ts";
import type { HeaderBatch } from "./header.ts";
import { VERDICT_NOT_SELECTED } from "./verdict.ts";

/** From `since` (included) to `until` (excluded); null where that side is open. */
export interface TimeWindow {
  readonly since: Timestamp | null;
  readonly until: Timestamp | null;
}

/** Gives the verdict `not-selected` to the packets outside the window; they then belong to no flow. */
export function keepWithin(window: TimeWindow, records: RecordBatch, headers: HeaderBatch): void {
  const { count, seconds, nanoseconds } = records;
  const { since, until } = window;
  for (let row = 0; row < count; row++) {
    if (
      (since !== null && isBefore(seconds[row], nanoseconds[row], since)) ||
      (until !== null && !isBefore(seconds[row], nanoseconds[row], until))
    ) {
      headers.verdict[row] = VERDICT_NOT_SELECTED;
      headers.quoted[row] = 0;
    }
  }
}
