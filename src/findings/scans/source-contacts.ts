/**
 * What one host (the source) asked over one transport, contact by contact in the order of time: how many hosts on each port,
 * how many ports of each host, and a random walk for each of these. It is made once and used for one source after the other,
 * so that nothing is made for a flow; a sweep over ten million hosts takes no more than a number for each of them.
 */
import { doubled } from "../../flows/doubled.ts";
import { PairIndex } from "../../flows/pair-index.ts";
import { ASKED_BY_B, EXPIRED, IS_FIRST, KIND, STRAY_ACK, TALKED } from "./contact.ts";
import { type FirstContacts, portOfContact } from "./contact-columns.ts";
import type { EachBlock } from "./flows-by-source.ts";
import { type Circumstances, CONTACTS, RandomWalks, weightOf } from "./random-walk.ts";
import type { ScanMaterial } from "./scan-material.ts";

const PORTS = 65_536;
const NO_PORT = -1;
/**
 * Hosts that have a walk of their own, and contacts beside the first of each host that are known again, at most: a scan of
 * many ports of many hosts is known as one long before, and would take memory for each of them. Of contacts beyond, each
 * counts as new.
 */
const MOST_HOSTS = 1 << 17;
const MOST_KNOWN = 1 << 16;

export class SourceContacts {
  /** By port. */
  readonly ofPorts = new RandomWalks(PORTS);
  /** By number of a host of which several ports were asked. */
  readonly ofHosts = new RandomWalks();
  /** The walk 0 over all contacts. */
  readonly ofAll = new RandomWalks(1);
  /** Ports that were asked, in their order. */
  ports = new Int32Array(64);
  portCount = 0;
  /** Hosts that were asked. */
  hosts = 0;
  /** Hosts of which several ports were asked; they are numbered. */
  hostCount = 0;
  /** Whether contacts were too many to know all of them again. */
  isCut = false;
  readonly material: ScanMaterial;
  readonly first: FirstContacts;
  /** By address number: 0 for a host that was not asked; its only flow plus 1; or less than 0, −1 less its number. */
  private readonly entries: Int32Array;
  private readonly known = new PairIndex();
  private circumstances: Circumstances = { transport: 0, hearsAnswers: true };
  private lastSourcePort = NO_PORT;

  constructor(material: ScanMaterial, first: FirstContacts) {
    this.material = material;
    this.first = first;
    this.entries = new Int32Array(material.addresses.table.count);
  }

  /** Takes in the contacts of a source. The one before is to be forgotten first. */
  begin(circumstances: Circumstances, eachBlock: EachBlock): void {
    this.circumstances = circumstances;
    this.lastSourcePort = NO_PORT;
    this.isCut = false;
    this.hosts = 0;
    this.ofAll.clear(0);
    eachBlock((flows) => {
      for (let i = 0; i < flows.length; i++) this.add(flows[i]);
    });
  }

  /**
   * Whether so many contacts of the source went wrong. An acknowledgment of nothing counts only from the source port of the
   * one before: where a capture begins, hosts have many connections of which no more than the end is seen.
   */
  hasFailures(eachBlock: EachBlock, least: number): boolean {
    let failures = 0;
    let lastPort = NO_PORT;
    eachBlock((flows) => {
      this.touch(flows);
      for (let i = 0; i < flows.length && failures < least; i++) {
        const kind = this.first.contacts[flows[i]] & KIND;
        if (kind === STRAY_ACK) {
          const port = this.sourcePortOf(flows[i]);
          if (port === lastPort) failures++;
          lastPort = port;
        } else if (kind > TALKED && kind !== EXPIRED) failures++;
      }
    });
    return failures >= least;
  }

  /** Reads what `add` reads of each flow, so that the memory reads of all are under way together. */
  private touch(flows: Int32Array): number {
    const { contacts, ports } = this.first;
    const { words, stride, at } = ports;
    const { ofA, ofB } = this.material.addresses;
    let sum = 0;
    for (let i = 0; i < flows.length; i++) {
      const flow = flows[i];
      sum = (sum + contacts[flow] + words[flow * stride + at] + ofA[flow] + ofB[flow]) | 0;
    }
    return sum;
  }

