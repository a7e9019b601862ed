/** `portolan report`: a folder with page, tables and charts. */
import { readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { buildReport } from "../report/build-report.ts";
import type { DiffReport } from "../report/diff/diff-report.ts";
import { escapeText } from "../report/escape.ts";
import { flowRows } from "../report/flow-rows.ts";
import type { PageTheme } from "../report/html.ts";
import type { Survey } from "../report/survey.ts";
import { type ExpectationOptions, readExpectations } from "./expectations.ts";
import { print } from "./print.ts";
import { type ReadOptions, readCaptures } from "./read-captures.ts";
import { readServiceNames } from "./service-names.ts";
import { UsageError } from "./usage-error.ts";

export interface ReportCommandOptions extends ReadOptions, ExpectationOptions {
  readonly out?: string;
  readonly theme?: PageTheme;
  readonly paper?: "a4" | "letter";
  readonly pdf?: boolean;
  readonly open?: boolean;
  /** A capture or a lock that the captures are compared with. */
  readonly against?: string;
}

export async function runReport(captures: readonly string[], options: ReportCommandOptions): Promise<void> {
  if (options.out === "") throw new UsageError("--out: name a folder, such as reports/today");
  const chromium = options.pdf ? (await import("./print-pdf.ts")).requireChromium() : null;
  const serviceNames = await readServiceNames(options.services);
  const { policy, expectations } = await readExpectations(options, serviceNames);
  const compare =
    options.against === undefined
      ? null
      : await (await import("./compare-with.ts")).readEarlier(options.against, captures, {
          ...options,
          zoned: policy,
          serviceNames,
        });
  const found = await readCaptures(captures, options, { timeline: true, serviceNames, expectations });
  const folder = options.out ?? join("reports", folderName(captures));
  const diff = compare === null ? null : compare(found);
  const written = await writeFiles(folder, found, { ...options, diff, chromium });
  const page = join(folder, "index.html");
  await print([`${escapeText(page)} and ${written.length - 1} more files\n`]);
  if (options.open) await (await import("./open-page.ts")).openPage(page);
}

async function writeFiles(
  folder: string,
  found: Survey,
  {
    theme,
    paper,
    diff,
    chromium,
  }: ReportCommandOptions & { readonly diff: DiffReport | null; readonly chromium: string | null },
): Promise<string[]> {
  const { renderPaper, writeInto, writeReportFolder } = await import("../report/write-report.ts");
  const { buildTrafficMap } = await import("../report/build-traffic-map.ts");
  const { buildPageData } = await import("../report/page/build-page-data.ts");
  const report = buildReport(found);
  const map = buildTrafficMap(found);
  const written = await writeReportFolder(folder, {
    report,
    map,
    flows: () => flowRows(found),
    interactive: { script: await readPageScript(), data: () => buildPageData(found, report, map) },
    theme,
    paper,
    diff,
  });
  if (chromium === null) return written;
  const { printPdf } = await import("./print-pdf.ts");
  const pdf = await printPdf(chromium, await renderPaper({ report, map, diff, paper: paper ?? "a4" }));
  await writeInto(folder, "report.pdf", [pdf]);
  return [...written, "report.pdf"];
}

/** The build puts it beside the command line. */
function readPageScript(): Promise<string> {
  return readFile(new URL("./page-script.js", import.meta.url), "utf8");
}

/** After the first capture, without the endings that captures have; never a name that leads elsewhere. */
function folderName([first, ...others]: readonly string[]): string {
  const file = first === "-" ? "standard-input" : basename(resolve(first));
  const name = file.replace(/(\.(pcap|pcapng|cap|dmp|gz|zst))+$/i, "");
  const safe = /^\.*$/.test(name) ? "capture" : name;
  return others.length === 0 ? safe : `${safe}-and-${others.length}-more`;
}
