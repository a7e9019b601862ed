/** The page as text. test/page looks at it in a browser. */
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { inlineJson, type PageOptions, renderHtml } from "../../src/report/html.ts";
import type { Report } from "../../src/report/report.ts";
import { samplePageData } from "./sample-page.ts";
import { emptyReport, HOSTILE_STRINGS, onePacketReport, sampleReport } from "./sample-report.ts";

const SVG = '<?xml version="1.0"?><svg><clipPath id="cl_1"/><g clip-path="url(#cl_1)"/></svg>';
const CHARTS = [
  { title: "First", svg: SVG },
  { title: "Second", svg: SVG },
];

const ELEMENTS = new Set(
  (
    "html head meta title style body div a header h1 p nav ul li main dl dt dd section h2 h3 small table thead tbody " +
    "tr th td span strong code svg rect footer figure figcaption details summary form label input select option " +
    "button canvas dialog script"
  ).split(" "),
);
const VOID = ["meta", "input"];

const REPORTS = [
  ["plain", sampleReport()],
  ["hostile", sampleReport({ services: 16, hostile: true })],
  ["one packet", onePacketReport()],
  ["empty", emptyReport()],
] as const;

const SCRIPT = 'console.log("hello")';

function staticPage(report: Report, options: Partial<PageOptions> = {}): string {
  return [...renderHtml(report, { interactive: null, charts: [], ...options })].join("");
}

function livePage(report: Report, hostile = false): string {
  const interactive = { script: SCRIPT, data: samplePageData(report, 100, hostile) };
  return [...renderHtml(report, { interactive, charts: [] })].join("");
}

const REFERRING_ATTRIBUTE = /\s(?:src|href|action|srcset|style|on[a-z]+)\s*=\s*("[^"]*"|[^\s>]*)/gi;
const tagsOf = (html: string): string[] => html.match(/<\/?[a-z][^>]*>/gi) ?? [];
const withoutCode = (html: string): string =>
  html.replace(/<(style|script)([^>]*)>.*?<\/\1>/gs, "<$1$2></$1>");

describe.each(
  REPORTS.flatMap(([name, report]) => [
    [`${name}, static`, staticPage(report)] as const,
    [`${name}, with its script`, livePage(report, name === "hostile")] as const,
  ]),
)("the page: %s", (_name, html) => {
  it("holds only elements that portolan writes, each closed", () => {
    const open: string[] = [];
    for (const tag of tagsOf(withoutCode(html).replace("<!DOCTYPE html>", ""))) {
      const name = /^<\/?([a-z0-9]+)/i.exec(tag)?.[1] ?? "";
      expect(ELEMENTS, tag).toContain(name);
      if (tag.startsWith("</")) expect(open.pop(), tag).toBe(name);
      else if (!tag.endsWith("/>") && !VOID.includes(name)) open.push(name);
    }
    expect(open).toEqual([]);
  });

  it("loads nothing, and runs nothing from an attribute", () => {
    for (const tag of tagsOf(withoutCode(html))) {
      for (const [, value] of tag.matchAll(REFERRING_ATTRIBUTE)) {
        expect(value).toMatch(/^"(?:#[a-z]+|services\.csv|flows\.csv|report\.json|report\.md)"$/);
      }
    }
  });

  it("has a policy that allows its own style sheet and scripts, and nothing else", () => {
    const hashOf = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    const style = /<style>(.*?)<\/style>/s.exec(html)?.[1] ?? "";
    const scripts = [...html.matchAll(/<script>(.*?)<\/script>/gs)].map(([, script]) => hashOf(script));
    const scriptPolicy = scripts.length === 0 ? "" : ` script-src ${scripts.join(" ")};`;
    expect(html).toContain(
      `content="default-src 'none';${scriptPolicy} style-src ${hashOf(style)}; base-uri 'none'; form-action 'none'"`,
    );
    expect(style).not.toMatch(/url\(|@import/);
  });

  it("shows nothing unseen", () => {
    expect(html.replaceAll("\n", "")).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
  });

  it("links only to sections that are there", () => {
    const targets = [...html.matchAll(/href="#([a-z]+)"/g)].map(([, id]) => id);
    expect(targets.length).toBeGreaterThan(1);
    for (const id of targets) expect(html).toContain(`id="${id}"`);
  });

  it("has every id once, and every label's field", () => {
    const ids = [...withoutCode(html).matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const named = [...html.matchAll(/aria-(?:labelledby|controls|describedby)="([^"]+)"/g)].map(
      ([, id]) => id,
    );
    for (const id of named.filter((id) => id !== "detail-title")) expect(ids).toContain(id);
  });
});

describe("data in the page", () => {
  const report = sampleReport({ services: 16, hostile: true });
  const html = livePage(report, true);

  it("end where they should, whatever is in them", () => {
    const start = html.indexOf('<script type="application/json" id="data">');
    const json = html.slice(html.indexOf(">", start) + 1, html.indexOf("</script>", start));
    const read = JSON.parse(json) as ReturnType<typeof samplePageData>;
    expect(read.findings).toHaveLength(HOSTILE_STRINGS.length);
    expect(read.findings.map(({ title }) => title)).toContain("<script>alert(1)</script>");
    expect(JSON.stringify(read)).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
  });

  it.each(["</script>", "<!--", "<script", "]]>", "\u2028", "\u202e", "</SCRIPT\n>"])(
    "%j is no markup",
    (text) => {
      const json = inlineJson({ text });
      expect(json).not.toMatch(/[<\u2028\u202e]/);
      expect(JSON.parse(json)).toEqual({ text });
    },
  );
});

describe("the page", () => {
  it("holds no hostile string as it came", () => {
    const html = staticPage(sampleReport({ services: 16, hostile: true }));
    for (const text of HOSTILE_STRINGS.filter((string) => /[<>"\p{C}]/u.test(string))) {
      expect(html).not.toContain(text);
    }
    expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  });

  it("keeps the ids of its charts apart", () => {
    const html = staticPage(sampleReport(), { charts: CHARTS, theme: "print" });
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const references = [...html.matchAll(/url\(#([^)]+)\)/g)].map(([, id]) => id);
    expect(references).toHaveLength(2);
    for (const id of references) expect(ids).toContain(id);
    expect(html).not.toContain("<?xml");
  });

  it("shows 200 rows and says where the rest is", () => {
    const report = {
      ...sampleReport({ services: 250 }),
      omitted: { flows: 0, services: 0, servers: 1000, clients: 0 },
    };
    const html = staticPage(report);
    expect(html.match(/<th scope="row"/g)).toHaveLength(3 * 200 + 4);
    expect(html).toContain('50 more: all are in <a href="services.csv">');
    expect(html).toContain("1,050 more: see");
  });

  it("tells damage and emptiness", () => {
    expect(staticPage(sampleReport({ hostile: true }))).toContain("Part of the input was damaged or cut");
    expect(staticPage(emptyReport())).toContain("The capture holds no packet");
  });

  it.each([
    ["a4", "@page { size: A4; }"],
    ["letter", "@page { size: Letter; }"],
  ] as const)("is made for %s", (paper, rule) => {
    expect(staticPage(sampleReport(), { paper })).toContain(rule);
    expect(staticPage(sampleReport())).not.toContain("@page { size");
  });
});
