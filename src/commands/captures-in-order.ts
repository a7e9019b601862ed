/**
 * Captures in the order of their first packets. What a flow says first, and what was negotiated before it, hang on the
 * order in which captures are read; a lock must not hang on the order in which they are named.
 */
import { compareText } from "../findings/finding.ts";
import { isBefore } from "../records/is-before.ts";
import { listCaptures } from "../records/list-captures.ts";
import { openCapture } from "../records/open-capture.ts";
import { PacketMemory } from "../records/packet-memory.ts";
import { RecordBatch, type Timestamp } from "../records/record.ts";
import { UnreadableCapture } from "../records/unreadable-capture.ts";
import { isRegularFile } from "./regular-file.ts";

/** The captures that the paths name; in their order where they cannot be read twice. */
export async function capturesInOrder(paths: readonly string[]): Promise<string[]> {
  const captures = await listCaptures(paths);
  if (captures.length < 2 || !captures.every(isRegularFile)) return captures;
  const memory = new PacketMemory();
  const batch = new RecordBatch(memory);
  const timed: { path: string; first: Timestamp | null }[] = [];
  for (const path of captures) timed.push({ path, first: await firstTime(path, memory, batch) });
  return timed.sort(compareTimes).map(({ path }) => path);
}

/** Null where there is no packet that has a time, or nothing can be read: whoever reads it all tells why. */
async function firstTime(path: string, memory: PacketMemory, batch: RecordBatch): Promise<Timestamp | null> {
  try {
    const reader = await openCapture(path, { memory });
    try {
      if (!(await reader.next(batch)) || batch.timeless[0] === 1) return null;
      return { seconds: batch.seconds[0], nanoseconds: batch.nanoseconds[0] };
    } finally {
      await reader.close();
    }
  } catch (error) {
    if (error instanceof UnreadableCapture) return null;
    throw error;
  }
}

/** Captures without a time come last; of equals, the one whose path does. */
function compareTimes(
  one: { path: string; first: Timestamp | null },
  other: { path: string; first: Timestamp | null },
): number {
  if (one.first !== null && other.first !== null) {
    if (isBefore(one.first.seconds, one.first.nanoseconds, other.first)) return -1;
    if (isBefore(other.first.seconds, other.first.nanoseconds, one.first)) return 1;
  } else if (one.first !== other.first) return one.first === null ? 1 : -1;
  return compareText(one.path, other.path);
}
