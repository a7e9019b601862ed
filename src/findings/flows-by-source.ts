/**
 * The contacts of one source after the other, in the order of time. Sources are those of whose contacts enough went wrong.
 * Their flows are listed, as many as the list has room for at once; a source that has more is given by walking over all.
 */
import { ASKED_BY_B, type FirstContacts, KIND } from "./first-contacts.ts";
import type { Traffic } from "./traffic.ts";

/** Calls `visit` for each contact of a source. */
export type EachContact = (visit: (flow: number) => void) => void;

/** Flows that are listed at once: 8 MB. */
const LISTED = 1 << 21;

export class FlowsBySource {
  private readonly traffic: Traffic;
  private readonly first: FirstContacts;
  /** Address numbers. */
  private readonly sources: number[] = [];
  /** By address number: index into `sources` plus 1, or 0. */
  private readonly numbers: Int32Array;
  private readonly room: number;

  /** `leastFailures`: contacts that went wrong, from which on a host is a source. */
  constructor(traffic: Traffic, first: FirstContacts, leastFailures: number, room = LISTED) {
    this.traffic = traffic;
    this.first = first;
    this.room = room;
    this.numbers = new Int32Array(traffic.addresses.table.count);
    for (let address = 0; address < this.numbers.length; address++) {
      if (first.failuresOf(address) >= leastFailures) this.numbers[address] = this.sources.push(address);
    }
  }

  forEach(visit: (source: number, eachContact: EachContact) => void): void {
    const { sources } = this;
    if (sources.length === 0) return;
    const counts = this.countContacts();
    for (let from = 0; from < sources.length; ) {
      let listed = 0;
      let to = from;
      while (to < sources.length && listed + counts[to] <= this.room) listed += counts[to++];
      if (to === from) {
        const source = sources[to++];
        visit(source, (visitFlow) => this.walk(source, visitFlow));
      } else this.list(from, counts.subarray(from, to), visit);
      from = to;
    }
  }

  private countContacts(): Int32Array {
    const { contacts } = this.first;
    const counts = new Int32Array(this.sources.length);
    for (let flow = 0; flow < contacts.length; flow++) {
      const number = (contacts[flow] & KIND) === 0 ? 0 : this.numbers[this.askerOf(flow)];
      if (number > 0) counts[number - 1]++;
    }
    return counts;
  }

  /** The sources from number `from` on, as many as there are counts. */
  private list(from: number, counts: Int32Array, visit: (source: number, each: EachContact) => void): void {
    const { contacts } = this.first;
    const ends = new Int32Array(counts.length);
    for (let i = 1; i < ends.length; i++) ends[i] = ends[i - 1] + counts[i - 1];
    const flows = new Int32Array(counts.reduce((sum, count) => sum + count, 0));
    for (let flow = 0; flow < contacts.length; flow++) {
      if ((contacts[flow] & KIND) === 0) continue;
      const i = this.numbers[this.askerOf(flow)] - 1 - from;
      if (i >= 0 && i < ends.length) flows[ends[i]++] = flow;
    }
    for (let i = 0; i < ends.length; i++) {
      visit(this.sources[from + i], (visitFlow) => {
        for (let at = ends[i] - counts[i]; at < ends[i]; at++) visitFlow(flows[at]);
      });
    }
  }

  private walk(source: number, visitFlow: (flow: number) => void): void {
    const { contacts } = this.first;
    for (let flow = 0; flow < contacts.length; flow++) {
      if ((contacts[flow] & KIND) !== 0 && this.askerOf(flow) === source) visitFlow(flow);
    }
  }

  private askerOf(flow: number): number {
    const { ofA, ofB } = this.traffic.addresses;
    return (this.first.contacts[flow] & ASKED_BY_B) !== 0 ? ofB[flow] : ofA[flow];
  }
}
