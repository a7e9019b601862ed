/** How a severity follows the outcome: a port that answers is open, one that refuses is a question somebody asked. */
import { SEVERITIES, type Severity } from "./finding.ts";

/** Flows by outcome, as src/services/service.ts has them. */
export interface Outcomes {
  readonly answered: number;
  readonly unanswered: number;
  readonly refused: number;
}

export function totalOf({ answered, unanswered, refused }: Outcomes): number {
  return answered + unanswered + refused;
}

/**
 * `base` where any flow was answered; one step less where none was, but some were left without an answer (the answer may
 * lie outside the capture); two steps less where all were refused. `base` where there are no flows.
 */
export function severityByOutcome(base: Severity, { answered, unanswered, refused }: Outcomes): Severity {
  if (answered > 0) return base;
  if (unanswered > 0) return lowered(base, 1);
  return refused > 0 ? lowered(base, 2) : base;
}

/** So many steps less, `info` at the least. */
export function lowered(severity: Severity, steps: number): Severity {
  return SEVERITIES[Math.max(0, SEVERITIES.indexOf(severity) - steps)];
}
