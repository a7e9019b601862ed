/**
 * The groups of a source's contacts that are scans: those of one port (on many hosts) and those of one host (on many ports),
 * as far as their walks are remarkable and nothing else explains them. Groups that have their other side in common are one
 * scan: the same hosts on several ports, the same ports of several hosts.
 */
import {
  FLOW_WORDS,
  WORD_ADDRESS_A,
  WORD_ADDRESS_A_REST,
  WORD_ADDRESS_B,
  WORD_ADDRESS_B_REST,
} from "../flows/flow.ts";
import { PROTOCOL_UDP } from "../headers/internet-protocol.ts";
import { ASKED_BY_B, IS_FIRST, KIND, REFUSED, SCANNED_TRANSPORTS, TALKED } from "./first-contacts.ts";
import { isRemarkable, type Judgement, judgePortSearch, judgeSweep } from "./judge-scan.ts";
import * as walk from "./random-walk.ts";
import type { SourceContacts } from "./source-contacts.ts";
import { NetworkCount, TargetSketch } from "./target-sketch.ts";

/** Groups of each side that are looked at; a scan that has more is found by them. */
const MOST_GROUPS = 4096;
const MOST_CLUSTERS = 64;
/** Of both sets of targets together, so much is in both where they are of one scan. */
const SAME_TARGETS = 0.5;

const PORTS = 65_536;
const FTP_PORTS: readonly number[] = [21, 990];
const LEAST_CLIENT_PORT = 32_768;
const LEAST_SCATTERED_PORT = 1024;
/** Ports of a scattered host, and hosts of a scattered port, at most. */
const MOST_SCATTERED = 2;

/** Calls `visit` for each flow of a source over one transport, in order. */
export type EachFlow = (visit: (flow: number) => void) => void;

interface Group {
  /** Of `ofPorts` the port, of `ofHosts` the host's number. */
  readonly walk: number;
  readonly since: number;
  /** Of the other side: hosts of a port, ports of a host. */
  readonly sketch: TargetSketch;
  readonly networks: NetworkCount | null;
  clientPorts: number;
  lowestPort: number;
  refused: number;
  talkedFtp: boolean;
  cluster: number;
}

/** A scan to be: its judgement, and which groups are of it. */
export interface ScanGroups {
  readonly judgements: readonly Judgement[];
  /** The scan that a contact belongs to by its port, and by its host; −1 for none. */
  readonly byPort: (flow: number) => number;
  readonly byHost: (flow: number) => number;
}

export interface Asked {
  /** The transport's number in `SCANNED_TRANSPORTS`. */
  readonly transport: number;
  readonly hearsAnswers: boolean;
}

export class ScanGrouping {
  /** Whether any group was remarkable, though something else may have explained it. */
  isRemarkable = false;
  private readonly contacts: SourceContacts;
  private readonly ofPort = new Int32Array(PORTS);
  private ofHost = new Int32Array(0);
  private sweeps: Group[] = [];
  private searches: Group[] = [];
  private scattered = 0;

  constructor(contacts: SourceContacts) {
    this.contacts = contacts;
  }

  /** Of the source whose flows were added last. */
  find(asked: Asked, eachFlow: EachFlow): ScanGroups {
    const { contacts } = this;
    const { ofPorts, ofHosts, ports } = contacts;
    this.scattered = 0;
    this.sweeps = remarkable(ofPorts, ports.subarray(0, contacts.portCount), true);
    this.searches = remarkable(
      ofHosts,
      Int32Array.from({ length: contacts.hostCount }, (_, i) => i),
      false,
    );
    this.isRemarkable = this.sweeps.length + this.searches.length > 0;
    if (!this.isRemarkable) return NO_GROUPS;
    this.ofPort.fill(0);
    this.ofHost = new Int32Array(contacts.hostCount);
    this.index();
    eachFlow((flow) => this.gather(flow));
    const judgements = new Map<Group, Judgement>();
    for (const group of this.sweeps) judgements.set(group, this.judgeSweep(group, asked));
    for (const group of this.searches) judgements.set(group, this.judgeSearch(group, asked));
    const isScan = (group: Group) => judgements.get(group)?.likelihood !== "unlikely";
    this.sweeps = this.sweeps.filter(isScan);
    this.searches = this.searches.filter(isScan);
    this.ofPort.fill(0);
    this.ofHost.fill(0);
    this.index();
    return this.joined(judgements, eachFlow);
  }

