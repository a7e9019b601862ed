/**
 * Sums by row in four bytes each, however large they grow: few rows pass 2³², and what they carry over stands apart. In a
 * scan there are as many rows as flows.
 */
import type { Words } from "./words.ts";

const CARRY = 2 ** 32;

export class SumColumn {
  readonly #low: Words;
  /** By row: how many times 2³² it has passed. */
  readonly #carries = new Map<number, number>();

  constructor(low: Words) {
    this.#low = low;
  }

  at(row: number): number {
    const sum = this.#low.at(row) >>> 0;
    return this.#carries.size === 0 ? sum : sum + (this.#carries.get(row) ?? 0) * CARRY;
  }

  /** The row's low words have passed 2³² so many times more. */
  carry(row: number, times: number): void {
    this.#carries.set(row, (this.#carries.get(row) ?? 0) + times);
  }
}
