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

export class SocketCounts {
  /** Of the socket that was looked up last: its flows, and the sum of its ends' votes. */
  flows = 0;
  votes = 0;
  /** Four slots a byte. */
  readonly #slots: Uint8Array;
  readonly #slotShift: number;
  readonly #sockets = new PairIndex();
  #flowsOf = new Int32Array(FIRST_CAPACITY);
  #votesOf = new Int32Array(FIRST_CAPACITY);

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

  /** An end that was asked for; call it for all of them when all others were added. */
  count(address: number, socket: number, flows: number): void {
    if (this.#isShared(address, socket)) this.#sum(address, socket, 0, flows);
  }

  /** Looks up the socket of an end that was asked for and stands for `flows` flows. */
  find(address: number, socket: number, flows: number): void {
    const isShared = this.#isShared(address, socket);
    const number = isShared ? this.#sockets.find(address, socket) : 0;
    this.flows = isShared ? this.#flowsOf[number] : flows;
    this.votes = isShared ? this.#votesOf[number] : 0;
  }

  #isShared(address: number, socket: number): boolean {
    const slot = hashOfPair(address, socket) >>> this.#slotShift;
    return ((this.#slots[slot >> 2] >>> ((slot & 3) << 1)) & SEVERAL_ENDS) !== 0;
  }

  #sum(address: number, socket: number, vote: number, flows: number): void {
    const number = this.#sockets.number(address, socket);
    if (number >= this.#flowsOf.length) {
      this.#flowsOf = doubled(this.#flowsOf);
      this.#votesOf = doubled(this.#votesOf);
    }
    this.#flowsOf[number] += flows;
    this.#votesOf[number] += vote * flows;
  }
}
