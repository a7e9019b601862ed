/** The word of each verdict, by its number, as `verdicts[].verdict` shows it. */
export const VERDICT_NAMES = [
  "flow",
  "fragment-without-first",
  "icmp",
  "icmpv6",
  "igmp",
  "other-ip-protocol",
  "arp",
  "not-ip",
  "wireless-control",
  "encrypted-link",
  "truncated-header",
  "malformed-header",
  "unknown-link-type",
  "too-many-headers",
  "not-selected",
] as const;

export type VerdictName = (typeof VERDICT_NAMES)[number];
