/** What flows tell of each of several groups: how they ended, who took part, and which frames to look at. */
import type { AddressTable } from "../../flows/addresses.ts";
import { PairIndex } from "../../flows/pair-index.ts";
import type { ServiceTotals } from "../../services/service.ts";
import { transportOf } from "../../services/transports.ts";
import { FRAMES_SHOWN, type PortRange } from "../finding.ts";
import type { Outcomes } from "../outcome-severity.ts";
import { mergePorts, singlePort } from "../port-ranges.ts";
import type { Traffic } from "../traffic.ts";
import { addressWordsText, compareAddresses, readAddressWords } from "./address-words.ts";

/** The group that a flow belongs to; −1 for none. `row`: that of service-uses.ts. */
export type GroupOf = (flow: number, row: number, client: number) => number;

const OUTCOMES = 3;

export class Evidence {
  /** Pairs of a group and an address's number, or a service's. */
  readonly #clients = new PairIndex();
  readonly #servers = new PairIndex();
  readonly #services = new PairIndex();
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
      this.#clients.number(group, client);
      this.#servers.number(group, isB ? addresses.ofB[flow] : addresses.ofA[flow]);
    }
  }

  #add({ flows, services }: Traffic, group: number, flow: number): void {
    this.#flows[group * OUTCOMES + services.outcome[flow]] += flows.flowsOf(flow);
    // Flows stand in the order of their first packets.
    const known = this.#framesOf[group];
    if (known < FRAMES_SHOWN) {
      this.#frames[group * FRAMES_SHOWN + known] = flows.firstFrame(flow);
      this.#framesOf[group]++;
    }
    this.#services.number(group, services.ofFlow[flow]);
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

  /** In the order of addresses. */
  clients(group: number): string[] {
    return addressTexts(this.#table, this.#members().clients.of(group));
  }

  servers(group: number): string[] {
    return addressTexts(this.#table, this.#members().servers.of(group));
  }

  ports(group: number): PortRange[] {
    const services = this.#members().services.of(group);
    return mergePorts(
      services.map((service) => {
        const { protocol, port } = this.#totals[service];
        return singlePort(transportOf(protocol), port);
      }),
    );
  }

  clientCount(group: number): number {
    return this.#members().clients.of(group).length;
  }

  #members() {
    this.#lists ??= {
      clients: new Members(this.#clients, this.#groups),
      servers: new Members(this.#servers, this.#groups),
      services: new Members(this.#services, this.#groups),
    };
    return this.#lists;
  }
}

/** Texts of addresses by their numbers, IPv4 first, then by value. */
export function addressTexts(table: AddressTable, numbers: readonly number[]): string[] {
  return numbers
    .map((address) => readAddressWords(table.text(address)))
    .filter((words) => words !== null)
    .sort(compareAddresses)
    .map(addressWordsText);
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

  of(group: number): number[] {
    return Array.from(this.#members.subarray(this.#start[group], this.#start[group + 1]));
  }
}
