/**
 * A policy says which ports are expected: zones of addresses, rules in order, and findings to ignore. docs/policy.md has
 * the form of the file; read.ts reads it.
 */
import type { Rule, Severity } from "../finding.ts";
import type { PortSet } from "./port-set.ts";
import { type Prefix, prefixOf } from "./prefix.ts";

/** A line and a column of the file, both counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Addresses that rules speak of by a name. Every address is in one zone: that of the longest prefix. */
export interface Zone {
  readonly name: string;
  /** Empty for the default zone, unless the policy gives it prefixes as well. */
  readonly prefixes: readonly Prefix[];
  /** Whether portolan brings it; see `BUILT_IN_ZONES`. */
  readonly isBuiltIn: boolean;
}

export interface PolicyRule {
  readonly action: "allow" | "deny";
  /** Numbers of zones; null for `any`, which in `to` leaves out multicast. */
  readonly from: readonly number[] | null;
  readonly to: readonly number[] | null;
  readonly ports: PortSet;
  readonly reason: string | null;
  /** Of findings that a `deny` brings; `medium` unless the rule says otherwise. */
  readonly severity: Severity;
  readonly place: Place;
  /** As a person would name it: `rule 3: deny telnet from guests to any`. */
  readonly words: string;
}

/** Ends of flows that an entry of `ignore` is about. */
export interface Endpoints {
  /** Numbers of zones. */
  readonly zones: readonly number[];
  readonly prefixes: readonly Prefix[];
}

export interface IgnoreEntry {
  /** Null for findings of any rule. */
  readonly rules: readonly Rule[] | null;
  /** Null for all. */
  readonly from: Endpoints | null;
  readonly to: Endpoints | null;
  readonly ports: PortSet | null;
  /** The last day on which it holds, `2026-12-31`; null for ever. */
  readonly until: string | null;
  readonly reason: string | null;
  readonly place: Place;
}

export interface Policy {
  readonly path: string;
  /** Whether it only says what a lock does; see src/findings/baseline/lock-policy.ts. */
  readonly isLock: boolean;
  /** The policy's own first, in its order; then the default zone, where it is none of these, and the built-in ones. */
  readonly zones: readonly Zone[];
  /** The zone of addresses that no prefix of a zone contains. */
  readonly defaultZone: number;
  readonly multicastZone: number;
  readonly rules: readonly PolicyRule[];
  /** Where `rules` stands: what no rule allows was decided there. */
  readonly rulesPlace: Place;
  readonly ignores: readonly IgnoreEntry[];
  /** The day on which it is read, `2026-11-22`: entries of `ignore` run out. */
  readonly today: string;
}

export const DEFAULT_ZONE = "internet";
export const MULTICAST_ZONE = "multicast";

/** Zones of addresses that mean the same everywhere. A prefix of the policy's own goes before an equal one of these. */
export const BUILT_IN_ZONES: readonly Zone[] = [
  {
    // RFC 5771, RFC 4291 section 2.7, and the limited broadcast of RFC 919, section 7.
    name: MULTICAST_ZONE,
    prefixes: ["224.0.0.0/4", "255.255.255.255", "ff00::/8"].map(prefixOf),
    isBuiltIn: true,
  },
  // RFC 1122, section 3.2.1.3, and RFC 4291, section 2.5.3.
  { name: "loopback", prefixes: ["127.0.0.0/8", "::1"].map(prefixOf), isBuiltIn: true },
  // RFC 3927 and RFC 4291, section 2.5.6.
  { name: "link-local", prefixes: ["169.254.0.0/16", "fe80::/10"].map(prefixOf), isBuiltIn: true },
];

/** Words that are no names of zones. */
export const ANY = "any";

export function isInForce(entry: IgnoreEntry, today: string): boolean {
  return entry.until === null || today <= entry.until;
}
