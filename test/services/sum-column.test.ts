/** Sums that take four bytes and pass what these hold. */
import { expect, test } from "vitest";
import { SumColumn } from "../../src/services/sum-column.ts";
import { Words } from "../../src/services/words.ts";

test("a row's words are found among those of others, and what they carried over is added", () => {
  const rows = Int32Array.of(1, 2, 3, -1, 5, 6);
  const column = new SumColumn(new Words(rows, 2, 1));
  expect([0, 1, 2].map((row) => column.at(row))).toEqual([2, 2 ** 32 - 1, 6]);
  column.carry(1, 1);
  column.carry(1, 2 ** 20);
  expect([0, 1, 2].map((row) => column.at(row))).toEqual([2, 2 ** 32 * (2 ** 20 + 2) - 1, 6]);
});
