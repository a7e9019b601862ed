/** Pages of captures by hostile authors: names that are markup, scripts, control characters, overrides, formulas. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { survey } from "../../src/analyze.ts";
import { readServiceNames } from "../../src/commands/service-names.ts";
import { buildReport } from "../../src/report/build-report.ts";
import { buildTrafficMap } from "../../src/report/build-traffic-map.ts";
import { CHARTS } from "../../src/report/charts/charts.ts";
import { renderHtml } from "../../src/report/html.ts";
import { buildPageData } from "../../src/report/page/build-page-data.ts";
import { TABLES } from "../../src/report/page/explore-section.ts";
import { readCsv } from "../cli/read-csv.ts";
import { ethernet, HELLO, ipv4, tcp } from "../frames.ts";
import { blocks, concatenated, pcapngFile, textBytes } from "../records/capture-writer.ts";
import { HOSTILE_STRINGS, sampleReport } from "../report/sample-report.ts";
import { CHROMIUM, launch, type OpenPage, usePage, writePage } from "./open-page.ts";

const folder = mkdtempSync(join(tmpdir(), "portolan-hostile-"));
let browser: Browser;
let crafted = "";
let captured = "";

beforeAll(async () => {
  if (CHROMIUM === null) return;
  browser = await launch();
  const report = sampleReport({ services: 16, hostile: true });
  crafted = writePage(folder, "crafted.html", report, { flows: 400, hostile: true });
  captured = await pageOfCapture();
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A slash ends a file's name, and a zero byte a host's; a lone surrogate is in neither. */
const NAMES = [
  ...HOSTILE_STRINGS.filter((text) => !text.includes("\ud800")),
  "<img src=x onerror=alert(3)>",
  "</script><script>alert(4)</script>",
  "<!--<script>",
  "=1+1",
  "+SUM(A1)",
  "-2+3",
  "@SUM(1)",
  "\t=1+1",
  "javascript:alert(5)",
  "host.example\u0000.com",
  "\u2067rtl\u2069",
  "{{7*7}}",
  "__proto__",
  "constructor",
];

/** The whole journey: a capture whose hosts, services and file have such names. */
async function pageOfCapture(): Promise<string> {
  const write = blocks();
  const records = NAMES.map(
    (name, index) =>
      [1, concatenated([10, 0, 1, index], textBytes(name.replaceAll("\u0000", "")), [0])] as const,
  );
  const packets = NAMES.map((_, index) =>
    write.packet({
      time: 1_700_000_000_000_000n + BigInt(index) * 100_000n,
      data: ethernet(
        ipv4(tcp(HELLO, { destinationPort: 1000 + index }), {
          source: "10.0.0.1",
          destination: `10.0.1.${index}`,
        }),
      ),
    }),
  );
  mkdirSync(join(folder, "captures"));
  const path = join(folder, "captures", "<script>alert(6)<|script>\u202egnp.pcapng");
  writeFileSync(path, pcapngFile(write.section(), write.interface(), write.names(records), ...packets));
  const services = join(folder, "services.yaml");
  writeFileSync(
    services,
    NAMES.filter((name) => /^[\x20-\x7e]{1,60}$/.test(name))
      .map((name, index) => `${1000 + index}/tcp: ${JSON.stringify(name)}\n`)
      .join(""),
  );
  const serviceNames = await readServiceNames(services);
  const found = await survey(path, { timeline: true, serviceNames });
  const report = buildReport(found);
  const map = buildTrafficMap(found);
  const script = readFileSync(inject("pageScript"), "utf8");
  const page = join(folder, "captured.html");
  const interactive = { script, data: buildPageData(found, report, map) };
  writeFileSync(page, [...renderHtml(report, { interactive, charts: [] })].join(""));
  return page;
}

/** Elements that nobody but a hostile name would have brought. */
const FOREIGN =
  "img, iframe, object, embed, link, base, a[href^=javascript], [onerror], [onclick], [onload], body script + *:not(script):not(dialog)";
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

async function looksSound(page: Page): Promise<void> {
  expect(await page.locator(FOREIGN).count()).toBe(0);
  expect(await page.locator("script").count()).toBe(3);
  const text = await page.evaluate<string>("document.body.innerText");
  expect(text.replaceAll(/[\n\t]/g, "")).not.toMatch(UNSEEN);
  expect(await page.title()).not.toMatch(UNSEEN);
}

const opened = (file: string, use: (open: OpenPage) => Promise<void>): Promise<void> =>
  usePage(browser, file, { viewport: { width: 1500, height: 1000 } }, async (open) => {
    await use(open);
    await looksSound(open.page);
  });

// Skipped where no Chromium is installed.
describe.skipIf(CHROMIUM === null).each([
  ["a report whose every string is hostile", () => crafted],
  ["a capture with hostile names of hosts, services and file", () => captured],
])("%s", (_name, file) => {
  it("shows all tables and panels, as text", () =>
    opened(file(), async ({ page }) => {
      for (const { id } of TABLES) {
        await page.locator(`#tab-${id}`).click();
        await page.locator(`#table-${id} .tabulator-row`).first().waitFor();
        await looksSound(page);
      }
      await page.locator("#tab-services").click();
      const services = page.locator("#table-services .link");
      for (let index = 0; index < Math.min(6, await services.count()); index++) {
        await services.nth(index).click();
        await page.locator("dialog h2").waitFor();
        await looksSound(page);
        await page.keyboard.press("Escape");
      }
    }));

  it("draws its charts and lists their figures", () =>
    opened(file(), async ({ page }) => {
      for (const { name } of CHARTS) {
        await page.locator(`#chart-${name}`).scrollIntoViewIfNeeded();
        await page.locator(`#chart-${name} .figures-of summary`).click();
        await page.locator(`#chart-${name} .figures-of tbody tr`).first().waitFor();
      }
    }));

  it.each(TABLES.map(({ id }) => id))("exports %s without a formula", (table) =>
    opened(file(), async ({ page }) => {
      await page.locator(`#tab-${table}`).click();
      await page.locator(`#table-${table} .tabulator-row`).first().waitFor();
      const download = page.waitForEvent("download");
      await page.locator("#export").click();
      const text = readFileSync(await (await download).path(), "utf8");
      expect(text.replaceAll("\r\n", "")).not.toMatch(UNSEEN);
      const cells = readCsv(text).flatMap((row) => Object.values(row));
      expect(cells.filter((cell) => /^\s*[=+\-@\t\r]/.test(cell))).toEqual([]);
    }),
  );
});

describe.skipIf(CHROMIUM === null)("a capture with hostile names", () => {
  it("shows each name, spelt out", () =>
    opened(captured, async ({ page }) => {
      await page.locator("#tab-servers").click();
      for (const name of ["<script>alert(1)</script>", "=1+1", "__proto__", "\\u202e", "{{7*7}}"]) {
        await page.locator("#filter-text").fill(name);
        await expect.poll(() => page.locator("#table-servers .tabulator-row").count()).toBeGreaterThan(0);
        await expect.poll(() => page.locator("#table-servers").innerText()).toContain(name);
      }
    }));
});
