/** What scans are told from. It can be had before services are grouped, and by another thread. */
import type { FlowAddresses } from "../../flows/addresses.ts";
import type { FlowView } from "../../flows/flow-view.ts";
import type { NegotiatedTable } from "../../protocols/negotiated.ts";
import type { RoleTable } from "../../roles/role.ts";
import type { Services } from "../../services/group.ts";

export interface ScanMaterial {
  readonly flows: FlowView;
  readonly addresses: Pick<FlowAddresses, "ofA" | "ofB"> & { readonly table: { readonly count: number } };
  /** Null where no flow's port was negotiated. */
  readonly negotiated: Pick<NegotiatedTable, "kind"> | null;
  readonly roles: Pick<RoleTable, "serverIsB" | "clues">;
  /** `ofFlow` is −1 for flows that were not selected; null where all were. */
  readonly services: Pick<Services, "ofFlow"> | null;
}
