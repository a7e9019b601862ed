import { describe, expect, it } from "vitest";
import { FINDINGS_SHOWN, renderCheckText } from "../../../src/report/findings/text.ts";
import { obeysTerminalLaws } from "../terminal-laws.ts";
import {
  ALL_KINDS,
  CHECKS,
  DECIDED,
  MANY,
  sampleCapture,
  sampleCheck,
  sampleFinding,
} from "./sample-check.ts";

const PLAIN = { width: 80, colour: false, unicode: true };

/** A display filter is never broken inside a word, so that it can be copied. */
const isFilterWord = (line: string): boolean => /^ {2}(Filter {4}| {12})\S+$/.test(line);

describe.each(CHECKS)("%s", (_name, report) => {
  obeysTerminalLaws((drawn) => renderCheckText(report, { ...PLAIN, ...drawn }), {
    mayBeWide: isFilterWord,
    widths: [40, 41, 60, 79, 80, 100, 160, 240],
  });

  it("stays within ASCII of its own accord where the terminal has no Unicode", () => {
    const text = renderCheckText(report, { ...PLAIN, unicode: false });
    expect(text).not.toMatch(/[…–→×·≥≤“”’µ]/);
  });

  it("is bounded", () => {
    expect(renderCheckText(report, PLAIN).length).toBeLessThan(500_000);
  });
});

describe("a finding", () => {
  it("tells severity, title, what was seen, what decided, evidence, the filter and what to do", () => {
    const findings = [sampleFinding({ decidedBy: DECIDED })];
    expect(renderCheckText(sampleCheck({ findings, policy: "ports.yaml", ignored: 1 }), PLAIN)).toBe(
      `High, 1 finding

  6379/tcp (redis) of 10.20.0.30 is reached from the internet
  Seen      3 clients of the internet connected to 10.20.0.30, and were
              answered. Redis hands all that it holds to whoever connects.
  Decided   ports.yaml:12:5: rule 3: deny redis
  Clients   198.51.100.7, 203.0.113.9, 2001:db8:12:34:56:78:9abc:1
  Server    10.20.0.30
  Rule      sensitive-port; 12 flows to 6379/tcp
  Frames    12, 15, 99
  Filter    ip.addr == 10.20.0.30 && tcp.port == 6379
  To do     Let only the hosts that need it reach the port.

1 finding in office.pcapng, held against ports.yaml: 1 high. 1 finding is
ignored by the policy.
Failed: 1 finding of medium severity or above.
`,
    );
  });

  it("leaves out what it has not", () => {
    const finding = sampleFinding({ frames: [], displayFilter: "", clients: [], ports: [] });
    const text = renderCheckText(sampleCheck({ findings: [finding] }), PLAIN);
    expect(text).not.toMatch(/Frames|Filter|Client|Decided/);
    expect(text).toContain("Rule      sensitive-port; 12 flows\n");
  });

  it("names few of many addresses, and counts the rest", () => {
    const servers = Array.from({ length: 254 }, (_, number) => `10.0.0.${number + 1}`);
    const text = renderCheckText(sampleCheck({ findings: [sampleFinding({ servers })] }), {
      ...PLAIN,
      width: 120,
    });
    expect(text).toContain("Servers   10.0.0.1, 10.0.0.2, 10.0.0.3, 10.0.0.4, 10.0.0.5 and 249 more\n");
  });

  it("names few of many ports, and counts the rest", () => {
    const ports = Array.from({ length: 5000 }, (_, number) => ({
      transport: "tcp" as const,
      first: 2 * number,
      last: 2 * number,
    }));
    const text = renderCheckText(sampleCheck({ findings: [sampleFinding({ ports })] }), {
      ...PLAIN,
      width: 160,
    });
    expect(text).toContain("12 flows to 0/tcp, 2/tcp, ");
    expect(text).toContain(" 18/tcp and 4,990 more\n");
  });

  it("tells frames of several captures as each of them counts", () => {
    const captures = [
      sampleCapture({ path: "folder/a.pcap", packets: 14 }),
      sampleCapture({ path: "one/b.pcap", packets: 80 }),
      sampleCapture({ path: "two/b.pcap", packets: 10 }),
    ];
    const text = renderCheckText(sampleCheck({ findings: [sampleFinding()], captures }), PLAIN);
    expect(text).toContain("Frames    12, 15, 99; in a.pcap: 12; in one/b.pcap: 1; in two/b.pcap: 5\n");
  });

  it("a filter is broken at spaces only, and all of it is there", () => {
    const displayFilter = Array.from({ length: 30 }, (_, n) => `ipv6.addr == 2001:db8:0:1:2:3:4:${n}`).join(
      " || ",
    );
    const text = renderCheckText(sampleCheck({ findings: [sampleFinding({ displayFilter })] }), {
      ...PLAIN,
      width: 40,
    });
    const lines = text.slice(text.indexOf("Filter") + 6, text.indexOf("To do"));
    expect(lines.trim().replace(/\s+/g, " ")).toBe(displayFilter);
  });
});

describe("the whole", () => {
  it("groups by severity, the most severe first", () => {
    const text = renderCheckText(sampleCheck({ findings: ALL_KINDS }), PLAIN);
    const titles = [...text.matchAll(/^(\w+), (\d+) findings$/gm)].map(([, word, count]) => [word, count]);
    expect(titles).toEqual([
      ["Critical", "11"],
      ["High", "11"],
      ["Medium", "11"],
      ["Low", "11"],
      ["Info", "11"],
    ]);
  });

  it("shows no more than anybody reads, and says what is left", () => {
    const text = renderCheckText(sampleCheck({ findings: MANY }), PLAIN);
    expect(text.match(/^ {2}Seen /gm)).toHaveLength(FINDINGS_SHOWN);
    expect(text).toContain(
      "… and 2,950 more (550 critical, 600 high, 600 medium, 600 low, 600 info);\n--format json has all\n",
    );
    expect(text).toContain("3,000 findings in office.pcapng");
  });

  it.each([
    [sampleCheck(), "No findings in office.pcapng.\nPassed: no finding of medium severity or above.\n"],
    [
      sampleCheck({ ignored: 2, captures: [sampleCapture({ path: "-" })] }),
      "No findings in standard input. 2 findings are ignored by the policy.\nPassed: no finding of medium severity or above.\n",
    ],
  ])("says that there is nothing", (report, text) => {
    expect(renderCheckText(report, PLAIN)).toBe(text);
  });
});
