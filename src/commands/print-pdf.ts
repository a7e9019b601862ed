/** `report --pdf`: the page for paper, printed by the machine's own Chromium. */
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { escapeText } from "../report/escape.ts";
import { findChromium, runProgram } from "./browser-program.ts";
import { UsageError } from "./usage-error.ts";

const MILLISECONDS = 120_000;

/** To be asked before anything is counted: a long wait should not end with this. */
export function requireChromium(): string {
  const chromium = findChromium(process.env);
  if (chromium === null) {
    throw new UsageError(
      "--pdf: no Chromium, Chrome or Edge is installed (CHROME_PATH names another place); print index.html from a browser, or install one",
    );
  }
  return chromium;
}

/** The PDF's bytes. The page is static: its policy lets nothing run or load. */
export async function printPdf(chromium: string, page: Iterable<string>): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), "portolan-pdf-"));
  try {
    const html = join(folder, "page.html");
    const pdf = join(folder, "page.pdf");
    await writeFile(html, page);
    const words = [
      "--headless",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-extensions",
      "--no-first-run",
      "--no-pdf-header-footer",
      `--user-data-dir=${join(folder, "profile")}`,
      `--print-to-pdf=${pdf}`,
      // Chromium's sandbox refuses to start for root.
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      pathToFileURL(html).href,
    ];
    const { code, said } = await runProgram({ program: chromium, words }, MILLISECONDS);
    const isWritten = await stat(pdf).then(
      ({ size }) => size > 0,
      () => false,
    );
    if (code !== 0 || !isWritten) {
      const [why = "it said nothing"] = said.trim().split("\n").slice(-1);
      throw new UsageError(
        `--pdf: ${escapeText(chromium)} did not print (${escapeText(why.slice(0, 200))}); print index.html from a browser`,
      );
    }
    return await readFile(pdf);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
