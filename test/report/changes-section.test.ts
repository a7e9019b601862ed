import { describe, expect, it } from "vitest";
import { DIFFERENCE_KINDS } from "../../src/findings/diff/difference.ts";
import { renderHtml } from "../../src/report/html.ts";
import { changesSection } from "../../src/report/page/changes-section.ts";
import { HOSTILE, sampleDiff, sampleDifference, sampleService } from "./diff/sample-diff.ts";
import { sampleReport } from "./sample-report.ts";

const CLOSED = { open: false };

describe("changes in the page", () => {
  it("has a table a kind, in the order in which they are told", () => {
    const differences = DIFFERENCE_KINDS.map((kind) => sampleDifference({ kind, before: sampleService() }));
    const html = changesSection(sampleDiff(differences), CLOSED);
    const ids = [...html.matchAll(/summary id="changes-([a-z]+)"/g)].map(([, kind]) => kind);
    expect(ids).toEqual([...DIFFERENCE_KINDS]);
    expect(html).toContain("1 new");
  });

  it("says that nothing changed", () => {
    expect(changesSection(sampleDiff([]), CLOSED)).toContain("no differences");
  });

  it("shows a hundred rows of a kind, and where the others are; long tables are closed but on paper", () => {
    const many = Array.from({ length: 130 }, () => sampleDifference());
    const html = changesSection(sampleDiff(many), CLOSED);
    expect(html.match(/<tr>/g)).toHaveLength(101);
    expect(html).toContain('30 more: see <a href="diff.json">');
    expect(html).toContain('<details class="kind"><summary');
    expect(changesSection(sampleDiff(many), { open: true })).toContain('<details class="kind" open>');
    expect(changesSection(sampleDiff(many.slice(0, 5)), CLOSED)).toContain('<details class="kind" open>');
  });

  it("runs nothing of a hostile name", () => {
    const after = sampleService({ server: HOSTILE, name: HOSTILE });
    const html = changesSection(sampleDiff([sampleDifference({ after })]), CLOSED);
    expect(html).not.toContain("<b>");
    expect(html.replaceAll("\n", "")).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
  });

  it("stands in the page only where something was compared", () => {
    const page = (diff: ReturnType<typeof sampleDiff> | null) =>
      [...renderHtml(sampleReport(), { interactive: null, charts: [], diff })].join("");
    expect(page(null)).not.toContain('id="changes"');
    const html = page(sampleDiff([sampleDifference()]));
    expect(html).toContain('<a href="#changes">Changes</a>');
    expect(html).toMatch(/<li>Against [^<]+: 1 new\.<\/li>/);
  });
});
