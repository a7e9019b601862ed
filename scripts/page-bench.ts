/**
 * `npm run page:bench`: how large the page of the report is, how long it takes to write, to open and to use in Chromium,
 * with a few flows and with very many. Prints the results and writes reports/bench/page.md.
 */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import type { Browser } from "playwright-core";
import { PAGE_LIMITS } from "../src/report/page/page-data.ts";
import { formatBytes, formatCount } from "../src/report/units.ts";
import { writeCapture } from "./bench/generate.ts";
import { measure, median } from "./bench/measure.ts";
import { plainPlan } from "./bench/plans.ts";
import { commitOf } from "./commit-of.ts";
import { inChromium } from "./in-chromium.ts";
import { table } from "./markdown.ts";

const PROJECT = fileURLToPath(new URL("../..", import.meta.url));
const PORTOLAN = join(PROJECT, "dist", "bin", "portolan.js");
const ROUNDS = 5;
/** Turns of the wheel, one a frame: as people read, and as they look for something far down (all rows new in each frame). */
const READING_PIXELS = 100;
const RUSHING_PIXELS = 900;
const WHEEL_TURNS = 40;

interface Opened {
  /** Milliseconds from the start of the navigation. */
  readonly firstPaint: number;
  readonly shown: number;
  /** Milliseconds until the table of flows is there, until it is sorted, and until a filter is done. */
  readonly flowsTab: number;
  readonly sorted: number;
  readonly filtered: number;
  /** Milliseconds from one frame to the next while the table of flows is scrolled. */
  readonly readingFrame: number;
  readonly slowestReadingFrame: number;
  readonly rushingFrame: number;
  readonly slowestRushingFrame: number;
  readonly heap: number;
}

async function open(browser: Browser, path: string): Promise<Opened> {
  const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
  await page.goto(pathToFileURL(path).href);
  await page.waitForSelector("html.started");
  const [firstPaint, shown] = await page.evaluate<[number, number]>(
    `[performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0, performance.getEntriesByName("shown")[0].startTime]`,
  );
  const timed = (press: string, done: string) =>
    page.evaluate<number>(`new Promise((resolve) => {
      const start = performance.now();
      ${press};
      const look = () => (${done} ? resolve(performance.now() - start) : requestAnimationFrame(look));
      requestAnimationFrame(look);
    })`);
  const rows = `document.querySelectorAll("#table-flows .tabulator-row").length > 3`;
  const flowsTab = await timed(`document.querySelector("#tab-flows").click()`, rows);
  const heading = `document.querySelector('#table-flows [tabulator-field="clientOrder"].tabulator-col')`;
  const sorted = await timed(`${heading}.click()`, `${heading}.getAttribute("aria-sort") === "ascending"`);
  const before = await page.locator("#table-status").innerText();
  const filtered = await timed(
    `const field = document.querySelector("#filter-transport"); field.value = "udp"; field.form.requestSubmit()`,
    `document.querySelector("#table-status").innerText !== ${JSON.stringify(before)}`,
  );
  const reading = await scroll(page, READING_PIXELS);
  const rushing = await scroll(page, RUSHING_PIXELS);
  const heap = await page.evaluate<number>("performance.memory.usedJSHeapSize");
  await page.close();
  return {
    firstPaint,
    shown,
    flowsTab,
    sorted,
    filtered,
    readingFrame: median(reading),
    slowestReadingFrame: Math.max(...reading),
    rushingFrame: median(rushing),
    slowestRushingFrame: Math.max(...rushing),
    heap,
  };
}

/** Milliseconds of each frame while the wheel is turned. */
async function scroll(page: Awaited<ReturnType<Browser["newPage"]>>, pixels: number): Promise<number[]> {
  await page.locator("#table-flows").scrollIntoViewIfNeeded();
  await page.locator("#table-flows .tabulator-tableholder").hover();
  await page.evaluate(`(() => {
    const frames = [];
    window.frames_ = frames;
    let last = performance.now();
    const tick = () => {
      const now = performance.now();
      frames.push(now - last);
      last = now;
      if (window.frames_ === frames) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  })()`);
  for (let turn = 0; turn < WHEEL_TURNS; turn++) {
    await page.mouse.wheel(0, pixels);
    await page.waitForTimeout(16);
  }
  return page.evaluate<number[]>("window.frames_.slice(1)");
}

