/** The rules of a policy, in their order. */
import { isSeq, type Node } from "yaml";
import { quoted } from "../../services/port-specification.ts";
import { SEVERITIES, type Severity } from "../finding.ts";
import { ANY, MULTICAST_ZONE, type PolicyRule } from "./policy.ts";
import { readPrefix } from "./prefix.ts";
import { PORTS_EXAMPLE, readPorts } from "./read-ports.ts";
import type { ReadZones } from "./read-zones.ts";
import type { ServicePorts } from "./service-ports.ts";
import type { Field, KeyHints, Word, YamlReader } from "./yaml-nodes.ts";

export const MOST_RULES = 5_000;
const KEYS = ["allow", "deny", "from", "to", "reason", "severity"] as const;
const EXAMPLE = "- { allow: https, from: office, to: internet }";

const ports = "the ports stand behind allow or deny, as allow: [443/tcp, dns]";
const HINTS: KeyHints = {
  port: ports,
  ports,
  service: ports,
  services: ports,
  protocol: ports,
  action: "write allow: or deny: with the ports behind it",
  accept: "did you mean allow?",
  permit: "did you mean allow?",
  pass: "did you mean allow?",
  drop: "did you mean deny?",
  reject: "did you mean deny?",
  block: "did you mean deny?",
  source: "did you mean from?",
  src: "did you mean from?",
  destination: "did you mean to?",
  dst: "did you mean to?",
  comment: "did you mean reason?",
  description: "did you mean reason?",
  name: "did you mean reason?",
};

export class RuleReader {
  readonly #yaml: YamlReader;
  readonly #zones: ReadZones;
  readonly #services: ServicePorts;

  constructor(yaml: YamlReader, zones: ReadZones, services: ServicePorts) {
    this.#yaml = yaml;
    this.#zones = zones;
    this.#services = services;
  }

