import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ethernet, ipv4, tcp } from "../frames.ts";
import { blocks, concatenated, pcapngFile, textBytes } from "../records/capture-writer.ts";
import { CaptureFolder, DNS } from "./captures.ts";
import { readCsv } from "./read-csv.ts";
import { portolan } from "./run-portolan.ts";

const folder = new CaptureFolder();
afterAll(() => folder.remove());

/** A capture whose author names a host so as to clear a terminal, run a script, open a link and turn text around. */
const NAME = "\u001b[2J\r\n<script>alert(1)</script>|[x](javascript:1)\u202egnp.exe`\u009b";
const write = blocks();
const data = ethernet(ipv4(tcp(), { source: "10.0.0.1", destination: "10.0.0.2" }));
const names = [1, concatenated([10, 0, 0, 2], textBytes(NAME), [0])] as const;
const hostile = folder.write(
  "hostile.pcapng",
  pcapngFile(write.section(), write.interface(), write.names([names]), write.packet({ data })),
);

/** Colours are portolan's own; what follows an escape is nothing else. */
function withoutColour(text: string): string {
  expect(text).toMatch(/^\[\d+m/);
  return text.replace(/^\[\d+m/, "");
}

describe("a capture by a hostile author", () => {
  it.each<[string, string[]]>([
    ["text", ["analyze", hostile]],
    ["text in colour", ["analyze", hostile]],
    ["JSON", ["analyze", "--json", hostile]],
    ["Markdown", ["analyze", "--markdown", hostile]],
    ["CSV", ["analyze", "--csv", hostile]],
    ["flows", ["flows", hostile]],
    ["ndjson", ["flows", "--format", "ndjson", hostile]],
  ])("%s: nothing that a terminal obeys", async (what, words) => {
    const environment = what.includes("colour") ? { FORCE_COLOR: "1", COLUMNS: "200" } : { COLUMNS: "200" };
    const { code, output, errors } = await portolan(words, { environment });
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    const [first, ...coloured] = output.replaceAll(/\r?\n/g, "").split("\u001b");
    const text = [first, ...coloured.map(withoutColour)].join("");
    expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    if (words[0] === "analyze" && what !== "CSV") expect(output).toContain("alert(1)");
  });

  it("JSON gives the name back as it was", async () => {
    const { output } = await portolan(["analyze", "--json", hostile]);
    expect(JSON.parse(output).servers[0].host).toBe(NAME);
  });

  it("a report shows the name, and runs nothing of it", async () => {
    const out = join(folder.path, "report");
    expect((await portolan(["report", hostile, "--out", out])).code).toBe(0);
    for (const name of ["index.html", "report.md"]) {
      const text = readFileSync(join(out, name), "utf8");
      expect(text).toContain("alert(1)");
      expect(text.replaceAll(/[\n\t]/g, "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
    expect(readFileSync(join(out, "index.html"), "utf8")).not.toContain("<script>alert");
    // The code span holds the markup: a backtick in the name does not end it.
    expect(readFileSync(join(out, "report.md"), "utf8")).toMatch(/`` .*alert\(1\).*`.* ``/);
  });

  it("a name that a spreadsheet would calculate is text", async () => {
    const file = folder.write("names.yaml", '53/tcp: "=1+1"\n53/udp: "@sum"\n');
    const { output } = await portolan(["analyze", "--csv", DNS, "--services", file]);
    expect(readCsv(output).map(({ name }) => name)).toEqual(["'=1+1", "'@sum"]);
  });
});
