/** What says which ports are expected: a policy, a baseline. */
import type { Finding } from "./finding.ts";
import type { Traffic } from "./traffic.ts";

export interface Expectation {
  /** Findings of the rule `unexpected-port`: what this does not expect. */
  readonly findUnexpected: (traffic: Traffic) => Finding[];
  /** Whether a finding, of whatever rule, is to be ignored; only a policy says so. */
  readonly ignores?: (finding: Finding) => boolean;
}
