import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { fixtureCapture } from "../fixture-captures.ts";
import {
  CaptureFolder,
  DNS,
  OFFICE,
  secondRecord,
  withDisagreeingBlock,
  withSecondCapturedLength,
} from "./captures.ts";
import { commandLine, ONE_ERROR, portolan, shell } from "./run-portolan.ts";

const folder = new CaptureFolder();
afterAll(() => folder.remove());
const dns = readFileSync(DNS);
const isRoot = process.getuid?.() === 0;

describe("what cannot be read at all: one line, nothing on standard output, exit code 2", () => {
  const empty = folder.write("empty.pcap", "");
  const cutHeader = folder.write("cut-header.pcap", dns.subarray(0, 20));
  const text = folder.write("notes.txt", "these are my notes\n");
  const hostile = folder.write("\u001b[31mred\n.pcap", "no capture");
  const noCaptures = folder.makeFolder("no-captures");
  folder.write("no-captures/readme.txt", "nothing here");
  const cutGzip = folder.write("cut.pcap.gz", gzipSync(dns).subarray(0, 12));

  it.each<[string, string, RegExp]>([
    ["a path that names nothing", join(folder.path, "missing.pcap"), /missing\.pcap: no such file or folder/],
    ["an empty path", "", /no such file/],
    ["an empty file", empty, /empty\.pcap: .*\(0 bytes\)/],
    ["a file cut inside its header", cutHeader, /needs 24 bytes, 20 are there/],
    ["a text", text, /not a pcap or pcapng capture \(it begins with 74 68 65 73\); name a capture file/],
    ["a folder without captures", noCaptures, /no pcap or pcapng capture in this folder/],
    ["a device", "/dev/null", /this is a device/],
    ["gzip without content", cutGzip, /cut\.pcap\.gz: /],
    ["a hostile name", hostile, /^error: \P{Cc}*red\P{Cc}*not a pcap/u],
  ])("%s", async (_what, path, expected) => {
    for (const command of ["analyze", "flows", "report"]) {
      const { code, output, errors } = await portolan([command, path], { folder: folder.path });
      expect({ code, output }).toEqual({ code: 2, output: "" });
      expect(errors).toMatch(ONE_ERROR);
      expect(errors).toMatch(expected);
    }
  });

  it("standard input named twice", async () => {
    const { code, output, errors } = await portolan(["analyze", "-", "-"], { input: dns });
    expect({ code, output }).toEqual({ code: 2, output: "" });
    expect(errors).toMatch(/^error: standard input: named twice/);
  });

  it.skipIf(isRoot)("a file without permission (skipped for root, who may read everything)", async () => {
    const path = folder.write("secret.pcap", dns);
    chmodSync(path, 0o000);
    const { code, output, errors } = await portolan(["analyze", path]);
    expect({ code, output }).toEqual({ code: 2, output: "" });
    expect(errors).toMatch(/^error: .*secret\.pcap: no permission/);
  });
});

describe("damage: what was read is shown, the place is told, exit code 3", () => {
  const second = secondRecord(dns);
  const disagreeing = withDisagreeingBlock();
  const zst = readFileSync(fixtureCapture("plain.pcap.zst").path);

  it.each<[string, string, Uint8Array, number | null, RegExp]>([
    [
      "cut in a packet",
      "cut-packet.pcap",
      dns.subarray(0, second + 20),
      1,
      /a packet needs \d+ bytes, 4 are there/,
    ],
    [
      "cut in a record header",
      "cut-record.pcap",
      dns.subarray(0, second + 7),
      1,
      /needs 16 bytes, 7 are there/,
    ],
    ["a length of 4 GB", "four-gigabytes.pcap", withSecondCapturedLength(0xffff_ffff), 1, /it is 4294967295/],
    ["a length of 2 GB", "two-gigabytes.pcap", withSecondCapturedLength(0x7fff_ffff), 1, /it is 2147483647/],
    [
      "a block whose lengths disagree",
      "block.pcapng",
      disagreeing.bytes,
      908,
      /two total lengths must be equal/,
    ],
    ["cut gzip", "cut-content.pcap.gz", gzipSync(dns).subarray(0, -200), null, /compressed/],
    ["cut Zstandard", "cut.pcap.zst", Buffer.concat([zst, zst.subarray(0, -100)]), null, /compressed|ends/],
  ])("%s", async (_what, name, content, packets, expected) => {
    const path = folder.write(name, content);
    const { code, output, errors } = await portolan(["analyze", "--json", path]);
    expect(code).toBe(3);
    const { captures, totals } = JSON.parse(output);
    if (packets === null) expect(totals.packets).toBeGreaterThan(0);
    else expect(totals.packets).toBe(packets);
    const [{ complete, problems }] = captures;
    expect(complete).toBe(false);
    expect(problems[0].message).toMatch(expected);
    const lines = errors.split("\n").slice(0, -1);
    expect(lines[0]).toBe(`warning: ${path}: at byte ${problems[0].offset}: ${problems[0].message}`);
    expect(lines.filter((line) => !line.startsWith("warning: "))).toEqual([]);
  });

  it("says at which byte: where the damaged record or block begins", async () => {
    const record = folder.write("record.pcap", withSecondCapturedLength(0xffff_ffff));
    expect((await portolan(["flows", record])).errors).toContain(`at byte ${second}: `);
    const block = folder.write("block-again.pcapng", disagreeing.bytes);
    expect((await portolan(["flows", block])).errors).toContain(`at byte ${disagreeing.offset}: `);
  });

  it("every command that reads captures exits with 3, and hands out what there is", async () => {
    const path = folder.write("damaged.pcap", dns.subarray(0, 20_000));
    const whole = await portolan(["flows", "--format", "csv", path]);
    expect(whole.code).toBe(3);
    expect(whole.output.split("\r\n").length).toBeGreaterThan(10);
    const out = join(folder.path, "damaged-report");
    const report = await portolan(["report", path, "--out", out]);
    expect(report.code).toBe(3);
    expect(report.errors).toMatch(/^warning: .*at byte \d+: [^\n]+\n$/);
    const read = (name: string) => readFileSync(join(out, name), "utf8");
    expect(read("index.html")).toContain("a packet needs");
    expect(read("report.md")).toContain("**Damage:**");
    const text = await portolan(["analyze", path]);
    expect(text.output).toMatch(/^ {2}Damage +a packet needs/m);
  });

  it("many problems are counted, and a claimed length takes no memory", async () => {
    const block = Buffer.alloc(12 * 40);
    for (let at = 0; at < block.length; at += 12) {
      block.writeUInt32LE(6, at);
      block.writeUInt32LE(12, at + 4);
      block.writeUInt32LE(12, at + 8);
    }
    const bytes = Buffer.concat([readFileSync(OFFICE), block]);
    const path = folder.write("many.pcapng", bytes);
    const { code, errors } = await portolan(["flows", path], { node: ["--max-old-space-size=64"] });
    expect(code).toBe(3);
    const lines = errors.split("\n").slice(0, -1);
    expect(lines).toHaveLength(6);
    expect(lines[5]).toMatch(/^warning: .*many\.pcapng: \d+ more of these; analyze --json lists them$/);
  });
});

