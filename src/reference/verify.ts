/** Reads a capture a second time, with an independent reader and independent code, and compares every figure. */
import { survey } from "../analyze.ts";
import type { CaptureProblem } from "../records/record.ts";
import { type Comparison, compare } from "./compare.ts";
import { firstBytesOf, NotComparable, readPackets, refusalOf } from "./read-packets.ts";
import { Reference, type ReferenceResult } from "./reference.ts";

export interface VerifyOptions {
  /** Which header of a tunnelled packet counts; as in `AnalyzeOptions`. */
  readonly tunnels?: "inner" | "outer" | undefined;
  /** Stops the work; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

export interface Verification extends Comparison {
  /** False where the reference cannot read the capture; nothing was compared then. */
  readonly comparable: boolean;
  /** Why not, in words; null where it can. */
  readonly reason: string | null;
  /** What the engine found wrong with the capture, as in its report; what was read of it is compared. */
  readonly complete: boolean;
  readonly problems: readonly CaptureProblem[];
  /** Packets and flows that the reference counted. */
  readonly packets: number;
  readonly flows: number;
}

/**
 * Compares what the engine counts of one capture file with what the reference counts. Rejects with
 * `UnreadableCapture` where the engine can read nothing of it.
 */
export async function verifyCapture(path: string, options: VerifyOptions = {}): Promise<Verification> {
  const refusal = await refusalAtFirstSight(path);
  if (refusal !== null) return notComparable(refusal);
  const engine = await survey(path, options);
  const reference = await readReference(path, options);
  if (!reference.comparable) return notComparable(reference.reason);
  const { result, isWhole } = reference;
  const { compression, complete, problems } = engine.captures[0];
  // Behind compressed data the engine tells of more than records that were cut.
  const isComparedWhole = compression === null;
  return {
    comparable: true,
    reason: null,
    complete,
    problems,
    packets: result.packets,
    flows: result.flows.size,
    ...compare(engine, result, isComparedWhole ? isWhole : null),
  };
}

export type ReferenceReading =
  | { readonly comparable: true; readonly result: ReferenceResult; readonly isWhole: boolean }
  | { readonly comparable: false; readonly reason: string };

/** The reference's own count of a file, without the engine. Rejects where the file cannot be read at all. */
export async function readReference(path: string, options: VerifyOptions = {}): Promise<ReferenceReading> {
  const reference = new Reference(options.tunnels ?? "inner");
  try {
    const isWhole = await readPackets(path, (packet) => reference.add(packet), options.signal);
    return { comparable: true, result: reference.result(), isWhole };
  } catch (error) {
    if (error instanceof NotComparable) return { comparable: false, reason: error.message };
    throw error;
  }
}

/** What can be told before the engine reads the whole file. Where nothing can be read, the engine says why. */
async function refusalAtFirstSight(path: string): Promise<string | null> {
  if (path === "-") return "standard input can be read only once; name a file";
  try {
    return refusalOf(await firstBytesOf(path));
  } catch (error) {
    const isFolder = error instanceof Error && "code" in error && error.code === "EISDIR";
    return isFolder ? "this is a folder; name one capture file" : null;
  }
}

function notComparable(reason: string): Verification {
  const nothing = { packets: 0, flows: 0, compared: 0, differing: 0, differences: [] };
  return { comparable: false, reason, complete: true, problems: [], ...nothing };
}
