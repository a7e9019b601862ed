/** The page as a reader uses it, in a browser. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CHARTS } from "../../src/report/charts/charts.ts";
import { readCsv } from "../cli/read-csv.ts";
import { sampleReport } from "../report/sample-report.ts";
import { sampleFinding } from "./findings.ts";
import { CHROMIUM, launch, type OpenOptions, type OpenPage, usePage, writePage } from "./open-page.ts";

const folder = mkdtempSync(join(tmpdir(), "portolan-use-"));
let browser: Browser;
let file = "";
const report = {
  ...sampleReport({ services: 40 }),
  findings: [
    sampleFinding({
      id: "one",
      severity: "high",
      ports: ["22/tcp"],
      servers: ["192.0.2.10"],
      title: "SSH is open",
    }),
    sampleFinding({ id: "two", severity: "low", ports: ["50000-50100/tcp"], title: "Odd ports" }),
  ],
};

beforeAll(async () => {
  if (CHROMIUM === null) return;
  browser = await launch();
  file = writePage(folder, "page.html", report, { flows: 600 });
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

const SERVICE_CELLS = "#table-services .tabulator-row .link";
const textsOf = (page: Page, selector: string) => page.locator(selector).allInnerTexts();
const status = (page: Page) => page.locator("#table-status").innerText();

const opened = (use: (open: OpenPage) => Promise<void>, options: OpenOptions = {}): Promise<void> =>
  usePage(browser, file, options, use);

/** The status of the tables tells when a filter has done its work. */
async function filter(page: Page, name: string, value: string): Promise<void> {
  const before = await status(page);
  const field = page.locator(`#filter-${name}`);
  if (["text", "host"].includes(name)) await field.fill(value);
  else await field.selectOption(value);
  await expect.poll(() => status(page)).not.toBe(before);
}