describe("several captures as one", () => {
  it("sums them", async () => {
    const { output, errors, code } = await portolan(["analyze", "--json", DNS, OFFICE]);
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    expect(JSON.parse(output).totals.packets).toBe(124 + 908);
  });

  it("takes the captures of a folder, by content and in order, and leaves the rest", async () => {
    const path = folder.makeFolder("several");
    folder.write("several/part10", dns);
    folder.write("several/part2.pcap.gz", gzipSync(dns));
    folder.write("several/notes.txt", "no capture");
    folder.makeFolder("several/deeper");
    folder.write("several/deeper/more.pcapng", readFileSync(OFFICE));
    const { output, errors, code } = await portolan(["analyze", "--json", path]);
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    const { captures, totals } = JSON.parse(output);
    const names = captures.map((capture: { path: string }) => capture.path.slice(path.length + 1));
    expect(names).toEqual(["deeper/more.pcapng", "part2.pcap.gz", "part10"]);
    expect(totals.packets).toBe(908 + 124 + 124);
  });

  it("reads the others where one cannot be read, and exits with 3", async () => {
    const missing = join(folder.path, "missing.pcap");
    const { output, errors, code } = await portolan(["analyze", "--json", DNS, missing]);
    expect(code).toBe(3);
    expect(errors).toBe(`warning: ${missing}: no such file or folder; check the path\n`);
    const { captures, totals } = JSON.parse(output);
    expect(totals.packets).toBe(124);
    expect(captures[1]).toMatchObject({ path: missing, format: null, complete: false });
    // There is no place in what could not be opened.
    for (const form of [[], ["--markdown"]]) {
      const shown = await portolan(["analyze", ...form, DNS, missing]);
      expect(shown.output).toContain("no such file or folder");
      expect(shown.output).not.toContain("byte 0");
    }
  });

  it("exits with 2 where none can be read", async () => {
    const missing = join(folder.path, "missing.pcap");
    const { output, errors, code } = await portolan(["analyze", missing, folder.write("zero", "")]);
    expect({ output, code }).toEqual({ output: "", code: 2 });
    expect(errors).toMatch(ONE_ERROR);
    expect(errors).toContain("and 1 more could not be read");
  });
});

it("an empty capture is a result, not an error", async () => {
  const path = folder.write("no-packets.pcap", dns.subarray(0, 24));
  for (const words of [["analyze"], ["analyze", "--markdown"], ["flows"]]) {
    const { code, output, errors } = await portolan([...words, path]);
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    expect(output).toContain("No flows");
  }
  expect((await portolan(["flows", "--format", "ndjson", path])).output).toBe("");
  const csv = (await portolan(["flows", "--format", "csv", path])).output;
  expect(csv).toMatch(/^transport,clientAddress,[^\r\n]*\r\n$/);
});

it("a named pipe is read as it comes", async () => {
  const pipe = join(folder.path, "pipe");
  const made = await shell(`mkfifo '${pipe}'`);
  if (made.code !== 0) return expect(made.code).toBe(127);
  const [{ output, code }] = await Promise.all([
    portolan(["analyze", "--json", pipe]),
    shell(`cat '${DNS}' > '${pipe}'`),
  ]);
  expect(code).toBe(0);
  expect(JSON.parse(output).totals.packets).toBe(124);
});

it.runIf(process.platform === "linux")("no address space for linear memory", async () => {
  const line = `ulimit -v 4000000; ${commandLine("analyze", DNS)}`;
  const { code, output, errors } = await shell(line);
  expect([code, output]).toEqual([2, ""]);
  expect(errors).toMatch(/^error: portolan needs 10 GB of address space \(not of memory\)[^\n]*\n$/);
});
