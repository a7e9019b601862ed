/** `portolan report`: a folder with page, tables and charts. */
import { basename, join } from "node:path";
import { buildReport } from "../report/build-report.ts";
import { escapeText } from "../report/escape.ts";
import { flowRows } from "../report/flow-rows.ts";
import { type ReadOptions, readCaptures } from "./read-captures.ts";
import { writeOutput } from "./write-output.ts";

export interface ReportCommandOptions extends ReadOptions {
  readonly out?: string;
}

export async function runReport(captures: readonly string[], options: ReportCommandOptions): Promise<void> {
  const found = await readCaptures(captures, options, { timeline: true });
  const { writeReportFolder } = await import("../report/write-report.ts");
  const folder = options.out ?? join("reports", folderName(captures));
  const written = await writeReportFolder(folder, buildReport(found), () => flowRows(found));
  await writeOutput([`${escapeText(join(folder, "index.html"))} and ${written.length - 1} more files\n`]);
}

/** After the first capture, without the endings that captures have. */
function folderName([first, ...others]: readonly string[]): string {
  if (first === "-") return "standard-input";
  const name = basename(first).replace(/(\.(pcap|pcapng|cap|dmp|gz|zst))+$/i, "") || "capture";
  return others.length === 0 ? name : `${name}-and-${others.length}-more`;
}
