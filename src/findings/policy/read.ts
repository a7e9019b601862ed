/**
 * Reads a policy. A wrong one gets every error at once, each at its line and column, with what was meant; there is no
 * policy then.
 */
import { type Document, isMap, isScalar, type Node, parseDocument, type YAMLMap } from "yaml";
import { quoted } from "../../services/port-specification.ts";
import type { UserServiceNames } from "../../services/registry.ts";
import type { Policy } from "./policy.ts";
import { type PolicyProblem, ProblemCollector } from "./policy-problems.ts";
import { warnOfUnreachable } from "./reach.ts";
import { IgnoreReader } from "./read-ignores.ts";
import { RuleReader } from "./read-rules.ts";
import { readZones } from "./read-zones.ts";
import { ServicePorts } from "./service-ports.ts";
import { type KeyHints, YamlReader } from "./yaml-nodes.ts";

/** Characters; a policy of thousands of rules has a tenth of it. */
export const LARGEST_POLICY = 2 ** 20;

const VERSION = 1;
const KEYS = ["version", "zones", "default-zone", "rules", "ignore"] as const;
const SHAPE =
  "a policy has the keys version, zones, rules and ignore; portolan policy init writes a first one";
const HINTS: KeyHints = {
  zone: "did you mean zones?",
  default: "did you mean default-zone?",
  default_zone: "did you mean default-zone?",
  defaultzone: "did you mean default-zone?",
  rule: "did you mean rules?",
  policy: "did you mean rules?",
  ignores: "did you mean ignore?",
  ignored: "did you mean ignore?",
  exceptions: "did you mean ignore?",
  schema: "write version: 1",
};

export interface ReadPolicyOptions {
  /** Names that the policy may use beside the known ones. */
  readonly userNames?: UserServiceNames | undefined;
  /** `2026-11-22`: entries of `ignore` run out. */
  readonly today: string;
}

export interface PolicyReading {
  /** Null where there is an error among the problems. */
  readonly policy: Policy | null;
  /** In the order of the file. */
  readonly problems: readonly PolicyProblem[];
}

/** `path` is what problems and findings call the file. Never throws. */
export function readPolicy(
  text: string,
  path: string,
  { userNames, today }: ReadPolicyOptions,
): PolicyReading {
  const problems = new ProblemCollector(path);
  const document = parse(text.replace(/^\uFEFF/, ""), problems);
  const policy = document && policyOf(document, { path, problems, userNames, today });
  return { policy: problems.hasErrors() ? null : policy, problems: problems.problems() };
}

function parse(text: string, problems: ProblemCollector): Document | null {
  const size = `${Math.round(LARGEST_POLICY / 1024)} KiB`;
  if (text.length > LARGEST_POLICY) problems.error(0, `this file has more than ${size}, as no policy has`);
  else if (/^\s*$/.test(text.replaceAll(/^\s*#.*$/gm, ""))) problems.error(0, `this file is empty: ${SHAPE}`);
  else return parseYaml(text, problems);
  return null;
}

function parseYaml(text: string, problems: ProblemCollector): Document | null {
  const { lineCounter } = problems;
  let document: Document;
  try {
    document = parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: false });
  } catch {
    // The parser recurses: a few thousand brackets in a row exhaust the stack.
    problems.error(0, `this is no YAML that could be read: ${SHAPE}`);
    return null;
  }
  let lastLine = 0;
  for (const { pos, code, message } of [...document.errors, ...document.warnings]) {
    const { line } = problems.placeOf(pos[0]);
    // One slip makes the parser complain many times.
    if (line === lastLine) continue;
    lastLine = line;
    problems.broken(pos[0], yamlWords(code, message));
  }
  return document;
}

const YAML_WORDS: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: "a tab cannot indent a line in YAML: write blanks",
  MULTIPLE_DOCS: "a second document starts here: keep the policy in one",
  BLOCK_AS_IMPLICIT_KEY: "two colons in one line: text that ends in a colon, as fd00::, must be in quotes",
  BAD_SCALAR_START: "text that starts with this character must be in quotes",
};

function yamlWords(code: string, message: string): string {
  if (message.includes("call stack")) return "brackets are too deep in each other";
  return YAML_WORDS[code] ?? `this is no YAML: ${message.replaceAll(/\s+/g, " ").slice(0, 120)}`;
}

interface Context {
  readonly path: string;
  readonly problems: ProblemCollector;
  readonly userNames: UserServiceNames | undefined;
  readonly today: string;
}

function policyOf(document: Document, { path, problems, userNames, today }: Context): Policy | null {
  const yaml = new YamlReader(document, problems);
  const { contents } = document;
  if (!isMap(contents)) {
    problems.missing(contents as Node | null, SHAPE);
    return null;
  }
  // Of a later version's keys there is nothing to say.
  if (!isKnownVersion(contents, yaml)) return null;
  const fields = yaml.fields(contents, KEYS, SHAPE, HINTS);
  if (fields === null) return null;
  const zones = readZones(fields.get("zones"), fields.get("default-zone"), yaml);
  const services = new ServicePorts(userNames);
  const ruleField = fields.get("rules");
  if (ruleField === undefined)
    problems.missing(contents, "there are no rules: write rules: with a list behind it");
  const rules = ruleField === undefined ? [] : new RuleReader(yaml, zones, services).read(ruleField);
  const ignoreField = fields.get("ignore");
  const ignores = ignoreField ? new IgnoreReader(yaml, zones, services, today).read(ignoreField) : [];
  const policy = {
    path,
    isLock: false,
    ...zones,
    rules,
    rulesPlace: problems.placeOf(ruleField?.key),
    ignores,
    today,
  };
  if (!problems.hasErrors()) warnOfUnreachable(policy, problems);
  return policy;
}

/** False, and told, where the policy is of a version that cannot be read; a version that is missing is only told. */
function isKnownVersion(contents: YAMLMap, yaml: YamlReader): boolean {
  const pair = contents.items.find(({ key }) => isScalar(key) && key.value === "version");
  if (pair === undefined) {
    yaml.problems.missing(
      contents,
      `the policy's form is not told: write version: ${VERSION} in the first line`,
    );
    return true;
  }
  const word = yaml.word(pair.value, "a number", `version: ${VERSION}`);
  const found = yaml.resolve(pair.value);
  const value = isScalar(found) ? found.value : null;
  if (word === null || value === VERSION) return true;
  const isLater = typeof value === "number" && value > VERSION;
  const hint = isLater
    ? `this portolan reads version ${VERSION}; take a later one`
    : `write version: ${VERSION}`;
  yaml.problems.error(word.node, `${quoted(word.text)} is a version that is not known: ${hint}`);
  return !isLater;
}
