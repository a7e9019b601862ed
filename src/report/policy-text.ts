/** A proposed policy as its file: YAML that says what speaks for each line, for a person to edit. */
import type { PortRange } from "../findings/finding.ts";
import { portWords } from "../findings/policy/port-set.ts";
import { prefixText } from "../findings/policy/prefix.ts";
import type { ProposedPolicy } from "../findings/policy/propose.ts";
import type { ProposedIgnore } from "../findings/policy/propose-ignores.ts";
import type { ProposedRule } from "../findings/policy/propose-rules.ts";
import type { ProposedZone } from "../findings/policy/propose-zones.ts";
import type { PortEvidence } from "../findings/policy/seen-services.ts";
import { numberOf } from "../findings/words.ts";
import { lookUp, type UserServiceNames } from "../services/registry.ts";
import { escapeText } from "./escape.ts";
import { VERSION } from "./version.ts";
import { captureFileName } from "./words.ts";

/** Captures that the first line names. */
const NAMED_CAPTURES = 3;
/** Services to multicast that a comment names. */
const NAMED_SERVICES = 20;

export function policyText(
  proposed: ProposedPolicy,
  captures: readonly string[],
  userNames: UserServiceNames | undefined,
): string {
  const nameOf = (range: PortRange) => nameOfPorts(range, userNames);
  return [
    `# Written by portolan ${VERSION} from what was seen in ${captureNames(captures)}.`,
    "# It allows what was answered there. Read every line: what is seen is not yet what is meant to be.",
    "# Names of zones are yours to choose; reason: says why a rule is there. docs/policy.md has the form.",
    "version: 1",
    "",
    ...zoneLines(proposed.zones),
    ...multicastLines(proposed.multicast, nameOf),
    "# The first rule that is about a flow decides; what no rule allows is unexpected.",
    ...ruleLines(proposed.rules, nameOf),
    ...ignoreLines(proposed.ignores),
    "",
  ].join("\n");
}

function captureNames(captures: readonly string[]): string {
  const names = captures.slice(0, NAMED_CAPTURES).map((path) => escapeText(captureFileName(path)));
  const more = captures.length - names.length;
  return [...names, ...(more > 0 ? [`${more} more`] : [])].join(", ");
}

function zoneLines(zones: readonly ProposedZone[]): string[] {
  const rest =
    "# Addresses of no zone are in zone internet; every policy has multicast, loopback and link-local too.";
  if (zones.length === 0) return [rest, "zones: {}", ""];
  const lines = zones.map(({ name, prefixes, addresses }): readonly [string, string] => {
    const list = prefixes.map((prefix) => addressWord(prefixText(prefix)));
    const note =
      addresses === 0 ? "asked for by others, but sent nothing" : numberOf(addresses, "address", "addresses");
    return [`  ${name}: ${listOf(list)}`, note];
  });
  return [rest, "zones:", ...commented(lines), ""];
}

function multicastLines(
  seen: readonly PortEvidence[],
  nameOf: (range: PortRange) => string | null,
): string[] {
  if (seen.length === 0) return [];
  const services = seen.slice(0, NAMED_SERVICES).map(({ ports }) => {
    const name = nameOf(ports);
    return name === null ? portWords(ports) : `${portWords(ports)} (${escapeText(name)})`;
  });
  const more = seen.length > services.length ? ", …" : "";
  return [
    "# Multicast and broadcast need no rule, and are left alone unless a rule denies them. Seen here:",
    `# ${services.join(", ")}${more}`,
    "",
  ];
}

function ruleLines(rules: readonly ProposedRule[], nameOf: (range: PortRange) => string | null): string[] {
  if (rules.length === 0) return ["rules: []"];
  return [
    "rules:",
    ...rules.flatMap(({ from, to, ports }) => [
      "  - allow:",
      ...commented(
        ports.map((each) => [`      - ${portWords(each.ports)}`, evidenceWords(each, nameOf)] as const),
      ),
      `    from: ${listOf(from)}`,
      `    to: ${listOf(to)}`,
    ]),
  ];
}

function evidenceWords(
  { ports, seen, flows, clients }: PortEvidence,
  nameOf: (range: PortRange) => string | null,
): string {
  const counts = `${numberOf(flows, "flow")}, ${numberOf(clients, "client")}`;
  if (seen > 1)
    return `${numberOf(seen, "port")} seen, too many to list; ${counts}: peer-to-peer, calls, or a server to narrow down?`;
  const name = nameOf(ports);
  return name === null ? counts : `${escapeText(name)}: ${counts}`;
}

function ignoreLines(ignores: readonly ProposedIgnore[]): string[] {
  if (ignores.length === 0) return [];
  return [
    "",
    "# Seen, but not allowed: no answer, or no telling who is the client. Take an entry out to be told of it.",
    "ignore:",
    ...ignores.flatMap(({ from, to, ports, flows, why }) => [
      "  - rule: unexpected-port",
      `    from: ${listOf(from.map(addressWord))}`,
      `    to: ${listOf(to.map(addressWord))}`,
      `    ports: ${listOf(ports.map(portWords))}`,
      `    reason: ${why} (${numberOf(flows, "flow")})`,
    ]),
  ];
}

function listOf(words: readonly string[]): string {
  return words.length === 1 ? words[0] : `[${words.join(", ")}]`;
}

/** YAML takes an address that ends in a colon for a key. */
function addressWord(text: string): string {
  return text.includes(":") ? `"${text}"` : text;
}

/** Lines with their comments below each other. */
function commented(lines: readonly (readonly [line: string, comment: string])[]): string[] {
  const width = Math.max(...lines.map(([line]) => line.length));
  return lines.map(([line, comment]) => `${line.padEnd(width)} # ${comment}`);
}

function nameOfPorts(
  { transport, first, last }: PortRange,
  userNames: UserServiceNames | undefined,
): string | null {
  return transport === null || first !== last ? null : (lookUp(transport, first, userNames)?.name ?? null);
}
