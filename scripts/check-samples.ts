/** Samples of `check`, from the samples' capture and a policy that lies beside them. */
import { readFileSync } from "node:fs";
import { survey } from "../src/analyze.ts";
import { artifactUri } from "../src/commands/artifact-uri.ts";
import { blockedFlows } from "../src/findings/policy/blocked.ts";
import { policyExpectation } from "../src/findings/policy/policy-expectation.ts";
import { problemText } from "../src/findings/policy/policy-problems.ts";
import { readPolicy } from "../src/findings/policy/read.ts";
import { blockedReport } from "../src/report/findings/blocked-report.ts";
import { buildCheckReport, type CheckReport } from "../src/report/findings/check-report.ts";
import { renderCheckJson } from "../src/report/findings/json.ts";
import { renderJunit } from "../src/report/findings/junit.ts";
import { renderCheckMarkdown } from "../src/report/findings/markdown.ts";
import { renderSarif } from "../src/report/findings/sarif.ts";
import { renderCheckText } from "../src/report/findings/text.ts";

const POLICY = "reports/check/ports.yaml";
/** Entries of `ignore` run out: the samples are of this day. */
const TODAY = "2026-11-22";
const STYLE = { width: 100, colour: false, unicode: true } as const;

export function checkCommand(capture: string): string {
  return `portolan check ${capture} --policy ${POLICY}`;
}

async function checked(capture: string, whatIf: boolean): Promise<CheckReport> {
  const { policy, problems } = readPolicy(readFileSync(POLICY, "utf8"), POLICY, { today: TODAY });
  if (policy === null) throw new Error(problems.map(problemText).join("; "));
  const found = await survey(capture, { expectations: [policyExpectation(policy)] });
  const blocked = whatIf ? blockedReport(blockedFlows(found, policy), undefined) : null;
  return buildCheckReport(found, { policy: POLICY, baseline: null, failOn: "medium", blocked });
}

export async function checkText(capture: string): Promise<string> {
  return renderCheckText(await checked(capture, false), STYLE);
}

/** File name under reports/ → content. */
export async function checkSamples(capture: string): Promise<[string, string][]> {
  const report = await checked(capture, false);
  return [
    ["check/findings.txt", renderCheckText(report, STYLE)],
    ["check/what-if.txt", renderCheckText(await checked(capture, true), STYLE)],
    ["check/findings.json", renderCheckJson(report)],
    ["check/findings.sarif", renderSarif(report, (path) => artifactUri(path))],
    ["check/findings.xml", renderJunit(report)],
    ["check/findings.md", renderCheckMarkdown(report)],
  ];
}
