/** The heaviest of many rows are those that sorting them all would put first. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { heaviest } from "../../src/report/heaviest.ts";

function bySorting(weights: readonly number[], limit: number, counts: (row: number) => boolean): number[] {
  const rows = weights.map((_, row) => row).filter(counts);
  return rows.sort((one, other) => weights[other] - weights[one]).slice(0, limit);
}

const sorted = (rows: Iterable<number>) => [...rows].sort((one, other) => one - other);

test("of equally heavy rows, the first", () => {
  const { listed, omitted } = heaviest(5, 3, Float64Array.of(7, 7, 9, 7, 7), () => true);
  expect(sorted(listed)).toEqual([0, 1, 2]);
  expect(omitted).toBe(2);
});

test("as sorting finds them", () => {
  const weights = fc.array(fc.oneof(fc.nat(5), fc.nat(2 ** 31)), { maxLength: 200 });
  fc.assert(
    fc.property(weights, fc.nat(40), fc.integer({ min: 1, max: 5 }), (rows, limit, every) => {
      const counts = (row: number) => row % every === 0;
      const found = heaviest(rows.length, limit, Float64Array.from(rows), counts);
      expect(sorted(found.listed)).toEqual(sorted(bySorting(rows, limit, counts)));
      expect(found.omitted).toBe(rows.filter((_, row) => counts(row)).length - found.listed.length);
    }),
  );
});
