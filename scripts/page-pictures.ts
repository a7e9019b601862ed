/** `npm run page:pictures`: pictures of every view of the page, of the sample capture, into reports/page. */

import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { inChromium } from "./in-chromium.ts";

const PROJECT = fileURLToPath(new URL("../..", import.meta.url));
const PORTOLAN = join(PROJECT, "dist", "bin", "portolan.js");
const CAPTURE = "fixtures/captures/office.pcapng";
/** What is drawn last has been drawn by then. */
const SETTLED_MILLISECONDS = 600;

interface Picture {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly dark?: boolean;
  readonly theme?: "print";
  readonly prepare?: (page: Page) => Promise<void>;
}

const scrollTo = (selector: string) => (page: Page) =>
  page.evaluate<void>(`document.querySelector(${JSON.stringify(selector)}).scrollIntoView()`);

const PICTURES: readonly Picture[] = [
  { name: "top-light", width: 1400, height: 1150 },
  { name: "ports-dark", width: 1400, height: 900, dark: true, prepare: scrollTo("#ports") },
  { name: "charts-light", width: 1400, height: 2080, prepare: scrollTo("#charts") },
  { name: "charts-dark", width: 1400, height: 1120, dark: true, prepare: scrollTo("#charts") },
  {
    name: "service",
    width: 1400,
    height: 1150,
    prepare: (page) => page.locator("#table-services .link", { hasText: "53/udp (dns)" }).click(),
  },
  {
    name: "flow-dark",
    width: 1400,
    height: 700,
    dark: true,
    prepare: async (page) => {
      await page.locator("#tab-flows").click();
      await page.locator("#table-flows .link").first().click();
    },
  },
  {
    name: "host-filter",
    width: 1400,
    height: 900,
    prepare: async (page) => {
      await page.locator("#filter-host").fill("10.20.0.0/24");
      await page.locator("#tab-clients").click();
      await scrollTo("#ports")(page);
    },
  },
  { name: "phone", width: 360, height: 1500 },
  { name: "phone-charts-dark", width: 360, height: 1500, dark: true, prepare: scrollTo("#charts") },
  { name: "wide", width: 2560, height: 1440, prepare: scrollTo("#charts") },
  { name: "paper", width: 794, height: 1123, theme: "print" },
];

async function take(browser: Browser, folder: string, picture: Picture): Promise<void> {
  const { name, width, height, dark = false, theme, prepare } = picture;
  const out = join(folder, theme ?? "page");
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? "dark" : "light",
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  await page.goto(pathToFileURL(join(out, "index.html")).href);
  if (theme === "print") await page.emulateMedia({ media: "print" });
  else await page.waitForSelector("html.started");
  await prepare?.(page);
  await page.waitForTimeout(SETTLED_MILLISECONDS);
  await page.screenshot({ path: join(PROJECT, "reports", "page", `${name}.png`) });
  await context.close();
}

mkdirSync(join(PROJECT, "reports", "page"), { recursive: true });
await inChromium([], async (browser, folder) => {
  const report = (...words: string[]) =>
    execFileSync(process.execPath, [PORTOLAN, "report", CAPTURE, ...words], { cwd: PROJECT });
  report("--out", join(folder, "page"));
  report("--out", join(folder, "print"), "--theme", "print");
  for (const picture of PICTURES) await take(browser, folder, picture);
});
