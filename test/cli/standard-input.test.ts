import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { fixtureCapture } from "../fixture-captures.ts";
import { CaptureFolder, DNS, manyFlows } from "./captures.ts";
import { commandLine, ended, portolan, shell, startPortolan } from "./run-portolan.ts";

const folder = new CaptureFolder();
afterAll(() => folder.remove());

/** The report without the names and the compression of the files. */
function figures(json: string): unknown {
  const { captures, ...rest } = JSON.parse(json);
  return {
    ...rest,
    captures: captures.map((capture: object) => ({ ...capture, path: "", compression: null })),
  };
}

describe("standard input", () => {
  it.each(["dns.pcap", "office.pcapng", "plain.pcap.gz", "plain.pcap.zst", "plain.pcapng.gz"])(
    "%s: piped, redirected and named are the same",
    async (name) => {
      const { path } = fixtureCapture(name);
      const named = await portolan(["analyze", "--json", path]);
      const piped = await portolan(["analyze", "--json", "-"], { input: readFileSync(path) });
      const redirected = await shell(`${commandLine("analyze", "--json", "-")} < '${path}'`);
      expect(piped).toMatchObject({ code: 0, errors: "" });
      expect(redirected).toMatchObject({ code: 0, errors: "" });
      expect(figures(piped.output)).toEqual(figures(named.output));
      expect(figures(redirected.output)).toEqual(figures(named.output));
      expect(JSON.parse(piped.output).captures[0].path).toBe("-");
    },
  );

  it("stands among files", async () => {
    const { output, code } = await portolan(["analyze", "--json", DNS, "-"], { input: readFileSync(DNS) });
    expect(code).toBe(0);
    expect(JSON.parse(output).totals.packets).toBe(248);
  });

  it.each<[string, Uint8Array | string, number, RegExp]>([
    ["nothing", "", 2, /^error: standard input: this is empty/],
    ["a text", "hello\n", 2, /^error: standard input: not a pcap or pcapng capture/],
    ["a cut capture", readFileSync(DNS).subarray(0, -5), 3, /^warning: standard input: at byte \d+: /],
    [
      "a cut gzip file",
      gzipSync(readFileSync(DNS)).subarray(0, -300),
      3,
      /^warning: standard input: at byte \d+: /,
    ],
  ])("%s", async (_what, input, expected, words) => {
    const { code, errors } = await portolan(["analyze", "-"], { input });
    expect(code).toBe(expected);
    expect(errors).toMatch(words);
    expect(errors).not.toContain("    at ");
  });

  it("is called by its name wherever people read", async () => {
    const input = readFileSync(DNS).subarray(0, -5);
    const text = (await portolan(["analyze", "-"], { input })).output;
    expect(text).toMatch(/^ {2}File +standard input/m);
    const markdown = (await portolan(["analyze", "--markdown", "-"], { input })).output;
    expect(markdown).toContain("- File: `standard input` (pcap, ethernet)");
  });

  it("gives a report a folder of its own name", async () => {
    const input = readFileSync(DNS);
    const { code, output } = await portolan(["report", "-"], { input, folder: folder.path });
    expect(code).toBe(0);
    expect(output).toMatch(/^reports\/standard-input\/index\.html and \d+ more files\n$/);
    const page = readFileSync(join(folder.path, "reports/standard-input/index.html"), "utf8");
    expect(page).toContain("standard input");
  });
});

describe("interrupted", () => {
  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("%s in the middle of a read ends it", async (signal) => {
    const child = startPortolan(["flows", "--format", "ndjson", "-"]);
    child.stdin.on("error", () => {});
    const finished = ended(child);
    // More than a pipe holds: once it is taken, the capture is being read, and more is waited for.
    if (!child.stdin.write(manyFlows(20_000))) await once(child.stdin, "drain");
    child.kill(signal);
    expect(await finished).toMatchObject({ code: null, signal, output: "", errors: "" });
  });
});
