import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import type { Severity } from "../../src/findings/finding.ts";
import { renderMarkdown } from "../../src/report/markdown.ts";
import type { FindingReport, Report } from "../../src/report/report.ts";
import { renderTerminal } from "../../src/report/terminal.ts";
import { sampleReport } from "./sample-report.ts";

const OPTIONS = { width: 80, colour: false, unicode: true, top: 10, sort: "bytes", by: null } as const;

const [SAMPLE] = sampleReport({ services: 1, hostile: true }).findings;

function finding(severity: Severity, title: string): FindingReport {
  return { ...SAMPLE, severity, title, detail: "What was seen.", advice: "What to do.", flows: 1200 };
}

function reportWith(findings: readonly FindingReport[], ignoredFindings = 0): Report {
  return { ...sampleReport({ services: 1 }), findings: [...findings], ignoredFindings };
}

/** From the heading to the next section. */
function sectionOf(report: Report, options: Partial<typeof OPTIONS> | { width: number } = {}): string {
  const text = renderTerminal(report, { ...OPTIONS, ...options });
  const start = text.indexOf("\nFindings");
  return start < 0 ? "" : text.slice(start + 1, text.indexOf("Reading quality")).trimEnd();
}

const COMMAND = "All of it, with evidence and advice: portolan check captures/office-uplink.pcapng";

describe("findings in the terminal", () => {
  it("severity, title and flows, and how to see more", () => {
    const findings = [
      finding("critical", "Redis is reached from the internet"),
      finding("low", "A service that clients try in vain"),
    ];
    expect(sectionOf(reportWith(findings), { width: 120 })).toBe(
      `Findings

  Severity  Finding                             Flows
  ───────────────────────────────────────────────────
  critical  Redis is reached from the internet  1,200
  low       A service that clients try in vain  1,200

  ${COMMAND}`,
    );
  });

  it("what is for information only, and what is ignored, is counted", () => {
    const findings = [
      finding("medium", "A scan"),
      finding("info", "A rare port"),
      finding("info", "Another"),
    ];
    const section = sectionOf(reportWith(findings, 3), { width: 160 });
    expect(section).not.toContain("rare port");
    expect(section).toContain(`  2 findings for information only, 3 ignored by the policy. ${COMMAND}`);
  });

  it.each<[string, Report, string]>([
    [
      "information alone has no table",
      reportWith([finding("info", "A rare port")]),
      `Findings\n\n  1 finding for information only. ${COMMAND}`,
    ],
    ["nor has what is ignored", reportWith([], 1), `Findings\n\n  1 ignored by the policy. ${COMMAND}`],
    ["nothing is not told", reportWith([]), ""],
  ])("%s", (_what, report, section) => {
    expect(sectionOf(report, { width: 140 })).toBe(section);
  });

  it("a long title goes on below, and lines fit the window", () => {
    const title =
      "10.20.0.101 tried 254 hosts of 10.20.0.0/24 on 445/tcp (microsoft-ds), of which 3 answered";
    const report = reportWith([finding("medium", title), finding("low", "word ".repeat(100_000))]);
    for (let width = 40; width <= 160; width += 1) {
      const lines = sectionOf(report, { width }).split("\n");
      for (const line of lines) expect(stringWidth(line), line).toBeLessThanOrEqual(width);
      expect(lines.length).toBeLessThan(40);
    }
    const words = sectionOf(report).replaceAll("1,200", "").replace(/\s+/g, " ");
    expect(words).toContain(title);
  });

  it("--top bounds the table and says so", () => {
    const findings = Array.from({ length: 30 }, (_, number) => finding("low", `Finding ${number}`));
    const section = sectionOf(reportWith(findings));
    expect(section).toMatch(/^Findings 10 of 30\n/);
    expect(section.match(/^ {2}low /gm)).toHaveLength(10);
  });

  it("a name that a shell would take apart is not told as a command", () => {
    const report = reportWith([finding("low", "A finding")]);
    const named = { ...report, captures: [{ ...report.captures[0], path: "x; rm -rf ~.pcap" }] };
    expect(sectionOf(named)).toContain("portolan check CAPTURE…");
  });

  it("the command names what the capture was held against", () => {
    const report = reportWith([finding("low", "A finding")]);
    const heldAgainst = (policy: string) =>
      renderTerminal(report, {
        ...OPTIONS,
        width: 160,
        expectedBy: [
          { option: "--policy", path: policy },
          { option: "--baseline", path: "ports.lock" },
        ],
      });
    expect(heldAgainst("net/ports.yaml")).toContain(
      `${COMMAND} --policy net/ports.yaml --baseline ports.lock\n`,
    );
    expect(heldAgainst("$(x).yaml")).toContain(`${COMMAND} --policy FILE --baseline ports.lock\n`);
  });
});

describe("findings in Markdown", () => {
  const markdown = (report: Report) => renderMarkdown(report, { top: 2, charts: [] });

  it("tell what to do, and how many are ignored", () => {
    const text = markdown(reportWith([finding("high", "Redis")], 2));
    expect(text).toContain("| high | **Redis** What was seen. | What to do. | 1,200 | `tcp.port == 0` |");
    expect(text).toContain("2 findings are ignored by the policy.");
    expect(markdown(reportWith([], 1))).toContain("## Findings\n\n1 finding is ignored by the policy.");
    expect(markdown(reportWith([]))).not.toContain("Findings");
  });

  it("are bounded", () => {
    const findings = ["a", "b", "c"].map((title) => finding("low", title));
    expect(markdown(reportWith(findings))).toMatch(/\*\*b\*\*(?:(?!\*\*c\*\*)[\s\S])*1 more not shown/);
  });
});
