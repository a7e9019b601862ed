/** Recognises the protocols of many flows on several threads. */
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { FlowTable } from "../flows/flow.ts";
import { ProtocolTable } from "../protocols/protocol.ts";
import { newProgress, takeChunks, takeUndone } from "./identify-chunks.ts";

/** Fewer flows are done sooner than another thread has started. */
const LEAST_FLOWS = 400_000;
/** More threads than this are not worth their start. */
const MOST_THREADS = 4;

/** Protocols on their way: others may be worked on meanwhile, before `finish` is called. */
export interface Identification {
  /** Takes part in what is still to be done; fulfilled with the protocols of all flows. */
  finish(): Promise<ProtocolTable>;
}

/** `threads`: at most; one a processor unless told. */
export function startIdentification(
  flows: FlowTable,
  threads = Math.min(availableParallelism(), MOST_THREADS),
  leastFlows = LEAST_FLOWS,
): Identification {
  const table = new ProtocolTable(flows.count);
  const progress = newProgress(flows.count);
  const others = flows.count < leastFlows ? 0 : threads - 1;
  const workerData = {
    flowCount: flows.count,
    words: flows.words,
    payloadPieces: flows.payloads.pieces,
    columns: table.buffer,
    progress,
  };
  const ended = Array.from({ length: others }, () => endOf(workerData));
  return {
    async finish() {
      takeChunks(flows, table, progress);
      await Promise.all(ended);
      takeUndone(flows, table, progress);
      return table;
    },
  };
}

/** Fulfilled when the thread is done, or has failed. */
function endOf(workerData: unknown): Promise<void> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL("./identify-worker.js", import.meta.url), { workerData });
    worker.on("message", () => resolve());
    worker.on("error", () => resolve());
    worker.on("exit", () => resolve());
  });
}
