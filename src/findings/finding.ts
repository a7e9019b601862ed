/**
 * A finding is one thing about the capture that somebody should look at: an unexpected port, a scan, a password in the
 * clear. It is plain data. However many flows make it up (a scan brings millions), it is one finding.
 */
import type { Transport } from "../services/registry.ts";

/** From least to most. */
export const SEVERITIES = ["info", "low", "medium", "high", "critical"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** The kinds of findings, by the id that policies, `--json` and SARIF show. docs/findings.md has a section on each. */
export const RULES = [
  "unexpected-port",
  "sensitive-port",
  "protocol-mismatch",
  "cleartext-service",
  "dynamic-listener",
  "refused-service",
  "unanswered-service",
  "horizontal-scan",
  "vertical-scan",
  "rare-port",
  "beaconing",
] as const;
export type Rule = (typeof RULES)[number];

/** A range of ports, both ends included; `transport` null means all of them. */
export interface PortRange {
  readonly transport: Transport | null;
  readonly first: number;
  readonly last: number;
}

/** A place in a policy or baseline, both counted from 1. */
export interface DecidedBy {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** The rule or entry as a person would name it: `rule 3: deny telnet`, `no rule allows it`. */
  readonly words: string;
}

export interface Finding {
  readonly rule: Rule;
  readonly severity: Severity;
  /**
   * What makes it the same finding in another capture of the same network, words that hold no client port, count, frame
   * or time: rule and key together are its identity, and the fingerprint that outputs show.
   */
  readonly key: string;
  /** One line, as a heading. */
  readonly title: string;
  /** What was seen, in sentences, with figures. */
  readonly detail: string;
  /** What to do about it, in a sentence or two. */
  readonly advice: string;
  /** Addresses (RFC 5952 text) of all clients and servers that it is about; of a scan's servers the first 1,024. */
  readonly clients: readonly string[];
  readonly servers: readonly string[];
  /** The servers' ports that it is about, ascending and merged. */
  readonly ports: readonly PortRange[];
  readonly flows: number;
  /** Frames to look at first, ascending, at most `FRAMES_SHOWN`: first packets of flows, those that tell most. */
  readonly frames: readonly number[];
  /** For Wireshark: shows the packets of the finding, as nearly as a filter of sane length can. */
  readonly displayFilter: string;
  /** The line of a policy or baseline that decided; null where none did. */
  readonly decidedBy: DecidedBy | null;
}

export const FRAMES_SHOWN = 10;

/** The most severe first, then by rule, then by key: an order that depends on nothing else. */
export function compareFindings(one: Finding, other: Finding): number {
  return (
    compareSeverities(one, other) ||
    RULES.indexOf(one.rule) - RULES.indexOf(other.rule) ||
    compareText(one.key, other.key)
  );
}

/** The more severe first. */
export function compareSeverities(
  one: { readonly severity: Severity },
  other: { readonly severity: Severity },
): number {
  return SEVERITIES.indexOf(other.severity) - SEVERITIES.indexOf(one.severity);
}

/** Whether the one is as severe as the other or more. */
export function isAtLeast(one: Severity, other: Severity): boolean {
  return SEVERITIES.indexOf(one) >= SEVERITIES.indexOf(other);
}

/** By code unit: the same everywhere. */
export function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
