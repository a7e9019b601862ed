/**
 * `check` as JUnit XML, as Jenkins, GitLab and others read it. There is no standard; this keeps to what the schemas of
 * Jenkins (junit-4.xsd and later) and their readers have in common.
 */
import { RULES, type Rule } from "../../findings/finding.ts";
import { RULE_DESCRIPTIONS } from "../../findings/rules.ts";
import { escapeHtml } from "../escape.ts";
import type { CaptureReport, FindingReport } from "../report.ts";
import { formatCount } from "../units.ts";
import { captureName } from "../words.ts";
import { type CheckReport, fails } from "./check-report.ts";
import {
  addressesOf,
  capturesWords,
  expectationPaths,
  framesWords,
  ignoredWords,
  listWords,
  placeWords,
  portsWords,
  shown,
} from "./finding-words.ts";

type Outcome = "passed" | "failure" | "error" | "skipped";

interface TestCase {
  /** `portolan.rare-port`: readers group by what stands before the dot, and show it as the suite. */
  readonly className: string;
  readonly name: string;
  readonly outcome: Outcome;
  /** What a list of failures shows. */
  readonly message: string;
  readonly type: string;
  readonly lines: readonly string[];
}

interface TestSuite {
  readonly name: string;
  readonly cases: readonly TestCase[];
}

/**
 * One suite of the findings (a case each; those below `--fail-on` are skipped; a rule without any is a case that passed)
 * and one of the captures (a case each, in error where it was not read whole).
 */
