/** A column of small integers that grows at its end. */
import { doubled } from "../flows/doubled.ts";

const FIRST_CAPACITY = 1024;

export class NumberList {
  count = 0;
  numbers = new Int32Array(FIRST_CAPACITY);

  push(number: number): void {
    if (this.count === this.numbers.length) this.numbers = doubled(this.numbers);
    this.numbers[this.count++] = number;
  }
}
