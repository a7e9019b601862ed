/** Which flows the user asked for. */
import type { FlowAddresses } from "../flows/addresses.ts";
import { addressText } from "../flows/addresses.ts";
import type { FlowTable } from "../flows/flow.ts";
import type { FlowFilter, GroupInputs } from "./group.ts";

export interface FlowSelection {
  /**
   * Ranges of the server's port, both ends included; empty for all. `protocol` narrows a range to a transport. A flow on a
   * negotiated port matches by that port, and by the registered one of its service.
   */
  readonly ports?: readonly { from: number; to: number; protocol?: number }[];
  /** IP protocol numbers; empty for all. */
  readonly protocols?: readonly number[];
  /** Whether an address (RFC 5952 text) is one of those asked for; a flow matches with either end. */
  readonly matchesHost?: (address: string) => boolean;
}

/** The filter for `groupServices`; every part that is given has to match. */
export function flowFilter(
  selection: FlowSelection,
  flows: FlowTable,
  { roles, negotiated, addresses }: GroupInputs,
): FlowFilter {
  const { ports = [], protocols = [], matchesHost } = selection;
  const hosts = matchesHost === undefined ? null : matchingAddresses(addresses, matchesHost);
  return (flow) => {
    const protocol = flows.protocol(flow);
    if (protocols.length > 0 && !protocols.includes(protocol)) return false;
    if (hosts !== null && hosts[addresses.ofA[flow]] === 0 && hosts[addresses.ofB[flow]] === 0) return false;
    if (ports.length === 0) return true;
    const port = roles.serverIsB[flow] === 1 ? flows.portB(flow) : flows.portA(flow);
    const registered = negotiated?.kindOf(flow)?.port ?? port;
    return ports.some(
      ({ from, to, protocol: only }) =>
        ((port >= from && port <= to) || (registered >= from && registered <= to)) &&
        (only === undefined || only === protocol),
    );
  };
}

function matchingAddresses(addresses: FlowAddresses, matchesHost: (address: string) => boolean): Uint8Array {
  const matching = new Uint8Array(addresses.table.count);
  for (let address = 0; address < matching.length; address++) {
    matching[address] = matchesHost(addressText(addresses.table, address)) ? 1 : 0;
  }
  return matching;
}
