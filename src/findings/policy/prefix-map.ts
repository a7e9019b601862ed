/**
 * Which of many prefixes is an address's longest. The prefixes cut the addresses into ranges, each with one longest
 * prefix; an address is found among the ranges' first addresses by halving. Typed arrays throughout: it is asked of every
 * address of a capture.
 */
import type { AddressTable } from "../../flows/addresses.ts";
import { ADDRESS_BITS, type Address, comparePrefixes, lastOf, type Prefix } from "./prefix.ts";

export interface PrefixEntry {
  readonly prefix: Prefix;
  /** What is told of addresses whose longest prefix this is: a small integer. */
  readonly value: number;
}

/** The ranges of one version: words of their first addresses, in columns, and what is told of each. */
interface Ranges {
  readonly words: readonly Uint32Array[];
  readonly values: Int32Array;
}

const WORDS = { 4: 1, 6: 4 } as const;

export class PrefixMap {
  readonly #ipv4: Ranges;
  readonly #ipv6: Ranges;

  /** No prefix may stand in `entries` twice; `otherwise` is told of addresses that none contains. */
  constructor(entries: readonly PrefixEntry[], otherwise: number) {
    this.#ipv4 = rangesOf(entries, 4, otherwise);
    this.#ipv6 = rangesOf(entries, 6, otherwise);
  }

  /** What is told of each address of a table, by its number. */
  ofAll(table: AddressTable): Int32Array {
    const { count } = table;
    const found = new Int32Array(count);
    const [starts] = this.#ipv4.words;
    const { values } = this.#ipv4;
    for (let address = 0; address < count; address++) {
      found[address] = table.isIpv6(address)
        ? this.#ofIpv6(
            table.word(address, 0),
            table.word(address, 1),
            table.word(address, 2),
            table.word(address, 3),
          )
        : values[rangeOf(starts, table.word(address, 0))];
    }
    return found;
  }

  of({ version, value }: Address): number {
    const words = wordsOf(value, WORDS[version]);
    if (version === 4) return this.#ipv4.values[rangeOf(this.#ipv4.words[0], words[0])];
    return this.#ofIpv6(words[0], words[1], words[2], words[3]);
  }

  #ofIpv6(word0: number, word1: number, word2: number, word3: number): number {
    const { words, values } = this.#ipv6;
    const [starts0, starts1, starts2, starts3] = words;
    let low = 0;
    let high = values.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      const difference =
        starts0[middle] - word0 ||
        starts1[middle] - word1 ||
        starts2[middle] - word2 ||
        starts3[middle] - word3;
      if (difference <= 0) low = middle;
      else high = middle;
    }
    return values[low];
  }
}

/** The last range that does not start behind the word. The first one starts at 0. */
function rangeOf(starts: Uint32Array, word: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (starts[middle] <= word) low = middle;
    else high = middle;
  }
  return low;
}

function wordsOf(value: bigint, count: number): number[] {
  return Array.from({ length: count }, (_, i) =>
    Number((value >> BigInt(32 * (count - 1 - i))) & 0xffffffffn),
  );
}

function rangesOf(entries: readonly PrefixEntry[], version: 4 | 6, otherwise: number): Ranges {
  const starts: { at: bigint; value: number }[] = [];
  const startAt = (at: bigint, value: number) => {
    const last = starts.at(-1);
    if (last?.at === at) last.value = value;
    else starts.push({ at, value });
  };
  const end = (1n << BigInt(ADDRESS_BITS[version])) - 1n;
  const open = [{ last: end, value: otherwise }];
  /** Closes prefixes that end before `at`: what is around them goes on behind. */
  const closeBefore = (at: bigint) => {
    while (open.length > 1 && open[open.length - 1].last < at) {
      const closed = open.pop();
      startAt((closed?.last ?? end) + 1n, open[open.length - 1].value);
    }
  };
  startAt(0n, otherwise);
  const ofVersion = entries.filter(({ prefix }) => prefix.version === version);
  for (const { prefix, value } of ofVersion.sort((one, other) => comparePrefixes(one.prefix, other.prefix))) {
    closeBefore(prefix.value);
    startAt(prefix.value, value);
    open.push({ last: lastOf(prefix), value });
  }
  while (open.length > 1) {
    const last = open[open.length - 1].last;
    if (last === end) open.pop();
    else closeBefore(last + 1n);
  }
  const words = starts.map(({ at }) => wordsOf(at, WORDS[version]));
  return {
    words: Array.from({ length: WORDS[version] }, (_, i) => Uint32Array.from(words, (each) => each[i])),
    values: Int32Array.from(starts, ({ value }) => value),
  };
}
