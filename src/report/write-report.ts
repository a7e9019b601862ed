/**
 * `portolan report`: the folder with the page, the tables and the charts.
 */

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { writeFileAtomically } from "./atomic-file.ts";
import { CHARTS } from "./charts/charts.ts";
import { drawPng, drawSvg } from "./charts/draw-chart.ts";
import { DARK_THEME, LIGHT_THEME } from "./charts/theme.ts";
import { renderFlowsCsv, renderServicesCsv } from "./csv.ts";
import { escapeText } from "./escape.ts";
import { type HtmlChart, renderHtml } from "./html.ts";
import { renderJson } from "./json.ts";
import { renderMarkdown } from "./markdown.ts";
import type { FlowReport, Report } from "./report.ts";

/** The folder or a file in it cannot be written. The message is one line and says what to do. */
export class ReportFolderError extends Error {
  override readonly name = "ReportFolderError";
}

/** Rows of each table in report.md. */
const MARKDOWN_ROWS = 50;

/**
 * Writes `index.html`, `report.md`, `report.json`, `services.csv`, `flows.csv` and `charts/*.png` and `*.svg`
 * into `folder`, which is made where it is missing. Files of other names are left alone. No name in the folder
 * comes from the capture. Returns the paths written, relative to the folder.
 */
export async function writeReportFolder(
  folder: string,
  report: Report,
  flows: () => Iterable<FlowReport>,
): Promise<string[]> {
  const written: string[] = [];
  const write = async (path: string, pieces: Iterable<string | Uint8Array>) => {
    try {
      await writeFileAtomically(join(folder, path), pieces);
    } catch (error) {
      throw folderError(join(folder, path), error);
    }
    written.push(path);
  };
  await makeFolder(join(folder, "charts"));
  const htmlCharts: HtmlChart[] = [];
  for (const { name, title, description, configure } of CHARTS) {
    const light = await drawSvg(configure(report, LIGHT_THEME), title, description);
    const dark = await drawSvg(configure(report, DARK_THEME), title, description);
    htmlCharts.push({ title, light, dark });
    await write(`charts/${name}.svg`, [light]);
    await write(`charts/${name}.png`, [await drawPng(configure(report, LIGHT_THEME))]);
  }
  const charts = CHARTS.map(({ name, title, description }) => ({
    file: `charts/${name}.png`,
    title,
    description,
  }));
  await write("services.csv", [renderServicesCsv(report.services)]);
  await write("flows.csv", renderFlowsCsv(flows()));
  await write("report.json", [renderJson(report)]);
  await write("report.md", [renderMarkdown(report, { top: MARKDOWN_ROWS, charts })]);
  // The page comes last: whoever finds it finds everything that it links to.
  await write("index.html", [renderHtml(report, htmlCharts)]);
  return written;
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
