import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { CaptureFolder, DNS, OFFICE } from "./captures.ts";
import { ONE_ERROR, portolan } from "./run-portolan.ts";

const folder = new CaptureFolder();
afterAll(() => folder.remove());
const isRoot = process.getuid?.() === 0;
const dns = readFileSync(DNS);

describe("report", () => {
  it.each<[string, string[], string]>([
    ["a capture", ["dns.pcap"], "reports/dns"],
    ["several", ["dns.pcap", "two.pcapng.gz", "..."], "reports/dns-and-2-more"],
    ["endings in a row", ["two.pcapng.gz"], "reports/two"],
    ["the folder one stands in", ["."], "reports/here"],
    ["a name of dots, which would lead elsewhere", ["..."], "reports/capture"],
    ["dots and an ending", ["...pcap"], "reports/capture"],
    ["nothing but an ending", [".pcap"], "reports/capture"],
    ["a folder's name with a slash", ["inside/"], "reports/inside"],
  ])("%s: named after it", async (_what, captures, expected) => {
    const here = folder.makeFolder(`${expected.replaceAll("/", "-")}-${captures[0].length}/here`);
    for (const name of ["dns.pcap", "two.pcapng.gz", "...", "...pcap", ".pcap"])
      writeFileSync(join(here, name), dns);
    mkdirSync(join(here, "inside"));
    writeFileSync(join(here, "inside", "dns.pcap"), dns);
    const { code, output, errors } = await portolan(["report", ...captures], { folder: here });
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    expect(output).toMatch(new RegExp(`^${expected}/index\\.html and \\d+ more files\\n$`));
    expect(existsSync(join(here, expected, "index.html"))).toBe(true);
    expect(readdirSync(join(here, "reports"))).toHaveLength(1);
  });

  it("a second time, and for a selection, writes over the first and leaves what else is there", async () => {
    const out = join(folder.path, "again");
    await portolan(["report", OFFICE, "--out", out]);
    writeFileSync(join(out, "notes.txt"), "mine");
    const { code } = await portolan(["report", OFFICE, "--out", out, "--port", "https"]);
    expect(code).toBe(0);
    const { services } = JSON.parse(readFileSync(join(out, "report.json"), "utf8"));
    expect(services.map(({ label }: { label: string }) => label)).toEqual(["443/tcp (https)"]);
    expect(readFileSync(join(out, "notes.txt"), "utf8")).toBe("mine");
    expect(readdirSync(out).filter((name) => name.endsWith(".partial"))).toEqual([]);
  });

  it.each<[string, () => string, RegExp]>([
    ["a file in its way", () => folder.write("in-the-way", ""), /a file|file of that name/],
    ["a file above it", () => join(folder.write("file", ""), "deeper"), /file is where a folder should be/],
    [
      "a folder where a file should be",
      () => withFolderFor("report.json"),
      /a folder is where a file should be/,
    ],
    ["a device", () => "/dev/null", /a file/],
    ["a name that is too long", () => join(folder.path, "x".repeat(300)), /name is too long/],
  ])("%s: one line, exit code 2", async (_what, out, expected) => {
    const { code, output, errors } = await portolan(["report", DNS, "--out", out()]);
    expect({ code, output }).toEqual({ code: 2, output: "" });
    expect(errors).toMatch(ONE_ERROR);
    expect(errors).toMatch(/^error: cannot write .*--out/);
    expect(errors).toMatch(expected);
  });

  it.skipIf(isRoot)("no permission (skipped for root, who may write everywhere)", async () => {
    const out = folder.makeFolder("locked");
    chmodSync(out, 0o500);
    const { code, errors } = await portolan(["report", DNS, "--out", out]);
    expect(code).toBe(2);
    expect(errors).toMatch(/^error: cannot write .*: permission denied; choose another folder with --out\n$/);
  });
});

function withFolderFor(file: string): string {
  folder.makeFolder(`occupied/${file}`);
  return join(folder.path, "occupied");
}
