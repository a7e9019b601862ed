/** What the stages to the left found out: the material of findings. Flows are columns still; walk over them once. */
import type { FlowAddresses } from "../flows/addresses.ts";
import type { FlowTable } from "../flows/flow.ts";
import type { NegotiatedTable } from "../protocols/negotiated.ts";
import type { ProtocolTable } from "../protocols/protocol.ts";
import type { SignOns } from "../protocols/sign-on/sign-ons.ts";
import type { RoleTable } from "../roles/role.ts";
import type { Services } from "../services/group.ts";
import type { SpokenProtocols } from "../services/identified.ts";
import type { UserServiceNames } from "../services/registry.ts";

export interface Traffic {
  readonly flows: FlowTable;
  readonly addresses: FlowAddresses;
  readonly protocols: ProtocolTable;
  /** Null where no flow's port was negotiated. */
  readonly negotiated: NegotiatedTable | null;
  /** Who signed on in the clear, as control channels told. */
  readonly signOns: SignOns;
  readonly roles: RoleTable;
  /** `ofFlow` is −1 for flows that were not selected: they are in no finding. */
  readonly services: Services;
  /** Which protocols are spoken on each service. */
  readonly spoken: SpokenProtocols;
  readonly userNames: UserServiceNames | undefined;
}
