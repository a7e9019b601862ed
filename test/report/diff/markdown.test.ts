import { describe, expect, it } from "vitest";
import { renderDiffMarkdown } from "../../../src/report/diff/markdown.ts";
import { ALL_KINDS, DIFFS, HOSTILE_ONES, sampleDiff, sampleDifference } from "./sample-diff.ts";

describe.each(DIFFS)("%s", (_name, report) => {
  it("fits into a comment, and its tables are whole", () => {
    const text = renderDiffMarkdown(report);
    expect(text.length).toBeLessThan(65_536);
    for (const line of text.split("\n").filter((row) => row.startsWith("|"))) {
      expect(line.match(/(?<!\\)\|/g)).toHaveLength(5);
    }
    expect(text.replaceAll("\n", "")).not.toMatch(/\p{C}/u);
  });
});

it("tells kinds, titles, frames and filters", () => {
  const text = renderDiffMarkdown(sampleDiff(ALL_KINDS));
  expect(text).toMatch(
    /^## portolan diff\n\n\*\*8 differences of medium severity or above\.\*\* `ports\.lock` → `b\.pcap`: 3 new, /,
  );
  expect(text).toContain(
    "### Moved\n\n| Severity | Difference | First frame | Display filter |\n| --- | --- | ---: | --- |\n" +
      "| medium | 443/tcp (https) of 10.0.0.2 is now 8443/tcp (https-alt) | 7 | `ip.addr == 10.0.0.2 && tcp.port == 8443` |",
  );
});

it("hostile text is no markup", () => {
  const text = renderDiffMarkdown(sampleDiff(HOSTILE_ONES));
  expect(text).not.toContain("<b>");
  expect(text).not.toMatch(/(?<!\\)\]\(x\)/);
});

it("what there is no room for is counted", () => {
  const text = renderDiffMarkdown(sampleDiff(new Array(5000).fill(sampleDifference())));
  expect(text).toContain("… and 4,900 more; `--format json` has all.");
});
