/** `report` with --theme, --pdf, --open and --against. */
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { findChromium } from "../../src/commands/browser-program.ts";
import { fixtureCapture } from "../fixture-captures.ts";
import { CaptureFolder, DNS, OFFICE } from "./captures.ts";
import { ONE_ERROR, portolan } from "./run-portolan.ts";

const folder = new CaptureFolder();
afterAll(() => folder.remove());
const WEB = fixtureCapture("web.pcap").path;
const isWindows = process.platform === "win32";

async function report(out: string, ...words: string[]): Promise<string> {
  const path = join(folder.path, out);
  const { code, errors } = await portolan(["report", DNS, "--out", path, ...words]);
  expect({ code, errors }).toEqual({ code: 0, errors: "" });
  return readFileSync(join(path, "index.html"), "utf8");
}

/** A program that does what its lines say. */
function program(name: string, ...lines: string[]): string {
  const path = folder.write(name, ["#!/bin/sh", ...lines, ""].join("\n"));
  chmodSync(path, 0o755);
  return path;
}

describe("the page", () => {
  it("has its script in it, and data that are the capture's", async () => {
    const html = await report("plain");
    const json = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html)?.[1] ?? "";
    const data = JSON.parse(json);
    expect(data.totals.packets).toBeGreaterThan(0);
    expect(data.services.label).toContain("53/udp (dns)");
    expect(html).toContain("Chart.js v4");
    expect(Buffer.byteLength(html)).toBeLessThan(700_000);
  });

  it.each(["light", "dark"])("--theme %s", async (theme) => {
    expect(await report(theme, "--theme", theme)).toContain(`<html lang="en" data-theme="${theme}">`);
  });

  it("--theme print: pictures instead of a script, on the paper that is asked for", async () => {
    const html = await report("print", "--theme", "print", "--paper", "letter");
    expect(html).not.toContain("<script");
    expect(html).toContain("@page { size: Letter; }");
    expect(html.match(/<figure /g)?.length).toBeGreaterThan(7);
  });

  it.each([
    [["--theme", "pink"], /--theme/],
    [["--paper", "a5"], /--paper/],
    [["--against", ""], /--against: name a capture/],
    [["--against", "/nowhere.pcap"], /nowhere/],
  ])("%j: one line, exit code 2", async (words, expected) => {
    const { code, output, errors } = await portolan([
      "report",
      DNS,
      "--out",
      join(folder.path, "no"),
      ...words,
    ]);
    expect({ code, output }).toEqual({ code: 2, output: "" });
    expect(errors).toMatch(ONE_ERROR);
    expect(errors).toMatch(expected);
    expect(existsSync(join(folder.path, "no"))).toBe(false);
  });
});

describe("--against", () => {
  it("tells what changed since a capture, in the page and as JSON", async () => {
    const out = join(folder.path, "against");
    const { code } = await portolan(["report", OFFICE, "--against", WEB, "--out", out]);
    expect(code).toBe(0);
    const diff = JSON.parse(readFileSync(join(out, "diff.json"), "utf8"));
    const alone = await portolan(["diff", WEB, OFFICE, "--format", "json", "--fail-on", "none"]);
    expect(diff.differences).toEqual(JSON.parse(alone.output).differences);
    const html = readFileSync(join(out, "index.html"), "utf8");
    expect(html).toContain('<section id="changes"');
    expect(html).toContain(`<summary id="changes-new">New <small>${diff.counts.new}</small>`);
  });

  it("takes a lock, and what of it was chosen", async () => {
    const lock = join(folder.path, "ports.lock");
    expect((await portolan(["baseline", OFFICE, "--out", lock])).code).toBe(0);
    for (const words of [[], ["--port", "443"]]) {
      const out = join(folder.path, `lock-${words.length}`);
      const { code, errors } = await portolan(["report", OFFICE, "--against", lock, "--out", out, ...words]);
      expect({ code, errors }).toEqual({ code: 0, errors: "" });
      expect(JSON.parse(readFileSync(join(out, "diff.json"), "utf8")).differences).toEqual([]);
      expect(readFileSync(join(out, "index.html"), "utf8")).toContain("no differences");
    }
  });

  it("calls servers by the zones of --policy, in a lock and in a capture", async () => {
    const policy = folder.write("zones.yaml", "version: 1\nzones: { office: 10.20.0.0/16 }\nrules: []\n");
    const lock = join(folder.path, "zones.lock");
    expect((await portolan(["baseline", OFFICE, "--policy", policy, "--out", lock])).code).toBe(0);
    expect(readFileSync(lock, "utf8")).toMatch(/^office /m);
    const against = (before: string, ...words: string[]) =>
      portolan(["report", OFFICE, "--against", before, "--out", join(folder.path, "zones"), ...words]);
    const differences = () =>
      JSON.parse(readFileSync(join(folder.path, "zones", "diff.json"), "utf8")).differences;
    expect(await against(lock, "--policy", policy)).toMatchObject({ code: 0, errors: "" });
    expect(differences()).toEqual([]);
    expect(await against(WEB, "--policy", policy)).toMatchObject({ code: 0, errors: "" });
    expect(JSON.stringify(differences())).toContain('"server":"office"');
    expect((await against(lock)).errors).toMatch(/office is a zone; name the policy that has it/);
  });

  it("writes no diff.json where nothing is compared", async () => {
    await report("alone");
    expect(readdirSync(join(folder.path, "alone"))).not.toContain("diff.json");
  });
});

