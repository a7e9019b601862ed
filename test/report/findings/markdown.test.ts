import { describe, expect, it } from "vitest";
import { renderCheckMarkdown } from "../../../src/report/findings/markdown.ts";
import { CHECKS, DECIDED, MANY, sampleCheck, sampleFinding } from "./sample-check.ts";

/** Cells of the table, cut at the pipes that a renderer would take. */
const tableOf = (markdown: string): string[][] =>
  (markdown.split("\n\n").find((block) => block.startsWith("| ")) ?? "")
    .split("\n")
    .map((line) => line.slice(2, -2).split(" | "));

/** portolan's own markup. */
const OWN = /<\/?(details|summary)>/g;

describe.each(CHECKS)("%s", (_name, report) => {
  const markdown = renderCheckMarkdown(report);

  it("passes no markup, link or mention outside code spans", () => {
    const prose = markdown.replace(/(`+)(?!`).*?(?<!`)\1(?!`)/g, "").replace(OWN, "");
    expect(prose).not.toMatch(/<|@|:\/\//);
    expect(prose).not.toMatch(/(?<!\\)\[/);
    expect(markdown.replaceAll("\n", "")).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
  });

  it("has no heading or item but its own", () => {
    for (const line of markdown.split("\n").filter((text) => /^\s*(#|-|\d+[.)])/.test(text))) {
      expect(line).toMatch(
        /^(## portolan check: (passed|failed|incomplete)|### What if|### \d+\. (critical|high|medium|low|info):.*|- (Decided by|Rule:|Clients:|Servers:|Frames:|Display filter:|To do:).*)$/,
      );
    }
  });

  it("has as many cells in each row as in the head", () => {
    const [head, ...rows] = tableOf(markdown);
    for (const row of rows) expect(row).toHaveLength(head.length);
  });

  it("fits a comment on GitHub", () => {
    expect(markdown.length).toBeLessThan(65_536);
  });
});

describe("Markdown", () => {
  it("tells all of a finding", () => {
    const findings = [sampleFinding({ decidedBy: DECIDED })];
    expect(renderCheckMarkdown(sampleCheck({ findings, policy: "ports.yaml", ignored: 2 }))).toBe(
      `## portolan check: failed

**1 finding of medium severity or above.** 1 finding in \`office.pcapng\`, held against \`ports.yaml\`: 1 high. 2 findings are ignored by the policy.

| Severity | Finding | Rule | Flows | Decided by |
| --- | --- | --- | ---: | --- |
| high | 6379/tcp (redis) of 10.20.0.30 is reached from the internet | \`sensitive-port\` | 12 | \`ports.yaml:12:5\` |

<details><summary>Details</summary>

### 1. high: 6379/tcp (redis) of 10.20.0.30 is reached from the internet

3 clients of the internet connected to 10.20.0.30, and were answered. Redis hands all that it holds to whoever connects.

- Decided by \`ports.yaml:12:5\`: rule 3: deny redis
- Rule: \`sensitive-port\`, 12 flows, 6379/tcp
- Clients: \`198.51.100.7\`, \`203.0.113.9\`, \`2001:db8:12:34:56:78:9abc:1\`
- Servers: \`10.20.0.30\`
- Frames: 12, 15, 99
- Display filter: \`ip.addr == 10.20.0.30 && tcp.port == 6379\`
- To do: Let only the hosts that need it reach the port.

</details>
`,
    );
  });

  it("a filter can be copied: a pipe would end a table's cell, and is told as or", () => {
    const findings = [sampleFinding({ displayFilter: "(ip.addr == 10.0.0.1 || ipv6.addr == ::1) && udp" })];
    expect(renderCheckMarkdown(sampleCheck({ findings }))).toContain(
      "- Display filter: `(ip.addr == 10.0.0.1 or ipv6.addr == ::1) && udp`\n",
    );
  });

  it("says how many findings and details there was no room for", () => {
    const markdown = renderCheckMarkdown(sampleCheck({ findings: MANY }));
    const rows = tableOf(markdown).length - 2;
    expect(rows).toBeGreaterThan(100);
    expect(markdown).toContain(`… and ${(3000 - rows).toLocaleString("en-US")} more (`);
    const details = markdown.match(/^### /gm)?.length;
    expect(details).toBeGreaterThan(20);
    expect(markdown).toContain(`<summary>Details of the first ${details} of 3,000</summary>`);
  });

  it("the first finding is told, however long its text", () => {
    const long = sampleFinding({ detail: "word ".repeat(100_000), displayFilter: "y".repeat(100_000) });
    expect(renderCheckMarkdown(sampleCheck({ findings: [long] }))).toMatch(/^### 1\. high: 6379/m);
  });
});
