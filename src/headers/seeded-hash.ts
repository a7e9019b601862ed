/**
 * Captures are written by strangers: with a hash that everybody can compute, one could be made whose flows all
 * share a slot, and a table would be searched from end to end for each packet. So every process hashes with a
 * seed of its own, mixed in before anything else. No result depends on it: rows are numbered in the order of
 * their appearance.
 */
export const HASH_SEED = Math.floor(Math.random() * 2 ** 32) | 0;

/** Three words as one, so that no two inputs can be told to collide without the seed. */
export function hashOfThree(word1: number, word2: number, word3: number): number {
  let mixed = Math.imul(word1 ^ HASH_SEED, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 15) ^ word2, 0xc2b2ae35);
  return Math.imul(mixed ^ (mixed >>> 13) ^ word3, 0x27d4eb2f);
}

/** Four words as one, well enough mixed that its low bits serve as a slot. */
export function hashOfFour(word1: number, word2: number, word3: number, word4: number): number {
  let mixed = hashOfThree(word1, word2, word3);
  mixed = Math.imul(mixed ^ (mixed >>> 16) ^ word4, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}
