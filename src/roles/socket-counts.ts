/**
 * Counts the flows of sockets, and adds up what is certain of their ends. Most sockets are a client's and have one flow
 * alone: to find these, a table of two bits a slot is enough. Only of the others, which are few, is each told from the
 * next, so that the tables stay in the processor's caches.
 *
 * Ask for the ends whose counts are wanted (`ask`), then add all other ends (`add`), then these once more (`count`).
 */
import { doubled } from "../flows/doubled.ts";
import { hashOfPair, PairIndex } from "../flows/pair-index.ts";

/** Slots for each end that is asked for: with eight, one socket in eight with one flow passes for one with several. */
const SLOTS_OF_END = 8;
const LEAST_SLOTS_BITS = 10;
const MOST_SLOTS_BITS = 28;
/** What a slot says of the sockets that share it. */
const ONE_END = 1;
const SEVERAL_ENDS = 2;

const FIRST_CAPACITY = 1024;

/** What is summed up of a socket, and where. */
const SUMS_SHIFT = 3;
const FLOWS = 0;
const VOTES = 1;
const UNHEARD = 2;
const ASKING = 3;
const PROBING = 4;
/** No sum, but the one port that it asks; or none yet, or several. */
const ASKED_PORT = 5;
const NO_PORT = 0;
const SEVERAL_PORTS = -1;

/** How an end is in its flow, as bits above the other end's port: nothing is heard that came to it. */
export const UNHEARD_END = 1 << 16;
/** It alone spoke. */
export const ASKING_END = 1 << 17;
/** It was refused, or asks a port that no client takes. */
export const PROBING_END = 1 << 18;
/** It got nothing but resets, and whatever it asked was not captured: no flow that came to it. */
export const UNCOUNTED_END = 1 << 19;
const PEER_PORT = 0xffff;

/** Fewer flows are no search; so many more and it is no chance. */
const LEAST_SEARCHED = 3;
const SURELY_SEARCHED = 10;
/** A search of all ports asks 511 of 65,535 of the ports that no client takes. */
const UNPROBING_OF_PROBING = 256;

export class SocketCounts {
  /** Of the socket that was looked up last: its flows (0 where it searches), and the sum of its ends' votes. */
  flows = 0;
  votes = 0;
  /** Those of the flows in which something came to it; 0 where it searches. */
  heard = 0;
  /**
   * 1 where it searches, 2 where that is sure, else 0: it alone speaks in three flows (ten) at least and in half of all, and
   * either asks one and the same port everywhere or, in three of them (ten) at least, is refused or asks ports that no client
   * takes.
   */
  searches = 0;
  /** Four slots a byte. */
  readonly #slots: Uint8Array;
  readonly #slotShift: number;
  readonly #sockets = new PairIndex();
  /** Side by side, half a cache line a socket. */
  #sums = new Int32Array(FIRST_CAPACITY << SUMS_SHIFT);

  /** `asked`: as many ends as will be asked for. */
  constructor(asked: number) {
    let bits = LEAST_SLOTS_BITS;
    while (bits < MOST_SLOTS_BITS && 1 << bits < asked * SLOTS_OF_END) bits++;
    this.#slots = new Uint8Array(1 << (bits - 2));
    this.#slotShift = 32 - bits;
  }

  /** An end, of an address by its number and a transport and port as one, whose counts are asked for. */
  ask(address: number, socket: number): void {
    const slot = hashOfPair(address, socket) >>> this.#slotShift;
    const known = (this.#slots[slot >> 2] >>> ((slot & 3) << 1)) & 3;
    if (known === 0) this.#slots[slot >> 2] |= ONE_END << ((slot & 3) << 1);
    else if (known === ONE_END) this.#slots[slot >> 2] |= SEVERAL_ENDS << ((slot & 3) << 1);
  }

  /**
   * Another end, which counts where its socket is asked for. `vote`: 1 where the end is certainly the server, −1 where it
   * is the client. It stands for `flows` flows.
   */
  add(address: number, socket: number, vote: number, flows: number): void {
    const slot = hashOfPair(address, socket) >>> this.#slotShift;
    if (((this.#slots[slot >> 2] >>> ((slot & 3) << 1)) & 3) === 0) return;
    this.#slots[slot >> 2] |= SEVERAL_ENDS << ((slot & 3) << 1);
    this.#sum(address, socket, vote, flows);
  }

  /** An end that was asked for; call it for all of them when all others were added. `manner`: as the bits above say. */
  count(address: number, socket: number, flows: number, manner = 0): void {
    if (!this.#isShared(address, socket)) return;
    const at = this.#sum(address, socket, 0, (manner & UNCOUNTED_END) === 0 ? flows : 0);
    if ((manner & UNHEARD_END) !== 0) this.#sums[at + UNHEARD] += flows;
    if ((manner & ASKING_END) === 0) return;
    this.#sums[at + ASKING] += flows;
    if ((manner & PROBING_END) !== 0) this.#sums[at + PROBING] += flows;
    const port = manner & PEER_PORT;
    const known = this.#sums[at + ASKED_PORT];
    // Where both ports are the same, either end may be the one that has it from its service.
    const isOther =
      port === NO_PORT || port === (socket & PEER_PORT) || (known !== NO_PORT && known !== port);
    this.#sums[at + ASKED_PORT] = isOther ? SEVERAL_PORTS : port;
  }

  /** Looks up the socket of an end that was asked for, with what was told of the end when it was counted. */
  find(address: number, socket: number, flows: number, manner = 0): void {
    if (!this.#isShared(address, socket)) {
      this.flows = (manner & UNCOUNTED_END) === 0 ? flows : 0;
      this.votes = 0;
      this.heard = (manner & UNHEARD_END) === 0 ? this.flows : 0;
      this.searches = 0;
      return;
    }
    const sums = this.#sums;
    const at = this.#sockets.find(address, socket) << SUMS_SHIFT;
    this.searches = searches(sums, at);
    this.flows = this.searches > 0 ? 0 : sums[at + FLOWS];
    this.votes = sums[at + VOTES];
    this.heard = this.searches > 0 ? 0 : this.flows - sums[at + UNHEARD];
  }

  #isShared(address: number, socket: number): boolean {
    const slot = hashOfPair(address, socket) >>> this.#slotShift;
    return ((this.#slots[slot >> 2] >>> ((slot & 3) << 1)) & SEVERAL_ENDS) !== 0;
  }

  /** Answers with where the socket's sums begin. */
  #sum(address: number, socket: number, vote: number, flows: number): number {
    const number = this.#sockets.number(address, socket);
    const at = number << SUMS_SHIFT;
    if (at >= this.#sums.length) this.#sums = doubled(this.#sums);
    this.#sums[at + FLOWS] += flows;
    this.#sums[at + VOTES] += vote * flows;
    return at;
  }
}

function searches(sums: Int32Array, at: number): number {
  const asking = sums[at + ASKING];
  if (asking < LEAST_SEARCHED || 2 * asking < sums[at + FLOWS]) return 0;
  const probing = sums[at + PROBING] * UNPROBING_OF_PROBING < asking ? 0 : sums[at + PROBING];
  const searched = sums[at + ASKED_PORT] > NO_PORT ? asking : probing;
  if (searched < LEAST_SEARCHED) return 0;
  return searched < SURELY_SEARCHED ? 1 : 2;
}
