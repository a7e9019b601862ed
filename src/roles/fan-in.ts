/**
 * What the flows of its two sockets say of every flow; a socket is an address, a transport and a port. A scan
 * brings as many sockets as flows, and a table of them all would be waited for at every look-up. But seldom are
 * exact counts needed: a server is far ahead of its clients, whichever of their ports they used. So bounds come
 * first, and all sockets are counted only where these leave a flow open.
 */
import type { FlowAddresses } from "../flows/addresses.ts";
import { doubled } from "../flows/doubled.ts";
import { FOLDED, FOLDED_SERVER_A, FOLDED_SERVER_B } from "../flows/evidence.ts";
import { FLOW_WORDS, type FlowTable, WORD_FOLDED, WORD_KEY, WORD_PORTS } from "../flows/flow.ts";
import { PairIndex } from "../flows/pair-index.ts";
import { fanInClue } from "./clues.ts";
import { type FlowSockets, type FoldedEnds, SocketBounds } from "./socket-bounds.ts";
import { SocketParts } from "./socket-parts.ts";

/** What no clue says: the bounds leave the flow's vote open. */
const OPEN = 2;
/** Where no more than one flow of so many is open, only the sockets of these are counted. */
const FEW = 64;

/** Per flow: what `fanInClue` says. Without `countsFolded`, sockets of clients whose flows were folded are not counted. */
export function fanInVotes(flows: FlowTable, addresses: FlowAddresses, countsFolded = true): Int8Array {
  const ofFlows = socketsOf(flows);
  const sockets = { ...ofFlows, folded: foldedEnds(flows, addresses, ofFlows, countsFolded) };
  const bounds = new SocketBounds(addresses, sockets);
  const votes = votesFromBounds(addresses, sockets, bounds);
  if (votes.includes(OPEN)) countAndVote(addresses, sockets, bounds, votes);
  return votes;
}

function socketsOf({ count, words }: FlowTable): Omit<FlowSockets, "folded"> {
  const ofA = new Int32Array(count);
  const ofB = new Int32Array(count);
  for (let flow = 0; flow < count; flow++) {
    const ports = words[flow * FLOW_WORDS + WORD_PORTS];
    const protocol = (words[flow * FLOW_WORDS + WORD_KEY] & 0xff) << 16;
    ofA[flow] = protocol | (ports >>> 16);
    ofB[flow] = protocol | (ports & 0xffff);
  }
  return { ofA, ofB };
}

function foldedEnds(
  { count, words, folded }: FlowTable,
  { ofA, ofB }: FlowAddresses,
  protocolAndPort: Omit<FlowSockets, "folded">,
  countsFolded: boolean,
): FoldedEnds | null {
  if (folded.groups === 0) return null;
  const ofClient = countsFolded ? -1 : 0;
  const moreOfA = new Int32Array(count);
  const moreOfB = new Int32Array(count);
  for (let flow = 0; flow < count; flow++) {
    const base = flow * FLOW_WORDS;
    const server = words[base + WORD_KEY] & FOLDED;
    if (server === 0) continue;
    moreOfA[flow] = server === FOLDED_SERVER_A ? words[base + WORD_FOLDED] : ofClient;
    moreOfB[flow] = server === FOLDED_SERVER_B ? words[base + WORD_FOLDED] : ofClient;
  }
  const addresses = new Int32Array(countsFolded ? folded.count : 0);
  const sockets = new Int32Array(addresses.length);
  if (!countsFolded) return { moreOfA, moreOfB, addresses, sockets };
  let end = 0;
  folded.forEach((flow, clientPort) => {
    const clientIsA = moreOfA[flow] < 0;
    addresses[end] = clientIsA ? ofA[flow] : ofB[flow];
    sockets[end++] = (protocolAndPort.ofA[flow] & ~0xffff) | clientPort;
  });
  return { moreOfA, moreOfB, addresses, sockets };
}

/**
 * An end that can be far ahead of the other, by the most flows that each can have, is counted. What is counted are
 * not all flows of its socket, since in others it may not be the one; so it is the least that the socket has.
 */
function votesFromBounds({ ofA, ofB }: FlowAddresses, sockets: FlowSockets, bounds: SocketBounds): Int8Array {
  const { folded } = sockets;
  const votes = new Int8Array(ofA.length);
  const leaders = new PairIndex();
  const leaderOfFlow = new Int32Array(ofA.length);
  let least = new Int32Array(leaders.first.length);
  for (let flow = 0; flow < votes.length; flow++) {
    const vote = fanInClue(
      bounds.most(ofA[flow], sockets.ofA[flow]),
      bounds.most(ofB[flow], sockets.ofB[flow]),
    );
    votes[flow] = vote;
    if (vote === 0) continue;
    const leader =
      vote > 0 ? leaders.number(ofB[flow], sockets.ofB[flow]) : leaders.number(ofA[flow], sockets.ofA[flow]);
    if (leader === least.length) least = doubled(least);
    least[leader] += 1 + (folded === null ? 0 : vote > 0 ? folded.moreOfB[flow] : folded.moreOfA[flow]);
    leaderOfFlow[flow] = leader;
  }
  for (let flow = 0; flow < votes.length; flow++) {
    const mostOfA = bounds.most(ofA[flow], sockets.ofA[flow]);
    const mostOfB = bounds.most(ofB[flow], sockets.ofB[flow]);
    const vote = votes[flow];
    if (vote === 0) votes[flow] = isNever(mostOfA, mostOfB) ? 0 : OPEN;
    else if (vote > 0) votes[flow] = fanInClue(mostOfA, least[leaderOfFlow[flow]]) > 0 ? 1 : OPEN;
    else votes[flow] = fanInClue(least[leaderOfFlow[flow]], mostOfB) < 0 ? -1 : OPEN;
  }
  return votes;
}

