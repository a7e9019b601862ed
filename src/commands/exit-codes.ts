/** The exit codes of the contract. */
export const EXIT_DONE = 0;
/** `check`, `diff` or `verify` found something. */
export const EXIT_FOUND = 1;
/** Wrong usage, or nothing could be read or written. */
export const EXIT_FAILED = 2;
/** Part of the input was damaged or cut; the results hold for what was read. */
export const EXIT_PARTIAL = 3;
