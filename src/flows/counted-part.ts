/**
 * What was counted of one part of a capture, ready to be joined to what was counted of the parts before it. Plain
 * data: it travels between threads.
 */
import type { FragmentEntries } from "./fragments.ts";
import type { SeamRecord } from "./seam-log.ts";

export interface CountedPart {
  readonly frames: number;
  readonly flowCount: number;
  /** The flows' records; frames, encapsulations and payload positions are the part's own. */
  readonly words: Int32Array;
  readonly payloadPieces: readonly Uint8Array[];
  readonly verdictPackets: Float64Array;
  readonly verdictBytes: Float64Array;
  readonly fragments: FragmentEntries;
  readonly seam: SeamRecord;
}
