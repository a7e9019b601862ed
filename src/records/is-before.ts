import type { Timestamp } from "./record.ts";

/** Whether a time, as two columns hold it, lies before a moment. */
export function isBefore(seconds: number, nanoseconds: number, moment: Timestamp): boolean {
  return seconds < moment.seconds || (seconds === moment.seconds && nanoseconds < moment.nanoseconds);
}
