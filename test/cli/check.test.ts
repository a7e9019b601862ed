import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, describe, expect, it } from "vitest";
import type { CheckReport } from "../../src/report/findings/check-report.ts";
import { CaptureFolder, DNS, OFFICE } from "./captures.ts";
import { ONE_ERROR, portolan } from "./run-portolan.ts";

const folder = new CaptureFolder();
afterAll(() => folder.remove());

const isValid = new Ajv2020({ allowUnionTypes: true }).compile(
  JSON.parse(readFileSync("schemas/check.schema.json", "utf8")),
);

const cut = () => folder.write("cut.pcap", readFileSync(DNS).subarray(0, 20_000));

describe("how check ends", () => {
  it("0 where nothing is severe enough", async () => {
    const { code, output, errors } = await portolan(["check", DNS]);
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    expect(output).toMatch(/\nPassed: no finding of medium severity or above\.\n$/);
  });

  it("3 where part of the input was damaged, and what was read is told", async () => {
    const { code, output, errors } = await portolan(["check", cut()]);
    expect(code).toBe(3);
    expect(errors).toMatch(/^warning: .*cut\.pcap: at byte \d+: /);
    expect(output).toMatch(/Incomplete: .*, but part of the input was\s+damaged or cut\.\n$/);
  });

  it.each<[string, string[], RegExp]>([
    ["what is not there", ["missing.pcap"], /missing\.pcap: no such file/],
    ["what is no capture", [folder.write("text", "no capture at all, but long enough")], /not a pcap/],
    ["a port that is none", [DNS, "--port", "0x50"], /--port/],
  ])("2 at %s", async (_what, words, expected) => {
    const { code, output, errors } = await portolan(["check", ...words], { folder: folder.path });
    expect({ code, output }).toEqual({ code: 2, output: "" });
    expect(errors).toMatch(ONE_ERROR);
    expect(errors).toMatch(expected);
  });
});

describe("forms", () => {
  it("JSON is of its schema, and tells the captures as the report does", async () => {
    const { output } = await portolan(["check", DNS, OFFICE, "--format", "json", "--fail-on", "critical"]);
    const report: CheckReport = JSON.parse(output);
    expect(isValid(report), JSON.stringify(isValid.errors)).toBe(true);
    const { captures } = JSON.parse((await portolan(["analyze", "--json", DNS, OFFICE])).output);
    expect(report.captures).toEqual(captures);
    expect(report).toMatchObject({ policy: null, baseline: null, failOn: "critical" });
  });

  it("SARIF names what was damaged, by a path relative to where it runs", async () => {
    cut();
    const { code, output } = await portolan(["check", "cut.pcap", "--format", "sarif"], {
      folder: folder.path,
    });
    expect(code).toBe(3);
    expect(JSON.parse(output).runs[0]).toMatchObject({
      artifacts: [{ location: { uri: "cut.pcap", uriBaseId: "%SRCROOT%" }, roles: ["analysisTarget"] }],
      invocations: [
        { executionSuccessful: false, exitCode: 3, toolExecutionNotifications: [{ level: "error" }] },
      ],
    });
    expect(output).not.toContain(folder.path);
  });

  it.each([
    ["junit", /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites /],
    ["markdown", /^## portolan check: passed\n/],
    ["text", /^No findings in standard input\.\n|\n[^\n]*finding/],
  ])("%s, of standard input", async (format, expected) => {
    const { code, output } = await portolan(["check", "-", "--format", format], { input: readFileSync(DNS) });
    expect(code).toBe(0);
    expect(output).toMatch(expected);
  });

  it("the same bytes each time, whatever the number of threads", async () => {
    for (const format of ["json", "sarif", "junit", "markdown", "text"]) {
      const run = async (threads: string) =>
        (await portolan(["check", OFFICE, "--format", format, "--threads", threads])).output;
      expect(await run("2")).toBe(await run("1"));
    }
  });
});

describe("--out", () => {
  it("writes the file, and the text to standard output: for a job's log", async () => {
    const out = join(folder.path, "findings.sarif");
    const { code, output, errors } = await portolan(["check", DNS, "--format", "sarif", "--out", out]);
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    expect(output).toBe((await portolan(["check", DNS])).output);
    expect(readFileSync(out, "utf8")).toBe((await portolan(["check", DNS, "--format", "sarif"])).output);
  });

  it("where the file has the text, standard output has a line", async () => {
    const out = join(folder.path, "findings.txt");
    const { output } = await portolan(["check", DNS, "--out", out]);
    expect(output).toBe(`${out}: no finding of medium severity or above\n`);
  });

  it("text in a file has no colour, though the terminal has", async () => {
    const out = join(folder.path, "findings.txt");
    await portolan(["check", DNS, "-o", out], { environment: { FORCE_COLOR: "1" } });
    expect(readFileSync(out, "utf8")).not.toContain("\u001b");
  });

  it("- is standard output", async () => {
    expect(await portolan(["check", DNS, "-o", "-"])).toEqual(await portolan(["check", DNS]));
  });

  it.each<[string, string, RegExp]>([
    [
      "no such folder",
      join(folder.path, "none", "x.json"),
      /--out: cannot write .*x\.json: its folder does not exist/,
    ],
    ["a folder", folder.path, /--out: cannot write .*: this is a folder; name a file/],
    ["a file in a file", join(folder.write("plain", ""), "x.json"), /a file is where its folder should be/],
    ["a long name", join(folder.path, "x".repeat(300)), /the name is too long/],
  ])("%s: one line, and nothing is left behind", async (_what, out, expected) => {
    const before = readdirSync(folder.path);
    const { code, output, errors } = await portolan(["check", DNS, "--out", out]);
    expect({ code, output }).toEqual({ code: 2, output: "" });
    expect(errors).toMatch(ONE_ERROR);
    expect(errors).toMatch(expected);
    expect(readdirSync(folder.path)).toEqual(before);
  });

  it("an unreadable capture leaves the older file as it was", async () => {
    const out = folder.write("older.json", "older");
    expect((await portolan(["check", "missing.pcap", "--format", "json", "-o", out])).code).toBe(2);
    expect(readFileSync(out, "utf8")).toBe("older");
  });
});
