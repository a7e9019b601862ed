/** What the earlier stages found out of one run: the material that reports and flow rows are made of. */
import type { FlowAddresses } from "../flows/addresses.ts";
import type { FlowTable } from "../flows/flow.ts";
import type { Timeline } from "../flows/timeline.ts";
import type { EncapsulationTable } from "../headers/encapsulation.ts";
import type { NegotiatedTable } from "../protocols/negotiated.ts";
import type { ProtocolTable } from "../protocols/protocol.ts";
import type { CaptureSummary } from "../records/record.ts";
import type { RoleTable } from "../roles/role.ts";
import type { Services } from "../services/group.ts";
import type { UserServiceNames } from "../services/registry.ts";

export interface Survey {
  readonly captures: readonly CaptureSummary[];
  /** Packets and bytes by verdict number. */
  readonly verdictPackets: Float64Array;
  readonly verdictBytes: Float64Array;
  readonly flows: FlowTable;
  readonly encapsulations: EncapsulationTable;
  readonly addresses: FlowAddresses;
  readonly protocols: ProtocolTable;
  /** Null where no flow's port was negotiated. */
  readonly negotiated: NegotiatedTable | null;
  readonly roles: RoleTable;
  readonly services: Services;
  /** Null where none was asked for. */
  readonly timeline: Timeline | null;
  readonly userNames: UserServiceNames | undefined;
}
