/** Every form of the report says how many flows share rows, and says nothing where none does. */
import stringWidth from "string-width";
import { describe, expect, test } from "vitest";
import { renderHtml } from "../../src/report/html.ts";
import { renderMarkdown } from "../../src/report/markdown.ts";
import type { Report } from "../../src/report/report.ts";
import { renderTerminal } from "../../src/report/terminal.ts";
import { sampleReport } from "./sample-report.ts";

const SENTENCE = "share the rows of others to save memory; the totals count every flow";

function withFolded(flows: number): Report {
  const report = sampleReport({ services: 5 });
  return { ...report, omitted: { ...report.omitted, flows } };
}

function terminal(report: Report, width: number): string {
  return renderTerminal(report, { width, colour: false, unicode: true, top: 5, sort: "bytes", by: null });
}

describe.each<[string, (report: Report) => string]>([
  ["terminal", (report) => terminal(report, 120)],
  ["Markdown", (report) => renderMarkdown(report, { top: 5, charts: [] })],
  ["HTML", (report) => [...renderHtml(report, { interactive: null, charts: [] })].join("")],
])("%s", (_, render) => {
  test("many, one and none", () => {
    expect(render(withFolded(1234))).toContain(`1,234 flows ${SENTENCE}`);
    expect(render(withFolded(1))).toContain("1 flow shares the rows of others");
    expect(render(withFolded(0))).not.toContain("rows of others");
  });
});

test("in a narrow terminal the sentence goes on in the next line", () => {
  const text = terminal(withFolded(1_234_567), 40);
  expect(text.replace(/\s+/g, " ")).toContain(`Folded 1,234,567 flows ${SENTENCE}`);
  for (const line of text.split("\n")) expect(stringWidth(line)).toBeLessThanOrEqual(40);
});
