/**
 * Addresses by number. Once the flows stand, every address gets a number in the order of appearance, and every
 * flow two columns that hold the numbers of its endpoints: later stages count and group by small integers. The walk over the
 * flows is WebAssembly (assembly/addresses.ts).
 */

import { hashOfFour } from "../headers/seeded-hash.ts";
import { ipv6Text } from "../records/address-text.ts";
import type { PacketLoops } from "../records/packet-memory.ts";
import { doubled } from "./doubled.ts";
import type { FlowTable } from "./flow.ts";
import { inBlocks } from "./in-blocks.ts";

const FIRST_CAPACITY = 1024;
const REST_WORDS = 3;
/** What assembly/addresses.ts wants to have room for before it begins is less. */
const FIRST_SLOTS = 2048;

export class AddressTable {
  count = 0;
  /** By number: the first word of an address, which is all of an IPv4 address. */
  private first: Int32Array = new Int32Array(FIRST_CAPACITY);
  /** By number: the other three words of an IPv6 address. Takes no room while all addresses are IPv4. */
  private rest: Int32Array = new Int32Array(0);
  /** By number: 1 where the address is IPv6. */
  private ipv6: Uint8Array = new Uint8Array(FIRST_CAPACITY);
  /** An address's number plus 1, negative for IPv6; 0 is an empty slot. */
  private slots: Int32Array = new Int32Array(FIRST_SLOTS);

  /** The addresses of all flows. Room that no address takes costs no memory. */
  static of(flows: FlowTable, ofA: Int32Array, ofB: Int32Array): AddressTable {
    const { columns, memory } = flows;
    const { loops } = memory;
    const most = Math.max(2 * flows.count, 1);
    const table = new AddressTable();
    table.first = columns.int32(most);
    table.ipv6 = columns.uint8(most);
    table.slots = columns.int32(FIRST_SLOTS);
    loops.startAddresses();
    table.place(loops);
    inBlocks(
      flows.count,
      (from, to) => loops.numberAddressesOf(ofA.byteOffset, ofB.byteOffset, from, to),
      (flow) => {
        if (loops.wantsSlots()) {
          table.slots = columns.int32(table.slots.length * 2);
          table.place(loops);
          loops.dealAddressSlots();
        } else {
          table.rest = columns.int32(most * REST_WORDS);
          table.place(loops);
        }
        return flow;
      },
    );
    table.count = loops.countOfAddresses();
    return table;
  }

  private place(loops: PacketLoops): void {
    const { first, rest, ipv6, slots } = this;
    const restAt = rest.length === 0 ? 0 : rest.byteOffset;
    loops.placeAddresses(first.byteOffset, restAt, ipv6.byteOffset, slots.byteOffset, slots.length);
  }

  /** The number of an address, a new one where it has none yet. An IPv4 address is word 0, the others are 0. */
  number(ipv6: number, word0: number, word1: number, word2: number, word3: number): number {
    const hash = hashOfAddress(ipv6, word0, word1, word2, word3);
    return ipv6 === 0 ? this.numberOfIpv4(hash, word0) : this.numberOfIpv6(hash, word0, word1, word2, word3);
  }

  /** As `number`, for an IPv4 address whose hash is known. */
  numberOfIpv4(hash: number, word0: number): number {
    const { slots, first } = this;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const entry = slots[slot];
      if (entry === 0) return this.append(slot, 0, word0);
      if (entry > 0 && first[entry - 1] === word0) return entry - 1;
      slot = (slot + 1) & mask;
    }
  }

  /** As `number`, for an IPv6 address whose hash is known. */
  numberOfIpv6(hash: number, word0: number, word1: number, word2: number, word3: number): number {
    const { slots, first, rest } = this;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const entry = slots[slot];
      if (entry === 0) break;
      if (entry < 0) {
        const number = -entry - 1;
        const at = number * REST_WORDS;
        if (
          first[number] === word0 &&
          rest[at] === word1 &&
          rest[at + 1] === word2 &&
          rest[at + 2] === word3
        ) {
          return number;
        }
      }
      slot = (slot + 1) & mask;
    }
    if (this.rest.length === 0) this.rest = new Int32Array(this.first.length * REST_WORDS);
    this.rest[this.count * REST_WORDS] = word1;
    this.rest[this.count * REST_WORDS + 1] = word2;
    this.rest[this.count * REST_WORDS + 2] = word3;
    return this.append(slot, 1, word0);
  }

  isIpv6(address: number): boolean {
    return this.ipv6[address] === 1;
  }

  /** Word 0 to 3 of the address with this number, unsigned; word 0 is all of an IPv4 address. */
  word(address: number, index: number): number {
    return (index === 0 ? this.first[address] : this.rest[address * REST_WORDS + index - 1]) >>> 0;
  }

  /** The text of the address with this number: dotted IPv4, or IPv6 in the form of RFC 5952. */
  text(address: number): string {
    const word = this.first[address];
    if (this.ipv6[address] === 0) {
      return `${word >>> 24}.${(word >>> 16) & 0xff}.${(word >>> 8) & 0xff}.${word & 0xff}`;
    }
    const view = new DataView(new ArrayBuffer(16));
    view.setInt32(0, word);
    for (let i = 0; i < REST_WORDS; i++) view.setInt32(4 + i * 4, this.rest[address * REST_WORDS + i]);
    return ipv6Text(new Uint8Array(view.buffer));
  }

  private append(slot: number, ipv6: number, word0: number): number {
    const number = this.count++;
    this.first[number] = word0;
    this.ipv6[number] = ipv6;
    this.slots[slot] = entryOf(number, ipv6);
    if (this.count === this.first.length) this.grow();
    return number;
  }

  private grow(): void {
    this.first = doubled(this.first);
    this.rest = doubled(this.rest);
    this.ipv6 = doubled(this.ipv6);
    const { first, rest, ipv6 } = this;
    this.slots = new Int32Array(this.slots.length * 2);
    const { slots } = this;
    const mask = slots.length - 1;
    for (let number = 0; number < this.count; number++) {
      const at = number * REST_WORDS;
      const hash =
        ipv6[number] === 0
          ? hashOfAddress(0, first[number], 0, 0, 0)
          : hashOfAddress(1, first[number], rest[at], rest[at + 1], rest[at + 2]);
      let slot = hash & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = entryOf(number, ipv6[number]);
    }
  }
}

function entryOf(number: number, ipv6: number): number {
  return ipv6 === 0 ? number + 1 : -number - 1;
}

function hashOfAddress(ipv6: number, word0: number, word1: number, word2: number, word3: number): number {
  return hashOfFour(word0 ^ ipv6, word1, word2, word3);
}

/** The addresses of a flow table, and which are the ends of each flow. */
export interface FlowAddresses {
  readonly table: AddressTable;
  /** Per flow: the number of endpoint a's address. */
  readonly ofA: Int32Array;
  readonly ofB: Int32Array;
}

export function numberAddresses(flows: FlowTable): FlowAddresses {
  const ofA = flows.columns.int32(flows.count);
  const ofB = flows.columns.int32(flows.count);
  return { table: AddressTable.of(flows, ofA, ofB), ofA, ofB };
}

/** The text of the address with this number: dotted IPv4, or IPv6 in the form of RFC 5952. */
export function addressText(table: AddressTable, address: number): string {
  return table.text(address);
}
