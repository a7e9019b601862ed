/** What is known of a capture that was read in parts. */
import { isBefore } from "./is-before.ts";
import { joinProblems } from "./problems.ts";
import type { CaptureSummary, Timestamp } from "./record.ts";

/** The summary of a part of a capture, and of the part behind it. */
export function joinSummaries(first: CaptureSummary, second: CaptureSummary): CaptureSummary {
  return {
    ...first,
    packets: first.packets + second.packets,
    bytes: first.bytes + second.bytes,
    capturedBytes: first.capturedBytes + second.capturedBytes,
    firstSeen: earlier(first.firstSeen, second.firstSeen),
    lastSeen: later(first.lastSeen, second.lastSeen),
    complete: first.complete && second.complete,
    problems: joinProblems(first.problems, second.problems),
  };
}

function earlier(one: Timestamp | null, other: Timestamp | null): Timestamp | null {
  if (one === null || other === null) return one ?? other;
  return isBefore(other.seconds, other.nanoseconds, one) ? other : one;
}

function later(one: Timestamp | null, other: Timestamp | null): Timestamp | null {
  if (one === null || other === null) return one ?? other;
  return isBefore(one.seconds, one.nanoseconds, other) ? other : one;
}
