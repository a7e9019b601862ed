/** What flows tell of each of several groups: how they ended, who took part, and which frames to look at. */
import type { AddressTable } from "../../flows/addresses.ts";
import type { ServiceTotals } from "../../services/service.ts";
import { transportOf } from "../../services/transports.ts";
import { FRAMES_SHOWN, type PortRange } from "../finding.ts";
import { GroupMembers } from "../group-members.ts";
import type { Outcomes } from "../outcome-severity.ts";
import { sortedAddresses } from "../policy/sorted-addresses.ts";
import { mergePorts, singlePort } from "../port-ranges.ts";
import type { Traffic } from "../traffic.ts";
import { outcomeOfUse } from "./service-uses.ts";

/** The group that a flow belongs to; −1 for none. `row`: that of service-uses.ts. */
export type GroupOf = (flow: number, row: number, client: number) => number;

const OUTCOMES = 3;

export class Evidence {
  /** Numbers of addresses, and of services, by group. */
  readonly #clients = new GroupMembers();
  readonly #servers = new GroupMembers();
  readonly #services = new GroupMembers();
  readonly #flows: Float64Array;
  readonly #frames: Int32Array;
  readonly #framesOf: Uint8Array;
  /** Of the traffic no more than these: the flows' memory is not to be held for the sake of what they told. */
  readonly #table: AddressTable;
  readonly #totals: readonly ServiceTotals[];

  constructor(traffic: Traffic, rowOfFlow: Int32Array, groups: number, groupOf: GroupOf) {
    this.#table = traffic.addresses.table;
    this.#totals = traffic.services.services;
    this.#flows = new Float64Array(groups * OUTCOMES);
    this.#frames = new Int32Array(groups * FRAMES_SHOWN);
    this.#framesOf = new Uint8Array(groups);
    const { addresses, roles } = traffic;
    for (let flow = 0; groups > 0 && flow < rowOfFlow.length; flow++) {
      const row = rowOfFlow[flow];
      if (row < 0) continue;
      const isB = roles.serverIsB[flow] === 1;
      const client = isB ? addresses.ofA[flow] : addresses.ofB[flow];
      const group = groupOf(flow, row, client);
      if (group < 0) continue;
      this.#add(traffic, group, flow);
      this.#clients.add(group, client);
      this.#servers.add(group, isB ? addresses.ofB[flow] : addresses.ofA[flow]);
    }
  }

  #add(traffic: Traffic, group: number, flow: number): void {
    const { flows, services } = traffic;
    this.#flows[group * OUTCOMES + outcomeOfUse(traffic, flow)] += flows.flowsOf(flow);
    // Flows stand in the order of their first packets.
    const known = this.#framesOf[group];
    if (known < FRAMES_SHOWN) {
      this.#frames[group * FRAMES_SHOWN + known] = flows.firstFrame(flow);
      this.#framesOf[group]++;
    }
    this.#services.add(group, services.ofFlow[flow]);
  }

  /** Flows by outcome. */
  outcomes(group: number): Outcomes {
    const [answered, unanswered, refused] = this.#flows.subarray(group * OUTCOMES);
    return { answered, unanswered, refused };
  }

  /** First frames of the first flows, ascending. */
  frames(group: number): number[] {
    const start = group * FRAMES_SHOWN;
    return Array.from(this.#frames.subarray(start, start + this.#framesOf[group])).sort((a, b) => a - b);
  }

  /** In the order of addresses, the first `ADDRESSES_KEPT`. */
  clients(group: number): string[] {
    return sortedAddresses(this.#table, this.#clients.of(group));
  }

  servers(group: number): string[] {
    return sortedAddresses(this.#table, this.#servers.of(group));
  }

  clientCount(group: number): number {
    return this.#clients.of(group).length;
  }

  serverCount(group: number): number {
    return this.#servers.of(group).length;
  }

  ports(group: number): PortRange[] {
    const services = this.#services.of(group);
    return mergePorts(
      Array.from(services, (service) => {
        const { protocol, port } = this.#totals[service];
        return singlePort(transportOf(protocol), port);
      }),
    );
  }
}
