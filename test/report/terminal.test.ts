import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { drawBar } from "../../src/report/bar.ts";
import { renderMessage } from "../../src/report/message.ts";
import type { Report } from "../../src/report/report.ts";
import { GROUPINGS, type Grouping } from "../../src/report/sort-keys.ts";
import { renderFlowTable, renderPortTable, renderTerminal } from "../../src/report/terminal.ts";
import { shorten, shortenMiddle } from "../../src/report/text-table.ts";
import { emptyReport, onePacketReport, sampleFlows, sampleReport } from "./sample-report.ts";
import { obeysTerminalLaws } from "./terminal-laws.ts";

const PLAIN = { width: 100, colour: false, unicode: true };
const OPTIONS = { ...PLAIN, top: 10, sort: "bytes", by: null } as const;

const REPORTS: readonly (readonly [string, Report])[] = [
  ["twelve services", sampleReport({ services: 12 })],
  ["two hundred services", sampleReport({ services: 200, seconds: 200_000 })],
  ["hostile names", sampleReport({ services: 16, hostile: true })],
  ["long names", sampleReport({ services: 5, names: ["a-name-that-goes-on-and-on-".repeat(5)] })],
  ["wide names", sampleReport({ services: 5, names: ["データベース管理サーバー", "网关"] })],
  ["one packet", onePacketReport()],
  ["no packet", emptyReport()],
];

const linesOf = (text: string): string[] => text.split("\n");

describe.each(REPORTS)("a report with %s", (_name, report) => {
  obeysTerminalLaws((drawn) => renderTerminal(report, { ...OPTIONS, top: null, ...drawn }));

  it("stays within ASCII where the terminal has no Unicode, names apart", () => {
    const text = renderTerminal(report, { ...OPTIONS, unicode: false });
    expect(text).not.toMatch(/[─█▏▎▍▌▋▊▉…·–→µ]/);
  });
});

describe("tables", () => {
  it("align figures to the right under their title, wide names or not", () => {
    const report = sampleReport({ services: 6, names: ["データベース", "x", "网关"] });
    const lines = linesOf(renderTerminal(report, { ...OPTIONS, by: "service" }));
    const head = lines.findIndex((line) => line.includes("Bytes"));
    const end = (line: string, text: string) => stringWidth(line.slice(0, line.indexOf(text) + text.length));
    const bytesEnd = end(lines[head], "Bytes");
    for (const line of lines.slice(head + 2, head + 8)) {
      const figure = /\d[\d.]* (?:B|[KMG]iB)/.exec(line)?.[0] ?? "";
      expect(end(line, figure), line).toBe(bytesEnd);
    }
  });

  it("show the service's port even where its name is cut", () => {
    const report = sampleReport({ services: 3, names: ["long-".repeat(30)] });
    const text = renderTerminal(report, { ...OPTIONS, width: 60, by: "service" });
    expect(text).toMatch(/443\/tcp \(long-[a-z-]*…\)/);
  });

  it("show more columns where there is room", () => {
    const report = sampleReport({ services: 3 });
    const at = (width: number) => renderTerminal(report, { ...OPTIONS, width, by: "service" });
    expect(at(60)).not.toContain("Packets");
    expect(at(80)).toContain("Servers");
    expect(at(160)).toContain("Unanswered");
  });

  it.each(GROUPINGS)("--by %s shows that table alone", (by) => {
    const text = renderTerminal(sampleReport(), { ...OPTIONS, by });
    const shown = (["Services", "Servers", "Clients"] as const).filter((title) =>
      new RegExp(`^${title} by bytes`, "m").test(text),
    );
    const titles: Record<Grouping, string> = { service: "Services", server: "Servers", client: "Clients" };
    expect(shown).toEqual([titles[by]]);
  });

  it("--top says how many rows there are", () => {
    const report = {
      ...sampleReport({ services: 30 }),
      omitted: { flows: 0, services: 0, servers: 70, clients: 0 },
    };
    const text = renderTerminal(report, { ...OPTIONS, top: 5 });
    expect(text).toContain("Services by bytes, 5 of 30");
    expect(text).toContain("Servers by bytes, 5 of 100");
    expect(text).toContain("Clients by bytes, 5 of 30");
  });

  it("--sort port counts upwards", () => {
    const text = renderTerminal(sampleReport(), { ...OPTIONS, sort: "port", by: "service", top: null });
    const ports = [...text.matchAll(/^ {2}(\d+)\/(?:tcp|udp)/gm)].map(([, port]) => Number(port));
    expect(ports).toHaveLength(12);
    expect(ports).toEqual([...ports].sort((one, other) => one - other));
  });
});

