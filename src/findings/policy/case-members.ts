/** Distinct small integers of each of several cases: their clients, servers, services. */
import { PairSet } from "../../flows/pair-set.ts";
import { NumberList } from "./number-list.ts";

export class CaseMembers {
  readonly #known = new PairSet();
  readonly #case = new NumberList();
  readonly #member = new NumberList();

  add(ofCase: number, member: number): void {
    if (!this.#known.add(ofCase, member)) return;
    this.#case.push(ofCase);
    this.#member.push(member);
  }

  /** The members of cases 0 to `cases` − 1, in the order in which they were added. */
  byCase(cases: number): Int32Array[] {
    const counts = new Int32Array(cases);
    for (let i = 0; i < this.#case.count; i++) counts[this.#case.numbers[i]]++;
    const members = Array.from(counts, (count) => new Int32Array(count));
    const next = new Int32Array(cases);
    for (let i = 0; i < this.#case.count; i++) {
      const ofCase = this.#case.numbers[i];
      members[ofCase][next[ofCase]++] = this.#member.numbers[i];
    }
    return members;
  }
}
