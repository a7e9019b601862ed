/**
 * The contacts of one source after the other, by transport, in the order of time. Sources are those of whose contacts enough
 * went wrong. Their flows are listed, as many as the list has room for at once; a source that has more is given by walking
 * over all flows.
 */

import { ASKED_BY_B, KIND, TRANSPORT_SHIFT } from "./contact.ts";
import { type FirstContacts, failuresOf, SCANNED_TRANSPORTS } from "./contact-columns.ts";
import type { ScanMaterial } from "./scan-material.ts";

/** Calls `visit` with the contacts of one source over one transport, in blocks. */
export type EachBlock = (visit: (flows: Int32Array) => void) => void;

/** `transport`: the number in `SCANNED_TRANSPORTS`. */
type VisitSource = (source: number, transport: number, eachBlock: EachBlock) => void;

/** Flows that are listed at once: 8 MB. */
const LISTED = 1 << 21;
const BLOCK_FLOWS = 1 << 14;
const TRANSPORTS = SCANNED_TRANSPORTS.length;
const TRANSPORT = 3;

export class FlowsBySource {
  private readonly material: ScanMaterial;
  private readonly first: FirstContacts;
  /** Address numbers. */
  private readonly sources: number[] = [];
  /** By address number: index into `sources` plus 1, or 0. */
  private readonly numbers: Int32Array;
  private readonly room: number;

  /** `leastFailures`: contacts that went wrong, from which on a host is a source. `room`: flows that are listed at once. */
  constructor(material: ScanMaterial, first: FirstContacts, leastFailures: number, room = LISTED) {
    this.material = material;
    this.first = first;
    this.room = room;
    this.numbers = new Int32Array(material.addresses.table.count);
    for (let address = 0; address < this.numbers.length; address++) {
      if (failuresOf(first, address) >= leastFailures) this.numbers[address] = this.sources.push(address);
    }
  }

  forEach(visit: VisitSource): void {
    if (this.sources.length === 0) return;
    const counts = this.countContacts();
    for (let from = 0; from < counts.length; ) {
      let listed = 0;
      let to = from;
      while (to < counts.length && listed + counts[to] <= this.room) listed += counts[to++];
      if (to === from) {
        const list = to++;
        visit(this.sourceOf(list), list % TRANSPORTS, (visitBlock) => this.walk(list, visitBlock));
      } else this.list(from, counts.subarray(from, to), visit);
      from = to;
    }
  }

  /** Each source has a list for each transport. */
  private sourceOf(list: number): number {
    return this.sources[Math.floor(list / TRANSPORTS)];
  }

  /** The list that the flow belongs to; less than 0 for none. */
  private listOf(flow: number): number {
    const contact = this.first.contacts[flow];
    if ((contact & KIND) === 0) return -1;
    const { ofA, ofB } = this.material.addresses;
    const number = this.numbers[(contact & ASKED_BY_B) !== 0 ? ofB[flow] : ofA[flow]];
    return (number - 1) * TRANSPORTS + ((contact >> TRANSPORT_SHIFT) & TRANSPORT);
  }

  private countContacts(): Int32Array {
    const counts = new Int32Array(this.sources.length * TRANSPORTS);
    for (let flow = 0; flow < this.first.contacts.length; flow++) {
      const list = this.listOf(flow);
      if (list >= 0) counts[list]++;
    }
    return counts;
  }

  /** The lists from number `from` on, as many as there are counts. */
  private list(from: number, counts: Int32Array, visit: VisitSource): void {
    const ends = new Int32Array(counts.length);
    for (let i = 1; i < ends.length; i++) ends[i] = ends[i - 1] + counts[i - 1];
    const flows = new Int32Array(ends[ends.length - 1] + counts[counts.length - 1]);
    for (let flow = 0; flow < this.first.contacts.length; flow++) {
      const i = this.listOf(flow) - from;
      if (i >= 0 && i < ends.length) flows[ends[i]++] = flow;
    }
    let block = flows;
    const eachBlock: EachBlock = (visitBlock) => visitBlock(block);
    for (let i = 0; i < ends.length; i++) {
      if (counts[i] === 0) continue;
      block = flows.subarray(ends[i] - counts[i], ends[i]);
      visit(this.sourceOf(from + i), (from + i) % TRANSPORTS, eachBlock);
    }
  }

  private walk(list: number, visitBlock: (flows: Int32Array) => void): void {
    const { contacts } = this.first;
    const { ofA, ofB } = this.material.addresses;
    const source = this.sourceOf(list);
    const transport = list % TRANSPORTS;
    const block = new Int32Array(BLOCK_FLOWS);
    let filled = 0;
    for (let flow = 0; flow < contacts.length; flow++) {
      const contact = contacts[flow];
      if (((contact & ASKED_BY_B) !== 0 ? ofB[flow] : ofA[flow]) !== source) continue;
      if ((contact & KIND) === 0 || ((contact >> TRANSPORT_SHIFT) & TRANSPORT) !== transport) continue;
      block[filled++] = flow;
      if (filled < BLOCK_FLOWS) continue;
      visitBlock(block);
      filled = 0;
    }
    visitBlock(block.subarray(0, filled));
  }
}
