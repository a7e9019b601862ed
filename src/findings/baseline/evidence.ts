/** What flows tell of each of several groups: how they ended, who took part, and which frames to look at. */
import type { AddressTable } from "../../flows/addresses.ts";
import { PairIndex } from "../../flows/pair-index.ts";
import type { ServiceTotals } from "../../services/service.ts";
import { transportOf } from "../../services/transports.ts";
import { FRAMES_SHOWN, type PortRange } from "../finding.ts";
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
  readonly #clients = new Distinct();
  readonly #servers = new Distinct();
  readonly #services = new Distinct();
  readonly #flows: Float64Array;
  readonly #frames: Int32Array;
  readonly #framesOf: Uint8Array;
  readonly #groups: number;
  /** Of the traffic no more than these: the flows' memory is not to be held for the sake of what they told. */
  readonly #table: AddressTable;
  readonly #totals: readonly ServiceTotals[];
  /** Made when they are first asked for. */
  #lists: { clients: Members; servers: Members; services: Members } | null = null;

  constructor(traffic: Traffic, rowOfFlow: Int32Array, groups: number, groupOf: GroupOf) {
    this.#groups = groups;
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
    return sortedAddresses(this.#table, this.#members().clients.of(group));
  }

  servers(group: number): string[] {
    return sortedAddresses(this.#table, this.#members().servers.of(group));
  }

  clientCount(group: number): number {
    return this.#members().clients.of(group).length;
  }

  serverCount(group: number): number {
    return this.#members().servers.of(group).length;
  }

  ports(group: number): PortRange[] {
    const services = this.#members().services.of(group);
    return mergePorts(
      Array.from(services, (service) => {
        const { protocol, port } = this.#totals[service];
        return singlePort(transportOf(protocol), port);
      }),
    );
  }

  #members() {
    this.#lists ??= {
      clients: new Members(this.#clients.pairs, this.#groups),
      servers: new Members(this.#servers.pairs, this.#groups),
      services: new Members(this.#services.pairs, this.#groups),
    };
    return this.#lists;
  }
}

/** Members of groups, each once. */
class Distinct {
  readonly pairs = new PairIndex();
  /** Flows of one client, and to one service, come in trains. */
  #lastGroup = -1;
  #lastMember = -1;

  add(group: number, member: number): void {
    if (group === this.#lastGroup && member === this.#lastMember) return;
    this.#lastGroup = group;
    this.#lastMember = member;
    this.pairs.number(group, member);
  }
}

/** Second members of pairs by their first. */
class Members {
  readonly #start: Int32Array;
  readonly #members: Int32Array;

  constructor({ count, first, second }: PairIndex, groups: number) {
    this.#start = new Int32Array(groups + 1);
    this.#members = new Int32Array(count);
    for (let pair = 0; pair < count; pair++) this.#start[first[pair] + 1]++;
    for (let group = 0; group < groups; group++) this.#start[group + 1] += this.#start[group];
    const next = this.#start.slice();
    for (let pair = 0; pair < count; pair++) this.#members[next[first[pair]]++] = second[pair];
  }

  of(group: number): Int32Array {
    return this.#members.subarray(this.#start[group], this.#start[group + 1]);
  }
}
