/** Has a part of a run counted by a worker thread. */
import { Worker } from "node:worker_threads";
import type { LaterPart } from "./count-part.ts";
import type { PartMessage, PartOrder } from "./part-worker.ts";

export interface WorkingPart {
  /** Null where the thread could not do it. */
  readonly outcome: Promise<LaterPart | null>;
  /** Ends the work, done or not. */
  stop(): void;
}

/** `read` is called with the bytes that were read since its last call. `file`, of the thread, is for tests. */
export function startPart(
  order: PartOrder,
  read: (bytes: number) => void,
  file = new URL("./part-worker.js", import.meta.url),
): WorkingPart {
  const worker = new Worker(file, { workerData: order });
  const outcome = new Promise<LaterPart | null>((resolve) => {
    worker.on("message", (message: PartMessage) => {
      if ("part" in message) resolve(message.part);
      else read(message.read);
    });
    worker.on("error", () => resolve(null));
    worker.on("exit", () => resolve(null));
  });
  return { outcome, stop: () => void worker.terminate() };
}
