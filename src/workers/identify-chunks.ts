/** Flows in chunks, which several threads take in turn: whoever is free takes the next one. */
import { identifyRange } from "../protocols/identify.ts";
import { type PayloadFlows, SharedFlows } from "../protocols/payload-flows.ts";
import { ProtocolTable } from "../protocols/protocol.ts";

const CHUNK_FLOWS = 16_384;

/** What a thread needs to take part; all of it is shared memory. */
export interface SharedChunks {
  readonly flowCount: number;
  readonly words: Int32Array;
  readonly payloadPieces: readonly Uint8Array[];
  readonly columns: SharedArrayBuffer;
  /** The number of the next chunk that nobody has taken; then, a chunk each, 1 where it is done. */
  readonly progress: Int32Array;
}

export function newProgress(flowCount: number): Int32Array {
  const chunks = Math.ceil(flowCount / CHUNK_FLOWS);
  return new Int32Array(new SharedArrayBuffer((chunks + 1) * Int32Array.BYTES_PER_ELEMENT));
}

/** Identifies the chunks that are still to be had. */
export function takeChunks(flows: PayloadFlows, table: ProtocolTable, progress: Int32Array): void {
  const chunks = progress.length - 1;
  for (let chunk = Atomics.add(progress, 0, 1); chunk < chunks; chunk = Atomics.add(progress, 0, 1)) {
    identifyChunk(flows, table, chunk);
    Atomics.store(progress, chunk + 1, 1);
  }
}

/** Identifies the chunks that were taken and not done, since their thread has failed. */
export function takeUndone(flows: PayloadFlows, table: ProtocolTable, progress: Int32Array): void {
  for (let chunk = 0; chunk < progress.length - 1; chunk++) {
    if (Atomics.load(progress, chunk + 1) === 0) identifyChunk(flows, table, chunk);
  }
}

/** As `takeChunks`, for another thread's flows. */
export function takeSharedChunks({ flowCount, words, payloadPieces, columns, progress }: SharedChunks): void {
  takeChunks(new SharedFlows(words, payloadPieces), new ProtocolTable(flowCount, columns), progress);
}

function identifyChunk(flows: PayloadFlows, table: ProtocolTable, chunk: number): void {
  const from = chunk * CHUNK_FLOWS;
  identifyRange(flows, table, from, Math.min(from + CHUNK_FLOWS, table.protocol.length));
}