/** Whether no counts up to these let the clue say anything: it grows with one count and shrinks with the other. */
function isNever(mostOfA: number, mostOfB: number): boolean {
  return fanInClue(mostOfA, 1) === 0 && fanInClue(1, mostOfB) === 0;
}

/** Counts the sockets that open votes are about. */
function countAndVote(
  addresses: FlowAddresses,
  sockets: FlowSockets,
  bounds: SocketBounds,
  votes: Int8Array,
): void {
  const { table, ofA, ofB } = addresses;
  /** By address: whether an open vote is about one of its sockets. */
  const counted = new Uint8Array(table.count);
  let open = 0;
  for (let flow = 0; flow < votes.length; flow++) {
    if (votes[flow] !== OPEN) continue;
    open++;
    counted[ofA[flow]] = 1;
    counted[ofB[flow]] = 1;
  }
  if (open * FEW <= votes.length) countFew(addresses, sockets, votes, counted);
  else countAll(addresses, sockets, bounds, votes, counted);
}

/** Counts the sockets of open flows alone: their table is small, and every other end is looked up there in vain. */
function countFew(
  { ofA, ofB }: FlowAddresses,
  sockets: FlowSockets,
  votes: Int8Array,
  counted: Uint8Array,
): void {
  const { folded } = sockets;
  const asked = new PairIndex();
  for (let flow = 0; flow < votes.length; flow++) {
    if (votes[flow] !== OPEN) continue;
    asked.number(ofA[flow], sockets.ofA[flow]);
    asked.number(ofB[flow], sockets.ofB[flow]);
  }
  const counts = new Int32Array(asked.count);
  const count = (address: number, socket: number, more = 0) => {
    if (counted[address] === 0) return;
    const number = asked.find(address, socket);
    if (number >= 0) counts[number] += 1 + more;
  };
  for (let flow = 0; flow < votes.length; flow++) {
    count(ofA[flow], sockets.ofA[flow], folded?.moreOfA[flow]);
    count(ofB[flow], sockets.ofB[flow], folded?.moreOfB[flow]);
  }
  if (folded !== null) {
    for (let end = 0; end < folded.addresses.length; end++) {
      count(folded.addresses[end], folded.sockets[end]);
    }
  }
  for (let flow = 0; flow < votes.length; flow++) {
    if (votes[flow] !== OPEN) continue;
    const flowsOfA = counts[asked.find(ofA[flow], sockets.ofA[flow])];
    const flowsOfB = counts[asked.find(ofB[flow], sockets.ofB[flow])];
    votes[flow] = fanInClue(flowsOfA, flowsOfB);
  }
}

/** Counts every socket of the addresses that open votes are about. */
function countAll(
  { ofA, ofB }: FlowAddresses,
  sockets: FlowSockets,
  bounds: SocketBounds,
  votes: Int8Array,
  counted: Uint8Array,
): void {
  const { folded } = sockets;
  let ends = 0;
  for (let address = 0; address < counted.length; address++) {
    if (counted[address] === 1) ends += bounds.endsOf(address);
  }
  const parts = new SocketParts(ends, folded !== null);
  for (let flow = 0; flow < votes.length; flow++) {
    if (counted[ofA[flow]] === 1) parts.add(ofA[flow], sockets.ofA[flow], folded?.moreOfA[flow]);
    if (counted[ofB[flow]] === 1) parts.add(ofB[flow], sockets.ofB[flow], folded?.moreOfB[flow]);
  }
  // Behind all others, as nobody asks for their counts.
  if (folded !== null) {
    for (let end = 0; end < folded.addresses.length; end++) {
      if (counted[folded.addresses[end]] === 1) parts.add(folded.addresses[end], folded.sockets[end]);
    }
  }
  parts.replaceSocketsByCounts();
  for (let flow = 0; flow < votes.length; flow++) {
    const flowsOfA = counted[ofA[flow]] === 1 ? parts.takeCount() : 0;
    const flowsOfB = counted[ofB[flow]] === 1 ? parts.takeCount() : 0;
    if (votes[flow] === OPEN) votes[flow] = fanInClue(flowsOfA, flowsOfB);
  }
}
