/**
 * `check` as a log of the Static Analysis Results Interchange Format (OASIS SARIF 2.1.0), as GitHub code scanning and
 * others read it. Nothing in it depends on the clock or the machine: the same findings give the same bytes.
 */
import { RULES, type Rule, type Severity } from "../../findings/finding.ts";
import { RULE_DESCRIPTIONS } from "../../findings/rules.ts";
import { escapeJson, escapeMarkdown, escapeText } from "../escape.ts";
import type { CaptureReport, FindingReport } from "../report.ts";
import { formatCount, formatNumberOf } from "../units.ts";
import { captureName } from "../words.ts";
import type { CheckReport } from "./check-report.ts";
import { EXIT_WORDS, framesByCapture, listWords, placeWords, shown } from "./finding-words.ts";

/** What a file is called in a URI: relative to the folder that paths are relative to, or absolute (`file:`). */
export type UriOf = (path: string) => string;

type Level = "error" | "warning" | "note";

const LEVELS: Readonly<Record<Severity, Level>> = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "note",
  info: "note",
};

/**
 * In the middle of what GitHub takes for each of its words: over 9.0 critical, from 7.0 high, from 4.0 medium, else low.
 * 0.0 is no security severity.
 */
const SECURITY_SEVERITIES: Readonly<Record<Severity, string>> = {
  critical: "9.5",
  high: "8.0",
  medium: "5.5",
  low: "2.0",
  info: "0.0",
};

/** Results that GitHub takes of one run; it refuses a file that has more. */
export const MOST_RESULTS = 25_000;

/** Ports and ranges of a result, at most; JSON has all. */
const PORTS_LISTED = 100;

/** Problems of one capture that are told; JSON has all. */
const PROBLEMS_SHOWN = 10;

/** Paths are relative to this, which is the root of the repository where the check is run there. */
const ROOT = "%SRCROOT%";

const DAMAGED = "damaged-input";
const LEFT_OUT = "results-left-out";

export function renderSarif(report: CheckReport, uriOf: UriOf): string {
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [run(report, uriOf)],
  };
  return `${escapeJson(JSON.stringify(log, null, 2))}\n`;
}

function run(report: CheckReport, uriOf: UriOf) {
  const findings = report.findings.slice(0, MOST_RESULTS);
  const artifacts = new Artifacts(report, uriOf);
  const rules = ruleIds(findings);
  const results = findings.map((finding) => result(finding, report, rules, artifacts));
  const { tool, ignored, failOn } = report;
  return {
    tool: {
      driver: {
        name: tool.name,
        version: tool.version,
        semanticVersion: tool.version,
        rules: rules.map(({ id, rule, severity }) => descriptor(id, rule, severity)),
        notifications: [
          { id: DAMAGED, shortDescription: { text: "Part of a capture could not be read." } },
          { id: LEFT_OUT, shortDescription: { text: "There were more results than are listed." } },
        ],
      },
    },
    invocations: [invocation(report, artifacts)],
    artifacts: artifacts.list(),
    results,
    columnKind: "utf16CodeUnits",
    properties: { failOn, ignored },
  };
}

interface RuleId {
  /** The rule's own, or with a severity behind it. */
  readonly id: string;
  readonly rule: Rule;
  readonly severity: Severity;
}

/**
 * All rules; and again, under ids of their own (`rare-port/high`), with the severities that findings have otherwise than
 * is usual. GitHub takes the severity of an alert from its rule, never from the result.
 */
function ruleIds(findings: readonly FindingReport[]): RuleId[] {
  const usual = RULES.map((rule) => ({ id: rule, rule, severity: RULE_DESCRIPTIONS[rule].usualSeverity }));
  const others = new Map<string, RuleId>();
  for (const { rule, severity } of findings) {
    const id = ruleIdOf(rule, severity);
    if (id !== rule) others.set(id, { id, rule, severity });
  }
  return [...usual, ...[...others.values()].sort((one, other) => (one.id < other.id ? -1 : 1))];
}

function ruleIdOf(rule: Rule, severity: Severity): string {
  return severity === RULE_DESCRIPTIONS[rule].usualSeverity ? rule : `${rule}/${severity}`;
}

function descriptor(id: string, rule: Rule, severity: Severity) {
  const { title, summary, help } = RULE_DESCRIPTIONS[rule];
  return {
    id,
    name: title,
    shortDescription: { text: title },
    fullDescription: { text: summary },
    help: {
      text: `${summary} ${help}`,
      markdown: `**${escapeMarkdown(title)}.** ${escapeMarkdown(summary)}\n\n${escapeMarkdown(help)}`,
    },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: {
      tags: ["security", "network"],
      ...securitySeverity(severity),
    },
  };
}

function securitySeverity(severity: Severity) {
  return severity === "info" ? {} : { "security-severity": SECURITY_SEVERITIES[severity] };
}

