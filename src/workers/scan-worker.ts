/** A worker thread: seeks the scans among flows that another thread has counted, once, and ends. */
import { parentPort } from "node:worker_threads";
import { carryOut, type ScanOrder, takeOrder } from "./scan-order.ts";

parentPort?.once("message", (order: ScanOrder) => {
  if (takeOrder(order)) parentPort?.postMessage(carryOut(order));
  // The thread's memory is given up while whoever asked works on.
  parentPort?.close();
});
