/** The zones of a policy: names, their prefixes, and which addresses are left. */
import { isMap, type Node } from "yaml";
import { quoted } from "../../services/port-specification.ts";
import { ANY, BUILT_IN_ZONES, DEFAULT_ZONE, MULTICAST_ZONE, type Zone } from "./policy.ts";
import { type Prefix, prefixText, readPrefix } from "./prefix.ts";
import type { Field, YamlReader } from "./yaml-nodes.ts";

/** Pairs of their numbers are small integers: see cells.ts. */
export const MOST_PREFIXES = 10_000;
const LONGEST_NAME = 64;

export interface ReadZones {
  readonly zones: readonly Zone[];
  readonly defaultZone: number;
  readonly multicastZone: number;
}

const EXAMPLE = "office: [10.0.0.0/16, fd00:1::/48]";

interface OwnZone {
  readonly name: string;
  readonly prefixes: Prefix[];
  readonly isBuiltIn: false;
}

export function readZones(
  zones: Field | undefined,
  defaultZone: Field | undefined,
  yaml: YamlReader,
): ReadZones {
  const own = zones === undefined ? [] : readOwnZones(zones, yaml);
  const elsewhere = (defaultZone && readDefaultName(defaultZone, yaml)) ?? DEFAULT_ZONE;
  const all: Zone[] = [...own];
  if (all.every(({ name }) => name !== elsewhere))
    all.push({ name: elsewhere, prefixes: [], isBuiltIn: false });
  all.push(...BUILT_IN_ZONES);
  const numberOf = (wanted: string) => all.findIndex(({ name }) => name === wanted);
  return { zones: all, defaultZone: numberOf(elsewhere), multicastZone: numberOf(MULTICAST_ZONE) };
}

function readDefaultName(field: Field, yaml: YamlReader): string | null {
  const word = yaml.word(field.value, "a name", `default-zone: ${DEFAULT_ZONE}`);
  if (word === null) return null;
  const wrong = nameProblem(word.text);
  if (wrong === null) return word.text;
  yaml.problems.error(word.node, wrong);
  return null;
}

function readOwnZones(field: Field, yaml: YamlReader): OwnZone[] {
  const map = yaml.resolve(field.value);
  if (!isMap(map)) {
    yaml.problems.error(yaml.placeOf(field), `zones are names and their addresses: write ${EXAMPLE}`);
    return [];
  }
  const zones = new Map<string, OwnZone>();
  const owners = new Map<string, { name: string; node: Node }>();
  for (const pair of map.items) {
    const name = yaml.keyOf(pair);
    if (name === null) continue;
    const wrong = nameProblem(name.text);
    if (wrong !== null) yaml.problems.error(name.node, wrong);
    if (zones.has(name.text)) {
      yaml.problems.error(
        name.node,
        `zone ${quoted(name.text)} stands here twice: put its addresses into one list`,
      );
      continue;
    }
    const zone: OwnZone = { name: name.text, prefixes: [], isBuiltIn: false };
    zones.set(name.text, zone);
    readPrefixes(zone, { key: name.node, value: pair.value as Node | null }, owners, yaml);
  }
  return [...zones.values()];
}

function readPrefixes(
  zone: OwnZone,
  field: Field,
  owners: Map<string, { name: string; node: Node }>,
  yaml: YamlReader,
): void {
  for (const { text, node } of yaml.words(field, "an address", "10.0.0.0/24 or fd00::/64") ?? []) {
    const read = readPrefix(text);
    if (typeof read === "string") {
      yaml.problems.error(node, read);
      continue;
    }
    const written = prefixText(read);
    const owner = owners.get(written);
    if (owner !== undefined) {
      const { line } = yaml.problems.placeOf(owner.node);
      const where = owner.name === zone.name ? "this zone already" : `zone ${owner.name}`;
      yaml.problems.error(
        node,
        `${written} is in ${where} (line ${line}): an address is in one zone, keep one of them`,
      );
      continue;
    }
    if (owners.size === MOST_PREFIXES) {
      yaml.problems.error(node, `more than ${MOST_PREFIXES} prefixes: join those that lie side by side`);
    }
    owners.set(written, { name: zone.name, node });
    if (owners.size <= MOST_PREFIXES) zone.prefixes.push(read);
  }
}

/** What is wrong with a zone's name; null where nothing is. */
function nameProblem(name: string): string | null {
  const lower = name.toLowerCase();
  if (lower === ANY) return `“${ANY}” means all zones: give this one another name`;
  if (BUILT_IN_ZONES.some((zone) => zone.name === lower)) {
    return `${quoted(name)} is a zone that every policy has: leave it out, or give yours another name`;
  }
  if (name.length > LONGEST_NAME) return `the name has more than ${LONGEST_NAME} characters`;
  if (typeof readPrefix(name) !== "string" || /^[\d.]+$/.test(name)) {
    return `${quoted(name)} is no name of a zone: the name comes first, then its addresses`;
  }
  // What YAML takes for a number, true, false or null would have to be quoted wherever it is used.
  if (!/^[\p{L}_][\p{L}\p{M}\p{N}._-]*$/u.test(name) || /^(true|false|null)$/.test(lower)) {
    return `${quoted(name)} is no name of a zone: a letter, then letters, digits, -, _ and . make one`;
  }
  return null;
}
