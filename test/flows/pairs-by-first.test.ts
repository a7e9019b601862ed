/** Numbers of pairs, of which a first member's first one needs no search. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PairIndex } from "../../src/flows/pair-index.ts";
import { PairsByFirst } from "../../src/flows/pairs-by-first.ts";

const FIRSTS = 50;

describe("pairs by their first member", () => {
  test("know the first pair of each first member", () => {
    const pairs = new PairsByFirst(3);
    expect(pairs.firstPairOf(2)).toBe(-1);
    expect([pairs.number(2, 7), pairs.number(0, 7), pairs.number(2, 8), pairs.number(2, 7)]).toEqual([
      0, 1, 2, 0,
    ]);
    expect([0, 1, 2].map((first) => pairs.firstPairOf(first))).toEqual([1, -1, 0]);
    expect([pairs.find(2, 8), pairs.find(2, 9), pairs.find(1, 7)]).toEqual([2, -1, -1]);
  });

  test("have the numbers that an index of pairs gives, however it grows and is cleared", () => {
    const pair = fc.tuple(fc.nat(FIRSTS - 1), fc.nat(100));
    fc.assert(
      fc.property(
        fc.array(fc.array(pair, { maxLength: 3000, size: "max" }), { maxLength: 3 }),
        fc.array(pair),
        (rounds, asked) => {
          const pairs = new PairsByFirst(FIRSTS);
          const index = new PairIndex();
          for (const added of rounds) {
            pairs.clear();
            index.clear();
            for (const [first, second] of added) {
              expect(pairs.number(first, second)).toBe(index.number(first, second));
            }
            for (const [first, second] of asked) {
              expect(pairs.find(first, second)).toBe(index.find(first, second));
            }
            expect(pairs.first.subarray(0, pairs.count)).toEqual(index.first.subarray(0, index.count));
            expect(pairs.second.subarray(0, pairs.count)).toEqual(index.second.subarray(0, index.count));
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
