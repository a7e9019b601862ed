/** The listening sockets, in the order of their appearance: an address's number and a service's index each. */
import type { PacketLoops } from "../records/packet-memory.ts";
import { SOCKET_ADDRESS, SOCKET_SERVICE, SOCKET_WORDS } from "./table-layout.ts";
import { Words } from "./words.ts";

export class Sockets {
  readonly count: number;
  readonly addresses: Words;
  readonly services: Words;
  readonly #loops: PacketLoops;
  readonly #addressCount: number;

  /** The rows in the memory of these loops, of addresses below `addressCount`. */
  constructor(rows: Int32Array, loops: PacketLoops, addressCount: number) {
    this.count = loops.countOfSockets();
    this.addresses = new Words(rows, SOCKET_WORDS, SOCKET_ADDRESS);
    this.services = new Words(rows, SOCKET_WORDS, SOCKET_SERVICE);
    this.#loops = loops;
    this.#addressCount = addressCount;
  }

  /** The number of the socket; −1 where there is none. Only of the flows that were grouped last in this memory. */
  find(address: number, service: number): number {
    return address < this.#addressCount ? this.#loops.findSocket(address, service) : -1;
  }
}
