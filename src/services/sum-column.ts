/**
 * Sums by row in four bytes each, however large they grow: few rows pass 2³², and what they carry over stands apart. In a
 * scan there are as many rows as flows.
 */
const CARRY = 2 ** 32;

export class SumColumn {
  private readonly low: Uint32Array;
  /** By row: how many times 2³² it has passed. */
  private readonly carries = new Map<number, number>();

  constructor(rows: number) {
    this.low = new Uint32Array(rows);
  }

  /** `amount`: an integer of 0 or more. */
  add(row: number, amount: number): void {
    const sum = this.low[row] + amount;
    if (sum < CARRY) this.low[row] = sum;
    else this.carry(row, sum);
  }

  at(row: number): number {
    const sum = this.low[row];
    return this.carries.size === 0 ? sum : sum + (this.carries.get(row) ?? 0) * CARRY;
  }

  private carry(row: number, sum: number): void {
    this.carries.set(row, (this.carries.get(row) ?? 0) + Math.floor(sum / CARRY));
    this.low[row] = sum % CARRY;
  }
}
