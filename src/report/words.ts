/**
 * The report's short names in words, for people.
 */

import type { VerdictName } from "../headers/verdict-names.ts";
import { escapeText } from "./escape.ts";
import type { CaptureReport, RangeClass, Report } from "./report.ts";
import { formatCount, formatNumberOf } from "./units.ts";

const VERDICT_WORDS: Readonly<Record<VerdictName, string>> = {
  flow: "carried by flows",
  "fragment-without-first": "later fragment without its first",
  icmp: "ICMP",
  icmpv6: "ICMPv6",
  igmp: "IGMP",
  "other-ip-protocol": "IP protocol without ports",
  arp: "ARP",
  "not-ip": "no IP packet inside",
  "wireless-control": "802.11 management or control",
  "encrypted-link": "encrypted link layer",
  "truncated-header": "header cut by the capture",
  "malformed-header": "malformed header",
  "unknown-link-type": "unknown link type",
  "too-many-headers": "too many nested headers",
  "not-selected": "left out by the filters",
};

/** `fragment-without-first` → `later fragment without its first`; an unknown name is shown as it is. */
export function verdictInWords(verdict: string): string {
  return Object.hasOwn(VERDICT_WORDS, verdict) ? VERDICT_WORDS[verdict as VerdictName] : escapeText(verdict);
}

/** What a capture is called: its path, or what `-` means. Not escaped. */
export function captureName(path: string): string {
  return path === "-" ? "standard input" : path;
}

/** The last part of a capture's name. Not escaped. */
export function captureFileName(path: string): string {
  return captureName(path).split("/").at(-1) ?? path;
}

/** Where in a capture a problem lies; null where nothing of it could be read, and there is no place. */
export function placeInWords({ format }: Pick<CaptureReport, "format">, offset: number): string | null {
  return format === null ? null : `byte ${formatCount(offset)}`;
}

/** How many flows have no row of their own, in a sentence without its full stop; null where all have. */
export function foldedInWords({ omitted }: Pick<Report, "omitted">): string | null {
  const { flows } = omitted;
  if (flows === 0) return null;
  return `${formatNumberOf(flows, "flow")} share${flows === 1 ? "s" : ""} the rows of others to save memory; the totals count every flow`;
}

/** Ports of each class, RFC 6335, section 6. */
export const RANGE_CLASSES: readonly { readonly rangeClass: RangeClass; readonly ports: string }[] = [
  { rangeClass: "well-known", ports: "0–1023" },
  { rangeClass: "registered", ports: "1024–49151" },
  { rangeClass: "dynamic", ports: "49152–65535" },
];
