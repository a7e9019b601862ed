/** `portolan report`: a folder with page, tables and charts. */
import { basename, join, resolve } from "node:path";
import { buildReport } from "../report/build-report.ts";
import { escapeText } from "../report/escape.ts";
import { flowRows } from "../report/flow-rows.ts";
import { print } from "./print.ts";
import { type ReadOptions, readCaptures } from "./read-captures.ts";
import { UsageError } from "./usage-error.ts";

export interface ReportCommandOptions extends ReadOptions {
  readonly out?: string;
}

export async function runReport(captures: readonly string[], options: ReportCommandOptions): Promise<void> {
  if (options.out === "") throw new UsageError("--out: name a folder, such as reports/today");
  const found = await readCaptures(captures, options, { timeline: true });
  const { writeReportFolder } = await import("../report/write-report.ts");
  const folder = options.out ?? join("reports", folderName(captures));
  const written = await writeReportFolder(folder, buildReport(found), () => flowRows(found));
  await print([`${escapeText(join(folder, "index.html"))} and ${written.length - 1} more files\n`]);
}

/** After the first capture, without the endings that captures have; never a name that leads elsewhere. */
function folderName([first, ...others]: readonly string[]): string {
  const file = first === "-" ? "standard-input" : basename(resolve(first));
  const name = file.replace(/(\.(pcap|pcapng|cap|dmp|gz|zst))+$/i, "");
  const safe = /^\.*$/.test(name) ? "capture" : name;
  return others.length === 0 ? safe : `${safe}-and-${others.length}-more`;
}
