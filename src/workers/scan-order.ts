/** What a thread is told that seeks the scans (scan-search.ts): plain data, of which what is large lies in shared memory. */
import { findScans, type Scans } from "../findings/scans/find-scans.ts";
import type { ScanMaterial } from "../findings/scans/scan-material.ts";
import { FlowsOfOtherThread, type SharedFlows } from "../flows/shared-flows.ts";

export interface ScanOrder {
  readonly flows: SharedFlows;
  /** Of all flows: none was left out by a selection. */
  readonly columns: ScanColumns;
  /** Room for the column of `FirstContacts`, zeros. */
  readonly contacts: Uint8Array;
  /** A word that is shared: whoever finds it 0 and makes it 1 is to do it. */
  readonly claim: Int32Array;
}

export type ScanColumns = Omit<ScanMaterial, "flows" | "services">;

/** Whether the order is from now on the caller's alone. */
export function takeOrder({ claim }: Pick<ScanOrder, "claim">): boolean {
  return Atomics.compareExchange(claim, 0, 0, 1) === 0;
}

export function carryOut({ flows, columns, contacts }: ScanOrder): Scans {
  return findScans({ ...columns, flows: new FlowsOfOtherThread(flows), services: null }, contacts);
}
