/**
 * The groups of a source's contacts that are scans: those of one port (sweeps of many hosts) and those of one host (searches
 * of many ports), as far as their walks are remarkable and nothing else explains them.
 */
import { doubled } from "../../flows/doubled.ts";
import {
  FLOW_WORDS,
  WORD_ADDRESS_A,
  WORD_ADDRESS_A_REST,
  WORD_ADDRESS_B,
  WORD_ADDRESS_B_REST,
} from "../../flows/flow-record.ts";
import { PROTOCOL_UDP } from "../../headers/internet-protocol.ts";
import { ASKED_BY_B, IS_FIRST, KIND, REFUSED, TALKED } from "./contact.ts";
import { SCANNED_TRANSPORTS } from "./contact-columns.ts";
import type { EachBlock } from "./flows-by-source.ts";
import { isRemarkable, type Judgement, judgePortSearch, judgeSweep, NO_SCAN } from "./judge-scan.ts";
import * as walk from "./random-walk.ts";
import type { SourceContacts } from "./source-contacts.ts";
import { NetworkCount, TargetSketch } from "./target-sketch.ts";

const PORTS = 65_536;
/** Hosts that are looked at closely; of more, some that a hash chooses stand for all. */
const HOSTS_LOOKED_AT = 1024;
const SAMPLE = 1 << 16;
const FIRST_HOSTS = 64;
const FTP_PORTS: readonly number[] = [21, 990];
/** Ports below are well-known ones (RFC 6335). */
const LEAST_USER_PORT = 1024;
/** First port from which systems take the ports of their clients (Linux). */
const LEAST_CLIENT_PORT = 32_768;
/** Ports of a scattered host, and hosts of a scattered port, at most. */
const MOST_SCATTERED = 2;

/** The contacts of one port, or of one host. */
export interface ScanGroup {
  /** Of `ofPorts` the port, of `ofHosts` the host's number. */
  readonly walk: number;
  /** The flow that it begins with. */
  readonly since: number;
  /** Of the other side: hosts of a port, ports of a host. */
  readonly sketch: TargetSketch;
  judgement: Judgement;
  /** The number of the scan that it is of; see join-groups.ts. */
  scan: number;
}

interface Sweep extends ScanGroup {
  readonly networks: NetworkCount;
}

interface Search extends ScanGroup {
  clientPorts: number;
  wellKnownPorts: number;
  lowestPort: number;
  refused: number;
  talkedFtp: boolean;
}

export interface Asked {
  /** The transport's number in `SCANNED_TRANSPORTS`. */
  readonly transport: number;
  readonly hearsAnswers: boolean;
}

/** Memory that the groups of one source after the other use. All of `ofPort` and `forHosts` is 0 in between. */
export class GroupMemory {
  readonly ofPort = new Int32Array(PORTS);
  readonly sample = new Int32Array(SAMPLE);
  private ofHost = new Int32Array(FIRST_HOSTS);

  /** A word for each of so many hosts, or more. */
  forHosts(count: number): Int32Array {
    while (this.ofHost.length < count) this.ofHost = doubled(this.ofHost);
    return this.ofHost;
  }
}

export class ScanGroups {
  /** Those that are scans, when all is found out. */
  sweeps: Sweep[] = [];
  searches: Search[] = [];
  /** Whether any walk was remarkable, though something else may have explained it. */
  readonly isRemarkable: boolean;
  /** Some of the first contacts that were looked at closely, evenly chosen; the first `sampled` of them. */
  readonly sample: Int32Array;
  sampled = 0;
  private stride = 1;
  private seen = 0;
  private readonly contacts: SourceContacts;
  /** By port, and by number of a host: its group's index plus 1; 0 for none. */
  private readonly ofPort: Int32Array;
  private readonly ofHost: Int32Array;
  private readonly sampleMask: number;
  private scattered = 0;

  /** Of the source whose flows were added last. */
  constructor(contacts: SourceContacts, memory: GroupMemory, asked: Asked, eachBlock: EachBlock) {
    this.contacts = contacts;
    this.ofPort = memory.ofPort;
    this.sample = memory.sample;
    this.ofHost = memory.forHosts(contacts.hostCount);
    this.sampleMask = sampleMaskOf(contacts.hosts);
    this.isRemarkable = this.markRemarkable();
    if (!this.isRemarkable) return;
    eachBlock((flows) => {
      for (let i = 0; i < flows.length; i++) {
        if ((contacts.first.contacts[flows[i]] & IS_FIRST) !== 0) this.gather(flows[i]);
      }
    });
    this.judge(asked);
  }

  /** Gives the memory back. */
  end(): void {
    const { ports, portCount, hostCount } = this.contacts;
    for (let i = 0; i < portCount; i++) this.ofPort[ports[i]] = 0;
    this.ofHost.fill(0, 0, hostCount);
  }

  /** The sweep that the flow is of; null for none. */
  sweepOf(flow: number): ScanGroup | null {
    const number = this.ofPort[this.contacts.portOf(flow)];
    if (number <= 0) return null;
    const sweep = this.sweeps[number - 1];
    return flow >= sweep.since ? sweep : null;
  }

  searchOf(flow: number): ScanGroup | null {
    const host = this.contacts.numberOf(this.contacts.targetOf(flow));
    const number = host < 0 ? 0 : this.ofHost[host];
    if (number <= 0) return null;
    const search = this.searches[number - 1];
    return flow >= search.since ? search : null;
  }

  private isLookedAt(flow: number): boolean {
    return ((Math.imul(this.contacts.targetOf(flow), 0x9e3779b1) >>> 16) & this.sampleMask) === 0;
  }