export function renderJunit(report: CheckReport): string {
  const suites = [findingSuite(report), captureSuite(report)];
  const all = suites.flatMap(({ cases }) => cases);
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="portolan check" tests="${all.length}" failures="${count(all, "failure")}" errors="${count(all, "error")}">`,
    ...suites.flatMap((suite) => suiteLines(suite, report)),
    "</testsuites>",
  ];
  return `${lines.join("\n")}\n`;
}

function findingSuite(report: CheckReport): TestSuite {
  const names = caseNames(report.findings);
  const cases = RULES.flatMap((rule) => {
    const findings = report.findings.filter((finding) => finding.rule === rule);
    if (findings.length === 0) return [ruleWithout(rule, report)];
    return findings.map((finding) => findingCase(shown(finding), names.get(finding) ?? finding.id, report));
  });
  const against = expectationPaths(report);
  return { name: against.length === 0 ? "findings" : against.join(" and "), cases };
}

/** A rule that was asked and found nothing; nothing is unexpected where nobody said what is expected. */
function ruleWithout(rule: Rule, report: CheckReport): TestCase {
  const wasAsked = rule !== "unexpected-port" || expectationPaths(report).length > 0;
  return {
    className: `portolan.${rule}`,
    name: `No finding: ${RULE_DESCRIPTIONS[rule].title}`,
    outcome: wasAsked ? "passed" : "skipped",
    message: "",
    type: rule,
    lines: wasAsked ? [] : ["not asked: neither --policy nor --baseline was given"],
  };
}

/**
 * What a finding is about, not its title, which has counts: CI compares the cases of two runs by their names. GitLab drops
 * all but the first of the cases that have one name, so that the id tells apart what is equal.
 */
function caseNames(findings: readonly FindingReport[]): ReadonlyMap<FindingReport, string> {
  const taken = new Map<string, number>();
  const nameOf = (finding: FindingReport) =>
    `${RULE_DESCRIPTIONS[finding.rule].title}: ${shown(finding).key}`;
  for (const finding of findings) taken.set(nameOf(finding), (taken.get(nameOf(finding)) ?? 0) + 1);
  const names = new Map<FindingReport, string>();
  for (const finding of findings) {
    const name = nameOf(finding);
    names.set(finding, taken.get(name) === 1 ? name : `${name} (${finding.id})`);
  }
  return names;
}

function findingCase(finding: FindingReport, name: string, report: CheckReport): TestCase {
  const { rule, severity, title, detail, advice, decidedBy, flows, ports, frames, displayFilter } = finding;
  const clients = addressesOf(finding, "clients");
  const servers = addressesOf(finding, "servers");
  return {
    className: `portolan.${rule}`,
    name,
    outcome: fails(finding, report.failOn) ? "failure" : "skipped",
    message: `${severity}: ${title}`,
    type: `${rule} (${severity})`,
    lines: [
      `${severity}: ${title}`,
      detail,
      ...(decidedBy === null ? [] : [`Decided by ${placeWords(decidedBy)}: ${decidedBy.words}`]),
      ...(clients.addresses.length === 0 ? [] : [`Clients: ${listWords(clients.addresses, clients.more)}`]),
      ...(servers.addresses.length === 0 ? [] : [`Servers: ${listWords(servers.addresses, servers.more)}`]),
      ...(ports.length === 0 ? [] : [`Ports: ${portsWords(finding)}`]),
      `Flows: ${formatCount(flows)}`,
      ...(frames.length === 0 ? [] : [`Frames: ${framesWords(frames, report.captures)}`]),
      ...(displayFilter === "" ? [] : [`Display filter: ${displayFilter}`]),
      `To do: ${advice}`,
    ],
  };
}

function captureSuite({ captures }: CheckReport): TestSuite {
  return { name: "captures", cases: captures.map(captureCase) };
}

/** Problems of one capture that are told; JSON has all. */
const PROBLEMS_SHOWN = 10;

function captureCase({ path, format, complete, problems }: CaptureReport, index: number): TestCase {
  const told = problems
    .slice(0, PROBLEMS_SHOWN)
    .map(({ message, offset }) => `${format === null ? "" : `at byte ${formatCount(offset)}: `}${message}`);
  const left = problems.length - told.length;
  return {
    className: "portolan.captures",
    // The same file may be named twice.
    name: index === 0 ? captureName(path) : `${captureName(path)} (capture ${index + 1})`,
    outcome: complete ? "passed" : "error",
    message: "part of the capture could not be read: findings hold for what was read",
    type: "damaged-input",
    lines: [...told, ...(left > 0 ? [`${formatCount(left)} more problems`] : [])],
  };
}

function suiteLines({ name, cases }: TestSuite, report: CheckReport): string[] {
  const attributes = [
    `name="${escapeHtml(name)}"`,
    `tests="${cases.length}"`,
    `failures="${count(cases, "failure")}"`,
    `errors="${count(cases, "error")}"`,
    `skipped="${count(cases, "skipped")}"`,
  ];
  return [
    `  <testsuite ${attributes.join(" ")}>`,
    "    <properties>",
    ...Object.entries(propertiesOf(report)).map(
      ([key, value]) => `      <property name="${key}" value="${escapeHtml(value)}"/>`,
    ),
    "    </properties>",
    ...cases.flatMap(caseLines),
    "  </testsuite>",
  ];
}

function propertiesOf(report: CheckReport): Record<string, string> {
  const ignored = ignoredWords(report.ignored);
  return {
    version: report.tool.version,
    captures: capturesWords(report),
    "fail-on": report.failOn,
    exit: `${report.exit.code}: ${report.exit.reason}`,
    ...(ignored === null ? {} : { ignored }),
  };
}

function caseLines({ className, name, outcome, message, type, lines }: TestCase): string[] {
  const start = `    <testcase classname="${escapeHtml(className)}" name="${escapeHtml(name)}" time="0"`;
  const text = lines.map(escapeHtml).join("\n");
  if (outcome === "passed") {
    // A capture read whole may have problems all the same.
    return text === ""
      ? [`${start}/>`]
      : [`${start}>`, `      <system-out>${text}</system-out>`, "    </testcase>"];
  }
  // Jenkins' older schema knows no attributes of `skipped`.
  const attributes =
    outcome === "skipped" ? "" : ` message="${escapeHtml(message)}" type="${escapeHtml(type)}"`;
  return [`${start}>`, `      <${outcome}${attributes}>${text}</${outcome}>`, "    </testcase>"];
}

function count(cases: readonly TestCase[], outcome: Outcome): number {
  return cases.filter((test) => test.outcome === outcome).length;
}