  private index(): void {
    this.sweeps.forEach((group, i) => {
      this.ofPort[group.walk] = i + 1;
    });
    this.searches.forEach((group, i) => {
      this.ofHost[group.walk] = i + 1;
    });
  }

  private sweepOf(flow: number): Group | null {
    const group = this.sweeps[this.ofPort[this.contacts.portOf(flow)] - 1];
    return group !== undefined && flow >= group.since ? group : null;
  }

  private searchOf(flow: number): Group | null {
    const number = this.contacts.numberOf(this.contacts.targetOf(flow));
    const group = number < 0 ? undefined : this.searches[this.ofHost[number] - 1];
    return group !== undefined && flow >= group.since ? group : null;
  }

  private gather(flow: number): void {
    const { contacts } = this;
    const byte = contacts.first.contacts[flow];
    if ((byte & IS_FIRST) === 0) return;
    const kind = byte & KIND;
    const port = contacts.portOf(flow);
    const host = contacts.targetOf(flow);
    const number = contacts.numberOf(host);
    const hostsOfPort = contacts.ofPorts.get(port, walk.CONTACTS);
    const portsOfHost = number < 0 ? 1 : contacts.ofHosts.get(number, walk.CONTACTS);
    if (hostsOfPort <= MOST_SCATTERED && portsOfHost <= MOST_SCATTERED && port >= LEAST_SCATTERED_PORT) {
      this.scattered++;
    }
    const sweep = this.sweepOf(flow);
    if (sweep !== null) {
      sweep.sketch.add(host, 0);
      sweep.networks?.add(this.networkOf(flow));
    }
    if (number < 0) return;
    const search = this.searches[this.ofHost[number] - 1];
    if (search === undefined) return;
    if (kind === TALKED && FTP_PORTS.includes(port)) search.talkedFtp = true;
    if (flow < search.since) return;
    search.sketch.add(port, 0);
    if (port >= LEAST_CLIENT_PORT) search.clientPorts++;
    if (port < search.lowestPort && kind !== TALKED) search.lowestPort = port;
    if (kind === REFUSED) search.refused++;
  }

  /** The network of the host that was asked: 256 addresses of IPv4, a /64 of IPv6. */
  private networkOf(flow: number): number {
    const { contacts } = this;
    const { flows } = contacts.traffic;
    const { words } = flows;
    const base = flow * FLOW_WORDS;
    const targetIsA = (contacts.first.contacts[flow] & ASKED_BY_B) !== 0;
    const word = words[base + (targetIsA ? WORD_ADDRESS_A : WORD_ADDRESS_B)];
    if (!flows.isIpv6(flow)) return word >>> 8;
    const next = words[base + (targetIsA ? WORD_ADDRESS_A_REST : WORD_ADDRESS_B_REST)];
    return Math.imul(word, 31) + next;
  }

  private judgeSweep(group: Group, { transport, hearsAnswers }: Asked): Judgement {
    return judgeSweep(this.contacts.ofPorts, group.walk, {
      port: group.walk,
      isUdp: SCANNED_TRANSPORTS[transport] === PROTOCOL_UDP,
      hearsAnswers,
      hosts: group.sketch.count,
      networks: group.networks?.estimate ?? 1,
      scattered: this.scattered,
    });
  }

