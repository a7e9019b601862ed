/**
 * What one host (the source) asked over one transport, contact by contact in the order of time: how many hosts on each port,
 * how many ports of each host, and a random walk for each of these. It is made once and used for one source after the other,
 * so that nothing is made for a flow; a sweep over ten million hosts takes no more than a number for each of them.
 */
import { doubled } from "../flows/doubled.ts";
import { PairSet } from "../flows/pair-set.ts";
import {
  ASKED_BY_B,
  type FirstContacts,
  IS_FIRST,
  KIND,
  TRANSPORT_MASK,
  TRANSPORT_SHIFT,
} from "./first-contacts.ts";
import { type Circumstances, CONTACTS, RandomWalks, weightOf } from "./random-walk.ts";
import type { Traffic } from "./traffic.ts";

const PORTS = 65_536;
const NO_PORT = -1;
/**
 * Hosts of which several ports are told apart, and contacts of these, at most: they bound the memory that a scan of many
 * ports of many hosts takes to 50 MB. What lies beyond counts as made before.
 */
const MOST_HOSTS = 1 << 17;
const MOST_OTHERS = 1 << 21;

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
  /** Hosts of which several ports were asked, by address number. */
  hosts = new Int32Array(64);
  hostCount = 0;
  /** Hosts that were asked. */
  allHosts = 0;
  /** Whether there were more than are counted. */
  isCut = false;
  readonly traffic: Traffic;
  readonly first: FirstContacts;
  /** By address number: 0 for a host that was not asked; its only flow plus 1; or less than 0, −1 less its number. */
  private readonly entries: Int32Array;
  private others = new PairSet();
  private circumstances: Circumstances = { transport: 0, hearsAnswers: true };
  private lastSourcePort = NO_PORT;

  constructor(traffic: Traffic, first: FirstContacts) {
    this.traffic = traffic;
    this.first = first;
    this.entries = new Int32Array(traffic.addresses.table.count);
  }

  /** Begins with another source. The flows of the one before are to be forgotten first. */
  begin(circumstances: Circumstances): void {
    this.circumstances = circumstances;
    this.lastSourcePort = NO_PORT;
    this.allHosts = 0;
    this.isCut = false;
    this.ofAll.clear(0);
  }

  /** The next flow of the source. */
  add(flow: number): void {
    const { contacts } = this.first;
    const { flows } = this.traffic;
    const byte = contacts[flow];
    const kind = byte & KIND;
    const byB = (byte & ASKED_BY_B) !== 0;
    const port = byB ? flows.portA(flow) : flows.portB(flow);
    const sourcePort = byB ? flows.portB(flow) : flows.portA(flow);
    const host = this.targetOf(flow);
    const entry = this.entries[host];
    const isNew =
      entry === 0 || (entry > 0 ? this.isAnother(entry - 1, port) : this.isNewOfHost(-entry - 1, port));
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
      this.allHosts++;
      return;
    }
    const number = entry > 0 ? this.numberHost(host, entry - 1, port) : -entry - 1;
    this.ofHosts.step(number, kind, weight, flow, hasSamePort);
  }

  /** Address number of the host that the flow's source asked. */
  targetOf(flow: number): number {
    const { ofA, ofB } = this.traffic.addresses;
    return (this.first.contacts[flow] & ASKED_BY_B) !== 0 ? ofA[flow] : ofB[flow];
  }

  /** The port that was asked. */
  portOf(flow: number): number {
    const { flows } = this.traffic;
    return (this.first.contacts[flow] & ASKED_BY_B) !== 0 ? flows.portA(flow) : flows.portB(flow);
  }

  /** The number of a host of which several ports were asked; −1 for others. */
  numberOf(host: number): number {
    const entry = this.entries[host];
    return entry < 0 ? -entry - 1 : -1;
  }

  isOf(flow: number, transport: number): boolean {
    const byte = this.first.contacts[flow];
    return (byte & KIND) !== 0 && (byte & TRANSPORT_MASK) >> TRANSPORT_SHIFT === transport;
  }

  /** Forgets a flow; to be called of all flows that were added. */
  forget(flow: number): void {
    this.entries[this.targetOf(flow)] = 0;
    this.first.contacts[flow] &= ~IS_FIRST;
  }

  /** When all flows are forgotten. */
  end(): void {
    for (let i = 0; i < this.portCount; i++) this.ofPorts.clear(this.ports[i]);
    for (let i = 0; i < this.hostCount; i++) this.ofHosts.clear(i);
    this.portCount = 0;
    this.hostCount = 0;
    if (this.others.count > 0) this.others = new PairSet();
  }

  /** Whether the port is another than that of the host's only flow. */
  private isAnother(onlyFlow: number, port: number): boolean {
    if (this.portOf(onlyFlow) === port) return false;
    if (this.hostCount < MOST_HOSTS && this.others.count < MOST_OTHERS) return true;
    this.isCut = true;
    return false;
  }

  private isNewOfHost(number: number, port: number): boolean {
    if (this.others.count < MOST_OTHERS) return this.others.add(number, port);
    this.isCut = true;
    return false;
  }

  private meetPort(port: number): void {
    if (this.ofPorts.get(port, CONTACTS) !== 0) return;
    if (this.portCount === this.ports.length) this.ports = doubled(this.ports);
    this.ports[this.portCount++] = port;
  }

  /** A host of which a second port is asked: its first contact goes into a walk of its own now. */
  private numberHost(host: number, onlyFlow: number, port: number): number {
    const number = this.hostCount++;
    this.ofHosts.reserve(this.hostCount);
    if (number === this.hosts.length) this.hosts = doubled(this.hosts);
    this.hosts[number] = host;
    this.entries[host] = -1 - number;
    this.others.add(number, this.portOf(onlyFlow));
    this.others.add(number, port);
    const kind = this.first.contacts[onlyFlow] & KIND;
    this.ofHosts.step(number, kind, weightOf(kind, false, this.circumstances), onlyFlow, false);
    return number;
  }
}
