/**
 * Tables of what is known by small numbers of facts (assembly/known-answers.ts). WebAssembly reads this file too, so it holds
 * integers only.
 */
export const KNOWN_ANSWERS_BITS = 12;
/** Of a place: a key and its answer, four bytes each. */
export const KNOWN_ANSWER_BYTES = 8;
export const KNOWN_ANSWERS_BYTES = KNOWN_ANSWER_BYTES << KNOWN_ANSWERS_BITS;