  private judgeSearch(group: Group, { transport, hearsAnswers }: Asked): Judgement {
    const { clientPorts, lowestPort, refused, talkedFtp } = group;
    return judgePortSearch(this.contacts.ofHosts, group.walk, {
      isUdp: SCANNED_TRANSPORTS[transport] === PROTOCOL_UDP,
      hearsAnswers,
      ports: group.sketch.count,
      clientPorts,
      lowestPort,
      refused,
      talkedFtp,
    });
  }

  /** Groups with the same targets are one scan; so are sweeps and searches that are mostly of the same contacts. */
  private joined(judgements: ReadonlyMap<Group, Judgement>, eachFlow: EachFlow): ScanGroups {
    const sweepClusters = clustered(this.sweeps);
    const searchClusters = clustered(this.searches);
    const scanOfSearch = this.crossed(sweepClusters, searchClusters, eachFlow);
    const scans: Judgement[] = [];
    const put = (scan: number, group: Group) => {
      const judgement = judgements.get(group);
      if (judgement === undefined) return;
      const known = scans[scan];
      if (known === undefined || judgement.confidence > known.confidence) scans[scan] = judgement;
    };
    for (const group of this.sweeps) put(group.cluster, group);
    for (const group of this.searches) put(scanOfSearch[group.cluster], group);
    return {
      judgements: scans,
      byPort: (flow) => this.sweepOf(flow)?.cluster ?? -1,
      byHost: (flow) => {
        const search = this.searchOf(flow);
        return search === null ? -1 : scanOfSearch[search.cluster];
      },
    };
  }

  /** By cluster of searches the number of its scan: that of a cluster of sweeps, or one of its own behind these. */
  private crossed(sweeps: number, searches: number, eachFlow: EachFlow): number[] {
    const common = new Int32Array(sweeps * searches);
    const ofSweeps = new Int32Array(sweeps);
    const ofSearches = new Int32Array(searches);
    if (sweeps > 0 && searches > 0) {
      eachFlow((flow) => {
        if ((this.contacts.first.contacts[flow] & IS_FIRST) === 0) return;
        const sweep = this.sweepOf(flow);
        const search = this.searchOf(flow);
        if (sweep !== null) ofSweeps[sweep.cluster]++;
        if (search !== null) ofSearches[search.cluster]++;
        if (sweep !== null && search !== null) common[sweep.cluster * searches + search.cluster]++;
      });
    }
    let next = sweeps;
    return Array.from({ length: searches }, (_, search) => {
      for (let sweep = 0; sweep < sweeps; sweep++) {
        const least = Math.min(ofSweeps[sweep], ofSearches[search]);
        if (common[sweep * searches + search] * 2 >= least) return sweep;
      }
      return next++;
    });
  }
}

const NO_GROUPS: ScanGroups = { judgements: [], byPort: () => -1, byHost: () => -1 };

function remarkable(walks: walk.RandomWalks, numbers: Int32Array, areSweeps: boolean): Group[] {
  const groups: Group[] = [];
  for (const number of numbers) {
    if (groups.length === MOST_GROUPS) break;
    if (!isRemarkable(walks, number)) continue;
    groups.push({
      walk: number,
      since: walks.get(number, walk.BEST_SINCE),
      sketch: new TargetSketch(),
      networks: areSweeps ? new NetworkCount() : null,
      clientPorts: 0,
      lowestPort: PORTS,
      refused: 0,
      talkedFtp: false,
      cluster: 0,
    });
  }
  return groups;
}

/** Tells each group its cluster, and answers with how many there are. */
function clustered(groups: readonly Group[]): number {
  const leaders: Group[] = [];
  for (const group of groups) {
    const leader = leaders.findIndex(({ sketch }) => sketch.similarity(group.sketch) >= SAME_TARGETS);
    if (leader >= 0 || leaders.length === MOST_CLUSTERS) {
      group.cluster = Math.max(leader, 0);
      continue;
    }
    group.cluster = leaders.length;
    leaders.push(group);
  }
  return leaders.length;
}
