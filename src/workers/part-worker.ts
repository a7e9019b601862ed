/** A worker thread: counts one later part of a run and hands it over. */
import { parentPort, workerData } from "node:worker_threads";
import { type CountOptions, countLaterPart, type LaterPart, type PartOfCapture } from "./count-part.ts";

export interface PartOrder {
  readonly parts: readonly PartOfCapture[];
  readonly options: CountOptions;
}

/** Bytes that were read since the last message, or the part. */
export type PartMessage = { readonly read: number } | { readonly part: LaterPart };

/** Bytes between two messages on how far the part is. */
const TOLD_EVERY = 16 << 20;

async function run({ parts, options }: PartOrder): Promise<void> {
  let untold = 0;
  const part = await countLaterPart(parts, options, {
    counted: (bytes) => {
      untold += bytes;
      if (untold < TOLD_EVERY) return;
      send({ read: untold });
      untold = 0;
    },
  });
  send({ part });
}

function send(message: PartMessage): void {
  parentPort?.postMessage(message);
}

run(workerData as PartOrder);
