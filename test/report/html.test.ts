import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { renderHtml } from "../../src/report/html.ts";
import { emptyReport, HOSTILE_STRINGS, onePacketReport, sampleReport } from "./sample-report.ts";

const SVG = '<?xml version="1.0"?><svg><clipPath id="cl_1"/><g clip-path="url(#cl_1)"/></svg>';
const CHARTS = [
  { title: "First", light: SVG, dark: SVG },
  { title: "Second", light: SVG, dark: SVG },
];

const ELEMENTS = new Set(
  (
    "html head meta title style body div a header h1 p nav ul li main dl dt dd section h2 small table thead tbody " +
    "tr th td span strong code svg rect footer figure"
  ).split(" "),
);

const REPORTS = [
  ["plain", sampleReport()],
  ["hostile", sampleReport({ services: 16, hostile: true })],
  ["one packet", onePacketReport()],
  ["empty", emptyReport()],
] as const;

const REFERRING_ATTRIBUTE = /\s(?:src|href|action|srcset|data|style|on[a-z]+)\s*=\s*("[^"]*"|[^\s>]*)/gi;
const tagsOf = (html: string): string[] => html.match(/<\/?[a-z][^>]*>/gi) ?? [];

describe.each(REPORTS)("the page of a %s report", (_name, report) => {
  const html = renderHtml(report, []);

  it("holds only elements that portolan writes, each closed", () => {
    const open: string[] = [];
    for (const tag of tagsOf(html.replace(/<style>.*<\/style>/s, "").replace("<!DOCTYPE html>", ""))) {
      const name = /^<\/?([a-z0-9]+)/i.exec(tag)?.[1] ?? "";
      expect(ELEMENTS, tag).toContain(name);
      if (tag.startsWith("</")) expect(open.pop(), tag).toBe(name);
      else if (!tag.endsWith("/>") && name !== "meta") open.push(name);
    }
    expect(open).toEqual([]);
  });

  it("loads nothing and runs nothing", () => {
    for (const tag of tagsOf(html)) {
      for (const [, value] of tag.matchAll(REFERRING_ATTRIBUTE)) {
        expect(value).toMatch(/^"(?:#[a-z]+|services\.csv|flows\.csv|report\.json)"$/);
      }
    }
  });

  it("has a policy that allows its own style sheet and nothing else", () => {
    const style = /<style>(.*?)<\/style>/s.exec(html)?.[1] ?? "";
    const hash = createHash("sha256").update(style).digest("base64");
    expect(html).toContain(
      `content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`,
    );
    expect(style).not.toMatch(/url\(|@import/);
  });

  it("shows nothing unseen", () => {
    expect(html.replaceAll("\n", "")).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
  });

  it("links only to sections that are there", () => {
    const targets = [...html.matchAll(/href="#([a-z]+)"/g)].map(([, id]) => id);
    for (const id of targets) expect(html).toContain(`id="${id}"`);
  });
});

describe("the page", () => {
  it("holds no hostile string as it came", () => {
    const html = renderHtml(sampleReport({ services: 16, hostile: true }), []);
    for (const text of HOSTILE_STRINGS.filter((string) => /[<>"\p{C}]/u.test(string))) {
      expect(html).not.toContain(text);
    }
    expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  });

  it("keeps the ids of its charts apart", () => {
    const html = renderHtml(sampleReport(), CHARTS);
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const references = [...html.matchAll(/url\(#([^)]+)\)/g)].map(([, id]) => id);
    expect(references).toHaveLength(4);
    for (const id of references) expect(ids).toContain(id);
    expect(html).not.toContain("<?xml");
  });

  it("shows 200 rows and says where the rest is", () => {
    const report = {
      ...sampleReport({ services: 250 }),
      omitted: { flows: 0, services: 0, servers: 1000, clients: 0 },
    };
    const html = renderHtml(report, []);
    expect(html.match(/<th scope="row"/g)).toHaveLength(3 * 200 + 4);
    expect(html).toContain('50 more: all are in <a href="services.csv">');
    expect(html).toContain("1,050 more: see");
  });

  it("tells damage and emptiness", () => {
    expect(renderHtml(sampleReport({ hostile: true }), [])).toContain("Part of the input was damaged or cut");
    expect(renderHtml(emptyReport(), [])).toContain("No flows");
  });
});
