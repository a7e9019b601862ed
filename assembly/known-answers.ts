/**
 * Tables of what TypeScript has told of facts before, by a key that they make. A later key takes an earlier one's place: the
 * table only saves work, and what it has forgotten is told again. A table is `KNOWN_ANSWERS_BYTES` zeros; no answer is 0.
 */
import { KNOWN_ANSWER_BYTES, KNOWN_ANSWERS_BITS } from "../src/flows/known-answers.ts";

function placeOf(table: u32, key: u32): u32 {
  return table + ((key * 0x9e3779b1) >> (32 - KNOWN_ANSWERS_BITS)) * KNOWN_ANSWER_BYTES;
}

/** 0 where it is not known. */
export function knownAnswer(table: u32, key: u32): u32 {
  const place = placeOf(table, key);
  return load<u32>(place) === key ? load<u32>(place, 4) : 0;
}

export function noteAnswer(table: u32, key: u32, answer: u32): void {
  const place = placeOf(table, key);
  store<u32>(place, key);
  store<u32>(place, answer, 4);
}