describe("what is told", () => {
  it("damage, dropped packets and verdicts", () => {
    const text = renderTerminal(sampleReport({ hostile: true }), OPTIONS);
    expect(text).toContain("Damage");
    expect(text).toContain("byte 123,456");
    expect(text).toContain("17 packets by the capture itself");
    expect(text).toContain("header cut by the capture");
  });

  it("that there are no packets", () => {
    const text = renderTerminal(emptyReport(), OPTIONS);
    expect(text).toContain("no packets");
    expect(text).toContain("No flows");
  });

  it("a message is one line", () => {
    expect(renderMessage("error", "bad\n\u001b[2Jname", false)).toBe("error: bad\\x0a\\x1b[2Jname\n");
  });
});

describe("flows", () => {
  it("has no line wider than the window, and a row a flow", () => {
    for (const width of [40, 60, 80, 100, 120, 160, 200]) {
      const text = [...renderFlowTable(sampleFlows(1200, true), { ...PLAIN, width })].join("");
      const lines = linesOf(text.trimEnd());
      expect(lines).toHaveLength(1202);
      for (const line of lines) expect(stringWidth(line), line).toBeLessThanOrEqual(width);
    }
  });

  it("takes rows only as they are needed", () => {
    let made = 0;
    const flows = (function* () {
      for (const flow of sampleFlows(100_000)) {
        made += 1;
        yield flow;
      }
    })();
    renderFlowTable(flows, PLAIN).next();
    expect(made).toBeLessThan(1000);
  });

  it("says that there is none", () => {
    expect([...renderFlowTable([], PLAIN)].join("")).toContain("No flows");
  });
});

describe("ports", () => {
  const rows = [
    {
      transport: "tcp",
      port: 443,
      label: "443/tcp (https)",
      description: "HTTP over TLS",
      rangeClass: "well-known",
    },
    { transport: "tcp", port: 49822, label: "49822/tcp", description: null, rangeClass: "dynamic" },
  ];

  it("fits the window and tells what each is for", () => {
    for (let width = 40; width <= 120; width += 1) {
      for (const line of linesOf(renderPortTable(rows, { ...PLAIN, width }))) {
        expect(stringWidth(line)).toBeLessThanOrEqual(width);
      }
    }
    expect(renderPortTable(rows, PLAIN)).toMatch(/443\/tcp \(https\) +well-known +HTTP over TLS/);
    expect(renderPortTable([], PLAIN)).toContain("No such port");
  });
});

describe("shortening", () => {
  it.each([
    ["abcdef", 6, "abcdef"],
    ["abcdef", 4, "abc…"],
    ["abcdef", 1, "…"],
    ["abcdef", 0, ""],
    ["日本語テキスト", 6, "日本…"],
    ["ab 日", 4, "ab…"],
  ])("%s to %d columns is %s", (text, width, short) => {
    expect(shorten(text, width, PLAIN)).toBe(short);
  });

  it("in the middle keeps the file's name", () => {
    expect(shortenMiddle("captures/2026/office/uplink.pcapng", 24, PLAIN)).toBe("captures/2…uplink.pcapng");
  });
});

describe("bars", () => {
  it.each([
    [0, 100, ""],
    [1, 1_000_000, "▏"],
    [50, 100, "████"],
    [53, 100, "████▎"],
    [100, 100, "████████"],
    [300, 100, "████████"],
  ])("%d of %d", (part, whole, bar) => {
    expect(drawBar(part, whole, 8, true)).toBe(bar);
  });
});
