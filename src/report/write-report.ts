/**
 * `portolan report`: the folder with the page, the tables and the charts.
 */

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { writeFileAtomically } from "./atomic-file.ts";
import { CHART_FILES } from "./charts/charts.ts";
import { drawPng, drawSvg } from "./charts/draw-chart.ts";
import { DARK_THEME, LIGHT_THEME } from "./charts/theme.ts";
import { renderFlowsCsv, renderServicesCsv } from "./csv.ts";
import type { DiffReport } from "./diff/diff-report.ts";
import { renderDiffJson } from "./diff/json.ts";
import { escapeText } from "./escape.ts";
import { type PageOptions, type PageTheme, renderHtml } from "./html.ts";
import { renderJson } from "./json.ts";
import { renderMarkdown } from "./markdown.ts";
import type { HtmlChart } from "./page/chart-section.ts";
import type { PageData } from "./page/page-data.ts";
import type { FlowReport, Report } from "./report.ts";
import type { TrafficMap } from "./traffic-map.ts";

/** The folder or a file in it cannot be written. The message is one line and says what to do. */
export class ReportFolderError extends Error {
  override readonly name = "ReportFolderError";
}

/** Rows of each table in report.md. */
const MARKDOWN_ROWS = 50;

export interface ReportContents {
  readonly report: Report;
  readonly map: TrafficMap;
  readonly flows: () => Iterable<FlowReport>;
  /** What the page's script needs; made when the page is written. Null where the page is to have no script. */
  readonly interactive: { readonly script: string; readonly data: () => PageData } | null;
  readonly theme?: PageTheme | undefined;
  readonly paper?: PageOptions["paper"];
  /** What changed against another capture or a lock. */
  readonly diff?: DiffReport | null | undefined;
}

/**
 * Writes `index.html`, `report.md`, `report.json`, `services.csv`, `flows.csv` and `charts/*.png` and `*.svg`, and
 * `diff.json` where something was compared, into `folder`, which is made where it is missing. Files of other names are left alone. No name in the folder
 * comes from the capture. Returns the paths written, relative to the folder.
 */
export async function writeReportFolder(folder: string, contents: ReportContents): Promise<string[]> {
  const { report, map, flows, interactive, theme, paper, diff } = contents;
  const written: string[] = [];
  const write = async (path: string, pieces: Iterable<string | Uint8Array>) => {
    await writeInto(folder, path, pieces);
    written.push(path);
  };
  await makeFolder(join(folder, "charts"));
  const chartTheme = theme === "dark" ? DARK_THEME : LIGHT_THEME;
  for (const { name, title, description, configure } of CHART_FILES) {
    const draw = () => configure({ report, map }, chartTheme);
    await write(`charts/${name}.svg`, [await drawSvg(draw(), title, description)]);
    await write(`charts/${name}.png`, [await drawPng(draw())]);
  }
  const charts = CHART_FILES.map(({ name, title, description }) => ({
    file: `charts/${name}.png`,
    title,
    description,
  }));
  await write("services.csv", [renderServicesCsv(report.services)]);
  await write("flows.csv", renderFlowsCsv(flows()));
  await write("report.json", [renderJson(report)]);
  await write("report.md", [renderMarkdown(report, { top: MARKDOWN_ROWS, charts })]);
  if (diff) await write("diff.json", [renderDiffJson(diff)]);
  // The page comes last: whoever finds it finds everything that it links to.
  if (interactive === null || theme === "print") await write("index.html", await renderPaper(contents));
  else {
    const { script, data } = interactive;
    const options = { theme, paper, diff, interactive: { script, data: data() }, charts: [] };
    await write("index.html", renderHtml(report, options));
  }
  return written;
}

/** The page as it is printed: pictures of the charts, and no script. */
export async function renderPaper(
  contents: Pick<ReportContents, "report" | "map" | "paper" | "diff">,
): Promise<Iterable<string>> {
  const { report, map, paper, diff } = contents;
  const charts: HtmlChart[] = [];
  for (const { title, description, configure } of CHART_FILES) {
    charts.push({ title, svg: await drawSvg(configure({ report, map }, LIGHT_THEME), title, description) });
  }
  return renderHtml(report, { theme: "print", paper, diff, interactive: null, charts });
}

/** Writes a file of the folder, whole or not at all. Throws a `ReportFolderError` where it cannot. */
export async function writeInto(
  folder: string,
  path: string,
  pieces: Iterable<string | Uint8Array>,
): Promise<void> {
  try {
    await writeFileAtomically(join(folder, path), pieces);
  } catch (error) {
    throw folderError(join(folder, path), error);
  }
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw folderError(folder, error);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied; choose another folder with --out",
  EPERM: "permission denied; choose another folder with --out",
  EROFS: "the file system is read-only; choose another folder with --out",
  ENOSPC: "the disk is full; free some space or choose another folder with --out",
  EDQUOT: "the disk quota is used up; choose another folder with --out",
  EEXIST: "a file of that name is in the way; remove it or choose another folder with --out",
  ENOTDIR: "a file is where a folder should be; remove it or choose another folder with --out",
  EISDIR: "a folder is where a file should be; remove it or choose another folder with --out",
  ENAMETOOLONG: "the name is too long; choose another folder with --out",
};

function folderError(path: string, error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (!Object.hasOwn(REASONS, code)) return error;
  return new ReportFolderError(`cannot write ${escapeText(path)}: ${REASONS[code]}`, { cause: error });
}
