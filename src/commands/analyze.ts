/** `portolan analyze`: port usage in the terminal, or as JSON, Markdown or CSV. */
import { buildReport } from "../report/build-report.ts";
import { renderServicesCsv } from "../report/csv.ts";
import { renderJson } from "../report/json.ts";
import { renderMarkdown } from "../report/markdown.ts";
import type { Report } from "../report/report.ts";
import { type Grouping, type SortKey, sortRows, topRows } from "../report/selection.ts";
import { DEFAULT_TOP, renderTerminal } from "../report/terminal.ts";
import { type ReadOptions, readCaptures } from "./read-captures.ts";
import { terminalSettings } from "./terminal-settings.ts";
import { writeOutput } from "./write-output.ts";

export interface AnalyzeCommandOptions extends ReadOptions {
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly csv?: boolean;
  readonly top?: number;
  readonly sort: SortKey;
  readonly by?: Grouping;
}

export async function runAnalyze(captures: readonly string[], options: AnalyzeCommandOptions): Promise<void> {
  const report = buildReport(await readCaptures(captures, options));
  await writeOutput([render(report, options)]);
}

function render(report: Report, { json, markdown, csv, top, sort, by }: AnalyzeCommandOptions): string {
  if (json) return renderJson(report);
  if (csv) return renderServicesCsv(topRows(sortRows(report.services, sort), top ?? null));
  if (markdown) return renderMarkdown(report, { top: top ?? DEFAULT_TOP, charts: [] });
  const settings = terminalSettings(process.stdout, process.env);
  return renderTerminal(report, { ...settings, top: top ?? DEFAULT_TOP, sort, by: by ?? null });
}
