import { expect, test } from "vitest";
import { lowered, severityByOutcome } from "../../src/findings/outcome-severity.ts";

test.each([
  ["one answer weighs all", { answered: 1, unanswered: 9, refused: 99 }, "high"],
  ["no answer seen", { answered: 0, unanswered: 1, refused: 99 }, "medium"],
  ["all refused", { answered: 0, unanswered: 0, refused: 1 }, "low"],
  ["no flows at all", { answered: 0, unanswered: 0, refused: 0 }, "high"],
] as const)("%s", (_what, outcomes, severity) => {
  expect(severityByOutcome("high", outcomes)).toBe(severity);
});

test("nothing is less than info", () => {
  expect(severityByOutcome("low", { answered: 0, unanswered: 0, refused: 1 })).toBe("info");
  expect(lowered("info", 1)).toBe("info");
});