  private add(flow: number): void {
    const { contacts } = this.first;
    const byte = contacts[flow];
    const kind = byte & KIND;
    const port = this.portOf(flow);
    const sourcePort = this.sourcePortOf(flow);
    const host = this.targetOf(flow);
    const entry = this.entries[host];
    const isNew =
      entry === 0 || (entry > 0 ? this.portOf(entry - 1) !== port : this.isNewOf(-entry - 1, port));
    if (!isNew) {
      this.ofPorts.again(port, kind);
      if (entry < 0) this.ofHosts.again(-entry - 1, kind);
      this.ofAll.again(0, kind);
      return;
    }
    contacts[flow] = byte | IS_FIRST;
    const hasSamePort = sourcePort === this.lastSourcePort;
    this.lastSourcePort = sourcePort;
    const weight = weightOf(kind, hasSamePort, this.circumstances);
    this.meetPort(port);
    this.ofPorts.step(port, kind, weight, flow, hasSamePort);
    this.ofAll.step(0, kind, weight, flow, hasSamePort);
    if (entry === 0) {
      this.entries[host] = flow + 1;
      this.hosts++;
      return;
    }
    const number = entry > 0 ? this.numberHost(host, entry - 1, port) : -entry - 1;
    if (number >= 0) this.ofHosts.step(number, kind, weight, flow, hasSamePort);
  }

  /** Address number of the host that the flow's source asked. */
  targetOf(flow: number): number {
    const { ofA, ofB } = this.material.addresses;
    return (this.first.contacts[flow] & ASKED_BY_B) !== 0 ? ofA[flow] : ofB[flow];
  }

  /** The port that was asked. */
  portOf(flow: number): number {
    return portOfContact(this.first, flow);
  }

  private sourcePortOf(flow: number): number {
    return portOfContact(this.first, flow, true);
  }

  /** The number of a host of which several ports were asked; −1 for others. */
  numberOf(host: number): number {
    const entry = this.entries[host];
    return entry < 0 ? -entry - 1 : -1;
  }

  /** Whether the host, which has no number, was asked in this flow for the first time. */
  isFirstOf(host: number, flow: number): boolean {
    return this.entries[host] === flow + 1;
  }

  /** Forgets the source; `eachBlock` as it was added. */
  end(eachBlock: EachBlock): void {
    if (this.hosts * 8 >= this.entries.length) this.entries.fill(0);
    else {
      eachBlock((flows) => {
        for (let i = 0; i < flows.length; i++) this.entries[this.targetOf(flows[i])] = 0;
      });
    }
    for (let i = 0; i < this.portCount; i++) this.ofPorts.clear(this.ports[i]);
    for (let i = 0; i < this.hostCount; i++) this.ofHosts.clear(i);
    this.portCount = 0;
    this.hostCount = 0;
    if (this.known.count > 0) this.known.clear();
  }

  private isNewOf(number: number, port: number): boolean {
    const { known } = this;
    if (known.count >= MOST_KNOWN) {
      this.isCut = true;
      return true;
    }
    const before = known.count;
    return known.number(number, port) === before;
  }

  private meetPort(port: number): void {
    if (this.ofPorts.get(port, CONTACTS) !== 0) return;
    if (this.portCount === this.ports.length) this.ports = doubled(this.ports);
    this.ports[this.portCount++] = port;
  }

  /** The number of a host of which a second port is asked: its first contact goes into a walk of its own now. Or −1. */
  private numberHost(host: number, onlyFlow: number, port: number): number {
    if (this.hostCount === MOST_HOSTS) {
      this.isCut = true;
      return -1;
    }
    const number = this.hostCount++;
    this.ofHosts.reserve(this.hostCount);
    this.entries[host] = -1 - number;
    this.isNewOf(number, this.portOf(onlyFlow));
    this.isNewOf(number, port);
    const kind = this.first.contacts[onlyFlow] & KIND;
    this.ofHosts.step(number, kind, weightOf(kind, false, this.circumstances), onlyFlow, false);
    return number;
  }
}
