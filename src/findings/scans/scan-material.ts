/** What scans are told from, beside first contacts. It can be had before services are grouped, and by another thread. */
import type { FlowAddresses } from "../../flows/addresses.ts";
import type { FlowView } from "../../flows/flow-view.ts";

export interface ScanMaterial {
  readonly flows: FlowView;
  readonly addresses: Pick<FlowAddresses, "ofA" | "ofB"> & { readonly table: { readonly count: number } };
}
