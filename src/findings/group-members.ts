/** Distinct small integers of each of several groups: their clients, servers, services. */
import { PairSet } from "../flows/pair-set.ts";
import { NumberList } from "./number-list.ts";

export class GroupMembers {
  readonly #known = new PairSet();
  readonly #group = new NumberList();
  readonly #member = new NumberList();
  /** Flows of one client, and to one service, come in trains. */
  #lastGroup = -1;
  #lastMember = -1;
  #lists: MemberLists | null = null;

  /** Nothing may be added once `of` has been asked. */
  add(group: number, member: number): void {
    if (group === this.#lastGroup && member === this.#lastMember) return;
    this.#lastGroup = group;
    this.#lastMember = member;
    if (!this.#known.add(group, member)) return;
    this.#group.push(group);
    this.#member.push(member);
  }

  /** In the order in which they were added; none where the group has none. */
  of(group: number): Int32Array {
    this.#lists ??= listsOf(this.#group, this.#member);
    const { start, members } = this.#lists;
    return members.subarray(start[group] ?? members.length, start[group + 1] ?? members.length);
  }
}

/** Members in one column, those of group g from `start[g]` to `start[g + 1]`. */
interface MemberLists {
  readonly start: Int32Array;
  readonly members: Int32Array;
}

function listsOf({ count, numbers: groupOf }: NumberList, { numbers }: NumberList): MemberLists {
  let groups = 0;
  for (let i = 0; i < count; i++) groups = Math.max(groups, groupOf[i] + 1);
  const start = new Int32Array(groups + 1);
  for (let i = 0; i < count; i++) start[groupOf[i] + 1]++;
  for (let group = 0; group < groups; group++) start[group + 1] += start[group];
  const members = new Int32Array(count);
  const next = start.slice();
  for (let i = 0; i < count; i++) members[next[groupOf[i]]++] = numbers[i];
  return { start, members };
}
