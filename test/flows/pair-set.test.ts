/** Sets of pairs. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PairSet } from "../../src/flows/pair-set.ts";

const MOST = 2 ** 31 - 2;

describe("a set of pairs", () => {
  test("knows what is new, and the order within a pair", () => {
    const pairs = new PairSet();
    const added = [
      [0, 0],
      [0, 1],
      [1, 0],
      [0, 0],
      [MOST, MOST],
      [MOST, MOST],
    ].map(([first, second]) => pairs.add(first, second));
    expect(added).toEqual([true, true, true, false, true, false]);
    expect(pairs.count).toBe(4);
  });

  test("answers as a set of texts does, however it grows", () => {
    const member = fc.oneof(fc.nat(20), fc.nat(MOST));
    fc.assert(
      fc.property(fc.array(fc.tuple(member, member), { maxLength: 400 }), fc.nat(4000), (asked, filling) => {
        const pairs = new PairSet();
        const known = new Set<string>();
        const add = (first: number, second: number) => {
          expect(pairs.add(first, second)).toBe(!known.has(`${first} ${second}`));
          known.add(`${first} ${second}`);
        };
        for (const [first, second] of asked) add(first, second);
        for (let i = 0; i < filling; i++) pairs.add(i, 1000 + (i % 7)) && known.add(`${i} ${1000 + (i % 7)}`);
        for (const [first, second] of asked) add(first, second);
        expect(pairs.count).toBe(known.size);
      }),
      { numRuns: 50 },
    );
  });
});
