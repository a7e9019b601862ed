import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createCanvas, GlobalFonts, loadImage } from "@napi-rs/canvas";
import { rolldown } from "rolldown";
import { afterAll, describe, expect, it } from "vitest";
import { MEASURES } from "../../src/report/charts/chart.ts";
import { CHART_FILES, CHARTS } from "../../src/report/charts/charts.ts";
import { drawPng, drawSvg } from "../../src/report/charts/draw-chart.ts";
import {
  CHART_FONT_FAMILY,
  CHART_HEIGHT,
  CHART_WIDTH,
  DARK_THEME,
  LIGHT_THEME,
} from "../../src/report/charts/theme.ts";
import type { Report } from "../../src/report/report.ts";
import { sampleMap } from "./sample-page.ts";
import { emptyReport, onePacketReport, sampleReport } from "./sample-report.ts";

const REPORTS: readonly (readonly [string, Report])[] = [
  ["twelve services", sampleReport({ services: 12 })],
  ["two hundred services", sampleReport({ services: 200, seconds: 900_000 })],
  ["one packet", onePacketReport()],
  ["hostile names", sampleReport({ services: 16, hostile: true })],
  ["nothing", emptyReport()],
];

const chartNamed = (name: string) => {
  const chart = CHART_FILES.find((definition) => definition.name === name);
  if (chart === undefined) throw new Error(`no chart ${name}`);
  return chart;
};

const charted = (report: Report) => ({ report, map: sampleMap(report) });

