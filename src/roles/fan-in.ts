/**
 * What the flows of its two sockets say of every flow; a socket is an address, a transport and a port. A scan
 * brings as many sockets as flows, and a table of them all would be waited for at every look-up. But seldom are
 * exact counts needed: a server that most flows of its address belong to is far ahead of a client, whichever of
 * the client's ports it was. So bounds come first, and only sockets of flows that these leave open are counted.
 */
import type { FlowAddresses } from "../flows/addresses.ts";
import { FLOW_WORDS, type FlowTable, WORD_KEY, WORD_PORTS } from "../flows/flow.ts";
import { fanInClue } from "./clues.ts";
import { type FlowSockets, MainSockets } from "./main-sockets.ts";
import { SocketParts } from "./socket-parts.ts";

/** What no clue says: the bounds leave the flow's vote open. */
const OPEN = 2;

/** Per flow: what `fanInClue` says. */
export function fanInVotes(flows: FlowTable, addresses: FlowAddresses): Int8Array {
  const sockets = socketsOf(flows);
  const main = new MainSockets(addresses, sockets);
  const votes = votesFromBounds(addresses, sockets, main);
  const counted = addressesToCount(addresses, sockets, main, votes);
  if (counted !== null) countAndVote(addresses, sockets, main, counted, votes);
  return votes;
}

function socketsOf({ count, words }: FlowTable): FlowSockets {
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

/** More flows of b never speak for a, nor more flows of a for b: so the outermost counts decide where they agree. */
function votesFromBounds({ ofA, ofB }: FlowAddresses, sockets: FlowSockets, main: MainSockets): Int8Array {
  const votes = new Int8Array(ofA.length);
  for (let flow = 0; flow < votes.length; flow++) {
    const a = ofA[flow];
    const b = ofB[flow];
    const socketA = sockets.ofA[flow];
    const socketB = sockets.ofB[flow];
    const leastForB = fanInClue(main.most(a, socketA), main.least(b, socketB));
    const mostForB = fanInClue(main.least(a, socketA), main.most(b, socketB));
    votes[flow] = leastForB === mostForB ? leastForB : OPEN;
  }
  return votes;
}

/** Per address: 1 where sockets besides the main one have to be counted for an open vote; null for none at all. */
function addressesToCount(
  { table, ofA, ofB }: FlowAddresses,
  sockets: FlowSockets,
  main: MainSockets,
  votes: Int8Array,
): Uint8Array | null {
  let open = votes.indexOf(OPEN);
  if (open < 0) return null;
  const counted = new Uint8Array(table.count);
  for (; open < votes.length; open++) {
    if (votes[open] !== OPEN) continue;
    if (!main.isMain(ofA[open], sockets.ofA[open])) counted[ofA[open]] = 1;
    if (!main.isMain(ofB[open], sockets.ofB[open])) counted[ofB[open]] = 1;
  }
  return counted;
}

function countAndVote(
  { ofA, ofB }: FlowAddresses,
  sockets: FlowSockets,
  main: MainSockets,
  counted: Uint8Array,
  votes: Int8Array,
): void {
  let ends = 0;
  for (let address = 0; address < counted.length; address++) {
    if (counted[address] === 1) ends += main.others(address);
  }
  const parts = new SocketParts(ends);
  const isCounted = (address: number, socket: number) =>
    counted[address] === 1 && !main.isMain(address, socket);
  for (let flow = 0; flow < votes.length; flow++) {
    if (isCounted(ofA[flow], sockets.ofA[flow])) parts.add(ofA[flow], sockets.ofA[flow]);
    if (isCounted(ofB[flow], sockets.ofB[flow])) parts.add(ofB[flow], sockets.ofB[flow]);
  }
  parts.replaceSocketsByCounts();
  const flowsOf = (address: number, socket: number) =>
    isCounted(address, socket) ? parts.takeCount() : main.least(address, socket);
  for (let flow = 0; flow < votes.length; flow++) {
    const flowsOfA = flowsOf(ofA[flow], sockets.ofA[flow]);
    const flowsOfB = flowsOf(ofB[flow], sockets.ofB[flow]);
    if (votes[flow] === OPEN) votes[flow] = fanInClue(flowsOfA, flowsOfB);
  }
}
