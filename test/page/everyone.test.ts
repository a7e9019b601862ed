/** The page for everyone: rules of accessibility, the keyboard alone, any width, any theme, paper, and no script. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyReport, onePacketReport, sampleReport } from "../report/sample-report.ts";
import { sampleFinding } from "./findings.ts";
import { CHROMIUM, launch, type OpenOptions, type OpenPage, usePage, writePage } from "./open-page.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const folder = mkdtempSync(join(tmpdir(), "portolan-everyone-"));
let browser: Browser;
const files: Record<string, string> = {};

const findings = (["critical", "high", "medium", "low", "info"] as const).map((severity) =>
  sampleFinding({
    id: severity,
    severity,
    ports: ["22/tcp"],
    clients: ["10.0.0.5"],
    decidedBy: { path: "policy.yaml", line: 3, column: 5, words: "rule 1: deny ssh" },
  }),
);

beforeAll(async () => {
  if (CHROMIUM === null) return;
  browser = await launch();
  files.plain = writePage(folder, "plain.html", { ...sampleReport({ services: 40 }), findings });
  files.empty = writePage(folder, "empty.html", emptyReport(), { flows: 0 });
  files.onePacket = writePage(folder, "one-packet.html", onePacketReport(), { flows: 1 });
  files.long = writePage(folder, "long.html", sampleReport({ names: ["a-very-long-name-".repeat(12)] }));
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

const opened = (file: string, options: OpenOptions, use: (open: OpenPage) => Promise<void>): Promise<void> =>
  usePage(browser, file, options, use);

/** What axe-core finds: the rule, and where. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const found = await page.evaluate<{ id: string; nodes: { target: string[]; failureSummary: string }[] }[]>(
    "axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations)",
  );
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`),
  );
}

const widthOf = (page: Page) => page.evaluate<number>("document.documentElement.scrollWidth");
const focused = (page: Page) =>
  page.evaluate<string>(
    "document.activeElement.id || document.activeElement.textContent.trim().slice(0, 40)",
  );
const WIDE = { width: 1400, height: 1000 };
const NARROW = { width: 360, height: 740 };

// Skipped where no Chromium is installed.
describe.skipIf(CHROMIUM === null)("rules of accessibility", () => {
  it.each([
    ["plain", WIDE, "light"],
    ["plain", WIDE, "dark"],
    ["plain", NARROW, "light"],
    ["empty", WIDE, "dark"],
    ["onePacket", NARROW, "dark"],
    ["long", NARROW, "light"],
  ] as const)("%s, %j, %s", (name, viewport, colorScheme) =>
    opened(files[name], { viewport, colorScheme, started: name !== "empty" }, async ({ page }) => {
      for (const summary of await page.locator("details summary").all()) await summary.click();
      expect(await violations(page)).toEqual([]);
    }),
  );

  it.each(["servers", "clients", "flows"])("the table of %s", (table) =>
    opened(files.plain, { viewport: WIDE }, async ({ page }) => {
      await page.locator(`#tab-${table}`).click();
      await page.locator(`#table-${table} .tabulator-row`).first().waitFor();
      expect(await violations(page)).toEqual([]);
    }),
  );

  it.each(["light", "dark"] as const)("the panel of a service and of a flow, %s", (colorScheme) =>
    opened(files.plain, { viewport: WIDE, colorScheme }, async ({ page }) => {
      await page.locator("#table-services .link", { hasText: "22/tcp (ssh)" }).click();
      await page.locator("dialog .tabulator-row").first().waitFor();
      expect(await violations(page)).toEqual([]);
      await page.locator("dialog .tabulator-row .link").first().click();
      await page.locator("dialog .evidence li").first().waitFor();
      expect(await violations(page)).toEqual([]);
    }),
  );

  it("without a script", () =>
    opened(files.plain, { viewport: WIDE, javaScriptEnabled: false }, async ({ page }) => {
      // axe-core is a script itself; what it would ask most is asked of the text.
      const html = await page.content();
      expect(html).toContain('<html lang="en"');
      expect(await page.locator("h1").count()).toBe(1);
    }));
});

describe.skipIf(CHROMIUM === null)("the keyboard alone", () => {
  it("sorts, chooses tabs, opens and closes a service, and shows where it is", () =>
    opened(files.plain, { viewport: WIDE }, async ({ page }) => {
      await page.keyboard.press("Tab");
      expect(await focused(page)).toBe("Skip to the report");
      await tabTo(page, "filter-text");
      await page.keyboard.type("tcp");
      await tabTo(page, "tab-services");
      await page.keyboard.press("ArrowRight");
      expect(await focused(page)).toBe("tab-servers");
      await expect.poll(() => page.locator("#table-servers .tabulator-row").count()).toBeGreaterThan(3);
      await page.keyboard.press("Home");
      expect(await focused(page)).toBe("tab-services");
      await tabTo(page, "Flows");
      await page.keyboard.press("Enter");
      const heading = page.locator('#table-services .tabulator-col[tabulator-field="flows"]');
      await expect.poll(() => heading.getAttribute("aria-sort")).toBe("descending");
      await page.keyboard.press("Enter");
      await expect.poll(() => heading.getAttribute("aria-sort")).toBe("ascending");
      await page.keyboard.press("Enter");
      await expect.poll(() => heading.getAttribute("aria-sort")).toBe("descending");
      await tabTo(page, /^\d+\/tcp \([a-z0-9-]+\)$/);
      const label = await focused(page);
      const outline = await page.evaluate<string>("getComputedStyle(document.activeElement).outlineStyle");
      expect(outline).toBe("solid");
      await page.keyboard.press("Enter");
      await expect.poll(() => page.locator("dialog h2").innerText()).toBe(label);
      // The panel keeps the focus to itself.
      for (let press = 0; press < 30; press++) {
        await page.keyboard.press("Tab");
        expect(
          await page.evaluate(
            "document.activeElement === document.body || document.activeElement.closest('dialog') !== null",
          ),
        ).toBe(true);
      }
      await page.keyboard.press("Escape");
      await expect.poll(() => focused(page)).toBe(label);
    }));

  it("opens a finding and chooses a chart's measure", () =>
    opened(files.plain, { viewport: WIDE }, async ({ page }) => {
      await page.locator("details.finding summary").first().focus();
      await page.keyboard.press("Enter");
      expect(await page.locator("details.finding[open]").count()).toBe(1);
      const measure = page.locator('#chart-top-ports [data-measure="packets"]');
      await measure.focus();
      await page.keyboard.press("Space");
      expect(await measure.getAttribute("aria-pressed")).toBe("true");
    }));
});

async function tabTo(page: Page, wanted: string | RegExp): Promise<void> {
  for (let press = 0; press < 60; press++) {
    await page.keyboard.press("Tab");
    const here = await focused(page);
    if (typeof wanted === "string" ? here === wanted : wanted.test(here)) return;
  }
  throw new Error(`the focus never came to ${wanted}`);
}

describe.skipIf(CHROMIUM === null)("any width", () => {
  it.each([360, 480, 768, 1024, 1440, 2560])(
    "%i pixels: nothing sticks out, and all columns can be read",
    (width) =>
      opened(files.plain, { viewport: { width, height: 900 } }, async ({ page }) => {
        expect(await widthOf(page)).toBeLessThanOrEqual(width);
        const cut =
          await page.evaluate(`[...document.querySelectorAll("#table-services .tabulator-col-title")]
        .filter((title) => title.offsetParent !== null && title.scrollWidth > title.clientWidth)
        .map((title) => title.textContent)`);
        expect(cut).toEqual([]);
        await page.locator("#table-services .link").first().click();
        await page.locator("dialog .tabulator-row").first().waitFor();
        const inside = await page.evaluate<number[]>(
          '[document.querySelector("dialog").scrollWidth, document.querySelector("dialog").clientWidth]',
        );
        expect(inside[0]).toBeLessThanOrEqual(inside[1]);
      }),
  );

  it.each(["long", "empty", "onePacket"])("360 pixels, %s", (name) =>
    opened(files[name], { viewport: NARROW, started: name !== "empty" }, async ({ page }) => {
      expect(await widthOf(page)).toBeLessThanOrEqual(360);
    }),
  );

  it("nothing moves while the page opens", () =>
    opened(files.plain, { viewport: WIDE, started: false }, async ({ page }) => {
      await page.waitForSelector("html.started");
      const shift = await page.evaluate<number>(`new Promise((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) sum += entry.value;
        }).observe({ type: "layout-shift", buffered: true });
        setTimeout(() => resolve(sum), 500);
      })`);
      expect(shift).toBeLessThan(0.005);
    }));
});

describe.skipIf(CHROMIUM === null)("themes", () => {
  const background = (page: Page) => page.evaluate<string>("getComputedStyle(document.body).backgroundColor");

  it("follows the system until one is chosen", () =>
    opened(files.plain, { viewport: WIDE, colorScheme: "dark" }, async ({ page }) => {
      const dark = await background(page);
      await page.emulateMedia({ colorScheme: "light" });
      const light = await background(page);
      expect(dark).not.toBe(light);
      await page.locator("#theme").selectOption("dark");
      expect(await background(page)).toBe(dark);
      const canvas = 'document.querySelector("#chart-top-ports canvas").toDataURL()';
      await page.locator("#chart-top-ports").scrollIntoViewIfNeeded();
      await page.waitForTimeout(200);
      const drawnDark = await page.evaluate(canvas);
      await page.locator("#theme").selectOption("light");
      await expect.poll(() => page.evaluate(canvas)).not.toBe(drawnDark);
    }));

  it.each(["light", "dark"] as const)("--theme %s holds whatever the system says", async (theme) => {
    const file = writePage(folder, `${theme}.html`, sampleReport(), { theme });
    const seen: string[] = [];
    for (const colorScheme of ["light", "dark"] as const) {
      await opened(file, { colorScheme }, async ({ page }) => {
        seen.push(await background(page));
        expect(await page.locator("#theme").inputValue()).toBe(theme);
      });
    }
    expect(seen[0]).toBe(seen[1]);
  });

  it("moves nothing for those who ask for less motion", () =>
    opened(files.plain, { reducedMotion: "reduce" }, async ({ page }) => {
      expect(await page.evaluate("getComputedStyle(document.documentElement).scrollBehavior")).toBe("auto");
    }));
});

describe.skipIf(CHROMIUM === null)("paper", () => {
  it.each(["A4", "Letter"])("prints on %s, with tables and charts, and nothing to press", (format) =>
    opened(files.plain, { viewport: WIDE, colorScheme: "dark" }, async ({ page }) => {
      await page.emulateMedia({ media: "print" });
      for (const gone of ["nav", "#ports", ".controls", "#export"]) {
        expect(await page.locator(gone).first().isVisible()).toBe(false);
      }
      for (const there of [
        "#services table",
        "#servers table",
        "#clients table",
        "#chart-top-ports canvas",
      ]) {
        expect(await page.locator(there).first().isVisible()).toBe(true);
      }
      expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe(
        "rgb(255, 255, 255)",
      );
      const pdf = (await page.pdf({ format, preferCSSPageSize: true })).toString("latin1");
      const pages = pdf.match(/\/Type \/Page\b/g) ?? [];
      expect(pages.length).toBeGreaterThan(2);
      expect(pages.length).toBeLessThan(16);
    }),
  );
});

describe.skipIf(CHROMIUM === null)("without a script", () => {
  it("shows the summary, the findings and the tables", () =>
    opened(files.plain, { viewport: WIDE, javaScriptEnabled: false }, async ({ page }) => {
      for (const there of [
        "#summary li",
        "details.finding summary",
        "#services table",
        "#servers table",
        "#clients table",
      ]) {
        expect(await page.locator(there).first().isVisible()).toBe(true);
      }
      for (const gone of ["#ports", "#charts", "#theme"])
        expect(await page.locator(gone).isVisible()).toBe(false);
    }));
});
