/** The regression behind the weights of clues, where its outcome is known. */
import { describe, expect, test } from "vitest";
import { randomNumbers } from "../../scripts/bench/random-numbers.ts";
import { featuresOf, PRIOR, weightsText } from "../../scripts/learn-roles/features.ts";
import { type Example, fitWeights } from "../../scripts/learn-roles/fit.ts";
import { MOST_GRADES } from "../../src/roles/clues.ts";
import { CLUE_DYNAMIC_RANGE, CLUE_SYN, CLUES } from "../../src/roles/role.ts";

const example = (...features: number[]): Example => ({ features: Float64Array.from(features), weight: 1 });

describe("weights", () => {
  test("of one feature that is right three times in four are the log-odds", () => {
    const [weight] = fitWeights([example(1), example(1), example(1), example(-1)], [0], 1e-9);
    expect(weight).toBeCloseTo(Math.log(3), 6);
  });

  test("are those that the examples were drawn with", () => {
    const random = randomNumbers(5);
    const drawn = [0.5, 1.5, 3];
    const examples = Array.from({ length: 60_000 }, () => {
      const features = drawn.map(() => random(3) - 1);
      const odds = features.reduce((sum, feature, i) => sum + feature * drawn[i], 0);
      const isRight = random(1_000_000) / 1_000_000 < 1 / (1 + Math.exp(-odds));
      return example(...features.map((feature) => (isRight ? feature : -feature)));
    });
    fitWeights(examples, [0, 0, 0], 0.3).forEach((weight, i) => {
      expect(Math.abs(weight - drawn[i])).toBeLessThan(0.08);
    });
  });

  test("never speak against what a clue says", () => {
    const examples = [example(1, -1), example(1, -1), example(0, -1), example(1, 0)];
    const [right, wrong] = fitWeights(examples, [0, 0], 0.1);
    expect(right).toBeGreaterThan(0);
    expect(wrong).toBe(0);
  });

  test("of what no example has are what was believed", () => {
    expect([...fitWeights([example(0, 1)], [8, 0], 0.3)][0]).toBe(8);
  });

  test("count examples by their weight", () => {
    const heavy = { ...example(1), weight: 3 };
    expect(fitWeights([heavy, example(-1)], [0], 1e-9)[0]).toBeCloseTo(Math.log(3), 6);
  });
});

test("features are signed by the true side, a grade each", () => {
  const grades = new Int8Array(CLUES.length);
  grades[CLUE_SYN] = 1;
  grades[CLUE_DYNAMIC_RANGE] = -3;
  const features = featuresOf(grades, true);
  expect(features[CLUE_SYN * MOST_GRADES]).toBe(1);
  expect(features[CLUE_DYNAMIC_RANGE * MOST_GRADES + 2]).toBe(-1);
  expect(features.filter((feature) => feature !== 0)).toHaveLength(2);
  expect(featuresOf(grades, false)[CLUE_SYN * MOST_GRADES]).toBe(-1);
});

test("the text of the weights has a row a clue", () => {
  const text = weightsText(Float64Array.from(PRIOR));
  expect(text).toContain("  syn: [8],\n");
  expect(text).toContain('  "fan-in": [0.5, 3, 4, 5],\n');
  for (const clue of CLUES) expect(text).toMatch(new RegExp(`"?${clue}"?: \\[`));
});