interface Measured {
  readonly flows: number;
  readonly seconds: number;
  readonly memory: number;
  readonly size: number;
  readonly packed: number;
  readonly listed: number;
  readonly opened: readonly Opened[];
}

async function measureReport(browser: Browser, folder: string, flows: number): Promise<Measured> {
  const capture = join(folder, `${flows}.pcap`);
  writeCapture(plainPlan(`page-${flows}`, flows * 5, flows), capture);
  const out = join(folder, String(flows));
  const { seconds, peakMemory, exitCode } = await measure([
    "node",
    PORTOLAN,
    "report",
    capture,
    "--out",
    out,
  ]);
  if (exitCode !== 0) throw new Error(`portolan report ended with ${exitCode}`);
  const path = join(out, "index.html");
  const html = readFileSync(path);
  const opened: Opened[] = [];
  // The first one warms the page cache.
  await open(browser, path);
  for (let round = 0; round < ROUNDS; round++) opened.push(await open(browser, path));
  rmSync(capture);
  return {
    flows,
    seconds,
    memory: peakMemory,
    size: html.length,
    packed: gzipSync(html).length,
    listed: Math.min(flows, PAGE_LIMITS.flows),
    opened,
  };
}

const milliseconds = (rows: readonly Opened[], name: keyof Opened): string =>
  `${Math.round(median(rows.map((row) => row[name])))} ms`;

function render(rows: readonly Measured[], version: string): string {
  const script = readFileSync(join(PROJECT, "dist", "bin", "page-script.js"));
  const heads = [
    "flows",
    "in the page",
    "index.html",
    "gzip",
    "written in",
    "peak memory",
    "first paint",
    "shown",
    "flows tab",
    "sorted",
    "filtered",
    "reading: median frame",
    "slowest",
    "rushing: median frame",
    "slowest",
    "JavaScript heap",
  ];
  const cells = rows.map(({ flows, listed, size, packed, seconds, memory, opened }) => [
    formatCount(flows),
    formatCount(listed),
    formatBytes(size),
    formatBytes(packed),
    `${seconds.toFixed(1)} s`,
    formatBytes(memory),
    milliseconds(opened, "firstPaint"),
    milliseconds(opened, "shown"),
    milliseconds(opened, "flowsTab"),
    milliseconds(opened, "sorted"),
    milliseconds(opened, "filtered"),
    milliseconds(opened, "readingFrame"),
    milliseconds(opened, "slowestReadingFrame"),
    milliseconds(opened, "rushingFrame"),
    milliseconds(opened, "slowestRushingFrame"),
    formatBytes(median(opened.map(({ heap }) => heap))),
  ]);
  return `# The page of the report: size and time

Written by \`npm run page:bench\`.

- ${new Date().toISOString().slice(0, 10)}, commit ${commitOf(PROJECT)}
- Node ${process.version}, Chromium ${version}, headless, ${cpus().length} × ${cpus()[0].model.trim()}
- The page's script: ${formatBytes(script.length)}, ${formatBytes(gzipSync(script).length)} with gzip
- Times in the browser: medians of ${ROUNDS} openings of the file, after one that is not counted. *Shown*: from the start of the
  navigation until tables and filters work. *Written in*: \`portolan report\` as a whole process, once, charts included.
- *Reading*: the flows scroll by a notch of the wheel (${READING_PIXELS} pixels, three rows) in each frame; *rushing*: by ${RUSHING_PIXELS}
  pixels, so that all rows are new in each frame. A frame at 60 a second takes 16.7 ms.

${table(heads, cells)}
`;
}

await inChromium(["--enable-precise-memory-info"], async (browser, folder) => {
  const rows: Measured[] = [];
  for (const flows of [1000, 100_000, 1_000_000]) rows.push(await measureReport(browser, folder, flows));
  const text = render(rows, browser.version());
  process.stdout.write(text);
  writeFileSync(join(PROJECT, "reports", "bench", "page.md"), text);
});
