/** How the servers of a capture are called in a lock: by address, or by a name that many of them share. */
import type { AddressTable } from "../../flows/addresses.ts";
import { SCOPE_INTERNET, scopeOfAddress } from "../address-scope.ts";
import type { Traffic } from "../traffic.ts";
import { isGroupAddress, readAddressWords } from "./address-words.ts";
import { INTERNET } from "./lock.ts";

/** The zone of the address with this number; null where it is in none. A policy has zones. */
export type ZoneOf = (address: number) => string | null;
export type Zoning = (traffic: Traffic) => ZoneOf;

/** Servers are called by their addresses. */
export const OWN_PLACE = 1;
/** A multicast group, or broadcast: called by its address, and nobody can answer from it. */
export const GROUP_PLACE = 2;
/** From here on: a name. */
export const FIRST_NAMED_PLACE = 3;

/** IPv4 addresses that stand in a filter of 2¹⁶ bits are looked up; the filter is asked of every server. */
const FILTER_BITS = 16;

export class ServerPlaces {
  /** By address number: one of the places above; 0 where the address is not known to serve. */
  readonly place: Int32Array;
  /** By address number: which of the listed servers it is, counted from 1; 0 for none of them. */
  readonly listed: Int32Array;
  /** By place, from `FIRST_NAMED_PLACE` on. */
  readonly names: string[] = [INTERNET];
  readonly #table: AddressTable;
  readonly #zoneOf: ZoneOf;
  readonly #numbers = new Map<string, number>([[INTERNET, FIRST_NAMED_PLACE]]);
  readonly #filter = new Uint8Array(1 << (FILTER_BITS - 3));
  /** Of listed addresses: version and words as text, and which of the listed it is, from 1. */
  readonly #listedWords = new Map<string, number>();

  /** `listed`: servers that entries of a lock name, in their order. */
  constructor(table: AddressTable, listed: readonly string[], zoneOf: ZoneOf) {
    this.place = new Int32Array(table.count);
    this.listed = new Int32Array(table.count);
    this.#table = table;
    this.#zoneOf = zoneOf;
    for (const [i, server] of listed.entries()) {
      const address = readAddressWords(server);
      if (address === null) continue;
      const bit = filterBit(address.words[0]);
      this.#filter[bit >>> 3] |= 1 << (bit & 7);
      this.#listedWords.set(`${address.ipv6} ${address.words.join()}`, i + 1);
    }
  }

  /** Says where a server's address belongs that is not known yet. */
  see(address: number): void {
    const table = this.#table;
    const isIpv6 = table.isIpv6(address);
    // Signed, as flows have them.
    const word0 = table.word(address, 0) | 0;
    const word1 = isIpv6 ? table.word(address, 1) | 0 : 0;
    const word2 = isIpv6 ? table.word(address, 2) | 0 : 0;
    const word3 = isIpv6 ? table.word(address, 3) | 0 : 0;
    const bit = filterBit(word0);
    if ((this.#filter[bit >>> 3] & (1 << (bit & 7))) !== 0) {
      this.listed[address] = this.#listedWords.get(`${isIpv6} ${[word0, word1, word2, word3].join()}`) ?? 0;
    }
    if (isGroupAddress(isIpv6, word0)) this.place[address] = GROUP_PLACE;
    else {
      const zone = this.#zoneOf(address);
      if (zone !== null) this.place[address] = this.#placeNamed(zone);
      else {
        const isPublic = scopeOfAddress(table, address) === SCOPE_INTERNET;
        this.place[address] = isPublic ? FIRST_NAMED_PLACE : OWN_PLACE;
      }
    }
  }

  /** Null for places without one. */
  nameOf(place: number): string | null {
    return place < FIRST_NAMED_PLACE ? null : this.names[place - FIRST_NAMED_PLACE];
  }

  #placeNamed(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const place = FIRST_NAMED_PLACE + this.names.length;
    this.names.push(name);
    this.#numbers.set(name, place);
    return place;
  }
}

function filterBit(word: number): number {
  return (word ^ (word >>> FILTER_BITS)) & ((1 << FILTER_BITS) - 1);
}
