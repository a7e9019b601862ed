/**
 * What `check` has to say, as plain data: `check --format json` prints this object as it is, and the other forms are
 * drawn from it. Its names are a promise (schema `portolan.check/1`, schemas/check.schema.json): fields are added, never
 * renamed.
 */
import { isAtLeast, SEVERITIES, type Severity } from "../../findings/finding.ts";
import { captureReport } from "../capture-report.ts";
import { findingReport } from "../finding-report.ts";
import type { CaptureReport, FindingReport } from "../report.ts";
import type { Survey } from "../survey.ts";
import { formatNumberOf } from "../units.ts";
import { VERSION } from "../version.ts";
import type { BlockedReport } from "./blocked-report.ts";

export const CHECK_SCHEMA = "portolan.check/1";

/** The least severity that fails a check; `none`: no finding does. */
export type FailOn = Severity | "none";

/** Most severe first, as findings are shown. */
export const MOST_SEVERE_FIRST: readonly Severity[] = [...SEVERITIES].reverse();

export interface ExitReport {
  /** 0 passed; 1 a finding is severe enough, whether or not input was damaged; 3 none is, but input was damaged. */
  code: 0 | 1 | 3;
  /** Why, in words. */
  reason: string;
}

export interface CheckReport {
  schema: typeof CHECK_SCHEMA;
  tool: { name: "portolan"; version: string };
  captures: CaptureReport[];
  /** Paths of what was expected; null where none was named. */
  policy: string | null;
  baseline: string | null;
  failOn: FailOn;
  exit: ExitReport;
  /** Findings by severity, the most severe first. */
  counts: Record<Severity, number>;
  /** Findings that the policy says to ignore; they are in no other count. */
  ignored: number;
  /** The most severe first. */
  findings: FindingReport[];
  /** What the rules of the policy would block, or of the baseline where there is no policy; null where that was not asked (`--what-if`). */
  blocked: BlockedReport | null;
}

export interface CheckSettings {
  readonly policy: string | null;
  readonly baseline: string | null;
  readonly failOn: FailOn;
  readonly blocked: BlockedReport | null;
}

export function buildCheckReport(
  { captures: read, found }: Pick<Survey, "captures" | "found">,
  { policy, baseline, failOn, blocked }: CheckSettings,
): CheckReport {
  const captures = read.map(captureReport);
  const findings = found.findings.map(findingReport);
  return {
    schema: CHECK_SCHEMA,
    tool: { name: "portolan", version: VERSION },
    captures,
    policy,
    baseline,
    failOn,
    exit: exitReport(findings, "finding", { captures, failOn }),
    counts: countBySeverity(findings),
    ignored: found.ignored,
    findings,
    blocked,
  };
}

export function countBySeverity(findings: readonly FindingReport[]): Record<Severity, number> {
  const counts = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  for (const { severity } of findings) counts[severity] += 1;
  return counts;
}

/** `1 critical, 3 low`; empty where there are none. */
export function countsInWords(counts: Readonly<Record<Severity, number>>): string {
  return MOST_SEVERE_FIRST.filter((severity) => counts[severity] > 0)
    .map((severity) => `${counts[severity]} ${severity}`)
    .join(", ");
}

export function fails({ severity }: { readonly severity: Severity }, failOn: FailOn): boolean {
  return failOn !== "none" && isAtLeast(severity, failOn);
}

/** `what`: what is counted, `finding` or `difference`. */
export function exitReport(
  found: readonly { readonly severity: Severity }[],
  what: string,
  { captures, failOn }: { readonly captures: readonly CaptureReport[]; readonly failOn: FailOn },
): ExitReport {
  const failing = found.filter((each) => fails(each, failOn)).length;
  const isWhole = captures.every(({ complete }) => complete);
  const damage = "part of the input was damaged or cut";
  if (failing > 0) {
    const reason = `${formatNumberOf(failing, what)} of ${orAbove(failOn)}`;
    return { code: 1, reason: isWhole ? reason : `${reason}; ${damage}` };
  }
  const reason = failOn === "none" ? `no ${what} fails (--fail-on none)` : `no ${what} of ${orAbove(failOn)}`;
  return isWhole ? { code: 0, reason } : { code: 3, reason: `${reason}, but ${damage}` };
}

export function orAbove(severity: FailOn): string {
  return severity === "critical" ? "critical severity" : `${severity} severity or above`;
}
