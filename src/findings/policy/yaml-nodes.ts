/** Pieces of a policy's YAML: texts, lists and keys, each told with its place where it is something else. */
import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair } from "yaml";
import { quoted } from "../../services/port-specification.ts";
import { closest } from "./did-you-mean.ts";
import type { At, ProblemCollector } from "./policy-problems.ts";

/** Each is looked for in the whole file. */
const MOST_ALIASES = 100;
const MOST_SUGGESTED = 100;

/** A piece of text and where it stands. */
export interface Word {
  readonly text: string;
  readonly node: Node;
}

export interface Field {
  readonly key: Node;
  readonly value: Node | null;
}

/** What is to be told of keys that people write in the place of others. */
export type KeyHints = Readonly<Record<string, string>>;

export class YamlReader {
  readonly problems: ProblemCollector;
  readonly #document: Document;
  #aliases = 0;
  #suggested = 0;

  constructor(document: Document, problems: ProblemCollector) {
    this.#document = document;
    this.problems = problems;
  }

  /** The node itself, or what an alias stands for; null where there is nothing. */
  resolve(node: unknown): Node | null {
    if (!isAlias(node)) return (node as Node | null) ?? null;
    this.#aliases++;
    if (this.#aliases === MOST_ALIASES + 1) {
      this.problems.error(
        node,
        `more than ${MOST_ALIASES} aliases: write the values, or give them a zone's name`,
      );
    }
    if (this.#aliases > MOST_ALIASES) return null;
    const found = node.resolve(this.#document);
    if (found === undefined) this.problems.error(node, `nothing before is called &${node.source}`);
    return found === undefined || isAlias(found) ? null : (found as Node);
  }

  /**
   * The fields of a map, by key; keys that are none of `known` or stand twice are told, with what was meant. Null where it
   * is no map; `shape` says what to write then.
   */
  fields(
    node: unknown,
    known: readonly string[],
    shape: string,
    hints: KeyHints = {},
  ): Map<string, Field> | null {
    const map = this.resolve(node);
    if (!isMap(map)) {
      this.problems.error(map ?? (node as At), shape);
      return null;
    }
    const found = new Map<string, Field>();
    for (const pair of map.items) {
      const key = this.keyOf(pair);
      if (key === null) continue;
      if (!known.includes(key.text)) {
        const hint =
          hints[key.text.toLowerCase()] ??
          this.meant(key.text, known, `the keys here are ${known.join(", ")}`);
        this.problems.error(key.node, `${quoted(key.text)} is no key: ${hint}`);
      } else if (found.has(key.text)) {
        this.problems.error(key.node, `${key.text} stands here twice: keep one of them`);
      } else found.set(key.text, { key: key.node, value: pair.value as Node | null });
    }
    return found;
  }

  /** Where to tell that a field's value is not what it should be: at its key, where nothing is behind it. */
  placeOf({ key, value }: Field): Node {
    return value === null || isEmpty(value) ? key : value;
  }

  /** The text of a pair's key. */
  keyOf(pair: Pair): Word | null {
    const key = this.resolve(pair.key);
    if (isScalar(key)) return { text: textOf(key), node: key };
    this.problems.error(key ?? (pair.value as At), "a key must be a word");
    return null;
  }

  /** The text of a scalar; null, and told, where it is something else. `what` is as in `a port`. */
  word(node: unknown, what: string, example: string): Word | null {
    const found = this.resolve(node);
    if (found === null && isAlias(node)) return null;
    if (isScalar(found) && !isEmpty(found))
      return { text: textOf(found).trim(), node: (node as Node) ?? found };
    const colon = isMap(found) ? this.#endingInColon(found.items) : null;
    if (colon !== null) {
      this.problems.error(found, `text that ends in a colon must be in quotes: write "${colon}"`);
    } else this.problems.error(found ?? (node as At), `${what} is wanted here: write ${example}`);
    return null;
  }

  /** One word, or a list of them; what is neither is told. Null where there is not one. */
  words(field: Field, what: string, example: string): Word[] | null {
    const node = this.resolve(field.value);
    if (node === null && isAlias(field.value)) return null;
    if (isEmpty(node)) this.problems.error(field.key, `${what} is missing here: write ${example}`);
    else if (!isSeq(node)) return listOf(this.word(field.value, what, example));
    else if (node.items.length === 0) this.problems.error(node, `this list is empty: write ${example}`);
    else return node.items.flatMap((item) => this.word(item, what, example) ?? []);
    return null;
  }

  /** What may have been meant by a word that is none of `candidates`; `otherwise` where nothing is near. */
  meant(word: string, candidates: Iterable<string>, otherwise: string): string {
    // A file of something else has nothing but unknown words, and each is held against all.
    const found = this.#suggested++ < MOST_SUGGESTED ? closest(word, candidates) : null;
    return found === null ? otherwise : `did you mean ${found}?`;
  }

  /** `fd00::` is read as a key, `fd00:`, without a value. */
  #endingInColon(items: readonly Pair[]): string | null {
    const [pair] = items;
    if (items.length !== 1 || !isScalar(pair.key) || !(pair.value === null || isEmpty(pair.value)))
      return null;
    const text = textOf(pair.key);
    return text.includes(":") ? `${text}:` : null;
  }
}

function listOf<Value>(value: Value | null): Value[] | null {
  return value === null ? null : [value];
}

/** As it stands in the file: YAML would make numbers of some words. */
function textOf(node: { readonly source?: string | undefined; readonly value: unknown }): string {
  return node.source ?? String(node.value);
}

/** Nothing behind the colon or the dash, `~`, or `null`. */
function isEmpty(node: unknown): boolean {
  return node === null || node === undefined || (isScalar(node) && node.value === null);
}
