/** A worker thread: takes part in recognising the protocols of flows, and says when none is left to take. */
import { parentPort, workerData } from "node:worker_threads";
import { type SharedChunks, takeSharedChunks } from "./identify-chunks.ts";

takeSharedChunks(workerData as SharedChunks);
parentPort?.postMessage("done");