function result(
  original: FindingReport,
  report: CheckReport,
  rules: readonly RuleId[],
  artifacts: Artifacts,
) {
  const finding = shown(original);
  const { rule, severity, decidedBy, flows, frames, ports, clients, servers, omitted } = finding;
  const ruleId = ruleIdOf(rule, severity);
  const ofCaptures = captureLocations(finding, report, artifacts);
  const [own, ...related] =
    decidedBy === null
      ? ofCaptures
      : [artifacts.location(original.decidedBy?.path ?? "", decidedBy, null), ...ofCaptures];
  return {
    ruleId,
    ruleIndex: rules.findIndex(({ id }) => id === ruleId),
    level: LEVELS[severity],
    message: { text: messageText(...resultLines(finding)) },
    locations: [own],
    ...(related.length === 0
      ? {}
      : { relatedLocations: related.map((location, index) => ({ id: index + 1, ...location })) }),
    // GitHub looks at the first name only.
    partialFingerprints: { primaryLocationLineHash: finding.id, "portolanFinding/v1": finding.id },
    properties: {
      severity,
      ...securitySeverity(severity),
      flows,
      frames,
      ports: ports.slice(0, PORTS_LISTED),
      clients,
      servers,
      omitted,
      displayFilter: finding.displayFilter,
    },
  };
}

/** The first sentence is all that is seen in a list. */
function resultLines({ title, detail, decidedBy, advice }: FindingReport): string[] {
  return [
    `${sentence(title)} ${sentence(detail)}`,
    ...(decidedBy === null ? [] : [`Decided by ${placeWords(decidedBy)}: ${decidedBy.words}`]),
    `To do: ${advice}`,
  ];
}

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

/** Where the finding's frames are; the first capture where it has none. */
function captureLocations({ frames }: FindingReport, { captures }: CheckReport, artifacts: Artifacts) {
  const held = framesByCapture(frames, captures);
  const places = held.length > 0 ? held : [{ path: captures[0].path, frames: [] }];
  return places.map(({ path, frames: own }) =>
    artifacts.location(path, null, own.length === 0 ? null : `Frames ${listWords(own.map(String))}`),
  );
}

function invocation({ exit, captures, findings }: CheckReport, artifacts: Artifacts) {
  const left = findings.length - MOST_RESULTS;
  const notifications = [
    ...captures.flatMap((capture) => damageNotifications(capture, artifacts)),
    ...(left > 0
      ? [
          notification(
            LEFT_OUT,
            "warning",
            `Left out: ${formatNumberOf(left, "finding")}; --format json has all.`,
          ),
        ]
      : []),
  ];
  return {
    // Whether all was read: with findings too, an analysis of a whole capture is one that went well.
    executionSuccessful: captures.every(({ complete }) => complete),
    exitCode: exit.code,
    exitCodeDescription: `${EXIT_WORDS[exit.code]}: ${exit.reason}`,
    ...(notifications.length === 0 ? {} : { toolExecutionNotifications: notifications }),
  };
}

function damageNotifications({ path, format, problems, complete }: CaptureReport, artifacts: Artifacts) {
  const level = complete ? "warning" : "error";
  const told = problems.slice(0, PROBLEMS_SHOWN).map(({ message, offset }) => {
    const where = format === null ? "" : `at byte ${formatCount(offset)}: `;
    const words = `${captureName(path)}: ${where}${message}`;
    return { ...notification(DAMAGED, level, words), locations: [artifacts.location(path, null, null)] };
  });
  const left = problems.length - told.length;
  if (left <= 0) return told;
  const words = `${captureName(path)}: ${formatCount(left)} more problems; --format json has all.`;
  return [...told, notification(DAMAGED, level, words)];
}

function notification(id: string, level: Level, words: string) {
  return { descriptor: { id }, level, message: { text: messageText(words) } };
}

interface Place {
  readonly line: number;
  readonly column: number;
}

/** The files of the run, by their paths: policy, baseline, captures. */
class Artifacts {
  readonly #uriOf: UriOf;
  readonly #indices = new Map<string, number>();
  readonly #list: object[] = [];

  constructor({ policy, baseline, captures }: CheckReport, uriOf: UriOf) {
    this.#uriOf = uriOf;
    for (const path of [policy, baseline])
      if (path !== null) this.#index(path, ["userSpecifiedConfiguration"]);
    for (const { path } of captures) {
      this.#index(path, path === "-" ? ["analysisTarget", "standardStream"] : ["analysisTarget"]);
    }
  }

  list(): readonly object[] {
    return this.#list;
  }

  /** GitHub wants a line even of a file that has none. */
  location(path: string, place: Place | null, message: string | null) {
    const index = this.#index(path, ["userSpecifiedConfiguration"]);
    const region =
      place === null
        ? { startLine: 1 }
        : { startLine: Math.max(1, place.line), startColumn: Math.max(1, place.column) };
    return {
      physicalLocation: { artifactLocation: { ...this.#artifactLocation(path), index }, region },
      ...(message === null ? {} : { message: { text: messageText(message) } }),
    };
  }

  #index(path: string, roles: readonly string[]): number {
    const known = this.#indices.get(path);
    if (known !== undefined) return known;
    this.#indices.set(path, this.#list.length);
    return this.#list.push({ location: this.#artifactLocation(path), roles }) - 1;
  }

  #artifactLocation(path: string) {
    if (path === "-") return { uri: "stdin", uriBaseId: ROOT };
    const uri = this.#uriOf(path);
    return /^file:/.test(uri) ? { uri } : { uri, uriBaseId: ROOT };
  }
}

/**
 * Plain text of SARIF, a line each: braces stand doubled (section 3.11.5), and nothing is an embedded link (section
 * 3.11.6), which a space ends that would be.
 */
function messageText(...lines: readonly string[]): string {
  return lines.map((line) => escapeText(line).replace(/[{}]/g, "$&$&").replaceAll("](", "] (")).join("\n");
}
