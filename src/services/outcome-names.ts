/** How a flow ended for its client, in words. By itself, as the page asks too, which has no flow tables. */

/** By the numbers of service.ts. */
export const OUTCOME_NAMES = ["answered", "unanswered", "refused"] as const;
export type OutcomeName = (typeof OUTCOME_NAMES)[number];
