/** `portolan check`: findings, and whether they are severe enough to fail. */
import { resolve } from "node:path";
import type { Lock } from "../findings/baseline/lock.ts";
import type { Policy } from "../findings/policy/policy.ts";
import { escapeText } from "../report/escape.ts";
import type { BlockedReport } from "../report/findings/blocked-report.ts";
import { buildCheckReport, type CheckReport, type FailOn } from "../report/findings/check-report.ts";
import type { Survey } from "../report/survey.ts";
import type { CheckFormat } from "./check-formats.ts";
import { type ExpectationOptions, readExpectations } from "./expectations.ts";
import { print } from "./print.ts";
import { type ReadOptions, readCaptures } from "./read-captures.ts";
import { readServiceNames } from "./service-names.ts";
import { inLocale, terminalSettings } from "./terminal-settings.ts";
import { UsageError } from "./usage-error.ts";
import { writeOutput } from "./write-output.ts";

export interface CheckCommandOptions extends ReadOptions, ExpectationOptions {
  readonly whatIf?: boolean;
  readonly format: CheckFormat;
  readonly failOn: FailOn;
  readonly out?: string;
}

/** Exit codes: 1 where a finding is severe enough, damaged input or not; else 3 where input was damaged; else 0. */
export async function runCheck(captures: readonly string[], options: CheckCommandOptions): Promise<void> {
  const { failOn, format, out, baseline } = options;
  refuseWrongOptions(captures, options);
  const serviceNames = await readServiceNames(options.services);
  const { policy, lock, expectations } = await readExpectations(options, serviceNames);
  const survey = await readCaptures(captures, options, { serviceNames, expectations });
  const report = buildCheckReport(survey, {
    policy: options.policy ?? null,
    baseline: baseline ?? null,
    failOn,
    blocked: options.whatIf ? await blockedOf(survey, policy, lock) : null,
  });
  if (out === undefined || out === "-") await print([await render(report, format, true)]);
  else {
    await writeOutput(out, [await render(report, format, false)]);
    // A form for machines in the file; the log of the job is read by people.
    const told =
      format === "text" ? `${escapeText(`${out}: ${report.exit.reason}`)}\n` : await renderText(report, true);
    await print([told]);
  }
  process.exitCode = report.exit.code;
}

/** Before anything is read, since reading may take long. */
function refuseWrongOptions(
  captures: readonly string[],
  { out, whatIf, policy, baseline, format }: CheckCommandOptions,
): void {
  if (out === "") throw new UsageError("--out: name a file, such as findings.sarif");
  const read = [...captures, policy, baseline].filter((path) => path !== undefined && path !== "-");
  if (out !== undefined && read.some((path) => resolve(path ?? "") === resolve(out)))
    throw new UsageError(`--out: ${out} is a file that is read; name another one`);
  if (!whatIf) return;
  if (policy === undefined && baseline === undefined) {
    throw new UsageError(
      "--what-if: name whose rules are asked: --policy ports.yaml or --baseline ports.lock",
    );
  }
  if (format === "sarif" || format === "junit")
    throw new UsageError(`--what-if: --format ${format} has no place for it; use text, json or markdown`);
}

/** The policy's rules are asked, or the lock's where there is no policy; one of the two there is. */
async function blockedOf(
  survey: Survey,
  policy: Policy | null,
  lock: Lock | null,
): Promise<BlockedReport | null> {
  const asked = policy ?? (lock && (await import("./firewall-rules.ts")).policyOfLock(lock, null));
  if (asked === null) return null;
  const { blockedFlows } = await import("../findings/policy/blocked.ts");
  const { blockedReport } = await import("../report/findings/blocked-report.ts");
  return blockedReport(blockedFlows(survey, asked), survey.userNames);
}

/** Each form is loaded when it is asked for. */
async function render(report: CheckReport, format: CheckFormat, toTerminal: boolean): Promise<string> {
  switch (format) {
    case "json": {
      const { renderCheckJson } = await import("../report/findings/json.ts");
      return renderCheckJson(report);
    }
    case "sarif": {
      const { renderSarif } = await import("../report/findings/sarif.ts");
      const { artifactUri } = await import("./artifact-uri.ts");
      return renderSarif(report, artifactUri);
    }
    case "junit": {
      const { renderJunit } = await import("../report/findings/junit.ts");
      return renderJunit(report);
    }
    case "markdown": {
      const { renderCheckMarkdown } = await import("../report/findings/markdown.ts");
      return renderCheckMarkdown(report);
    }
    case "text":
      return renderText(report, toTerminal);
  }
}

async function renderText(report: CheckReport, toTerminal: boolean): Promise<string> {
  const { renderCheckText } = await import("../report/findings/text.ts");
  const settings = terminalSettings(process.stdout, process.env);
  // A file is read with whatever reads UTF-8, and has no colours.
  if (!toTerminal) return renderCheckText(report, { ...settings, colour: false, unicode: true });
  return inLocale(renderCheckText(report, settings), settings);
}
