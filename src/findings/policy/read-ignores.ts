/** The entries of a policy's `ignore`: findings that need not be told again. */
import { isSeq, type Node } from "yaml";
import { quoted } from "../../services/port-specification.ts";
import { RULES, type Rule } from "../finding.ts";
import { ANY, type Endpoints, type IgnoreEntry, isInForce } from "./policy.ts";
import { type Prefix, readPrefix } from "./prefix.ts";
import { PORTS_EXAMPLE, readPorts } from "./read-ports.ts";
import { noZone, readReason } from "./read-rules.ts";
import { MOST_PREFIXES, type ReadZones } from "./read-zones.ts";
import type { ServicePorts } from "./service-ports.ts";
import type { Field, KeyHints, Word, YamlReader } from "./yaml-nodes.ts";

const MOST_ENTRIES = 1_000;
const KEYS = ["rule", "from", "to", "ports", "until", "reason"] as const;
const EXAMPLE = "- { rule: unexpected-port, from: 10.0.0.5, ports: 8081/tcp, until: 2026-12-31 }";

const HINTS: KeyHints = {
  rules: "did you mean rule? It takes a list as well",
  id: "did you mean rule?",
  port: "did you mean ports?",
  service: "did you mean ports?",
  source: "did you mean from?",
  destination: "did you mean to?",
  expires: "did you mean until?",
  comment: "did you mean reason?",
  allow: "an entry of ignore takes ports; allow belongs under rules",
  deny: "an entry of ignore takes ports; deny belongs under rules",
};

export class IgnoreReader {
  readonly #yaml: YamlReader;
  readonly #zones: ReadZones;
  readonly #services: ServicePorts;
  readonly #today: string;
  #prefixes = 0;

  constructor(yaml: YamlReader, zones: ReadZones, services: ServicePorts, today: string) {
    this.#yaml = yaml;
    this.#zones = zones;
    this.#services = services;
    this.#today = today;
  }

  read(field: Field): IgnoreEntry[] {
    const list = this.#yaml.resolve(field.value);
    if (!isSeq(list)) {
      this.#yaml.problems.error(
        this.#yaml.placeOf(field),
        `ignore is a list, each entry behind a dash: write ${EXAMPLE}`,
      );
      return [];
    }
    if (list.items.length > MOST_ENTRIES) {
      this.#yaml.problems.error(
        field.key,
        `more than ${MOST_ENTRIES} entries: lists of addresses and ports need fewer`,
      );
      return [];
    }
    return list.items.flatMap((item) => this.#readEntry(item as Node) ?? []);
  }

  #readEntry(item: Node): IgnoreEntry | null {
    const { problems } = this.#yaml;
    const fields = this.#yaml.fields(item, KEYS, `an entry has keys and values: write ${EXAMPLE}`, HINTS);
    if (fields === null) return null;
    const rules = this.#rules(fields.get("rule"), item);
    const portField = fields.get("ports");
    const words = portField && this.#yaml.words(portField, "a port", PORTS_EXAMPLE);
    const entry = {
      rules: rules ?? null,
      from: this.#endpoints(fields.get("from")),
      to: this.#endpoints(fields.get("to")),
      ports: words ? readPorts(words, this.#yaml, this.#services) : null,
      until: this.#until(fields.get("until")),
      reason: readReason(fields.get("reason"), this.#yaml),
      place: problems.placeOf(item),
    };
    if (!isInForce(entry, this.#today)) {
      const words = `this entry ran out on ${entry.until} and ignores nothing: take it out, or set a later day`;
      problems.warning(fields.get("until")?.key, words);
    }
    return rules === undefined ? null : entry;
  }

  /** Null for all rules; undefined where it cannot be read, which is told. */
  #rules(field: Field | undefined, item: Node): Rule[] | null | undefined {
    const { problems } = this.#yaml;
    if (field === undefined) {
      problems.missing(
        item,
        "this entry does not say which findings: write rule: unexpected-port, or rule: any",
      );
      return undefined;
    }
    const words = this.#yaml.words(field, "a rule's id", "rule: unexpected-port");
    if (words === null) return undefined;
    if (words.some(({ text }) => text.toLowerCase() === ANY)) return null;
    const found = words.map((word) => this.#rule(word));
    return found.every((rule) => rule !== undefined) ? found : undefined;
  }

  #rule({ text, node }: Word): Rule | undefined {
    const found = RULES.find((rule) => rule === text);
    if (found === undefined) {
      const hint = this.#yaml.meant(text, RULES, `the rules are ${RULES.join(", ")}`);
      this.#yaml.problems.error(node, `no finding has the rule ${quoted(text)}: ${hint}`);
    }
    return found;
  }

  /** Null for all. */
  #endpoints(field: Field | undefined): Endpoints | null {
    if (field === undefined) return null;
    const zones: number[] = [];
    const prefixes: Prefix[] = [];
    const words = this.#yaml.words(field, "a zone or an address", "office, 10.0.0.5 or 10.0.0.0/24") ?? [];
    for (const { text, node } of words) {
      if (text.toLowerCase() === ANY) return null;
      const zone = this.#zones.zones.findIndex(({ name }) => name === text);
      const prefix = readPrefix(text);
      if (zone >= 0) zones.push(zone);
      else if (typeof prefix !== "string") prefixes.push(prefix);
      else this.#yaml.problems.error(node, this.#neither(text, prefix));
      if (++this.#prefixes === MOST_PREFIXES + 1) {
        this.#yaml.problems.error(node, `more than ${MOST_PREFIXES} ends in ignore: write prefixes or zones`);
      }
    }
    return { zones, prefixes };
  }

  #neither(text: string, wrong: string): string {
    if (/[\d:]/.test(text) && /[./:*]/.test(text)) return wrong;
    return noZone(
      text,
      this.#zones.zones.map(({ name }) => name),
      this.#yaml,
    );
  }

  #until(field: Field | undefined): string | null {
    const word = field && this.#yaml.word(field.value, "a day", "until: 2026-12-31");
    if (!word) return null;
    if (isDay(word.text)) return word.text;
    this.#yaml.problems.error(
      word.node,
      `${quoted(word.text)} is no day: write year, month and day as 2026-12-31`,
    );
    return null;
  }
}

/** `2026-12-31`, a day that the calendar has. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00Z`);
  // The 30th of February would be the 2nd of March.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
