import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeFileAtomically } from "../../src/report/atomic-file.ts";
import { DARK_THEME } from "../../src/report/charts/theme.ts";
import type { FlowReport, Report } from "../../src/report/report.ts";
import { type ReportContents, ReportFolderError, writeReportFolder } from "../../src/report/write-report.ts";
import { sampleMap, samplePageData } from "./sample-page.ts";
import { emptyReport, sampleFlows, sampleReport } from "./sample-report.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "portolan-report-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const CHART_NAMES = [
  "client-matrix",
  "clients-and-servers",
  "ports-over-time",
  "range-classes",
  "server-shares",
  "top-ports-by-bytes",
  "top-ports-by-flows",
  "traffic-over-time",
  "traffic-paths",
];
const FILES = ["charts", "flows.csv", "index.html", "report.json", "report.md", "services.csv"];

function contents(report: Report, flows: () => Iterable<FlowReport> = () => []): ReportContents {
  const interactive = { script: "0", data: () => samplePageData(report, 10) };
  return { report, map: sampleMap(report), flows, interactive };
}

describe("the report's folder", () => {
  it.each([
    ["a plain report", sampleReport(), false],
    ["hostile names", sampleReport({ services: 16, hostile: true }), true],
    ["an empty report", emptyReport(), false],
  ] as const)("of %s holds every file and no other", async (_name, report, hostile) => {
    const target = join(folder, "deep", "report");
    const written = await writeReportFolder(
      target,
      contents(report, () => sampleFlows(10, hostile)),
    );
    expect(readdirSync(folder)).toEqual(["deep"]);
    expect(readdirSync(target).sort()).toEqual(FILES);
    const charts = CHART_NAMES.flatMap((name) => [`${name}.png`, `${name}.svg`]);
    expect(readdirSync(join(target, "charts")).sort()).toEqual(charts);
    expect([...written].sort()).toEqual(
      [...charts.map((name) => `charts/${name}`), ...FILES.filter((name) => name !== "charts")].sort(),
    );
    expect(JSON.parse(readFileSync(join(target, "report.json"), "utf8"))).toEqual(report);
    const markdown = readFileSync(join(target, "report.md"), "utf8");
    for (const [, file] of markdown.matchAll(/!\[[^\]]*\]\((charts\/[^)]+)\)/g)) {
      expect(existsSync(join(target, file)), file).toBe(true);
    }
    const html = readFileSync(join(target, "index.html"), "utf8");
    expect(html.includes("<script>0</script>")).toBe(report.totals.flows > 0);
    expect(readFileSync(join(target, "flows.csv"), "utf8").split("\r\n")).toHaveLength(12);
  });

  it.each(["light", "dark", "print"] as const)("has the theme %s", async (theme) => {
    await writeReportFolder(folder, { ...contents(sampleReport()), theme });
    const html = readFileSync(join(folder, "index.html"), "utf8");
    expect(html.includes("<script>")).toBe(theme !== "print");
    expect(html.includes(`data-theme="${theme}"`)).toBe(theme !== "print");
    const pictures = html.match(/<svg [^>]*role="img"/g) ?? [];
    expect(pictures).toHaveLength(theme === "print" ? CHART_NAMES.length : 0);
    const svg = readFileSync(join(folder, "charts", "range-classes.svg"), "utf8");
    expect(svg.toLowerCase().includes(DARK_THEME.ink)).toBe(theme === "dark");
  });

  it("replaces its own files and leaves others alone", async () => {
    writeFileSync(join(folder, "index.html"), "old");
    writeFileSync(join(folder, "notes.txt"), "mine");
    await writeReportFolder(folder, contents(emptyReport()));
    expect(readFileSync(join(folder, "index.html"), "utf8")).toMatch(/^<!DOCTYPE html>/);
    expect(readFileSync(join(folder, "notes.txt"), "utf8")).toBe("mine");
  });

  it("replaces a link instead of writing through it", async () => {
    const outside = join(folder, "outside.txt");
    const target = join(folder, "report");
    writeFileSync(outside, "mine");
    mkdirSync(target);
    symlinkSync(outside, join(target, "report.json"));
    await writeReportFolder(target, contents(emptyReport()));
    expect(readFileSync(outside, "utf8")).toBe("mine");
    expect(lstatSync(join(target, "report.json")).isSymbolicLink()).toBe(false);
  });

  it.each([
    ["a file is in the place of the folder", (path: string) => writeFileSync(path, "")],
    [
      "a folder is in the place of a file",
      (path: string) => mkdirSync(join(path, "index.html"), { recursive: true }),
    ],
  ])("says in one line that %s", async (_name, prepare) => {
    const target = join(folder, "report\u001b[2J");
    prepare(target);
    const failure = await writeReportFolder(target, contents(emptyReport())).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ReportFolderError);
    const { message } = failure as ReportFolderError;
    expect(message).toMatch(/^cannot write .*report\\x1b\[2J.*: .*--out$/);
    expect(message).not.toMatch(/[\n\p{Cc}]/u);
  });

  it("passes a failure of the flows on and leaves no part of a file", async () => {
    const failing = function* () {
      yield* sampleFlows(600);
      throw new RangeError("broken");
    };
    await expect(writeReportFolder(folder, contents(sampleReport(), failing))).rejects.toThrow(RangeError);
    const names = readdirSync(folder, { recursive: true }).map(String);
    expect(names).not.toContain("flows.csv");
    expect(names).not.toContain("index.html");
    expect(names.filter((name) => name.includes("partial"))).toEqual([]);
  });
});

describe("an atomic file", () => {
  it("keeps the old content until the new is whole", async () => {
    const path = join(folder, "file.txt");
    writeFileSync(path, "old");
    const seen: string[] = [];
    await writeFileAtomically(
      path,
      (function* () {
        yield "new ";
        seen.push(readFileSync(path, "utf8"));
        yield "content";
        seen.push(readFileSync(path, "utf8"));
      })(),
    );
    expect(seen).toEqual(["old", "old"]);
    expect(readFileSync(path, "utf8")).toBe("new content");
    expect(readdirSync(folder)).toEqual(["file.txt"]);
  });

  it("keeps the old content where the new fails", async () => {
    const path = join(folder, "file.txt");
    writeFileSync(path, "old");
    const pieces = (function* () {
      yield "new";
      throw new Error("no more");
    })();
    await expect(writeFileAtomically(path, pieces)).rejects.toThrow("no more");
    expect(readFileSync(path, "utf8")).toBe("old");
    expect(readdirSync(folder)).toEqual(["file.txt"]);
  });
});