  read(field: Field): PolicyRule[] {
    const { problems } = this.#yaml;
    const list = this.#yaml.resolve(field.value);
    if (!isSeq(list)) {
      problems.error(
        this.#yaml.placeOf(field),
        `rules are a list, each behind a dash: write ${EXAMPLE}, or rules: [] for none`,
      );
      return [];
    }
    if (list.items.length > MOST_RULES) {
      problems.error(field.key, `more than ${MOST_RULES} rules: lists of zones and ports need fewer`);
      return [];
    }
    return list.items.flatMap((item, i) => this.#readRule(item as Node, i + 1) ?? []);
  }

  #readRule(item: Node, number: number): PolicyRule | null {
    const { problems } = this.#yaml;
    const fields = this.#yaml.fields(item, KEYS, `a rule has keys and values: write ${EXAMPLE}`, HINTS);
    if (fields === null) return null;
    const action = this.#action(fields, item);
    const from = this.#zonesOf(fields, "from", item);
    const to = this.#zonesOf(fields, "to", item);
    const severity = this.#severity(fields.get("severity"), action);
    const reason = readReason(fields.get("reason"), this.#yaml);
    const field = action === null ? undefined : fields.get(action);
    if (action === null || field === undefined) return null;
    const words = this.#yaml.words(field, "a port", PORTS_EXAMPLE) ?? [];
    const set = readPorts(words, this.#yaml, this.#services);
    if (from === undefined || to === undefined) return null;
    return {
      action,
      from,
      to,
      ports: set,
      reason,
      severity,
      place: problems.placeOf(item),
      words: `rule ${number}: ${action} ${listed(words)} from ${this.#names(from)} to ${this.#names(to)}`,
    };
  }

  #action(fields: ReadonlyMap<string, Field>, item: Node): "allow" | "deny" | null {
    const allow = fields.get("allow");
    const deny = fields.get("deny");
    if (allow !== undefined && deny !== undefined) {
      this.#yaml.problems.error(deny.key, "a rule allows or denies: make two rules of it");
    } else if (allow === undefined && deny === undefined) {
      this.#yaml.problems.missing(item, `this rule says neither allow nor deny: write ${EXAMPLE}`);
    } else return allow === undefined ? "deny" : "allow";
    return null;
  }

  /** Null for any; undefined where it cannot be read, which is told. */
  #zonesOf(fields: ReadonlyMap<string, Field>, side: "from" | "to", item: Node): number[] | null | undefined {
    const { problems } = this.#yaml;
    const field = fields.get(side);
    if (field === undefined) {
      problems.missing(
        item,
        `this rule does not say ${side} which zone: write ${side}: any where all are meant`,
      );
      return undefined;
    }
    const words = this.#yaml.words(field, "a zone", `${side}: ${this.#zones.zones[0].name}, or ${side}: any`);
    if (words === null) return undefined;
    const isAny = words.some(({ text }) => text.toLowerCase() === ANY);
    if (isAny && words.length > 1) problems.error(field.value, "any is all zones: leave the others out");
    if (isAny) return null;
    const numbers = words.map((word) => this.#zoneOf(word, side));
    return numbers.every((number) => number >= 0) ? [...new Set(numbers)].sort((a, b) => a - b) : undefined;
  }

  /** −1, and told, where there is no such zone. */
  #zoneOf({ text, node }: Word, side: "from" | "to"): number {
    const { zones, multicastZone } = this.#zones;
    const found = zones.findIndex(({ name }) => name === text);
    if (found < 0)
      this.#yaml.problems.error(
        node,
        noZone(
          text,
          zones.map(({ name }) => name),
          this.#yaml,
        ),
      );
    else if (found === multicastZone && side === "from") {
      this.#yaml.problems.error(node, `nothing comes from ${MULTICAST_ZONE}: such addresses only receive`);
    }
    return found;
  }

  #severity(field: Field | undefined, action: "allow" | "deny" | null): Severity {
    if (field === undefined) return "medium";
    const word = this.#yaml.word(field.value, "a severity", `one of ${SEVERITIES.join(", ")}`);
    if (action === "allow") {
      this.#yaml.problems.error(field.key, "what is allowed has no severity: leave it out, or deny");
    }
    if (word === null) return "medium";
    const found = SEVERITIES.find((severity) => severity === word.text);
    if (found !== undefined) return found;
    const hint = this.#yaml.meant(word.text, SEVERITIES, `one of ${SEVERITIES.join(", ")}`);
    this.#yaml.problems.error(word.node, `${quoted(word.text)} is no severity: ${hint}`);
    return "medium";
  }

  #names(numbers: readonly number[] | null): string {
    return numbers === null
      ? ANY
      : listed(numbers.map((number) => ({ text: this.#zones.zones[number].name })));
  }
}

/** What to tell of a word that should be a zone. */
export function noZone(text: string, names: readonly string[], yaml: YamlReader): string {
  if (typeof readPrefix(text) !== "string") {
    return `${quoted(text)} has no name yet: give it one under zones, and write that here`;
  }
  if (/[,;\s]/.test(text)) return `${quoted(text)} is no zone: write several zones as a list, [office, dmz]`;
  const shown = names.slice(0, NAMED_ZONES).join(", ");
  const known = `the zones are ${shown}${names.length > NAMED_ZONES ? ", …" : ""}`;
  return `there is no zone ${quoted(text)}: ${yaml.meant(text, names, known)}`;
}

const NAMED_ZONES = 12;
const NAMED_WORDS = 4;

function listed(words: readonly { readonly text: string }[]): string {
  const more = words.length > NAMED_WORDS ? ", …" : "";
  return (
    words
      .slice(0, NAMED_WORDS)
      .map(({ text }) => text)
      .join(", ") + more
  );
}

/** One line of the user's words; null where there are none. */
export function readReason(field: Field | undefined, yaml: YamlReader): string | null {
  const word = field && yaml.word(field.value, "a reason", "reason: tickets of the help desk");
  return word ? word.text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ") : null;
}
