/**
 * Firewall rules for nftables (nft(8)): a table of its own, whose chain forwards what is allowed and drops the rest.
 * Loading it again replaces it.
 */

import type { PortRange } from "../../findings/finding.ts";
import type {
  AddressBlock,
  AddressSet,
  AllowedTraffic,
  FirewallRules,
} from "../../findings/policy/allowed.ts";
import { addressText, lastOf, type Prefix, prefixText } from "../../findings/policy/prefix.ts";
import { HIGHEST_PORT, TRANSPORTS, type Transport } from "../../services/port-specification.ts";
import { escapeText } from "../escape.ts";
import { VERSION } from "../version.ts";
import { negotiatedNotes, notesAsComments } from "./notes.ts";
import { UniqueNames } from "./unique-names.ts";

/** The kernel keeps 128 bytes of a comment, the last one a zero. */
const LONGEST_COMMENT = 127;
const LONGEST_SET_NAME = 48;

const FAMILIES = [
  { version: 4, type: "ipv4_addr", word: "ip", ending: "v4" },
  { version: 6, type: "ipv6_addr", word: "ip6", ending: "v6" },
] as const;
type Family = (typeof FAMILIES)[number];

export function renderNftables(rules: FirewallRules): string {
  const sets = new NamedSets();
  const { allowed, multicast } = rules;
  const isToMulticast = ({ to }: AllowedTraffic) => to?.some((set) => set === multicast) ?? false;
  const first = allowed.filter(isToMulticast);
  const others = allowed.filter((traffic) => !isToMulticast(traffic));
  // “Everywhere” leaves out multicast.
  const guard = multicast !== null && others.some(({ to }) => to === null) ? guardOf(multicast, sets) : [];
  const lines = [
    ...first.flatMap((traffic) => acceptLines(traffic, sets)),
    ...guard,
    ...others.flatMap((traffic) => acceptLines(traffic, sets)),
  ];
  return [
    "#!/usr/sbin/nft -f",
    ...notesAsComments([
      `Written by portolan ${VERSION} from ${rules.source}: what it allows is forwarded, the rest is dropped.`,
      "Check with nft -c -f, and keep a way to the machine open before you load it.",
      "Answers, and errors about what was allowed, pass as established or related. Rules speak of ports alone: add",
      "your own for other ICMP (echo requests) and for what goes to and from this machine itself.",
      ...negotiatedNotes(allowed, (what) => `${what} needs a connection tracking helper (ct helper)`),
    ]),
    "",
    "table inet portolan",
    "delete table inet portolan",
    "",
    "table inet portolan {",
    ...sets.lines(),
    "\tchain forward {",
    "\t\ttype filter hook forward priority filter; policy drop;",
    "\t\tct state established,related accept",
    "\t\tct state invalid drop",
    ...lines,
    "\t}",
    "}",
    "",
  ].join("\n");
}

function guardOf(multicast: AddressSet, sets: NamedSets): string[] {
  return FAMILIES.flatMap((family) => {
    const name = sets.nameOf([multicast], family);
    return name === null ? [] : [`\t\t${family.word} daddr @${name} drop`];
  });
}

/** A rule for each address family, and for each group of transports with the same ports. */
function acceptLines({ from, to, ports, words, reason }: AllowedTraffic, sets: NamedSets): string[] {
  const comment = commentOf(reason === null ? words : `${words}: ${reason}`);
  const matches = portMatches(ports);
  return addressMatches(from, to, sets).flatMap((addresses) =>
    matches.map(
      (match) => `\t\t${[addresses, match].filter((part) => part !== "").join(" ")} accept ${comment}`,
    ),
  );
}

/** Empty text where all addresses match. */
function addressMatches(
  from: readonly AddressSet[] | null,
  to: readonly AddressSet[] | null,
  sets: NamedSets,
): string[] {
  if (from === null && to === null) return [""];
  return FAMILIES.flatMap((family) => {
    const source = from === null ? "" : sets.nameOf(from, family);
    const destination = to === null ? "" : sets.nameOf(to, family);
    // One side has no addresses of this family.
    if (source === null || destination === null) return [];
    const words = [
      ...(source === "" ? [] : [`${family.word} saddr @${source}`]),
      ...(destination === "" ? [] : [`${family.word} daddr @${destination}`]),
    ];
    return [words.join(" ")];
  });
}

