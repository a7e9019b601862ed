/** The longest prefix of an address, held against looking at every prefix. */
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  ADDRESS_BITS,
  type Address,
  contains,
  lastOf,
  type Prefix,
  prefixAround,
  prefixText,
} from "../../../src/findings/policy/prefix.ts";
import { PrefixMap } from "../../../src/findings/policy/prefix-map.ts";
import { AddressTable } from "../../../src/flows/addresses.ts";

const NOWHERE = -1;

/** Prefixes that lie in each other, at the ends of all addresses as well. */
const near = (version: 4 | 6) => {
  const bits = BigInt(ADDRESS_BITS[version]);
  return fc
    .tuple(
      fc.constantFrom(0n, 1n, 2n ** bits - 1n, 2n ** (bits - 1n), 0xa5n << (bits - 8n)),
      fc.bigInt(0n, 2n ** bits - 1n),
      fc.nat(Number(bits)),
    )
    .map(([base, noise, shared]): Address => {
      const rest = bits - BigInt(shared);
      return { version, value: ((base >> rest) << rest) | (noise & ((1n << rest) - 1n)) };
    });
};
const address = fc.oneof(near(4), near(6));
const prefix = fc
  .tuple(address, fc.nat(128))
  .map(([each, length]) => prefixAround(each, Math.min(length, ADDRESS_BITS[each.version])));
const prefixes = fc.uniqueArray(prefix, { maxLength: 24, selector: prefixText });

function naive(list: readonly Prefix[], each: Address): number {
  const host = { ...each, length: ADDRESS_BITS[each.version] };
  let found = NOWHERE;
  for (const [i, candidate] of list.entries()) {
    if (contains(candidate, host) && (found < 0 || list[found].length < candidate.length)) found = i;
  }
  return found;
}

test("every address finds its longest prefix", () => {
  fc.assert(
    fc.property(prefixes, fc.array(address, { maxLength: 8 }), (list, others) => {
      const map = new PrefixMap(
        list.map((each, value) => ({ prefix: each, value })),
        NOWHERE,
      );
      // The ends of prefixes, and their neighbours, are where it may go wrong.
      const edges = list.flatMap(({ version, value, length }) => {
        const last = lastOf({ version, value, length });
        const most = (1n << BigInt(ADDRESS_BITS[version])) - 1n;
        return [value, last, ...(value > 0n ? [value - 1n] : []), ...(last < most ? [last + 1n] : [])].map(
          (at): Address => ({ version, value: at }),
        );
      });
      const asked = [...edges, ...others];
      for (const each of asked) expect(map.of(each)).toBe(naive(list, each));
      const table = new AddressTable();
      const numbers = asked.map((each) => numberIn(table, each));
      const all = map.ofAll(table);
      for (const [i, each] of asked.entries()) expect(all[numbers[i]]).toBe(naive(list, each));
    }),
    { numRuns: 300 },
  );
});

function numberIn(table: AddressTable, { version, value }: Address): number {
  const words = [96n, 64n, 32n, 0n].map((shift) => Number((value >> shift) & 0xffffffffn) | 0);
  return version === 4
    ? table.number(0, words[3], 0, 0, 0)
    : table.number(1, words[0], words[1], words[2], words[3]);
}
