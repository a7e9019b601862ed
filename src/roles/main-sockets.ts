/**
 * Each address's main socket: the one that more than half of the address's flows have, where there is one
 * (Boyer and Moore, "MJRTY: a fast majority vote algorithm", 1981), else any of them; and how many flows have it.
 * That tells most servers, and how many flows the other sockets of an address can have at most.
 */
import type { FlowAddresses } from "../flows/addresses.ts";

/** An address is a row, so that all of it is read at once: its flows, its main socket, the flows of that. */
const FLOWS = 0;
const MAIN = 1;
const FLOWS_OF_MAIN = 2;
const ROW_WORDS = 4;

/** Both sockets of every flow, without their addresses: transport and port as one number. */
export interface FlowSockets {
  readonly ofA: Int32Array;
  readonly ofB: Int32Array;
}

export class MainSockets {
  private readonly rows: Int32Array;

  constructor(addresses: FlowAddresses, sockets: FlowSockets) {
    const { table, ofA, ofB } = addresses;
    this.rows = new Int32Array(table.count * ROW_WORDS);
    for (let flow = 0; flow < ofA.length; flow++) {
      this.vote(ofA[flow], sockets.ofA[flow]);
      this.vote(ofB[flow], sockets.ofB[flow]);
    }
    for (let row = 0; row < this.rows.length; row += ROW_WORDS) this.rows[row + FLOWS_OF_MAIN] = 0;
    for (let flow = 0; flow < ofA.length; flow++) {
      this.count(ofA[flow], sockets.ofA[flow]);
      this.count(ofB[flow], sockets.ofB[flow]);
    }
  }

  isMain(address: number, socket: number): boolean {
    return this.rows[address * ROW_WORDS + MAIN] === socket;
  }

  /** Flows that the socket has at least: exact where it is the main one. */
  least(address: number, socket: number): number {
    const at = address * ROW_WORDS;
    return this.rows[at + MAIN] === socket ? this.rows[at + FLOWS_OF_MAIN] : 1;
  }

  /** Flows that the socket has at most. */
  most(address: number, socket: number): number {
    const at = address * ROW_WORDS;
    const ofMain = this.rows[at + FLOWS_OF_MAIN];
    return this.rows[at + MAIN] === socket ? ofMain : this.rows[at + FLOWS] - ofMain;
  }

  /** Flows of the address with other sockets than the main one. */
  others(address: number): number {
    const at = address * ROW_WORDS;
    return this.rows[at + FLOWS] - this.rows[at + FLOWS_OF_MAIN];
  }

  /**
   * Supporters of the candidate come, others cancel them out one by one; where none is left the next socket is the
   * candidate. Without branches, since a client's next socket cannot be foreseen.
   */
  private vote(address: number, socket: number): void {
    const { rows } = this;
    const at = address * ROW_WORDS;
    const candidate = rows[at + MAIN];
    const supporters = rows[at + FLOWS_OF_MAIN];
    const vacant = 1 ^ isNotZero(supporters);
    const opposed = isNotZero(candidate ^ socket) & (1 ^ vacant);
    rows[at + FLOWS]++;
    rows[at + MAIN] = candidate ^ ((candidate ^ socket) & -vacant);
    rows[at + FLOWS_OF_MAIN] = supporters + 1 - 2 * opposed;
  }

  private count(address: number, socket: number): void {
    const at = address * ROW_WORDS;
    this.rows[at + FLOWS_OF_MAIN] += 1 ^ isNotZero(this.rows[at + MAIN] ^ socket);
  }
}

/** 1 or 0. */
function isNotZero(word: number): number {
  return (word | -word) >>> 31;
}