function portMatches(ports: readonly PortRange[]): string[] {
  const transportsOf = new Map<string, Transport[]>();
  for (const transport of TRANSPORTS) {
    const own = ports.filter((range) => range.transport === transport || range.transport === null);
    if (own.length === 0) continue;
    const words = portWords(own);
    transportsOf.set(words, [...(transportsOf.get(words) ?? []), transport]);
  }
  return [...transportsOf].map(([words, transports]) => {
    if (words === "") return `meta l4proto ${oneOf(transports)}`;
    const [transport] = transports;
    return transports.length === 1
      ? `${transport} dport ${words}`
      : `meta l4proto ${oneOf(transports)} th dport ${words}`;
  });
}

/** Empty text where all ports match. */
function portWords(ports: readonly PortRange[]): string {
  if (ports.some(({ first, last }) => first === 0 && last === HIGHEST_PORT)) return "";
  return oneOf(ports.map(({ first, last }) => (first === last ? String(first) : `${first}-${last}`)));
}

function oneOf(words: readonly string[]): string {
  return words.length === 1 ? words[0] : `{ ${words.join(", ")} }`;
}

/** nft has no escapes within quotation marks. */
function commentOf(text: string): string {
  let plain = escapeText(text).replaceAll('"', "'");
  const size = (words: string) => new TextEncoder().encode(words).length;
  if (size(plain) > LONGEST_COMMENT) {
    const characters = Array.from(plain);
    while (size(`${characters.join("")}...`) > LONGEST_COMMENT) characters.pop();
    plain = `${characters.join("")}...`;
  }
  return `comment "${plain}"`;
}

/** The sets that rules name, each written once; several zones of one rule are joined in one set. */
class NamedSets {
  readonly #names = new UniqueNames((name) => name.replaceAll(/[^A-Za-z0-9_]+/g, "_"), "_", LONGEST_SET_NAME);
  readonly #written = new Map<string, string[]>();

  /** Null where the sets have no addresses of the family. */
  nameOf(sets: readonly AddressSet[], family: Family): string | null {
    const blocks = sets
      .flatMap((set) => set.blocks)
      .filter(({ prefix }) => prefix.version === family.version);
    if (blocks.length === 0) return null;
    const joined = sets.map(({ name }) => name).join(" ");
    const name = `${this.#names.of(joined)}_${family.ending}`;
    if (!this.#written.has(name)) this.#written.set(name, setLines(name, joined, blocks, family));
    return name;
  }

  lines(): string[] {
    return [...this.#written.values()].flat();
  }
}

function setLines(name: string, zones: string, blocks: readonly AddressBlock[], family: Family): string[] {
  return [
    `\t# ${escapeText(zones)}`,
    `\tset ${name} {`,
    `\t\ttype ${family.type}`,
    "\t\tflags interval",
    "\t\tauto-merge",
    `\t\telements = { ${blocks.flatMap(elementsOf).join(",\n\t\t\t")} }`,
    "\t}",
    "",
  ];
}

/** A block as the ranges between the prefixes that it leaves out. */
function elementsOf({ prefix, except }: AddressBlock): string[] {
  if (except.length === 0) return [prefixText(prefix)];
  const ranges: string[] = [];
  let next = prefix.value;
  for (const hole of except) {
    if (hole.value > next) ranges.push(rangeText(prefix.version, next, hole.value - 1n));
    next = lastOf(hole) + 1n;
  }
  if (next <= lastOf(prefix)) ranges.push(rangeText(prefix.version, next, lastOf(prefix)));
  return ranges;
}

function rangeText(version: Prefix["version"], first: bigint, last: bigint): string {
  const from = addressText({ version, value: first });
  return first === last ? from : `${from}-${addressText({ version, value: last })}`;
}
