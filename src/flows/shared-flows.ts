/** A table of flows as another thread sees it, which reads it where it lies. */
import type { FlowTable } from "./flow.ts";
import { FlowView } from "./flow-view.ts";

/** Plain data: it travels between threads, and the columns are not copied. */
export interface SharedFlows {
  readonly count: number;
  readonly words: Int32Array;
  readonly doubles: Float64Array;
  readonly foldedGroups: number;
}

/** Holds until the table changes. */
export function shareFlows({ count, words, doubles, folded }: FlowTable): SharedFlows {
  return { count, words, doubles, foldedGroups: folded.groups };
}

export class FlowsOfOtherThread extends FlowView {
  readonly count: number;
  readonly words: Int32Array;
  readonly doubles: Float64Array;
  readonly folded: { readonly groups: number };

  constructor({ count, words, doubles, foldedGroups }: SharedFlows) {
    super();
    this.count = count;
    this.words = words;
    this.doubles = doubles;
    this.folded = { groups: foldedGroups };
  }
}
