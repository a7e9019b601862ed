/** What the benchmark counts. */
import { type Finding, RULES, type Rule, SEVERITIES, type Severity } from "../../src/findings/finding.ts";
import type { CertifiedScan } from "./certificates.ts";
import type { Matches } from "./match.ts";
import type { ScanVersion } from "./versions.ts";

/** Findings of a rule by severity; what there is none of is left out. */
export type RuleCounts = Partial<Record<Rule, Partial<Record<Severity, number>>>>;

export interface ShownFinding {
  readonly rule: Rule;
  readonly severity: Severity;
  readonly title: string;
}

/** A scan that is there, and the findings that tell of it in each version of its capture. */
export interface ScanResult {
  readonly capture: string;
  readonly scan: CertifiedScan;
  readonly versions: Readonly<Record<ScanVersion, readonly ShownFinding[]>>;
}

/** A finding of a scan that is none. */
export interface WrongScan {
  readonly capture: string;
  readonly version: string;
  readonly severity: Severity;
  readonly title: string;
}

/** A capture without scans. */
export interface OrdinaryResult {
  readonly capture: string;
  readonly version: string;
  readonly findings: readonly ShownFinding[];
}

export interface Ordinary {
  readonly title: string;
  readonly captures: number;
  readonly versions: readonly string[];
  readonly counts: RuleCounts;
  /** Those with findings. */
  readonly results: readonly OrdinaryResult[];
}

/** All captures of a folder, whatever they hold. */
export interface Everything {
  readonly captures: number;
  readonly flows: number;
  readonly unreadable: number;
  readonly counts: RuleCounts;
  readonly withFindings: number;
  /** Captures with most findings of severity medium or above. */
  readonly loudest: readonly { readonly capture: string; readonly findings: readonly ShownFinding[] }[];
}

export interface Results {
  readonly date: string;
  readonly commit: string;
  readonly node: string;
  readonly scans: readonly ScanResult[];
  /** Findings of scans, in captures that hold scans, that are of none of them. */
  readonly wrongScans: readonly WrongScan[];
  readonly ordinary: readonly Ordinary[];
  readonly everything: Everything | null;
}

export function shown({ rule, severity, title }: Finding): ShownFinding {
  return { rule, severity, title };
}

export function countByRule(findings: readonly ShownFinding[]): RuleCounts {
  const counts: RuleCounts = {};
  for (const rule of RULES) {
    const ofRule = findings.filter((finding) => finding.rule === rule);
    if (ofRule.length === 0) continue;
    counts[rule] = Object.fromEntries(
      SEVERITIES.map((severity) => [
        severity,
        ofRule.filter((finding) => finding.severity === severity).length,
      ]).filter(([, count]) => count !== 0),
    );
  }
  return counts;
}

/** A row for each scan of a capture, from what was told in each version. */
export function scanResults(capture: string, versions: Readonly<Record<ScanVersion, Matches>>): ScanResult[] {
  return versions.alone.scans.map(({ scan }, i) => ({
    capture,
    scan,
    versions: mapValues(versions, ({ scans }) => scans[i].findings.map(shown)),
  }));
}

function mapValues<Key extends string, From, To>(
  values: Readonly<Record<Key, From>>,
  of: (value: From) => To,
): Record<Key, To> {
  const entries = Object.entries<From>(values).map(([key, value]) => [key, of(value)]);
  return Object.fromEntries(entries) as Record<Key, To>;
}
