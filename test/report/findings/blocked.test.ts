import { describe, expect, it } from "vitest";
import { BLOCKED_LISTED, blockedReport } from "../../../src/report/findings/blocked-report.ts";
import { renderCheckMarkdown } from "../../../src/report/findings/markdown.ts";
import { renderCheckText } from "../../../src/report/findings/text.ts";
import { sampleBlocked, sampleCheck } from "./sample-check.ts";

const STYLE = { width: 160, colour: false, unicode: true };

function checkWith(rows: ReturnType<typeof sampleBlocked>) {
  return sampleCheck({ policy: "ports.yaml", blocked: blockedReport(rows, undefined) });
}

describe("what the rules would block", () => {
  it("counts all flows, and lists those that somebody would miss most", () => {
    const rows = sampleBlocked(4321);
    const { flows, answered, listed, omitted } = blockedReport(rows, undefined);
    expect({ flows, answered }).toEqual({ flows: 3 * 4321, answered: 2 * Math.ceil(4321 / 3) });
    expect(listed).toHaveLength(BLOCKED_LISTED);
    expect(omitted).toBe(4321 - BLOCKED_LISTED);
    // Each third row was answered: the first thousand of them.
    expect(listed.map(({ firstFrame }) => firstFrame)).toEqual(
      Array.from({ length: BLOCKED_LISTED }, (_, row) => 3 * row + 1),
    );
  });

  it("takes rows one at a time: a scan has millions", () => {
    let alive = 0;
    const rows = (function* () {
      const [row] = sampleBlocked(1);
      for (; alive < 1_000_000; alive += 1) yield row;
    })();
    expect(blockedReport(rows, undefined)).toMatchObject({ flows: 3_000_000, omitted: 999_000 });
  });

  it("calls services by their names, the user's own too", () => {
    const rows = sampleBlocked(1, { port: 443 });
    expect(blockedReport(rows, undefined).listed[0].label).toBe("443/tcp (https)");
  });

  it("as text", () => {
    const text = renderCheckText(checkWith(sampleBlocked(2, { port: 22 })), STYLE);
    expect(text).toBe(`The rules of ports.yaml would block 6 flows, 2 of them answered

  Client     Server     Service       Zones             Flows  Answered  Frame  Line  Decided by
  ──────────────────────────────────────────────────────────────────────────────────────────────────────
  10.20.0.0  10.20.0.0  22/tcp (ssh)  office → servers      3         2      1    12  rule 3: deny redis
  10.20.0.1  10.20.0.1  22/tcp (ssh)  office → servers      3         0      2    12  rule 3: deny redis

No findings in office.pcapng, held against ports.yaml.
Passed: no finding of medium severity or above.
`);
    expect(renderCheckText(checkWith([]), STYLE)).toContain(
      "The rules of ports.yaml would block nothing that was seen.\n",
    );
  });

  it("text and Markdown show few rows, and say what is left", () => {
    const check = checkWith(sampleBlocked(2000));
    expect(renderCheckText(check, STYLE)).toContain("… and 1,970 more rows; --format json has more\n");
    expect(renderCheckMarkdown(check)).toContain("… and 1,970 more rows.\n");
    expect(renderCheckText(checkWith(sampleBlocked(31)), STYLE)).toContain(
      "… and 1 more row; --format json has all",
    );
  });

  it("as Markdown", () => {
    const markdown = renderCheckMarkdown(checkWith(sampleBlocked(1, { port: 22, answered: 0 })));
    expect(markdown).toContain(`### What if

The rules of ports.yaml would block 3 flows, none of them answered:

| Client | Server | Service | Zones | Flows | Answered | Decided by |
| --- | --- | --- | --- | ---: | ---: | --- |
| \`10.20.0.0\` | \`10.20.0.0\` | 22/tcp (ssh) | office → servers | 3 | 0 | \`ports.yaml:12:5\` |
`);
  });
});
