import { describe, expect, it } from "vitest";
import { renderMarkdown } from "../../src/report/markdown.ts";
import { emptyReport, onePacketReport, sampleReport } from "./sample-report.ts";

const OPTIONS = { top: null, charts: [] };

/** Lines of tables, cut at the pipes that a renderer would take. */
const tablesOf = (markdown: string): string[][][] =>
  markdown
    .split("\n\n")
    .filter((block) => block.startsWith("| "))
    .map((block) => block.split("\n").map((line) => line.slice(2, -2).split(" | ")));

describe.each([
  ["plain", sampleReport({ services: 16 })],
  ["hostile", sampleReport({ services: 16, hostile: true })],
  ["one packet", onePacketReport()],
])("a %s report", (_name, report) => {
  const markdown = renderMarkdown(report, OPTIONS);

  it("has as many cells in each row as in the head", () => {
    const tables = tablesOf(markdown);
    expect(tables.length).toBeGreaterThanOrEqual(4);
    for (const [head, ...rows] of tables) {
      for (const row of rows) expect(row).toHaveLength(head.length);
    }
  });

  it("has a row a service, and all pipes belong to the tables", () => {
    const services = tablesOf(markdown)[0];
    expect(services).toHaveLength(2 + report.services.length);
    for (const block of markdown.split("\n\n").filter((text) => !text.startsWith("| "))) {
      expect(block).not.toContain("|");
    }
  });

  it("passes no markup outside code spans", () => {
    const prose = markdown.replace(/(`+)(?!`).*?(?<!`)\1(?!`)/g, "");
    expect(prose).not.toMatch(/<|javascript:(?!alert)/);
    expect(prose).not.toMatch(/(?<!\\)\[/);
    expect(markdown.replaceAll("\n", "")).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
  });
});

describe("Markdown", () => {
  it("links the charts", () => {
    const charts = [{ file: "charts/a.png", title: "A title", description: "What it shows" }];
    expect(renderMarkdown(sampleReport(), { top: null, charts })).toContain("![What it shows](charts/a.png)");
  });

  it("says what is not shown", () => {
    const report = {
      ...sampleReport({ services: 30 }),
      omitted: { flows: 0, services: 0, servers: 10, clients: 0 },
    };
    const markdown = renderMarkdown(report, { ...OPTIONS, top: 25 });
    expect(markdown.match(/\d+ more not shown/g)).toEqual([
      "5 more not shown",
      "15 more not shown",
      "5 more not shown",
    ]);
  });

  it("tells that a capture is empty", () => {
    const markdown = renderMarkdown(emptyReport(), OPTIONS);
    expect(markdown).toContain("No flows");
    expect(tablesOf(markdown)).toEqual([]);
  });
});
