/**
 * The clues that look at numbers alone, and need no flow. What clues.ts says of clues holds for these; they stand apart as
 * WebAssembly reads this file too (where a `number` is a double).
 */
import { STRAY, UNDELIVERED } from "./asking.ts";

/** First port of the dynamic range of RFC 6335, section 6, which Windows and macOS use for clients. */
export const DYNAMIC_FIRST = 49_152;
/** The port from which FTP's servers connect to their clients. */
export const FTP_DATA = 20;
/** First client port of Linux (net.ipv4.ip_local_port_range). */
export const LINUX_EPHEMERAL_FIRST = 32_768;

/** From as many hundredths on, what the payload tells is evidence for other flows. */
const CERTAIN_PERCENT = 95;
const LIKELY_PERCENT = 80;
export const CERTAIN_GRADE = 3;

/** What the payload says of the server, by its vote; the grade is how sure it is. */
export function payloadClue(vote: number, percent: number): number {
  if (percent >= CERTAIN_PERCENT) return CERTAIN_GRADE * vote;
  return (percent >= LIKELY_PERCENT ? 2 : 1) * vote;
}

/**
 * An address and port in many flows is a server's: clients take a new port for each. `heardOfA` and `heardOfB` count
 * the flows in which something came to the two sockets, since who asks many has many flows, too; `flowsOfA` and `flowsOfB`
 * count all flows of them, of which the grade is 1 only: what came may not have been captured. Fooled by clients that keep
 * one port for all their peers (peer-to-peer, NTP, a resolver with a fixed source port), so one socket has to be far ahead
 * of the other.
 */
export function fanInClue(heardOfA: number, heardOfB: number, flowsOfA: number, flowsOfB: number): number {
  const heard = leadOfB(heardOfA, heardOfB);
  return heard === 0 ? Math.sign(leadOfB(flowsOfA, flowsOfB)) : heard + Math.sign(heard);
}

function leadOfB(ofA: number, ofB: number): number {
  return ofB > ofA ? lead(ofA, ofB) : 0 - lead(ofB, ofA);
}

/** 1 for at least three and three times as many, 2 for ten, 3 for thirty. */
function lead(fewer: number, more: number): number {
  const ahead = more / Math.max(fewer, 1);
  const least = more < ahead ? more : ahead;
  if (least < 3) return 0;
  return least < 10 ? 1 : least < 30 ? 2 : 3;
}

/**
 * A socket that is the server in flows whose own handshake or payload tells it is the server in others. Each number
 * is the flows in which the socket is certainly the server, less those in which it is certainly the client. Fooled by
 * a host that connects out from its service's port (FTP's data connections from port 20).
 */
export function knownServerClue(certainOfA: number, certainOfB: number): number {
  const difference = certainOfB - certainOfA;
  if (difference === 0) return 0;
  const grade = Math.abs(difference) === 1 ? 1 : 2;
  return difference > 0 ? grade : 0 - grade;
}

/**
 * A port that many flows have, whatever their addresses, is a service's: a client that asks many servers, a service on
 * many hosts. Counts the flows of either port, but those in which nothing is known to have come to its
 * end.
 */
export function busyPortClue(flowsOfA: number, flowsOfB: number): number {
  return leadOfB(flowsOfA, flowsOfB);
}

/**
 * Who sends what nobody answers, or only a refusal answers, asked: grade 3 where the sender's socket surely searches, 2
 * where what it sends belongs to no connection, 1 where it was a datagram that could not be delivered, or the socket seems
 * to search. `asking` is what asking.ts has; `searchesA` and `searchesB` are what assembly/roles/socket-counts.ts tells of
 * the sockets. Fooled by a server whose clients all have one port (another than its own), where its answers alone were
 * captured.
 */
export function probeClue(asking: number, searchesA: number, searchesB: number): number {
  if (searchesA !== searchesB && (searchesA === 2 || searchesB === 2)) return searchesA === 2 ? 3 : -3;
  const kind = Math.abs(asking);
  if (kind === STRAY) return 2 * Math.sign(asking);
  return kind === UNDELIVERED ? Math.sign(asking) : Math.sign(searchesA - searchesB);
}

/**
 * A host takes its client ports from one range. `isWithin` is 1 for a port between two from which its host certainly
 * was a client, else 0. Fooled by services in such a range.
 */
export function clientPortsClue(isWithinOfA: number, isWithinOfB: number): number {
  return isWithinOfA - isWithinOfB;
}

/** What other flows tell of an open one, by the grades of their clues, as a number below `SOCKET_FACTS`. */
export function socketFacts(
  knownServer: number,
  fanIn: number,
  busyPort: number,
  clientPorts: number,
  probe: number,
): number {
  return (
    knownServer + 3 + 8 * (fanIn + 4) + 128 * (busyPort + 3) + 1024 * (clientPorts + 1) + 4096 * (probe + 3)
  );
}
/** `FACTS` of assembly/roles/flow-facts.ts times this is 1 << 32. */
export const SOCKET_FACTS = 1 << 15;
