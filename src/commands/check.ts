/** `portolan check`: findings, and whether they are severe enough to fail. */
import type { Expectation } from "../findings/expectation.ts";
import { escapeText } from "../report/escape.ts";
import { buildCheckReport, type CheckReport, type FailOn } from "../report/findings/check-report.ts";
import type { CheckFormat } from "./check-formats.ts";
import { print } from "./print.ts";
import { type ReadOptions, readCaptures } from "./read-captures.ts";
import { terminalSettings } from "./terminal-settings.ts";
import { UsageError } from "./usage-error.ts";
import { writeOutput } from "./write-output.ts";

export interface CheckCommandOptions extends ReadOptions {
  readonly policy?: string;
  readonly baseline?: string;
  readonly format: CheckFormat;
  readonly failOn: FailOn;
  readonly out?: string;
}

/** Exit codes: 1 where a finding is severe enough, damaged input or not; else 3 where input was damaged; else 0. */
export async function runCheck(captures: readonly string[], options: CheckCommandOptions): Promise<void> {
  const { policy = null, baseline = null, failOn, format, out } = options;
  if (out === "") throw new UsageError("--out: name a file, such as findings.sarif");
  const survey = await readCaptures(captures, options, { expectations: await expectationsOf(options) });
  const report = buildCheckReport(survey, { policy, baseline, failOn });
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

/** What the captures are held against. */
async function expectationsOf({ baseline }: CheckCommandOptions): Promise<Expectation[]> {
  return baseline === undefined ? [] : [await baselineExpectation(baseline)];
}

async function baselineExpectation(path: string): Promise<Expectation> {
  const { readLockFile } = await import("./read-lock.ts");
  const { lockExpectation } = await import("../findings/baseline/lock-expectation.ts");
  return lockExpectation(await readLockFile(path, { option: "--baseline", zones: new Set() }));
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
  const text = renderCheckText(report, settings);
  if (settings.unicode) return text;
  const { asciiTable } = await import("./ascii-table.ts");
  return asciiTable(text);
}
