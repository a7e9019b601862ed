import { describe, expect, it } from "vitest";
import { DNS } from "./captures.ts";
import { portolan } from "./run-portolan.ts";

/** A loader that tells the address of every module on standard error. */
const loader = `
  import { writeSync } from "node:fs";
  export async function load(address, context, next) {
    if (!address.startsWith("node:")) writeSync(2, "module " + address + "\\n");
    return next(address, context);
  }`;
const trace = `
  import { register } from "node:module";
  register("data:text/javascript," + ${JSON.stringify(encodeURIComponent(loader))});`;

async function modulesOf(...words: string[]): Promise<string[]> {
  const node = ["--import", `data:text/javascript,${encodeURIComponent(trace)}`];
  const { errors } = await portolan(words, { node });
  return [...errors.matchAll(/^module (.*)$/gm)].map(([, address]) =>
    address.replace(/^.*\/node_modules\//, "").replace(/^file:.*\/dist\//, ""),
  );
}

/** Packages that only some forms need, each with a command that does need it, lest the search find nothing. */
const PACKAGES: readonly (readonly [string, string[]])[] = [
  ["csv-stringify", ["analyze", "--csv", DNS]],
  ["hyparquet-writer", ["flows", "--format", "parquet", DNS]],
  ["string-width", ["analyze", DNS]],
  ["yaml", ["analyze", DNS, "--services", DNS]],
  ["pcap-parser", ["verify", DNS]],
];
const NEVER_EARLY = ["chart.js", "@napi-rs", "cli-progress"];

describe("what is loaded at the start", () => {
  it.each(PACKAGES)("the search sees %s where it is needed", async (name, words) => {
    expect((await modulesOf(...words)).some((address) => address.startsWith(name))).toBe(true);
  });

  it.each<[string, string[]]>([
    ["--json", ["analyze", "--json", DNS]],
    ["ndjson", ["flows", "--format", "ndjson", DNS]],
  ])("%s: nothing that it does not need", async (_what, words) => {
    const loaded = await modulesOf(...words);
    const packages = [...PACKAGES.map(([name]) => name), ...NEVER_EARLY];
    expect(loaded).toContain("analyze.js");
    expect(loaded.filter((address) => packages.some((name) => address.startsWith(name)))).toEqual([]);
    expect(
      loaded.filter((address) => /^reference|charts|terminal-tables|html|markdown|csv|parquet/.test(address)),
    ).toEqual([]);
  });

  it("the version needs no stage", async () => {
    const loaded = await modulesOf("--version");
    expect(loaded).toContain("cli.js");
    const stages = /^(records|headers|flows|roles|services|reference)\//;
    expect(loaded.filter((address) => stages.test(address))).toEqual([]);
    expect(loaded.length).toBeLessThan(15);
  });
});
