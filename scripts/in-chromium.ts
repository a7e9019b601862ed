/** Chromium, and a folder that is gone afterwards. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { findChromium } from "../src/commands/browser-program.ts";

/** `words`: more for Chromium. */
export async function inChromium(
  words: readonly string[],
  use: (browser: Browser, folder: string) => Promise<void>,
): Promise<void> {
  const executablePath = findChromium(process.env);
  if (executablePath === null) throw new Error("no Chromium is installed (Debian: apt-get install chromium)");
  const folder = mkdtempSync(join(tmpdir(), "portolan-chromium-"));
  const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-background-networking", ...words],
  });
  try {
    await use(browser, folder);
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