// Skipped where no Chromium is installed.
describe.skipIf(CHROMIUM === null)("the page in a browser", () => {
  it("opens, draws its charts, and nothing goes wrong", () =>
    opened(async ({ page }) => {
      expect(await page.title()).toBe("Port usage: office-uplink.pcapng");
      expect(await status(page)).toBe("40 services.");
      for (const { name } of CHARTS) {
        await page.locator(`#chart-${name}`).scrollIntoViewIfNeeded();
        // A picture with nothing in it is much smaller.
        const size = () =>
          page.evaluate(`document.querySelector("#chart-${name} canvas").toDataURL().length`);
        await expect.poll(size).toBeGreaterThan(12_000);
      }
    }));

  it("sorts by what is pressed, and the other way when pressed again", () =>
    opened(async ({ page }) => {
      const byBytes = report.services.map(({ label }) => label);
      expect((await textsOf(page, SERVICE_CELLS)).slice(0, 5)).toEqual(byBytes.slice(0, 5));
      await page.locator('.tabulator-col[tabulator-field="label"]').click();
      const byPort = [...report.services]
        .sort((one, other) => one.port - other.port)
        .map(({ label }) => label);
      expect((await textsOf(page, SERVICE_CELLS)).slice(0, 5)).toEqual(byPort.slice(0, 5));
      await page.locator('.tabulator-col[tabulator-field="label"]').click();
      expect((await textsOf(page, SERVICE_CELLS)).slice(0, 3)).toEqual(byPort.reverse().slice(0, 3));
    }));

  it.each([
    ["text", "ssh", 1],
    ["text", "domain name", 1],
    ["text", "nothing like this", 0],
    ["range", "well-known", report.services.filter(({ port }) => port < 1024).length],
    ["transport", "udp", report.services.filter(({ transport }) => transport === "udp").length],
    ["finding", "one", 1],
  ])("filters by %s: %s", (name, value, expected) =>
    opened(async ({ page }) => {
      await filter(page, name, value);
      expect(await page.locator(SERVICE_CELLS).count()).toBe(expected);
      if (expected === 0)
        expect(await page.locator("#table-services").innerText()).toContain("Nothing matches");
      await page.locator("#filter-reset").click();
      await expect.poll(() => status(page)).toBe("40 services.");
    }),
  );

  it("filters by host, adding up only its flows, and says what is no host", () =>
    opened(async ({ page }) => {
      await filter(page, "host", "2001:db8::/32");
      await page.locator("#tab-clients").click();
      await expect.poll(() => textsOf(page, "#table-clients .tabulator-row .link")).toEqual(["2001:db8::5"]);
      await page.locator("#tab-flows").click();
      await expect.poll(() => status(page)).toBe("200 of 600 flows.");
      await page.locator("#filter-host").fill("10.0.0.0/33");
      await expect
        .poll(() => page.locator("#filter-problem").innerText())
        .toContain("“10.0.0.0/33” is no address");
      expect(await page.locator("#filter-host").getAttribute("aria-invalid")).toBe("true");
    }));

  it("drills down into a service: servers, clients, evidence, flows, a filter to copy, and back", () =>
    opened(
      async ({ page }) => {
        const panel = page.locator("dialog#detail");
        await page.locator(SERVICE_CELLS, { hasText: "22/tcp (ssh)" }).click();
        await expect.poll(() => panel.locator("h2").innerText()).toBe("22/tcp (ssh)");
        const words = await panel.innerText();
        for (const part of ["Secure Shell", "tcp.port == 22", "SSH is open", "syn-ack", "Over time"]) {
          expect(words).toContain(part);
        }
        await expect.poll(() => panel.locator(".tabulator-row").count()).toBeGreaterThan(5);
        await panel.getByRole("button", { name: "Copy the display filter" }).click();
        await expect.poll(() => page.locator(".copied").count()).toBe(1);
        expect(await page.evaluate("navigator.clipboard.readText()")).toBe("tcp.port == 22");
        await panel.locator(".tabulator-row .link").first().click();
        await expect.poll(() => panel.locator("h2").innerText()).toContain("→ 192.0.2.10:22");
        expect(await panel.innerText()).toMatch(/ip(v6)?\.addr == .* && tcp\.port == 22/);
        await page.keyboard.press("Escape");
        await expect.poll(() => panel.isVisible()).toBe(false);
        const focused = await page.evaluate("document.activeElement.innerText");
        expect(focused).toBe("22/tcp (ssh)");
      },
      { permissions: ["clipboard-read", "clipboard-write"] },
    ));

  it("goes from a server's address to all that it does", () =>
    opened(async ({ page }) => {
      await page.locator("#tab-servers").click();
      await page.locator("#table-servers .tabulator-row .link").first().click();
      const [{ address }] = report.servers;
      await expect.poll(() => page.locator("#filter-host").inputValue()).toBe(address);
      await expect.poll(() => page.locator("#tab-services").getAttribute("aria-selected")).toBe("true");
    }));

  it("leaves a table's rows as they are while the page scrolls to it, so that none is lost under a click", () =>
    opened(
      async ({ page }) => {
        const row = "document.querySelector('#table-services .tabulator-row')";
        await page.evaluate(`window.first_ = ${row}`);
        for (const place of ["#chart-traffic-paths", "#table-services", "h1", "#table-services"]) {
          await page.locator(place).scrollIntoViewIfNeeded();
          await page.waitForTimeout(100);
        }
        expect(await page.evaluate(`window.first_ === ${row}`)).toBe(true);
      },
      { viewport: { width: 1000, height: 400 } },
    ));

  it("fits its tables to another width of the window, and stays where it was scrolled", () =>
    opened(
      async ({ page }) => {
        const holder = page.locator("#table-services .tabulator-tableholder");
        const headings = () => page.locator("#table-services .tabulator-col:visible").count();
        const before = await headings();
        await holder.evaluate((part) => part.scrollTo(0, 300));
        await page.setViewportSize({ width: 500, height: 900 });
        await expect.poll(headings).toBeLessThan(before);
        expect(await holder.evaluate((part) => part.scrollTop)).toBeGreaterThan(200);
        expect(await holder.evaluate((part) => part.scrollWidth <= part.clientWidth)).toBe(true);
        await page.setViewportSize({ width: 1400, height: 900 });
        await expect.poll(headings).toBe(before);
      },
      { viewport: { width: 1400, height: 900 } },
    ));

  it("opens a finding, and goes to its flows", () =>
    opened(async ({ page }) => {
      const finding = page.locator('details.finding[data-finding="one"]');
      expect(await finding.locator(".body").isVisible()).toBe(false);
      await finding.locator("summary").click();
      expect(await finding.innerText()).toMatch(
        /high\s+SSH is open[\s\S]*What to do:[\s\S]*Frames to look at\s+3, 7/,
      );
      await finding.getByRole("button", { name: "Show its flows" }).click();
      await expect.poll(() => status(page)).toBe("50 of 600 flows.");
      expect(new Set(await textsOf(page, '#table-flows [tabulator-field="label"].tabulator-cell'))).toEqual(
        new Set(["22/tcp (ssh)"]),
      );
    }));

  it.each([
    ["services", ["transport", "port", "name"], report.services.length],
    ["servers", ["address", "host", "label"], report.servers.length],
    ["clients", ["address", "host", "services"], report.clients.length],
    ["flows", ["label", "client", "clientPort"], 600],
  ])("exports the table of %s", (table, heads, rows) =>
    opened(async ({ page }) => {
      await page.locator(`#tab-${table}`).click();
      await expect.poll(() => page.locator(`#table-${table} .tabulator-row`).count()).toBeGreaterThan(1);
      const download = page.waitForEvent("download");
      await page.locator("#export").click();
      const saved = await download;
      expect(saved.suggestedFilename()).toBe(`${table}.csv`);
      const body = readCsv(readFileSync(await saved.path(), "utf8"));
      expect(Object.keys(body[0]).slice(0, 3)).toEqual(heads);
      expect(body).toHaveLength(rows);
    }),
  );

  it("exports what the filters left, in the order that is shown", () =>
    opened(async ({ page }) => {
      await filter(page, "transport", "udp");
      await page.locator('#table-services .tabulator-col[tabulator-field="label"]').click();
      const shown = await textsOf(page, SERVICE_CELLS);
      const download = page.waitForEvent("download");
      await page.locator("#export").click();
      const labels = readCsv(readFileSync(await (await download).path(), "utf8")).map(({ label }) => label);
      expect(labels.slice(0, shown.length)).toEqual(shown);
      expect(labels.every((label) => label.includes("/udp"))).toBe(true);
    }));

  it("draws a chart of another measure, looks into a time, and lists the figures", () =>
    opened(async ({ page }) => {
      const chart = page.locator("#chart-traffic-over-time");
      await chart.scrollIntoViewIfNeeded();
      const picture = () =>
        page.evaluate('document.querySelector("#chart-traffic-over-time canvas").toDataURL()');
      await page.waitForTimeout(300);
      const bytes = await picture();
      await chart.getByRole("button", { name: "flows" }).click();
      await expect.poll(picture).not.toBe(bytes);
      expect(await chart.getByRole("button", { name: "flows" }).getAttribute("aria-pressed")).toBe("true");
      const flows = await picture();
      const box = await chart.locator("canvas").boundingBox();
      if (box === null) throw new Error("the canvas is not shown");
      const y = box.y + box.height / 2;
      await page.mouse.move(box.x + box.width * 0.4, y);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * 0.7, y, { steps: 8 });
      await page.mouse.up();
      const out = chart.getByRole("button", { name: "Whole time" });
      await out.waitFor();
      expect(await picture()).not.toBe(flows);
      await out.click();
      await expect.poll(() => out.isVisible()).toBe(false);
      await chart.locator(".figures-of summary").click();
      const rows = report.timeline?.series.length;
      await expect.poll(() => chart.locator(".figures-of tbody tr").count()).toBe(rows);
    }));
});
