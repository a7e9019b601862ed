/** A worker thread: seeks the scans among flows that another thread has counted, once, and ends. */
import { parentPort } from "node:worker_threads";
import type { Scans } from "../findings/scans/find-scans.ts";
import { carryOut, type ScanOrder, takeOrder } from "./scan-order.ts";

parentPort?.once("message", (order: ScanOrder) => {
  if (takeOrder(order)) handOver(carryOut(order));
  // The thread's memory is given up while whoever asked works on.
  parentPort?.close();
});

/** What is this thread's own is not copied either. */
function handOver(scans: Scans): void {
  const { ports, hosts } = scans.first;
  const own = [ports.words.buffer, hosts.buffer].filter((buffer) => buffer instanceof ArrayBuffer);
  parentPort?.postMessage(scans, own);
}
