import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { DNS } from "./captures.ts";
import { ONE_ERROR, portolan } from "./run-portolan.ts";

const COMMANDS = [
  "analyze",
  "report",
  "flows",
  "check",
  "baseline",
  "diff",
  "explain",
  "verify",
  "ports",
  "policy",
];

describe("help and version", () => {
  it("prints the version of package.json", async () => {
    const { version } = JSON.parse(readFileSync("package.json", "utf8"));
    expect(await portolan(["--version"])).toMatchObject({ code: 0, output: `${version}\n`, errors: "" });
  });

  it("names every command, examples and the exit codes", async () => {
    const { code, output, errors } = await portolan(["--help"]);
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    for (const command of COMMANDS) expect(output).toMatch(new RegExp(`^ {2}${command} `, "m"));
    expect(output).toContain("portolan analyze capture.pcap");
    expect(output).toMatch(/Exit codes: 0 .*1 .*\n?.*2 .*\n?.*3 /);
  });

  it.each(COMMANDS)("%s has its own help", async (command) => {
    const { code, output, errors } = await portolan([command, "--help"]);
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    expect(output).toMatch(new RegExp(`^Usage: portolan ${command} `));
  });

  it("shows help on standard error where no command is given", async () => {
    const { code, output, errors } = await portolan([]);
    expect({ code, output }).toEqual({ code: 2, output: "" });
    expect(errors).toMatch(/^Usage: portolan /);
  });
});

describe("wrong usage is told in one line, with what to do, and exits with 2", () => {
  it.each<[string, string[], RegExp]>([
    ["an unknown command", ["frobnicate", DNS], /unknown command 'frobnicate'; see: portolan --help/],
    ["a slip in a command", ["analyse", "x.pcap"], /Did you mean analyze\?/],
    ["a capture without a command", [DNS], /try: portolan analyze .*dns\.pcap$/],
    ["standard input without a command", ["-"], /try: portolan analyze -$/],
    ["no capture", ["analyze"], /missing required argument 'capture'; see: portolan analyze --help/],
    ["no capture to verify", ["verify"], /missing required argument 'capture'/],
    ["two captures to verify", ["verify", DNS, DNS], /too many arguments/],
    [
      "an unknown option",
      ["flows", "--colour", DNS],
      /unknown option '--colour'.*; see: portolan flows --help/,
    ],
    ["a slip in an option", ["analyze", "--jsno", DNS], /Did you mean --json\?/],
    ["an unknown format", ["flows", "--format", "xml", DNS], /'xml' is invalid.*table, csv, ndjson, parquet/],
    [
      "an unknown order",
      ["analyze", "--sort", "age", DNS],
      /'age' is invalid.*bytes, packets, flows, clients, port/,
    ],
    ["an unknown grouping", ["analyze", "--by", "host", DNS], /'host' is invalid.*service, server, client/],
    ["an unknown way with tunnels", ["analyze", "--tunnels", "both", DNS], /'both' is invalid.*inner, outer/],
    ["no rows", ["analyze", "--top", "0", DNS], /'0' is invalid.*from 1 on/],
    ["rows in words", ["analyze", "--top", "ten", DNS], /'ten' is invalid/],
    ["no flows", ["flows", "--max-flows", "0", DNS], /'0' is invalid.*from 1 on/],
    ["flows in words", ["report", "--max-flows", "many", DNS], /'many' is invalid/],
    ["an option without its value", ["analyze", DNS, "--top"], /argument missing/],
    ["two forms", ["analyze", "--json", "--csv", DNS], /'--json' cannot be used with option '--csv'/],
    [
      "servers as CSV",
      ["analyze", "--csv", "--by", "server", DNS],
      /'--csv' cannot be used with option '--by/,
    ],
    ["an unknown form of findings", ["check", "--format", "xml", DNS], /'xml' is invalid.*text, json, sarif/],
    ["an unknown severity", ["check", "--fail-on", "severe", DNS], /'severe' is invalid.*info, low, .*none/],
    ["a file without a name", ["check", "--out", "", DNS], /--out: name a file/],
    ["a folder without a name", ["report", "--out", "", DNS], /--out: name a folder/],
    ["an empty selection", ["analyze", "--host", "", DNS], /--host: nothing is named; write 10\.0\.0\.5/],
    ["no port to look up", ["ports"], /portolan ports 443/],
    [
      "control codes in an argument",
      ["analyze", "--host", "a\n\u001b[2J", DNS],
      /^error: --host: “a..\[2J” is no/,
    ],
  ])("%s", async (_what, words, expected) => {
    const { code, output, errors } = await portolan(words);
    expect({ code, output }).toEqual({ code: 2, output: "" });
    expect(errors).toMatch(ONE_ERROR);
    expect(errors.trimEnd()).toMatch(expected);
  });
});
