/**
 * Sockets (a server's port) that never answered anybody in the capture, though clients tried. What scanners tried is left
 * out: it is part of their scans.
 */
import { doubled } from "../flows/doubled.ts";
import { PairSet } from "../flows/pair-set.ts";
import { PairsByFirst } from "../flows/pairs-by-first.ts";
import { FRAMES_SHOWN } from "./finding.ts";
import { protocolSet } from "./protocol-set.ts";
import {
  ASKED_BY_B,
  KIND,
  REFUSED,
  TALKED,
  TRANSPORT_MASK,
  TRANSPORT_SHIFT,
  UNANSWERED,
  WAITED,
} from "./scans/contact.ts";
import { hasHeard, portOfContact, SCANNED_TRANSPORTS } from "./scans/contact-columns.ts";
import type { Scans } from "./scans/find-scans.ts";
import { isAccepted } from "./scans/random-walk.ts";
import type { Traffic } from "./traffic.ts";

/** So many clients do not all have the same wrong idea by chance. */
export const MANY_CLIENTS = 3;
/** Tries of fewer clients, and the time that they take at least: what opens at once is one try of a browser. */
const MANY_TRIES = 10;
const SECONDS_OF_TRIES = 10;
/** Clients that are told apart, for each socket. */
const MOST_CLIENTS = 1024;

/** Of UDP, protocols whose requests are answered. Others (syslog, NetFlow, media) expect no answer. */
const IS_ANSWERED = protocolSet("dns ntp snmp radius kerberos ldap sip coap rmcp");

export interface DeadService {
  /** Address number. */
  readonly server: number;
  /** IP protocol number and port. */
  readonly protocol: number;
  readonly port: number;
  readonly tries: number;
  readonly refused: number;
  /** Address numbers, the first `MOST_CLIENTS`. */
  readonly clients: number[];
  /** The first flows, at most `FRAMES_SHOWN`. */
  readonly first: number[];
  readonly seconds: number;
}

const known = new WeakMap<Scans, readonly DeadService[]>();

/** Two kinds of findings ask. */
export function deadServicesOf(traffic: Traffic, scans: Scans): readonly DeadService[] {
  const found = known.get(scans) ?? new DeadServices(traffic, scans).find();
  known.set(scans, found);
  return found;
}

const PORTS = 65_536;
const FIRST_SOCKETS = 256;

class DeadServices {
  private readonly traffic: Traffic;
  private readonly scans: Scans;
  /** By address number: 1 for a source of any scan. */
  private readonly isSource: Uint8Array;
  /** Address number, and transport with port. */
  private readonly sockets: PairsByFirst;
  /** By socket: tries, those of them that were refused, when they began and ended (seconds); and 1 where any was answered. */
  private tries = new Int32Array(FIRST_SOCKETS);
  private refused = new Int32Array(FIRST_SOCKETS);
  private begin = new Float64Array(FIRST_SOCKETS);
  private end = new Float64Array(FIRST_SOCKETS);
  private isAlive = new Uint8Array(FIRST_SOCKETS);

  constructor(traffic: Traffic, scans: Scans) {
    this.traffic = traffic;
    this.scans = scans;
    this.isSource = new Uint8Array(traffic.addresses.table.count);
    for (const { sources } of scans.scans) for (const source of sources) this.isSource[source] = 1;
    this.sockets = new PairsByFirst(traffic.addresses.table.count);
  }

  find(): DeadService[] {
    const { contacts } = this.scans.first;
    for (let flow = 0; flow < contacts.length; flow++) {
      if ((contacts[flow] & KIND) >= REFUSED && this.isTry(flow)) this.addTry(flow);
    }
    if (this.sockets.count === 0) return [];
    for (let flow = 0; flow < contacts.length; flow++) {
      const kind = contacts[flow] & KIND;
      if (kind !== TALKED && !isAccepted(kind)) continue;
      const socket = this.sockets.find(this.targetOf(flow), this.portOf(flow));
      if (socket >= 0) this.isAlive[socket] = 1;
    }
    return this.withClients().filter(
      ({ clients, tries, seconds }) =>
        clients.length >= MANY_CLIENTS || (tries >= MANY_TRIES && seconds >= SECONDS_OF_TRIES),
    );
  }