  private addToSample(flow: number): void {
    if (this.seen++ % this.stride !== 0) return;
    if (this.sampled === SAMPLE) {
      for (let i = 0; i < SAMPLE / 2; i++) this.sample[i] = this.sample[2 * i];
      this.sampled = SAMPLE / 2;
      this.stride *= 2;
    }
    this.sample[this.sampled++] = flow;
  }

  /** Makes a group for each remarkable port, and notes the remarkable hosts (−1 in `ofHost`). */
  private markRemarkable(): boolean {
    const { ofPorts, ofHosts, ports, portCount, hostCount } = this.contacts;
    for (let i = 0; i < portCount; i++) {
      if (!isRemarkable(ofPorts, ports[i])) continue;
      const group = groupOf(ports[i], ofPorts.get(ports[i], walk.BEST_SINCE));
      this.ofPort[ports[i]] = this.sweeps.push({ ...group, networks: new NetworkCount() });
    }
    let hosts = 0;
    for (let host = 0; host < hostCount; host++) {
      if (!isRemarkable(ofHosts, host)) continue;
      this.ofHost[host] = -1;
      hosts++;
    }
    return this.sweeps.length + hosts > 0;
  }

  private gather(flow: number): void {
    if (!this.isLookedAt(flow)) return;
    this.addToSample(flow);
    const { contacts } = this;
    const port = contacts.portOf(flow);
    const host = contacts.targetOf(flow);
    const number = contacts.numberOf(host);
    if (this.isScattered(port, number)) this.scattered++;
    const sweep = this.sweeps[this.ofPort[port] - 1];
    if (sweep !== undefined && flow >= sweep.since) {
      sweep.sketch.add(host, 0);
      sweep.networks.add(this.networkOf(flow));
    }
    if (number < 0 || this.ofHost[number] === 0) return;
    this.gatherSearch(this.searchOfHost(number), flow, port);
  }

  private searchOfHost(number: number): Search {
    if (this.ofHost[number] < 0) {
      const group = groupOf(number, this.contacts.ofHosts.get(number, walk.BEST_SINCE));
      this.ofHost[number] = this.searches.push({
        ...group,
        clientPorts: 0,
        wellKnownPorts: 0,
        lowestPort: PORTS,
        refused: 0,
        talkedFtp: false,
      });
    }
    return this.searches[this.ofHost[number] - 1];
  }

  private gatherSearch(search: Search, flow: number, port: number): void {
    const kind = this.contacts.first.contacts[flow] & KIND;
    if (kind === TALKED && FTP_PORTS.includes(port)) search.talkedFtp = true;
    if (flow < search.since) return;
    search.sketch.add(port, 0);
    if (port >= LEAST_CLIENT_PORT) search.clientPorts++;
    if (port < LEAST_USER_PORT) search.wellKnownPorts++;
    if (port < search.lowestPort && kind !== TALKED) search.lowestPort = port;
    if (kind === REFUSED) search.refused++;
  }

  /** Whether hardly another host was asked on the port, and the host on hardly another port. */
  private isScattered(port: number, number: number): boolean {
    const { ofPorts, ofHosts } = this.contacts;
    if (port < LEAST_USER_PORT || ofPorts.get(port, walk.CONTACTS) > MOST_SCATTERED) return false;
    return number < 0 || ofHosts.get(number, walk.CONTACTS) <= MOST_SCATTERED;
  }

  /** The network of the host that was asked: 256 addresses of IPv4, a /64 of IPv6. */
  private networkOf(flow: number): number {
    const { first, material } = this.contacts;
    const { words } = material.flows;
    const base = flow * FLOW_WORDS;
    const targetIsA = (first.contacts[flow] & ASKED_BY_B) !== 0;
    const word = words[base + (targetIsA ? WORD_ADDRESS_A : WORD_ADDRESS_B)];
    if (!material.flows.isIpv6(flow)) return word >>> 8;
    return Math.imul(word, 31) + words[base + (targetIsA ? WORD_ADDRESS_A_REST : WORD_ADDRESS_B_REST)];
  }

  private judge({ transport, hearsAnswers }: Asked): void {
    const { ofPorts, ofHosts } = this.contacts;
    const isUdp = SCANNED_TRANSPORTS[transport] === PROTOCOL_UDP;
    for (const sweep of this.sweeps) {
      sweep.judgement = judgeSweep(ofPorts, sweep.walk, {
        port: sweep.walk,
        isUdp,
        hearsAnswers,
        hosts: sweep.sketch.count * (this.sampleMask + 1),
        hostsOfNetwork: sweep.sketch.count / sweep.networks.estimate,
        scattered: this.scattered * (this.sampleMask + 1),
      });
    }
    for (const search of this.searches) {
      const { sketch, clientPorts, wellKnownPorts, lowestPort, refused, talkedFtp } = search;
      search.judgement = judgePortSearch(ofHosts, search.walk, {
        isUdp,
        hearsAnswers,
        ports: sketch.count,
        clientPorts,
        wellKnownPorts,
        lowestPort,
        refused,
        talkedFtp,
      });
    }
    this.sweeps = this.sweeps.filter(isScan);
    this.searches = this.searches.filter(isScan);
    this.end();
    this.sweeps.forEach((sweep, i) => {
      this.ofPort[sweep.walk] = i + 1;
    });
    this.searches.forEach((search, i) => {
      this.ofHost[search.walk] = i + 1;
    });
  }
}

function groupOf(number: number, since: number): ScanGroup {
  return { walk: number, since, sketch: new TargetSketch(), judgement: NO_SCAN, scan: -1 };
}

function isScan({ judgement }: ScanGroup): boolean {
  return judgement.likelihood !== "unlikely";
}

function sampleMaskOf(hosts: number): number {
  let mask = 0;
  while (hosts > HOSTS_LOOKED_AT * (mask + 1)) mask = mask * 2 + 1;
  return mask;
}
