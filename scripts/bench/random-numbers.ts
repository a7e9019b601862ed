/** Numbers below `limit`. */
export type RandomNumbers = (limit: number) => number;

/** A small generator of numbers (mulberry32): the same on every machine. */
export function randomNumbers(seed: number): RandomNumbers {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

/** Spreads a number over 32 bits (the finalizer of MurmurHash3): what depends on it looks drawn, yet is known. */
export function scattered(value: number): number {
  let mixed = value | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
