/**
 * Addresses by number. Once the flows stand, every address gets a number in the order of appearance, and every
 * flow two columns that hold the numbers of its endpoints: later stages count and group by small integers.
 */

import { hashOfFour } from "../headers/seeded-hash.ts";
import { ipv4Text, ipv6Text } from "../records/address-text.ts";
import { doubled } from "./doubled.ts";
import {
  FLOW_WORDS,
  type FlowTable,
  WORD_ADDRESS_A,
  WORD_ADDRESS_A_REST,
  WORD_ADDRESS_B,
  WORD_ADDRESS_B_REST,
} from "./flow.ts";

const ADDRESS_WORDS = 4;
const FIRST_CAPACITY = 1024;

export class AddressTable {
  count = 0;
  /** Four words an address, first word first; an IPv4 address is word 0. */
  words = new Int32Array(FIRST_CAPACITY * ADDRESS_WORDS);
  /** 1 where the address is IPv6. */
  ipv6 = new Uint8Array(FIRST_CAPACITY);
  private slots = new Int32Array(FIRST_CAPACITY * 2);

  /** The number of an address, a new one where it has none yet. */
  number(ipv6: number, word0: number, word1: number, word2: number, word3: number): number {
    const mask = this.slots.length - 1;
    let slot = hashOfFour(word0 ^ ipv6, word1, word2, word3) & mask;
    for (;;) {
      const entry = this.slots[slot] - 1;
      if (entry < 0) break;
      const at = entry * ADDRESS_WORDS;
      if (
        this.words[at] === word0 &&
        this.words[at + 1] === word1 &&
        this.words[at + 2] === word2 &&
        this.words[at + 3] === word3 &&
        this.ipv6[entry] === ipv6
      ) {
        return entry;
      }
      slot = (slot + 1) & mask;
    }
    return this.append(slot, ipv6, word0, word1, word2, word3);
  }

  private append(
    slot: number,
    ipv6: number,
    word0: number,
    word1: number,
    word2: number,
    word3: number,
  ): number {
    const entry = this.count++;
    const at = entry * ADDRESS_WORDS;
    this.words[at] = word0;
    this.words[at + 1] = word1;
    this.words[at + 2] = word2;
    this.words[at + 3] = word3;
    this.ipv6[entry] = ipv6;
    this.slots[slot] = entry + 1;
    if (this.count === this.ipv6.length) this.grow();
    return entry;
  }

  private grow(): void {
    const words = doubled(this.words);
    const ipv6 = doubled(this.ipv6);
    this.words = words;
    this.ipv6 = ipv6;
    const slots = new Int32Array(this.slots.length * 2);
    const mask = slots.length - 1;
    for (let entry = 0; entry < this.count; entry++) {
      const at = entry * ADDRESS_WORDS;
      let slot = hashOfFour(words[at] ^ ipv6[entry], words[at + 1], words[at + 2], words[at + 3]) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = entry + 1;
    }
    this.slots = slots;
  }
}

/** The addresses of a flow table, and which are the ends of each flow. */
export interface FlowAddresses {
  readonly table: AddressTable;
  /** Per flow: the number of endpoint a's address. */
  readonly ofA: Int32Array;
  readonly ofB: Int32Array;
}

export function numberAddresses(flows: FlowTable): FlowAddresses {
  const table = new AddressTable();
  const ofA = new Int32Array(flows.count);
  const ofB = new Int32Array(flows.count);
  const { words } = flows;
  for (let flow = 0; flow < flows.count; flow++) {
    const base = flow * FLOW_WORDS;
    const ipv6 = flows.isIpv6(flow) ? 1 : 0;
    const a = base + WORD_ADDRESS_A_REST;
    const b = base + WORD_ADDRESS_B_REST;
    ofA[flow] = table.number(ipv6, words[base + WORD_ADDRESS_A], words[a], words[a + 1], words[a + 2]);
    ofB[flow] = table.number(ipv6, words[base + WORD_ADDRESS_B], words[b], words[b + 1], words[b + 2]);
  }
  return { table, ofA, ofB };
}

/** The text of the address with this number: dotted IPv4, or IPv6 in the form of RFC 5952. */
export function addressText(table: AddressTable, address: number): string {
  const bytes = new Uint8Array(ADDRESS_WORDS * 4);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < ADDRESS_WORDS; i++) view.setInt32(i * 4, table.words[address * ADDRESS_WORDS + i]);
  return table.ipv6[address] === 1 ? ipv6Text(bytes) : ipv4Text(bytes);
}
