import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import stringWidth from "string-width";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DiffReport } from "../../src/report/diff/diff-report.ts";
import { fixtureCapture } from "../fixture-captures.ts";
import { CaptureFolder, DNS, OFFICE } from "./captures.ts";
import { ONE_ERROR, portolan } from "./run-portolan.ts";
import { scanOf } from "./scan.ts";

const folder = new CaptureFolder();
afterAll(() => folder.remove());
const WEB = fixtureCapture("web.pcap").path;
const lock = join(folder.path, "ports.lock");
beforeAll(async () => {
  expect((await portolan(["baseline", WEB, "-o", lock])).code).toBe(0);
});

const isValid = new Ajv2020({ allowUnionTypes: true }).compile(
  JSON.parse(readFileSync("schemas/diff.schema.json", "utf8")),
);

async function diffOf(...words: string[]): Promise<DiffReport> {
  const { output } = await portolan(["diff", ...words, "--format", "json"]);
  const report = JSON.parse(output);
  expect(isValid(report), JSON.stringify(isValid.errors)).toBe(true);
  return report;
}

describe("two sides", () => {
  it("captures, folders, locks, in either place", async () => {
    const captures = folder.makeFolder("captures");
    folder.write("captures/web.pcap", readFileSync(WEB));
    for (const one of [WEB, captures, lock]) {
      for (const other of [WEB, captures, lock]) {
        const { differences } = await diffOf(one, other);
        expect(differences, `${one} ${other}`).toEqual([]);
      }
    }
  });

  it("turned round, what is new is gone", async () => {
    const there = await diffOf(DNS, OFFICE);
    const back = await diffOf(OFFICE, DNS);
    expect(there.counts.new).toBeGreaterThan(10);
    expect(back.counts).toEqual({
      ...there.counts,
      new: there.counts.gone,
      gone: there.counts.new,
      answered: there.counts.refused,
      refused: there.counts.answered,
      tried: there.counts.untried,
      untried: there.counts.tried,
    });
  });

  it("standard input is one of them", async () => {
    const { code, output } = await portolan(["diff", lock, "-"], { input: readFileSync(WEB) });
    expect(code).toBe(0);
    expect(output).toMatch(
      / → standard input: no differences\.\nNo difference of medium severity or above\.\n$/,
    );
  });

  it("a lock is told by its content, whatever its name", async () => {
    const named = folder.write("lock.pcap", readFileSync(lock));
    expect((await diffOf(named, WEB)).before).toEqual({ lock: named, captures: [], omittedClients: 0 });
  });

  it("the same bytes whatever the number of threads", async () => {
    for (const format of ["text", "json", "markdown"]) {
      const run = async (threads: string) =>
        (await portolan(["diff", DNS, OFFICE, "--format", format, "--threads", threads])).output;
      expect(await run("2")).toBe(await run("1"));
    }
  });

  it("ports and transports are chosen of a lock, too", async () => {
    expect((await diffOf(lock, DNS, "--port", "53,8000-8010/tcp")).counts).toMatchObject({
      new: 4,
      untried: 2,
      gone: 0,
    });
    expect((await diffOf(lock, DNS, "--transport", "udp")).counts).toMatchObject({ new: 2, gone: 0 });
  });

  it("options hold for both", async () => {
    const { differences } = await diffOf(DNS, OFFICE, "--port", "25/tcp");
    expect(differences.map(({ kind, after }) => [kind, after?.server, after?.ports])).toEqual([
      ["new", "10.20.0.25", "25/tcp"],
      ["new", "fd00:20::25", "25/tcp"],
    ]);
  });
});

