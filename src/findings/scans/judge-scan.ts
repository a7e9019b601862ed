/**
 * Whether contacts that a random walk finds remarkable are a scan. The walk only knows how contacts went; what else looks
 * like it, and how it is told apart, stands here.
 */
import type { PortRange } from "../finding.ts";
import {
  ACCEPTED,
  ACCEPTED_AGAIN,
  ACCEPTED_WEIGHT,
  BEST,
  BEST_STEPS,
  CONTACTS,
  FAILED,
  FAILED_AGAIN,
  type RandomWalks,
  SAME_PORT,
  TALKED,
} from "./random-walk.ts";

/**
 * Of a thousand hosts one searches, say: ln 1000 has to be made good first. What is told as a scan is nine times likelier
 * one than not; what is told as surely one, 99 times.
 */
const PRIOR = Math.log(1000);
const LIKELY = PRIOR + Math.log(9);
const SURE = PRIOR + Math.log(99);

/**
 * Scans of 15 targets and more are to be found (Zeek's own detector has the same figure for ports). Some of them may have been
 * used before and are no first contacts any more: one in five here.
 */
const LEAST_TARGETS = 12;

/** That so many ports of one host are asked at all, or so many neighbours for one port, happens to few programs: e². */
const WEIGHT_OF_ONE_HOST = 2;
const WEIGHT_OF_NEIGHBOURS = 2;
/** From so many hosts in a network of 256 addresses (a /64 of IPv6) on, on average, they are neighbours. */
const NEIGHBOURS = 5;

/** Where no answers are to be seen: targets from which on nobody but a scanner has so many, if each has its own source port. */
const MANY_HOSTS_UNHEARD = 256;
const MANY_PORTS_UNHEARD = 100;
/** Nobody uses so many well-known ports of one host, but clients of a domain's controller. */
const LEAST_WELL_KNOWN_PORTS = 10;

/**
 * Ports on which ordinary programs ask many strangers, who are out of reach all together where the way out is closed: to the
 * internet, to IPv6, to QUIC, or for a name server. From so many strangers on it is likely, and sure, that they are none.
 */
const ASKED_EVERYWHERE: readonly number[] = [25, 53, 80, 123, 137, 443, 853, 3478];
const LIKELY_FROM = { tcp: 50, udp: 300 } as const;
const SURE_FROM = { tcp: 300, udp: 1000 } as const;
/** So few contacts that went wrong are no scan where half of all went well. */
const FEW_FAILURES = 20;

/** Programs fall back to a second port; they do not go on to a third. */
const LEAST_PORTS_OF_GRID = 3;

/** Peers on any port: the least of them, and of hosts with one port of their own for each asked on the usual port. */
const LEAST_SCATTERED = 5;
const SCATTERED_SHARE = 0.25;
/** Nobody scans ports on which so many have something to say: a network of peers has. */
const TALKING_SHARE = 0.15;
const LEAST_PEER_PORT = 1024;
const MOSTLY_TALKING = 0.5;

/** From so many further tries on, for each contact that went wrong, somebody wants to be heard: a monitor, a client. */
const TRIES_OF_CLIENTS = 3;

/** `unlikely` is no finding. */
export type Likelihood = "unlikely" | "likely" | "sure";

export interface Judgement {
  readonly likelihood: Likelihood;
  /** How likely it is, at most 0.99. */
  readonly confidence: number;
}

export const NO_SCAN: Judgement = { likelihood: "unlikely", confidence: 0 };

/** One port of many hosts. */
export interface Sweep {
  readonly port: number;
  readonly isUdp: boolean;
  /** Whether any answer could have been seen. */
  readonly hearsAnswers: boolean;
  readonly hosts: number;
  /** How many of them lie in a network of 256 addresses (IPv6: /64), on average. */
  readonly hostsOfNetwork: number;
  /** Hosts that the source asked on a port that it asked of hardly any other host. */
  readonly scattered: number;
}

/** Many ports of one host. */
export interface PortSearch {
  readonly hearsAnswers: boolean;
  readonly isUdp: boolean;
  readonly ports: number;
  /** Of these, ports of the range from which clients have theirs. */
  readonly clientPorts: number;
  /** Below 1024. */
  readonly wellKnownPorts: number;
  readonly lowestPort: number;
  readonly refused: number;
  /** Whether they talked on a port of FTP: its data connections have a port each. */
  readonly talkedFtp: boolean;
}

/** Worth a closer look. */
export function isRemarkable(walks: RandomWalks, walk: number): boolean {
  if (walks.get(walk, BEST_STEPS) < LEAST_TARGETS) return false;
  return scoreOf(walks, walk) + Math.max(WEIGHT_OF_ONE_HOST, WEIGHT_OF_NEIGHBOURS) >= LIKELY;
}

