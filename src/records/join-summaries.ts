/** What is known of a capture that was read in parts. */
import { isBefore } from "./is-before.ts";
import { joinProblems } from "./problems.ts";
import type { CaptureSummary, Timestamp } from "./record.ts";

/**
 * The summary of a part of a capture and of the part behind it; null where only one reader of both parts could tell
 * what it is.
 */
export function joinSummaries(first: CaptureSummary, second: CaptureSummary): CaptureSummary | null {
  const problems = joinProblems(first.problems, second.problems);
  // Which interface dropped what is not known here, and a later count of the same interface counts again.
  const bothDropped = first.droppedByCapture !== null && second.droppedByCapture !== null;
  if (problems === null || bothDropped) return null;
  return {
    ...first,
    packets: first.packets + second.packets,
    bytes: first.bytes + second.bytes,
    capturedBytes: first.capturedBytes + second.capturedBytes,
    // Interfaces may be described in the later part only.
    linkTypes: [...new Set([...first.linkTypes, ...second.linkTypes])],
    snapLength: Math.max(first.snapLength, second.snapLength),
    firstSeen: earlier(first.firstSeen, second.firstSeen),
    lastSeen: later(first.lastSeen, second.lastSeen),
    complete: first.complete && second.complete,
    droppedByCapture: first.droppedByCapture ?? second.droppedByCapture,
    hostNames: new Map([...second.hostNames, ...first.hostNames]),
    problems,
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
