/** How a flow ended for its client. WebAssembly reads this file too. */
export const OUTCOME_ANSWERED = 0;
export const OUTCOME_UNANSWERED = 1;
export const OUTCOME_REFUSED = 2;