export function judgeSweep(walks: RandomWalks, walk: number, sweep: Sweep): Judgement {
  const { port, isUdp, hosts, scattered, hearsAnswers } = sweep;
  const areNeighbours = sweep.hostsOfNetwork >= NEIGHBOURS;
  const score = scoreOf(walks, walk) + (areNeighbours ? WEIGHT_OF_NEIGHBOURS : 0);
  // Of UDP that is nothing special.
  const isMadeByHand = !isUdp && hasOneSourcePort(walks, walk);
  const isCommon = ASKED_EVERYWHERE.includes(port);
  if (!hearsAnswers && !isMadeByHand && hosts < MANY_HOSTS_UNHEARD && (isCommon || !areNeighbours)) {
    return NO_SCAN;
  }
  const talking = walks.get(walk, TALKED) / walks.get(walk, CONTACTS);
  // A client some of whose servers are down.
  if (talking >= MOSTLY_TALKING && walks.get(walk, FAILED) < FEW_FAILURES) return NO_SCAN;
  if (!areNeighbours && port >= LEAST_PEER_PORT) {
    const isUsualPortOfPeers = scattered >= Math.max(LEAST_SCATTERED, hosts * SCATTERED_SHARE);
    if (isUsualPortOfPeers || talking >= TALKING_SHARE) return NO_SCAN;
  }
  if (!areNeighbours && !isMadeByHand && isCommon) {
    const transport = isUdp ? "udp" : "tcp";
    if (hosts < LIKELY_FROM[transport]) return NO_SCAN;
    return judged(score, hosts < SURE_FROM[transport] || triesAgain(walks, walk));
  }
  // Peers of one network: updates are handed from desk to desk, and many desks are switched off.
  const arePeersNearby = port >= LEAST_PEER_PORT && talking >= 2 * TALKING_SHARE;
  // Half of a monitor's traffic looks like it.
  const isHalfSeen = isUdp && !hearsAnswers;
  return judged(score, arePeersNearby || isHalfSeen || triesAgain(walks, walk));
}

export function judgePortSearch(walks: RandomWalks, walk: number, search: PortSearch): Judgement {
  const { ports, clientPorts, lowestPort, refused, talkedFtp } = search;
  const isMadeByHand = !search.isUdp && hasOneSourcePort(walks, walk);
  // Half of FTP's data connections.
  const isHalfSeen = !search.hearsAnswers && !isMadeByHand && ports < MANY_PORTS_UNHEARD;
  if (isHalfSeen && search.wellKnownPorts < LEAST_WELL_KNOWN_PORTS) return NO_SCAN;
  if (talkedFtp && lowestPort >= LEAST_PEER_PORT) return NO_SCAN;
  // Replies to what was not seen: a server's, to the many ports of a client.
  if (search.isUdp && refused === 0 && clientPorts === ports) return NO_SCAN;
  return judged(scoreOf(walks, walk) + WEIGHT_OF_ONE_HOST, false);
}

/** Some ports of some hosts. */
export interface Grid {
  readonly hosts: number;
  readonly ports: readonly PortRange[];
  readonly portCount: number;
  readonly hearsAnswers: boolean;
}

/** Most pairs of them are asked: peers are asked on one port each. */
export function judgeGrid(walks: RandomWalks, walk: number, grid: Grid): Judgement {
  const { hosts, ports, portCount } = grid;
  const pairs = walks.get(walk, CONTACTS) - walks.get(walk, TALKED);
  if (hosts < 2 || portCount < LEAST_PORTS_OF_GRID || pairs * 2 < hosts * portCount) return NO_SCAN;
  // Programs that have lost their way out ask their servers on several such ports.
  if (ports.every(({ first, last }) => first === last && ASKED_EVERYWHERE.includes(first))) return NO_SCAN;
  if (!grid.hearsAnswers && !hasOneSourcePort(walks, walk)) return NO_SCAN;
  return judged(scoreOf(walks, walk), triesAgain(walks, walk));
}

function judged(score: number, isDoubtful: boolean): Judgement {
  if (score < LIKELY) return NO_SCAN;
  const confidence = Math.min(0.99, 1 / (1 + Math.exp(PRIOR - score)));
  if (score < SURE || isDoubtful) return { likelihood: "likely", confidence: Math.min(confidence, 0.9) };
  return { likelihood: "sure", confidence };
}

/**
 * The walk's highest point, without what monitors do: they open connections, say nothing, and come back. (nmap comes back to
 * open ports too, to learn what they are, but its first contacts have one source port.)
 */
function scoreOf(walks: RandomWalks, walk: number): number {
  const comesBack =
    walks.get(walk, ACCEPTED_AGAIN) * 2 >= walks.get(walk, ACCEPTED) && !hasOneSourcePort(walks, walk);
  return walks.get(walk, BEST) - (comesBack ? walks.get(walk, ACCEPTED_WEIGHT) : 0);
}

/** Whether most contacts came from the source port of the one before: no system does that for a program's connections. */
function hasOneSourcePort(walks: RandomWalks, walk: number): boolean {
  return walks.get(walk, SAME_PORT) * 2 >= walks.get(walk, CONTACTS);
}

function triesAgain(walks: RandomWalks, walk: number): boolean {
  const failed = walks.get(walk, FAILED);
  return failed > 0 && walks.get(walk, FAILED_AGAIN) >= TRIES_OF_CLIENTS * failed;
}