describe("how it ends", () => {
  it.each<[string, () => string[], number]>([
    ["nothing changed", () => [WEB, WEB], 0],
    ["something medium", () => [DNS, OFFICE], 1],
    ["only what is gone", () => [both(), WEB], 0],
    ["what is gone matters", () => [both(), WEB, "--fail-on", "low"], 1],
    ["nothing matters", () => [DNS, OFFICE, "--fail-on", "none"], 0],
    ["nothing matters that much", () => [DNS, OFFICE, "--fail-on", "high"], 0],
    ["a scan", () => [DNS, scanned(), "--fail-on", "medium"], 1],
  ])("%s", async (_what, words, code) => {
    expect(await portolan(["diff", ...words()])).toMatchObject({ code, errors: "" });
  });

  it("damage: 3, and 1 where something is severe enough", async () => {
    const cut = folder.write("cut.pcap", readFileSync(DNS).subarray(0, 3000));
    const quiet = await portolan(["diff", DNS, cut]);
    expect(quiet.code).toBe(3);
    expect(quiet.errors).toMatch(/^warning: .*cut\.pcap: at byte/);
    expect(quiet.output).toMatch(/, but part of the input was damaged or\s+cut\.\n$/);
    expect((await portolan(["diff", cut, OFFICE])).code).toBe(1);
  });

  function both(): string {
    const path = folder.makeFolder("both");
    folder.write("both/web.pcap", readFileSync(WEB));
    folder.write("both/dns.pcap", readFileSync(DNS));
    return path;
  }

  function scanned(): string {
    const path = folder.makeFolder("scanned");
    folder.write("scanned/dns.pcap", readFileSync(DNS));
    folder.write("scanned/scan.pcap", scanOf(200));
    return path;
  }

  it("a scan is one row", async () => {
    const { differences } = await diffOf(DNS, scanned());
    expect(differences).toMatchObject([
      {
        kind: "tried",
        attempts: { client: "10.9.9.9", services: 200, servers: ["10.9.9.1"], ports: ["1-200/tcp"] },
      },
    ]);
  });
});

describe("what is refused", () => {
  const later = folder.write("later.lock", "# portolan.lock/9\n");
  const conflict = folder.write("conflict.lock", "<<<<<<< HEAD\n# portolan.lock/1\n=======\n>>>>>>> b\n");
  const zoned = folder.write("zoned.lock", "# portolan.lock/1\ndmz 1/tcp\n");

  it.each<[string, string[], RegExp]>([
    ["one side", [DNS], /missing required argument 'after'; see: portolan diff --help/],
    ["three", [DNS, DNS, DNS], /too many arguments/],
    ["standard input twice", ["-", "-"], /standard input is named twice/],
    ["a missing capture", [DNS, "missing.pcap"], /missing\.pcap: no such file/],
    [
      "what is neither",
      [folder.write("text", "neither of the two, but long enough"), DNS],
      /not a pcap or pcapng/,
    ],
    ["a lock of a later version", [later, DNS], /later\.lock:1: this is format 9 of locks/],
    ["a lock with a conflict", [DNS, conflict], /conflict\.lock:1: git left a conflict/],
    ["zones without a policy", [zoned, DNS], /zoned\.lock:2: dmz is a zone; name the policy/],
    ["an unknown form", [DNS, DNS, "--format", "sarif"], /'sarif' is invalid.*text, json, markdown/],
    ["an unknown severity", [DNS, DNS, "--fail-on", "new"], /'new' is invalid.*info, low/],
  ])("%s", async (_what, words, expected) => {
    const { code, output, errors } = await portolan(["diff", ...words]);
    expect({ code, output }).toEqual({ code: 2, output: "" });
    expect(errors).toMatch(ONE_ERROR);
    expect(errors).toMatch(expected);
  });

  it("zones of two locks are names alike", async () => {
    expect(await portolan(["diff", zoned, zoned])).toMatchObject({ code: 0, errors: "" });
  });
});

describe("text", () => {
  it.each([40, 80, 132])("%d columns hold every line", async (columns) => {
    const { output } = await portolan(["diff", DNS, OFFICE], { environment: { COLUMNS: String(columns) } });
    for (const line of output.split("\n")) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
  });

  it("has colours where they are wanted alone, and ASCII in another locale", async () => {
    const run = async (environment: Record<string, string>) =>
      (await portolan(["diff", DNS, OFFICE], { environment })).output;
    expect(await run({})).not.toContain("\u001b[");
    expect(await run({ FORCE_COLOR: "1" })).toContain("\u001b[");
    expect(await run({ LANG: "C" })).toMatch(/^\p{ASCII}+$/u);
  });

  it("--top", async () => {
    const { output } = await portolan(["diff", DNS, OFFICE, "--top", "2"]);
    expect(output).toMatch(/… and \d+ more \(--top N\)/);
  });

  it("Markdown for a comment", async () => {
    const { output } = await portolan(["diff", DNS, OFFICE, "--format", "markdown"]);
    expect(output).toMatch(/^## portolan diff\n/);
    expect(output).toContain("### New\n");
  });
});
