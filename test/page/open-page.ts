/** Pages in Debian's Chromium, and everything that went wrong in them. Skipped where no Chromium is installed. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { expect, inject } from "vitest";
import { findChromium } from "../../src/commands/browser-program.ts";
import { type PageOptions, renderHtml } from "../../src/report/html.ts";
import type { Report } from "../../src/report/report.ts";
import { samplePageData } from "../report/sample-page.ts";

export const CHROMIUM = findChromium(process.env);

export function launch(): Promise<Browser> {
  const args = ["--disable-background-networking", "--no-sandbox"];
  return chromium.launch({ executablePath: CHROMIUM ?? "", args });
}

export interface OpenPage {
  readonly page: Page;
  /** What the console was told, uncaught errors, violations of the policy, requests for anything but the page. */
  readonly wrong: string[];
  readonly close: () => Promise<void>;
}

export interface OpenOptions extends BrowserContextOptions {
  /** Whether to wait until the script has started. */
  readonly started?: boolean;
}

export async function openFile(browser: Browser, path: string, options: OpenOptions = {}): Promise<OpenPage> {
  const { started = options.javaScriptEnabled !== false, ...contextOptions } = options;
  const context = await browser.newContext({ acceptDownloads: true, ...contextOptions });
  const page = await context.newPage();
  const wrong: string[] = [];
  const address = pathToFileURL(path).href;
  page.on("console", (message) => wrong.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => wrong.push(`error: ${error.message}`));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(address) && !url.startsWith("blob:")) wrong.push(`request: ${url}`);
  });
  page.on("dialog", async (dialog) => {
    wrong.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  await page.addInitScript({
    content: `addEventListener("securitypolicyviolation", (event) =>
      console.error("policy: " + event.violatedDirective + " " + event.blockedURI + " " + event.sample));`,
  });
  await page.goto(address);
  if (started) await page.waitForSelector("html.started", { timeout: 20_000 });
  return { page, wrong, close: () => context.close() };
}

/** Opens a page, uses it, and expects that nothing went wrong in it. */
export async function usePage(
  browser: Browser,
  path: string,
  options: OpenOptions,
  use: (open: OpenPage) => Promise<void>,
): Promise<void> {
  const open = await openFile(browser, path, options);
  try {
    await use(open);
    expect(open.wrong).toEqual([]);
  } finally {
    await open.close();
  }
}

/** Writes a page of the report into the folder. */
export function writePage(
  folder: string,
  name: string,
  report: Report,
  options: Partial<PageOptions> & { readonly flows?: number; readonly hostile?: boolean } = {},
): string {
  const { flows = 300, hostile = false, ...pageOptions } = options;
  const script = readFileSync(inject("pageScript"), "utf8");
  const interactive = { script, data: samplePageData(report, flows, hostile) };
  const path = join(folder, name);
  writeFileSync(path, [...renderHtml(report, { interactive, charts: [], ...pageOptions })].join(""));
  return path;
}
