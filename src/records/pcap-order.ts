/** Which of the two lengths of a record header comes first. WebAssembly reads this file too. */
export const CAPTURED_FIRST = 0;
export const ORIGINAL_FIRST = 1;
/** The smaller one is the captured length. */
export const EITHER_FIRST = 2;
