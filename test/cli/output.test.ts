import { spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import stringWidth from "string-width";
import { afterAll, describe, expect, inject, it } from "vitest";
import { ethernet, ipv4, tcp } from "../frames.ts";
import { blocks, concatenated, pcapngFile, textBytes } from "../records/capture-writer.ts";
import { CaptureFolder, DNS, manyFlows, OFFICE } from "./captures.ts";
import { commandLine, ended, environmentOf, portolan, shell, startPortolan } from "./run-portolan.ts";

const folder = new CaptureFolder();
afterAll(() => folder.remove());
const many = folder.write("many.pcap", manyFlows(5000));
const damaged = folder.write("damaged.pcap", manyFlows(5000).subarray(0, -10));

const ESCAPE = "\u001b[";

describe("a reader that has seen enough", () => {
  // Each writes more than a pipe holds (64 KiB), so that the pipe is closed while it is written to.
  it.each<[string, string[], number]>([
    ["a table", ["flows", many], 0],
    ["CSV", ["flows", "--format", "csv", many], 0],
    ["NDJSON", ["flows", "--format", "ndjson", many], 0],
    ["Parquet", ["flows", "--format", "parquet", many], 0],
    ["the report in one write", ["analyze", "--json", many], 0],
    ["a damaged capture, which is told all the same", ["flows", damaged], 3],
  ])("%s ends quietly", async (_what, words, expected) => {
    const child = startPortolan(words);
    const finished = ended(child);
    child.stdout.once("data", () => child.stdout.destroy());
    const { code, signal, errors } = await finished;
    expect({ code, signal }).toEqual({ code: expected, signal: null });
    expect(errors).toMatch(expected === 0 ? /^$/ : /^warning: [^\n]+\n$/);
  });

  it.each<[string, string[]]>([
    ["help", ["--help"]],
    ["the version", ["--version"]],
    ["analyze", ["analyze", DNS]],
    ["ports", ["ports", "--common"]],
  ])("%s: a pipe that is closed before anything is written", async (_what, words) => {
    const child = startPortolan(words);
    child.stdout.destroy();
    expect(await ended(child)).toMatchObject({ code: 0, signal: null, errors: "" });
  });

  it("head -1, and standard error that goes the same way", async () => {
    const line = `${commandLine("flows", "--format", "ndjson", many)} 2>&1 | head -1`;
    const { output, errors, code } = await shell(line);
    expect({ errors, code }).toEqual({ errors: "", code: 0 });
    expect(JSON.parse(output).firstFrame).toBe(1);
  });
});

describe.skipIf(!existsSync("/dev/full"))("a full disk (skipped where there is no /dev/full)", () => {
  it.each<[string, string[]]>([
    ["flows", ["flows", DNS]],
    ["many flows", ["flows", "--format", "csv", many]],
    ["parquet", ["flows", "--format", "parquet", DNS]],
    ["analyze", ["analyze", DNS]],
    ["ports", ["ports", "443"]],
    ["help", ["--help"]],
  ])("%s: one line, exit code 2", (_what, words) => {
    const full = openSync("/dev/full", "w");
    const { status, stderr } = spawnSync(process.execPath, [inject("portolan"), ...words], {
      stdio: ["ignore", full, "pipe"],
      env: environmentOf(),
      encoding: "utf8",
    });
    closeSync(full);
    expect(status).toBe(2);
    expect(stderr).toBe("error: standard output: the disk is full; free some space or write elsewhere\n");
  });

  it("standard error on it: the exit code still tells", async () => {
    const { code } = await shell(`${commandLine("analyze", "missing.pcap")} 2> /dev/full`);
    expect(code).toBe(2);
  });
});

describe("colour", () => {
  it.each<[string, Record<string, string>, boolean]>([
    ["no terminal", {}, false],
    ["FORCE_COLOR", { FORCE_COLOR: "1" }, true],
    ["FORCE_COLOR=0", { FORCE_COLOR: "0" }, false],
    ["NO_COLOR", { NO_COLOR: "1" }, false],
    ["both: NO_COLOR wins", { NO_COLOR: "1", FORCE_COLOR: "1" }, false],
    ["an empty NO_COLOR says nothing", { NO_COLOR: "", FORCE_COLOR: "1" }, true],
  ])("%s", async (_what, environment, coloured) => {
    const result = await portolan(["analyze", DNS], { environment });
    expect(result.output.includes(ESCAPE)).toBe(coloured);
    expect(result.errors).toBe("");
    const failed = await portolan(["analyze", "missing.pcap"], { environment });
    expect(failed.errors.includes(ESCAPE)).toBe(coloured);
  });

  it.each(["json", "csv", "markdown"])("never in --%s", async (form) => {
    const { output } = await portolan(["analyze", `--${form}`, DNS], { environment: { FORCE_COLOR: "1" } });
    expect(output).not.toContain(ESCAPE);
  });
});

describe("width", () => {
  it.each([40, 80, 132, 250])("%d columns hold every line", async (columns) => {
    for (const words of [
      ["analyze", OFFICE],
      ["flows", OFFICE],
      ["ports", "--common"],
    ]) {
      const { output } = await portolan(words, { environment: { COLUMNS: String(columns) } });
      const widest = output.split("\n").reduce((most, line) => Math.max(most, stringWidth(line)), 0);
      expect(widest).toBeLessThanOrEqual(columns);
      expect(widest).toBeGreaterThan(columns / 3);
    }
  });

  it.each(["", "0", "-5", "wide", "1e9"])("COLUMNS=%s is no reason to fail", async (columns) => {
    const { code, output } = await portolan(["analyze", DNS], { environment: { COLUMNS: columns } });
    expect(code).toBe(0);
    expect(output.length).toBeLessThan(20_000);
  });
});

describe("a locale that is not UTF-8", () => {
  const names = folder.write("names.pcapng", captureWithNames("网关"));

  it.each<[string, string[]]>([
    ["analyze", ["analyze", OFFICE]],
    ["flows", ["flows", OFFICE]],
    ["ports", ["ports", "--common"]],
    ["names of hosts", ["analyze", names]],
    ["a warning", ["flows", damaged]],
    ["an error with quotes", ["analyze", "--host", "ü", DNS]],
    ["an error with dots", ["ports", `port-${"x".repeat(100)}`]],
  ])("%s is ASCII only", async (_what, words) => {
    const { output, errors } = await portolan(words, { environment: { COLUMNS: "60", LC_ALL: "C" } });
    expect(`${output}${errors}`).not.toBe("");
    expect(`${output}${errors}`).toMatch(/^\p{ASCII}*$/u);
  });

  it.each<[Record<string, string>, boolean]>([
    [{ LANG: "POSIX" }, true],
    [{ LC_CTYPE: "de_DE.ISO-8859-1" }, true],
    [{ LC_ALL: "C", LANG: "en_GB.UTF-8" }, true],
    [{ LC_ALL: "en_GB.utf8", LANG: "C" }, false],
    [{ LANG: "" }, false],
  ])("%o", async (environment, ascii) => {
    const { output } = await portolan(["analyze", DNS], { environment });
    expect(/^\p{ASCII}*$/u.test(output)).toBe(ascii);
  });

  it("keeps the columns in their places", async () => {
    const environment = { COLUMNS: "120" };
    const wide = await portolan(["analyze", "--by", "server", names], { environment });
    const plain = await portolan(["analyze", "--by", "server", names], {
      environment: { ...environment, LC_ALL: "C" },
    });
    expect(wide.output).toContain("网关");
    const widths = (text: string) => text.split("\n").map((line) => stringWidth(line));
    const rows = (text: string) => widths(text).slice(-4);
    expect(rows(plain.output)).toEqual(rows(wide.output));
    expect(plain.output).toContain("????");
  });
});

/** One packet to a host whose name the capture tells. */
function captureWithNames(name: string): Uint8Array {
  const write = blocks();
  const data = ethernet(ipv4(tcp(), { source: "10.0.0.1", destination: "10.0.0.2" }));
  const record = [1, concatenated([10, 0, 0, 2], textBytes(name), [0])] as const;
  return pcapngFile(write.section(), write.interface(), write.names([record]), write.packet({ data }));
}

/** util-linux's script(1) gives a program a terminal; other systems have one with other options. */
const terminal = spawnSync("script", ["-qec", "true", "/dev/null"]).status === 0;

describe.skipIf(!terminal)("a terminal (skipped where there is no script(1) of util-linux)", () => {
  const inTerminal = async (words: string[], environment: Record<string, string> = {}, columns = 80) => {
    const command = `stty cols ${columns} rows 24; ${commandLine(...words)}`;
    const quoted = `'${command.replaceAll("'", "'\\''")}'`;
    const { output, code } = await shell(`script -qec ${quoted} /dev/null`, {
      environment: { TERM: "xterm-256color", SHELL: "/bin/sh", ...environment },
      folder: folder.path,
    });
    return { output: output.replaceAll("\r\n", "\n"), code };
  };

  it("shows colour, and fits its width whatever COLUMNS says", async () => {
    const { output, code } = await inTerminal(["analyze", OFFICE], { COLUMNS: "200" }, 72);
    expect(code).toBe(0);
    expect(output).toContain(ESCAPE);
    const widest = output.split("\n").reduce((most, line) => Math.max(most, stringWidth(line)), 0);
    expect(widest).toBeLessThanOrEqual(72);
    expect(widest).toBeGreaterThan(60);
  });

  it("one that does not tell its width gets the usual one", async () => {
    const { output } = await inTerminal(["analyze", OFFICE], {}, 0);
    const widest = output.split("\n").reduce((most, line) => Math.max(most, stringWidth(line)), 0);
    expect(widest).toBeGreaterThan(72);
  });

  it.each([{ NO_COLOR: "1" }, { TERM: "dumb" }])("%o: no colour", async (environment) => {
    expect((await inTerminal(["analyze", DNS], environment)).output).not.toContain(ESCAPE);
  });

  it("- is refused: nobody types a capture", async () => {
    const { output, code } = await inTerminal(["analyze", "-"], { NO_COLOR: "1" });
    expect(code).toBe(2);
    expect(output).toBe("error: standard input: this is a terminal; pipe a capture into it or name a file\n");
  });

  it("gets no Parquet", async () => {
    const { output, code } = await inTerminal(["flows", "--format", "parquet", DNS], { NO_COLOR: "1" });
    expect(code).toBe(2);
    expect(output).toMatch(/^error: --format parquet writes bytes, [^\n]*redirect it: [^\n]*\n$/);
  });

  it("short work shows no progress", async () => {
    const { output } = await inTerminal(["flows", "--format", "ndjson", DNS]);
    expect(output).not.toContain(ESCAPE);
    expect(output.split("\n")).toHaveLength(18);
  });
});
