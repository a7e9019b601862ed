/** What a thread is told that seeks the scans (scan-search.ts): plain data, of which what is large lies in shared memory. */
import type { FirstContacts } from "../findings/scans/contact-columns.ts";
import { findScans, type Scans } from "../findings/scans/find-scans.ts";
import type { ScanMaterial } from "../findings/scans/scan-material.ts";
import { FlowsOfOtherThread, type SharedFlows } from "../flows/shared-flows.ts";

export interface ScanOrder {
  readonly flows: SharedFlows;
  readonly addresses: ScanMaterial["addresses"];
  /** Of all flows: none was left out by a selection. */
  readonly first: FirstContacts;
  /** A word that is shared: whoever finds it 0 and makes it 1 is to do it. */
  readonly claim: Int32Array;
}

/** Whether the order is from now on the caller's alone. */
export function takeOrder({ claim }: ScanOrder): boolean {
  return Atomics.compareExchange(claim, 0, 0, 1) === 0;
}

export function carryOut({ flows, addresses, first }: ScanOrder): Scans {
  return findScans({ flows: new FlowsOfOtherThread(flows), addresses }, first);
}
