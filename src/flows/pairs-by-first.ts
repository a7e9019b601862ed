/**
 * As `PairIndex`, where the first members are few numbers from 0 on and most of them have one pair only: the ports of the
 * hosts that a scan asked, say. A first member's first pair is found by it alone; slots are for the others.
 */
import { PairIndex } from "./pair-index.ts";

export class PairsByFirst extends PairIndex {
  /** By first member: the number of its first pair plus 1, or 0. */
  private readonly firstPairs: Int32Array;

  /** `firsts`: first members are less than this. `most`: how many pairs there may be. */
  constructor(firsts: number, most?: number) {
    super(most);
    this.firstPairs = new Int32Array(firsts);
  }

  /** The first pair that has this first member; −1 where there is none. */
  firstPairOf(first: number): number {
    return this.firstPairs[first] - 1;
  }

  override number(first: number, second: number): number {
    const pair = this.firstPairs[first] - 1;
    if (pair < 0) {
      this.firstPairs[first] = this.count + 1;
      return this.append(first, second);
    }
    return this.second[pair] === second ? pair : super.number(first, second);
  }

  override find(first: number, second: number): number {
    const pair = this.firstPairs[first] - 1;
    return pair < 0 || this.second[pair] === second ? pair : super.find(first, second);
  }

  override clear(): void {
    for (let pair = 0; pair < this.count; pair++) this.firstPairs[this.first[pair]] = 0;
    super.clear();
  }

  protected override hasSlot(pair: number): boolean {
    return this.firstPairs[this.first[pair]] !== pair + 1;
  }
}
