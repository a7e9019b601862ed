/**
 * Seeks the scans on another processor while this thread groups services and finds the rest. Where there is no other
 * processor, or few flows, `findAll` seeks them; so it does where the other thread fails. What it has not begun by then is
 * done here. The outcome is the same.
 */
import { availableParallelism } from "node:os";
import type { Scans } from "../findings/scans/find-scans.ts";
import { type ContactMaterial, findFirstContacts } from "../findings/scans/first-contacts.ts";
import { shareFlows } from "../flows/shared-flows.ts";
import { untilAborted } from "../records/reading-window.ts";
import { carryOut, takeOrder } from "./scan-order.ts";
import { type ScanWorker, startScanWorker } from "./start-scan-worker.ts";

/** Of 200,000 flows nothing was gained: what the thread saves, its start takes, and one waits for the other's memory. */
const LEAST_FLOWS = 250_000;

export interface ScanSearchOptions {
  readonly signal?: AbortSignal | undefined;
  /** Threads at most; as many as the machine has processors unless told. */
  readonly threads?: number | undefined;
  /** Where flows are bounded, as memory is short, there is one thread. */
  readonly maxFlows?: number | undefined;
  /** For tests: however few flows there are. */
  readonly anySize?: boolean | undefined;
  /** How another thread is started; as a worker thread unless told. */
  readonly startScanWorker?: (() => ScanWorker) | undefined;
}

export class ScanSearch {
  readonly #options: ScanSearchOptions;
  #worker: ScanWorker | null = null;

  constructor(options: ScanSearchOptions) {
    this.#options = options;
  }

  /** Starts the thread, if it is worth it, so that it is there when `begin` is called. `flows`: how many there are. */
  start(flows: number): void {
    const { threads = availableParallelism(), maxFlows, anySize, startScanWorker: begin } = this.#options;
    const isWorthwhile = anySize || flows >= LEAST_FLOWS;
    if (threads > 1 && maxFlows === undefined && isWorthwhile) this.#worker = (begin ?? startScanWorker)();
  }

  /**
   * Has the scans among all flows sought, if a thread was started; answers with what `findAll` asks then. Flows and
   * columns must stay as they are until it has asked.
   */
  begin(material: Omit<ContactMaterial, "services">): (() => Promise<Scans | null>) | undefined {
    if (this.#worker === null) return undefined;
    const { flows, addresses } = material;
    const { table, ofA, ofB } = addresses;
    const first = findFirstContacts({ ...material, services: null });
    const claim = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const order = {
      flows: shareFlows(flows),
      addresses: { table: { count: table.count }, ofA, ofB },
      first,
      claim,
    };
    const outcome = this.#worker.seek(order);
    return async () => (takeOrder(order) ? carryOut(order) : untilAborted(outcome, this.#options.signal));
  }

  /** Ends the thread, whatever it does: nothing is left behind. */
  stop(): void {
    this.#worker?.stop();
    this.#worker = null;
  }
}