describe("--pdf", () => {
  // Skipped where no Chromium is installed.
  it.skipIf(findChromium(process.env) === null)("prints the page", async () => {
    const out = join(folder.path, "pdf");
    const { code, output, errors } = await portolan(["report", DNS, "--out", out, "--pdf"]);
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    expect(output).toMatch(/index\.html and 23 more files/);
    const pdf = readFileSync(join(out, "report.pdf"));
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    // A4 is 595 × 842 points.
    expect(pdf.toString("latin1")).toMatch(/\/MediaBox \[0 0 59\d(\.\d+)? 84\d(\.\d+)?\]/);
    expect(readFileSync(join(out, "index.html"), "utf8")).toContain("<script>");
  });

  it("says that no browser is there before it reads anything", async () => {
    const out = join(folder.path, "no-browser");
    const environment = { CHROME_PATH: join(folder.path, "nowhere") };
    const { code, errors } = await portolan(["report", DNS, "--out", out, "--pdf"], { environment });
    expect(code).toBe(2);
    expect(errors).toMatch(ONE_ERROR);
    expect(errors).toMatch(/^error: --pdf: no Chromium, Chrome or Edge is installed/);
    expect(existsSync(out)).toBe(false);
  });

  it.skipIf(isWindows).each([
    ["fails", ["echo 'cannot open display' >&2", "exit 3"], /cannot open display/],
    ["writes nothing", ["exit 0"], /did not print/],
  ])("says so when the browser %s; the rest is there", async (what, lines, expected) => {
    const out = join(folder.path, what);
    const environment = { CHROME_PATH: program(`chromium-${what.length}`, ...lines) };
    const { code, errors } = await portolan(["report", DNS, "--out", out, "--pdf"], { environment });
    expect(code).toBe(2);
    expect(errors).toMatch(ONE_ERROR);
    expect(errors).toMatch(expected);
    expect(existsSync(join(out, "index.html"))).toBe(true);
    expect(existsSync(join(out, "report.pdf"))).toBe(false);
  });
});

describe.skipIf(process.platform !== "linux")("--open", () => {
  it("hands the page to what opens files", async () => {
    const programs = folder.makeFolder("programs");
    const told = join(folder.path, "told");
    writeFileSync(join(programs, "xdg-open"), `#!/bin/sh\nprintf '%s' "$1" > '${told}'\n`);
    chmodSync(join(programs, "xdg-open"), 0o755);
    const out = join(folder.path, "opened");
    const environment = { PATH: `${programs}:/usr/bin:/bin` };
    const { code, errors } = await portolan(["report", DNS, "--out", out, "--open"], { environment });
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    await expect.poll(() => existsSync(told) && readFileSync(told, "utf8")).toBe(join(out, "index.html"));
  });

  it("says where the page is when nothing opens it; the report is done all the same", async () => {
    const nothing = join(folder.path, "no-programs");
    mkdirSync(nothing);
    const out = join(folder.path, "unopened");
    const { code, output, errors } = await portolan(["report", DNS, "--out", out, "--open"], {
      environment: { PATH: nothing },
    });
    expect(code).toBe(0);
    expect(output).toContain("index.html and");
    expect(errors).toMatch(
      /^warning: --open: no program that opens files was found; open .*index\.html in a browser\n$/,
    );
  });
});