interface Region {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Dark pixels of a PNG in a region given in parts of its size. */
async function countDarkPixels(png: Uint8Array, { left, top, right, bottom }: Region): Promise<number> {
  const image = await loadImage(png);
  const canvas = createCanvas(image.width, image.height);
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const [x, y] = [Math.round(left * image.width), Math.round(top * image.height)];
  const [width, height] = [Math.round(right * image.width) - x, Math.round(bottom * image.height) - y];
  const { data } = context.getImageData(x, y, width, height);
  let dark = 0;
  for (let index = 0; index < data.length; index += 4) {
    if (data[index] + data[index + 1] + data[index + 2] < 300) dark += 1;
  }
  return dark;
}

/** Where the labels of the bars stand, left of the axis, and where the title stands. */
const LABELS: Region = { left: 0.01, top: 0.13, right: 0.165, bottom: 0.8 };
const TITLE: Region = { left: 0.01, top: 0.02, right: 0.4, bottom: 0.07 };

describe.each(REPORTS)("charts of %s", (_name, report) => {
  it.each(CHART_FILES)("$name is a PNG of twice the size, with a title", async ({ configure }) => {
    const png = await drawPng(configure(charted(report), LIGHT_THEME));
    const image = await loadImage(png);
    expect([image.width, image.height]).toEqual([2 * CHART_WIDTH, 2 * CHART_HEIGHT]);
    expect(await countDarkPixels(png, TITLE)).toBeGreaterThan(2000);
  });

  it.each(CHART_FILES)("$name is an SVG whose text is text", async ({ configure, title, description }) => {
    const svg = await drawSvg(configure(charted(report), LIGHT_THEME), title, description);
    const texts = [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
    expect(texts).toContain(title);
    if (report.services.length === 0) expect(texts).toContain("No flows");
    const elements = new Set([...svg.matchAll(/<\/?([a-zA-Z]+)/g)].map(([, name]) => name));
    expect([...elements].filter((name) => !SVG_ELEMENTS.has(name))).toEqual([]);
    expect(svg.replaceAll(/[\n\t]/g, "")).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    for (const [, attribute] of svg.matchAll(/ (on[a-z]+|(?:xlink:)?href|style)=/g))
      expect(attribute).toBe("");
  });
});

const SVG_ELEMENTS = new Set([
  "svg",
  "title",
  "desc",
  "rect",
  "path",
  "g",
  "clipPath",
  "text",
  "defs",
  "ellipse",
]);

describe("labels", () => {
  it("are there, in the shipped font", async () => {
    const png = await drawPng(
      chartNamed("top-ports-by-bytes").configure(charted(sampleReport()), LIGHT_THEME),
    );
    expect(await countDarkPixels(png, LABELS)).toBeGreaterThan(5000);
    expect(GlobalFonts.has(CHART_FONT_FAMILY)).toBe(true);
  });

  it("keep the port where a name is long", async () => {
    const report = sampleReport({ services: 4, names: ["a-very-long-name-".repeat(10)] });
    const { configure, title, description } = chartNamed("top-ports-by-flows");
    const svg = await drawSvg(configure(charted(report), LIGHT_THEME), title, description);
    expect(svg).toMatch(/>443\/tcp \(a-very-long[a-z-]*…\)</);
  });

  it("tell units, file and time", async () => {
    const { configure, title, description } = chartNamed("top-ports-by-bytes");
    const svg = await drawSvg(configure(charted(sampleReport()), LIGHT_THEME), title, description);
    expect(svg).toContain("Bytes on the wire (MiB)");
    expect(svg).toContain("office-uplink.pcapng  ·  2026-11-22 04:46:00 – 04:51:07 UTC");
  });

  it("of a legend have the colour of ink", async () => {
    const { configure, title, description } = chartNamed("traffic-over-time");
    const svg = await drawSvg(configure(charted(sampleReport()), DARK_THEME), title, description);
    const fills = [...svg.matchAll(/<text [^>]*fill="([^"]+)"/g)].map(([, fill]) => fill.toLowerCase());
    expect(new Set(fills)).toEqual(new Set([DARK_THEME.ink, DARK_THEME.muted]));
  });
});

describe("definitions", () => {
  it.each(CHARTS)("$name: every measure can be drawn", async ({ measures, configure, title }) => {
    expect(measures.every((measure) => MEASURES.includes(measure))).toBe(true);
    for (const measure of measures) {
      const svg = await drawSvg(configure(charted(sampleReport()), LIGHT_THEME, measure), title, "");
      expect(svg).toMatch(/<text /);
    }
  });

  it("fold what has no colour of its own into one series", () => {
    const report = sampleReport({ services: 12 });
    const timeline = report.timeline ?? { start: "", stepSeconds: 1, steps: 0, series: [] };
    const many = Array.from({ length: 12 }, (_, index) => ({ ...timeline.series[0], label: `${index}/tcp` }));
    const chart = chartNamed("traffic-over-time").configure(
      charted({ ...report, timeline: { ...timeline, series: many } }),
      LIGHT_THEME,
    );
    expect(chart.data.datasets.map(({ label }) => label)).toEqual([
      "0/tcp",
      "1/tcp",
      "2/tcp",
      "3/tcp",
      "4/tcp",
      "5/tcp",
      "6/tcp",
      "other",
    ]);
    const colours = chart.data.datasets.map(({ backgroundColor }) => backgroundColor);
    expect(new Set(colours).size).toBe(8);
  });

  it("make shares that sum to a hundred", () => {
    const chart = chartNamed("range-classes").configure(charted(sampleReport({ services: 40 })), LIGHT_THEME);
    for (const measure of [0, 1, 2]) {
      const sum = chart.data.datasets.reduce((total, { data }) => total + Number(data[measure]), 0);
      expect(sum).toBeCloseTo(100, 9);
    }
  });

  it("draw no more than twelve bars and say how many are left", async () => {
    const { configure, title, description } = chartNamed("top-ports-by-bytes");
    const chart = configure(charted(sampleReport({ services: 200 })), LIGHT_THEME);
    expect(chart.data.labels).toHaveLength(12);
    const svg = await drawSvg(chart, title, description);
    expect(svg).toContain("188 more services not shown");
  });
});

const HIDE_FONTS = `for folder in /usr/share/fonts /usr/local/share/fonts; do
  if [ -d "$folder" ]; then mount -t tmpfs none "$folder" || exit 9; fi
done`;
const canHideFonts =
  process.platform === "linux" &&
  spawnSync("unshare", ["-rm", "sh", "-c", HIDE_FONTS], { stdio: "ignore" }).status === 0;

describe("a machine without fonts", () => {
  const folder = mkdtempSync(join(tmpdir(), "portolan-charts-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  // Skipped where a process cannot have a mount namespace of its own, in which the system's fonts are hidden.
  it.skipIf(!canHideFonts)("has the same labels", async () => {
    const script = join(folder, "draw.mjs");
    writeFileSync(
      join(folder, "entry.ts"),
      `import { GlobalFonts } from "@napi-rs/canvas";
       import { drawPng } from ${JSON.stringify(resolve("src/report/charts/draw-chart.ts"))};
       import { CHART_FILES } from ${JSON.stringify(resolve("src/report/charts/charts.ts"))};
       import { LIGHT_THEME } from ${JSON.stringify(resolve("src/report/charts/theme.ts"))};
       import { sampleReport } from ${JSON.stringify(resolve("test/report/sample-report.ts"))};
       import { sampleMap } from ${JSON.stringify(resolve("test/report/sample-page.ts"))};
       const report = sampleReport();
       const before = GlobalFonts.families.length;
       const png = await drawPng(CHART_FILES[0].configure({ report, map: sampleMap(report) }, LIGHT_THEME));
       process.stdout.write(JSON.stringify({ before, png: Buffer.from(png).toString("base64") }));`,
    );
    symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
    const external = [/^@napi-rs\/canvas/, /^chartjs-node-canvas/];
    const bundle = await rolldown({ input: join(folder, "entry.ts"), platform: "node", external });
    await bundle.write({ file: script, format: "esm", codeSplitting: false });
    await bundle.close();
    const command = `${HIDE_FONTS}\nexec "$0" "$1"`;
    const output = execFileSync("unshare", ["-rm", "sh", "-c", command, process.execPath, script], {
      env: { ...process.env, FONTCONFIG_FILE: "/nonexistent" },
      maxBuffer: 1 << 26,
    });
    const { before, png } = JSON.parse(output.toString("utf8"));
    expect(before).toBe(0);
    const here = await drawPng(CHART_FILES[0].configure(charted(sampleReport()), LIGHT_THEME));
    expect(await countDarkPixels(Buffer.from(png, "base64"), LABELS)).toBe(
      await countDarkPixels(here, LABELS),
    );
    expect(Buffer.from(png, "base64").equals(here)).toBe(true);
  });
});
