/** What is learned: a weight for each grade of each clue. */
import { MOST_GRADES } from "../../src/roles/clues.ts";
import { CLUES, type Clue } from "../../src/roles/role.ts";

/** Grades of the clues that have more than one. */
const GRADES: Partial<Record<Clue, number>> = {
  payload: 3,
  "known-server": 2,
  "fan-in": 4,
  probe: 3,
  "busy-port": 3,
  "registered-service": 2,
  "dynamic-range": 3,
};

/**
 * What weights are drawn to, in log-odds; 0 for those that are not named. Handshakes, and addresses that can only be
 * destinations, tell the role by the rules of their protocols; but the truth of the examples is the handshake itself, so
 * what other clues leave for it to explain says nothing of its weight. What many flows say together is seldom to be
 * seen in small captures, and is not to be given up for that. A negotiated port is told by the protocols, too: who announces
 * it listens; and it leaves little for port 20 to explain, which is all there is where the announcement is not in view.
 */
const BELIEVED: Partial<Record<Clue, readonly number[]>> = {
  syn: [8],
  "syn-ack": [6],
  multicast: [8],
  broadcast: [8],
  negotiated: [8],
  "known-server": [2, 3],
  "fan-in": [0.5, 3, 4, 5],
  probe: [3, 5, 8],
  "ftp-data": [3],
};

/** How strongly: as much as so many examples that are halfway sure. */
export const PENALTY = 0.3;

export const FEATURE_COUNT = CLUES.length * MOST_GRADES;

export const PRIOR: readonly number[] = CLUES.flatMap((clue) =>
  Array.from({ length: MOST_GRADES }, (_, grade) => BELIEVED[clue]?.[grade] ?? 0),
);

/** Grades of one flow as features, 1 for each that speaks for the true server and −1 for each against it. */
export function featuresOf(grades: Int8Array, serverIsB: boolean): Float64Array {
  const features = new Float64Array(FEATURE_COUNT);
  for (const [clue, grade] of grades.entries()) {
    if (grade === 0) continue;
    features[clue * MOST_GRADES + Math.abs(grade) - 1] = grade > 0 === serverIsB ? 1 : -1;
  }
  return features;
}

/** The text of src/roles/clue-weights.ts. */
export function weightsText(weights: Float64Array): string {
  const rows = CLUES.map((clue, number) => {
    const first = number * MOST_GRADES;
    const grades = weights.slice(first, first + (GRADES[clue] ?? 1));
    const name = clue.includes("-") ? `"${clue}"` : clue;
    return `  ${name}: [${Array.from(grades, (weight) => Number(weight.toFixed(2))).join(", ")}],\n`;
  });
  return (
    "/** Made by `npm run roles:learn`; do not edit. What each grade of a clue weighs, in log-odds; see docs/roles.md. */\n" +
    'import type { Clue } from "./role.ts";\n\n' +
    `export const CLUE_WEIGHTS: Readonly<Record<Clue, readonly number[]>> = {\n${rows.join("")}};\n`
  );
}
