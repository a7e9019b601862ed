/** Rules that decide nothing, as earlier ones have decided all that they are about. */
import { listText } from "../words.ts";
import type { Policy, PolicyRule } from "./policy.ts";
import type { ProblemCollector } from "./policy-problems.ts";
import { boxOf, cutOut, liesIn, type TrafficBox } from "./traffic-box.ts";

/** Boxes that are cut for one policy at most: a rule is not told to be out of reach then. */
const MOST_CUTS = 1_000_000;

export function warnOfUnreachable(policy: Policy, problems: ProblemCollector): void {
  const boxes = policy.rules.map((rule) => boxOf(rule, policy));
  const budget = { cuts: MOST_CUTS };
  for (const [i, rule] of policy.rules.entries()) {
    const before = coveringRules(boxes, i, budget).map((each) => policy.rules[each]);
    if (before.length === 0) continue;
    problems.warningAt(rule.place, wordsOf(rule, before));
  }
}

/** The earlier rules that decide all of rule `number`; none where something is left to it. */
function coveringRules(boxes: readonly TrafficBox[], number: number, budget: { cuts: number }): number[] {
  const box = boxes[number];
  const single = boxes.findIndex((earlier, i) => i < number && liesIn(box, earlier));
  if (single >= 0 && single < number) return [single];
  let left: readonly TrafficBox[] = [box];
  const involved: number[] = [];
  for (let i = 0; i < number && left.length > 0; i++) {
    budget.cuts -= left.length;
    if (budget.cuts < 0) return [];
    const next = left.flatMap((piece) => cutOut(piece, boxes[i]));
    if (next.length !== left.length || next.some((piece, at) => piece !== left[at])) involved.push(i);
    left = next;
  }
  return left.length === 0 ? involved : [];
}

function wordsOf(rule: PolicyRule, before: readonly PolicyRule[]): string {
  const lines = listText(before.map(({ place }) => String(place.line)));
  const which = before.length === 1 ? `the rule in line ${lines}` : `the rules in lines ${lines}`;
  const differ = before.some(({ action }) => action !== rule.action);
  return `this rule never decides, as ${which} come${before.length === 1 ? "s" : ""} first: ${
    differ ? "put it before, or take it out" : "take it out"
  }`;
}
