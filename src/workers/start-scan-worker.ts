/** Has the scans sought by a worker thread. */
import { Worker } from "node:worker_threads";
import type { Scans } from "../findings/scans/find-scans.ts";
import type { ScanOrder } from "./scan-order.ts";

export interface ScanWorker {
  /** Resolves to null where the thread could not do it. To be called once. */
  seek(order: ScanOrder): Promise<Scans | null>;
  /** Ends the work, done or not. */
  stop(): void;
}

/** `file`, of the thread, is for tests. */
export function startScanWorker(file = new URL("./scan-worker.js", import.meta.url)): ScanWorker {
  const worker = new Worker(file);
  const outcome = new Promise<Scans | null>((resolve) => {
    worker.on("message", resolve);
    worker.on("error", () => resolve(null));
    worker.on("exit", () => resolve(null));
  });
  return {
    seek: (order) => {
      worker.postMessage(order);
      return outcome;
    },
    stop: () => void worker.terminate(),
  };
}
