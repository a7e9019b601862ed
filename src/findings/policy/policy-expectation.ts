/** A policy as what says which ports are expected. */
import type { Expectation } from "../expectation.ts";
import { cellsOf } from "./cells.ts";
import { isIgnored } from "./ignore.ts";
import type { Policy } from "./policy.ts";
import { unexpectedCases } from "./unexpected-cases.ts";
import { unexpectedFinding } from "./unexpected-finding.ts";

export function policyExpectation(policy: Policy): Expectation {
  const cells = cellsOf(policy);
  return {
    findUnexpected: (traffic) =>
      unexpectedCases(traffic, policy).map((found) => unexpectedFinding(found, policy, traffic.userNames)),
    ignores: (finding) => policy.ignores.length > 0 && isIgnored(finding, policy, cells),
  };
}
