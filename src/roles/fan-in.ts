/**
 * What the flows of its two sockets say of every flow; a socket is an address, a transport and a port. A scan
 * brings as many sockets as flows, and a table of them all would be waited for at every look-up. But seldom are
 * exact counts needed: a server is far ahead of its clients, whichever of their ports they used. So bounds come
 * first, and all sockets are counted only where these leave a flow open.
 */
import type { FlowAddresses } from "../flows/addresses.ts";
import { doubled } from "../flows/doubled.ts";
import { FOLDED_SERVER_B } from "../flows/evidence.ts";
import { FLOW_WORDS, type FlowTable, WORD_FOLDED, WORD_KEY, WORD_PORTS } from "../flows/flow.ts";
import { PairIndex } from "../flows/pair-index.ts";
import { fanInClue } from "./clues.ts";
import { type FlowSockets, SocketBounds } from "./socket-bounds.ts";
import { SocketParts } from "./socket-parts.ts";

/** What no clue says: the bounds leave the flow's vote open. */
const OPEN = 2;

/** Per flow: what `fanInClue` says. */
export function fanInVotes(flows: FlowTable, addresses: FlowAddresses): Int8Array {
  const sockets = socketsOf(flows);
  const bounds = new SocketBounds(addresses, sockets);
  const votes = votesFromBounds(addresses, sockets, bounds);
  if (votes.includes(OPEN)) countAndVote(addresses, sockets, bounds, votes);
  return votes;
}

function socketsOf({ count, words, folded }: FlowTable): FlowSockets {
  const ofA = new Int32Array(count);
  const ofB = new Int32Array(count);
  for (let flow = 0; flow < count; flow++) {
    const ports = words[flow * FLOW_WORDS + WORD_PORTS];
    const protocol = (words[flow * FLOW_WORDS + WORD_KEY] & 0xff) << 16;
    ofA[flow] = protocol | (ports >>> 16);
    ofB[flow] = protocol | (ports & 0xffff);
  }
  return { ofA, ofB, more: folded.groups > 0 ? moreOf(count, words) : null };
}

function moreOf(count: number, words: Int32Array): Int32Array {
  const more = new Int32Array(count);
  for (let flow = 0; flow < count; flow++) {
    const base = flow * FLOW_WORDS;
    const serverIsB = (words[base + WORD_KEY] & FOLDED_SERVER_B) !== 0;
    more[flow] = serverIsB ? words[base + WORD_FOLDED] : -words[base + WORD_FOLDED];
  }
  return more;
}

/**
 * An end that can be far ahead of the other, by the most flows that each can have, is counted. What is counted are
 * not all flows of its socket, since in others it may not be the one; so it is the least that the socket has.
 */
function votesFromBounds({ ofA, ofB }: FlowAddresses, sockets: FlowSockets, bounds: SocketBounds): Int8Array {
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
    least[leader] += 1 + flowsMore(sockets, flow, vote);
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

/** Flows that the record stands for beside its own, of the socket of b (for a vote above 0) or of a. */
function flowsMore({ more }: FlowSockets, flow: number, vote: number): number {
  return more === null ? 0 : Math.max(0, vote > 0 ? more[flow] : -more[flow]);
}

/** Whether no counts up to these let the clue say anything: it grows with one count and shrinks with the other. */
function isNever(mostOfA: number, mostOfB: number): boolean {
  return fanInClue(mostOfA, 1) === 0 && fanInClue(1, mostOfB) === 0;
}

/** Counts every socket of the addresses that open votes are about. */
function countAndVote(
  { table, ofA, ofB }: FlowAddresses,
  sockets: FlowSockets,
  bounds: SocketBounds,
  votes: Int8Array,
): void {
  const counted = new Uint8Array(table.count);
  for (let flow = 0; flow < votes.length; flow++) {
    if (votes[flow] !== OPEN) continue;
    counted[ofA[flow]] = 1;
    counted[ofB[flow]] = 1;
  }
  let ends = 0;
  for (let address = 0; address < counted.length; address++) {
    if (counted[address] === 1) ends += bounds.endsOf(address);
  }
  const parts = new SocketParts(ends, sockets.more !== null);
  for (let flow = 0; flow < votes.length; flow++) {
    if (counted[ofA[flow]] === 1) parts.add(ofA[flow], sockets.ofA[flow], flowsMore(sockets, flow, -1));
    if (counted[ofB[flow]] === 1) parts.add(ofB[flow], sockets.ofB[flow], flowsMore(sockets, flow, 1));
  }
  parts.replaceSocketsByCounts();
  for (let flow = 0; flow < votes.length; flow++) {
    const flowsOfA = counted[ofA[flow]] === 1 ? parts.takeCount() : 0;
    const flowsOfB = counted[ofB[flow]] === 1 ? parts.takeCount() : 0;
    if (votes[flow] === OPEN) votes[flow] = fanInClue(flowsOfA, flowsOfB);
  }
}
