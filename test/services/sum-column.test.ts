/** Sums that take four bytes and pass what these hold. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { SumColumn } from "../../src/services/sum-column.ts";

test("sums stay exact, however large", () => {
  const amount = fc.oneof(fc.nat(2000), fc.constantFrom(2 ** 32 - 1, 2 ** 32, 2 ** 33 + 5), fc.nat(2 ** 30));
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(3), amount), { maxLength: 60 }), (added) => {
      const column = new SumColumn(4);
      const sums = [0, 0, 0, 0];
      for (const [row, each] of added) {
        column.add(row, each);
        sums[row] += each;
      }
      expect(sums.map((_, row) => column.at(row))).toEqual(sums);
    }),
  );
});