  /** Whether somebody who expected an answer got none, or a refusal. */
  private isTry(flow: number): boolean {
    const { first } = this.scans;
    const contact = first.contacts[flow];
    const kind = contact & KIND;
    const asker = this.askerOf(flow);
    if (this.isSource[asker] === 1) return false;
    if (kind === REFUSED) return true;
    if (kind !== UNANSWERED && kind !== WAITED) return false;
    // Who hears nothing at all is seen from one side only, or has an address that somebody made up.
    if (!hasHeard(first, asker)) return false;
    const isTcp = (contact & TRANSPORT_MASK) === 0;
    return isTcp ? first.showsTcpAnswers : IS_ANSWERED[this.traffic.protocols.protocol[flow]] === 1;
  }

  private addTry(flow: number): void {
    const { flows } = this.traffic;
    const target = this.targetOf(flow);
    const socket = this.sockets.number(target, this.portOf(flow));
    if (socket === this.tries.length) this.grow();
    const begin = flows.firstSeconds(flow) + flows.firstNanoseconds(flow) / 1e9;
    const end = flows.lastSeconds(flow) + flows.lastNanoseconds(flow) / 1e9;
    const isFirst = this.tries[socket] === 0;
    // Not the first and the last flow's: flows overlap, and a capture's clock may be set back.
    if (isFirst || begin < this.begin[socket]) this.begin[socket] = begin;
    if (isFirst || end > this.end[socket]) this.end[socket] = end;
    this.tries[socket] += flows.flowsOf(flow);
    if ((this.scans.first.contacts[flow] & KIND) === REFUSED) this.refused[socket] += flows.flowsOf(flow);
  }

  private grow(): void {
    this.tries = doubled(this.tries);
    this.refused = doubled(this.refused);
    this.begin = doubled(this.begin);
    this.end = doubled(this.end);
    this.isAlive = doubled(this.isAlive);
  }

  /** Those that nobody reached and several tries were made at. */
  private withClients(): DeadService[] {
    const { contacts } = this.scans.first;
    const services: DeadService[] = [];
    const numbers = new Int32Array(this.sockets.count);
    for (let socket = 0; socket < numbers.length; socket++) {
      if (this.isAlive[socket] === 1 || this.tries[socket] < MANY_CLIENTS) continue;
      numbers[socket] = services.push(this.serviceOf(socket));
    }
    const pairs = new PairSet();
    for (let flow = 0; services.length > 0 && flow < contacts.length; flow++) {
      if ((contacts[flow] & KIND) < REFUSED || !this.isTry(flow)) continue;
      const number = numbers[this.sockets.find(this.targetOf(flow), this.portOf(flow))];
      if (number === 0) continue;
      const { clients, first } = services[number - 1];
      if (first.length < FRAMES_SHOWN) first.push(flow);
      const asker = this.askerOf(flow);
      if (clients.length < MOST_CLIENTS && pairs.add(number, asker)) clients.push(asker);
    }
    return services;
  }

  private serviceOf(socket: number): DeadService {
    return {
      server: this.sockets.first[socket],
      protocol: SCANNED_TRANSPORTS[Math.floor(this.sockets.second[socket] / PORTS)],
      port: this.sockets.second[socket] % PORTS,
      tries: this.tries[socket],
      refused: this.refused[socket],
      clients: [],
      first: [],
      // To the microsecond, as far as a sum of epoch seconds is exact.
      seconds: Math.round((this.end[socket] - this.begin[socket]) * 1e6) / 1e6,
    };
  }

  private isByB(flow: number): boolean {
    return (this.scans.first.contacts[flow] & ASKED_BY_B) !== 0;
  }

  private askerOf(flow: number): number {
    const { ofA, ofB } = this.traffic.addresses;
    return this.isByB(flow) ? ofB[flow] : ofA[flow];
  }

  private targetOf(flow: number): number {
    const { ofA, ofB } = this.traffic.addresses;
    return this.isByB(flow) ? ofA[flow] : ofB[flow];
  }

  /** Transport and port that were asked, as one number. */
  private portOf(flow: number): number {
    const { first } = this.scans;
    const transport = (first.contacts[flow] & TRANSPORT_MASK) >> TRANSPORT_SHIFT;
    return transport * PORTS + portOfContact(first, flow);
  }
}
