/** Weighs the clues to one flow's role: the sum of their log-odds tells the server, and how sure it is. */
import { CLUE_WEIGHTS } from "./clue-weights.ts";
import type { Grades } from "./grade.ts";
import { CLUE_FIRST_PACKET, CLUES } from "./role.ts";

/** What a grade of a clue weighs for endpoint b, in log-odds; below 0 for a. */
export function logOddsForB(clue: number, grade: number): number {
  return grade === 0 ? 0 : Math.sign(grade) * CLUE_WEIGHTS[CLUES[clue]][Math.abs(grade) - 1];
}

/** More is never told: roles are read off packets, which can be faked. */
const MOST_PERCENT = 99;

/**
 * A role in one word: bits 0 to 15 the clues that speak for it, 16 to 19 the one that weighs most, 20 to 26 hundredths
 * of confidence, 27 whether endpoint b is the server. Never 0.
 */
export type PackedRole = number;
const DECIDER_SHIFT = 16;
const PERCENT_SHIFT = 20;
const SERVER_SHIFT = 27;

/** `settled`: the server that it has to be, 1 for endpoint b, −1 for a; 0 where that is open. */
export function weigh(grades: Grades, settled = 0): PackedRole {
  let odds = 0;
  for (let clue = 0; clue < grades.length; clue++) odds += logOddsForB(clue, grades[clue]);
  const server = settled || Math.sign(odds) || grades[CLUE_FIRST_PACKET];
  let clues = 0;
  let most = 0;
  let decider = CLUE_FIRST_PACKET;
  for (let clue = 0; clue < grades.length; clue++) {
    const weight = server * logOddsForB(clue, grades[clue]);
    if (weight > 0) clues |= 1 << clue;
    if (weight <= most) continue;
    most = weight;
    decider = clue;
  }
  const percent = Math.min(MOST_PERCENT, Math.floor(100 / (1 + Math.exp(-Math.abs(odds)))));
  return (
    clues |
    (1 << decider) |
    (decider << DECIDER_SHIFT) |
    (percent << PERCENT_SHIFT) |
    ((server > 0 ? 1 : 0) << SERVER_SHIFT)
  );
}
