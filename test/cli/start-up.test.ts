/** What a start loads. Times are the benchmark's business; here it is files, their sources and their size. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, inject, it } from "vitest";
import { CaptureFolder, DNS } from "./captures.ts";
import { portolan } from "./run-portolan.ts";

/** Tells, when the program ends, every file that was loaded, and what was taken from Intl, whose first use is slow. */
const trace = `
  import { writeSync } from "node:fs";
  import { createRequire } from "node:module";
  const { cache } = createRequire("/");
  for (const name of ["NumberFormat", "Collator", "DateTimeFormat"]) {
    const Real = Intl[name];
    Intl[name] = new Proxy(Real, { construct: (...words) => (writeSync(2, "intl " + name + "\\n"), Reflect.construct(...words)) });
  }
  process.on("exit", () => writeSync(2, Object.keys(cache).map((path) => "file " + path + "\\n").join("")));`;

interface Loaded {
  /** File names of the bundle, or paths in node_modules. */
  readonly files: string[];
  /** The sources that the bundle's files were made of. */
  readonly sources: string[];
  readonly bytes: number;
  /** What was made of Intl. */
  readonly intl: string[];
}

async function loadedBy(...words: string[]): Promise<Loaded> {
  const node = ["--import", `data:text/javascript,${encodeURIComponent(trace)}`];
  const { errors } = await portolan(words, { node });
  const paths = [...errors.matchAll(/^file (.*)$/gm)].map(([, path]) => path);
  const texts = paths.map((path) => (path.endsWith(".node") ? "" : readFileSync(path, "utf8")));
  return {
    files: paths.map((path) => (path.includes("node_modules") ? path : basename(path))),
    sources: [...paths, ...texts.flatMap(sourcesIn)],
    bytes: texts.reduce((sum, text) => sum + text.length, 0),
    intl: [...errors.matchAll(/^intl (.*)$/gm)].map(([, name]) => name),
  };
}

/** The bundler names the source above its code. */
function sourcesIn(text: string): string[] {
  return [...text.matchAll(/^\/\/ ((?:src|node_modules)\/.*)$/gm)].map(([, source]) => source);
}

const STAGES = /^src\/(analyze\.ts|records|headers|flows|protocols|roles|reference)/;

/** What only some forms need, each with a command that does need it, lest the search find nothing. */
const PARTS: readonly (readonly [RegExp, string[]])[] = [
  [STAGES, ["analyze", "--json", DNS]],
  [/node_modules\/csv-stringify/, ["analyze", "--csv", DNS]],
  [/src\/report\/csv/, ["analyze", "--csv", DNS]],
  [/src\/report\/markdown/, ["analyze", "--markdown", DNS]],
  [/src\/report\/terminal/, ["analyze", DNS]],
  [/src\/report\/findings\/text/, ["check", DNS]],
  [/src\/report\/findings\/sarif/, ["check", "--format", "sarif", DNS]],
  [/src\/report\/findings\/junit/, ["check", "--format", "junit", DNS]],
  [/src\/findings\/(baseline|diff)/, ["baseline", DNS]],
  [/src\/report\/diff\/text/, ["diff", DNS, DNS]],
  [/src\/report\/explain/, ["explain", DNS, "--frame", "1"]],
  [/node_modules\/string-width/, ["analyze", DNS]],
  [/src\/services\/registry-table|src\/services\/iana/, ["ports", "443"]],
  [/node_modules\/yaml/, ["analyze", DNS, "--services", DNS]],
  [/node_modules\/hyparquet-writer/, ["flows", "--format", "parquet", DNS]],
  [/node_modules\/pcap-parser/, ["verify", DNS]],
  [/src\/reference/, ["verify", DNS]],
];
const FORMS =
  /csv|parquet|markdown|src\/report\/terminal|html|chart|yaml|string-width|cli-progress|explain|headers\/trace|sarif|junit|findings\/(text|rules|baseline|diff)|report\/diff/;

/** Commander and the command line's own words. */
const BYTES_OF_A_WORD = 100_000;
/** Beside these: the stages, and the table of IANA's names, which is half of it. */
const BYTES_OF_JSON = 940_000;
/** What commands share in twos and threes becomes small files; each takes a fifth of a millisecond. */
const FILES_OF_JSON = 26;

describe("what is loaded at the start", () => {
  it.each(PARTS)("the search sees %s where it is needed", async (part, words) => {
    const { sources } = await loadedBy(...words);
    expect(sources.some((source) => part.test(source))).toBe(true);
  });

  it("the search sees Intl where it is needed", async () => {
    const folder = new CaptureFolder();
    folder.write("dns.pcap", readFileSync(DNS));
    expect((await loadedBy("analyze", folder.path)).intl).toEqual(["Collator"]);
    folder.remove();
  });

  it("writes counts without Intl", async () => {
    expect((await loadedBy("analyze", DNS)).intl).toEqual([]);
  });

  it("the search sees charts where they are needed", () => {
    const sources = readdirSync(dirname(inject("portolan"))).flatMap((file) =>
      sourcesIn(readFileSync(join(dirname(inject("portolan")), file), "utf8")),
    );
    expect(sources.some((source) => /src\/report\/charts/.test(source))).toBe(true);
    expect(sources.some((source) => /src\/report\/html/.test(source))).toBe(true);
  });

  it.each([["--version"], ["--help"], ["analyze", "--help"]])("%s %s: one file", async (...words) => {
    const { files, sources, bytes, intl } = await loadedBy(...words);
    expect(files).toEqual(["portolan.js"]);
    expect(sources).toContain("src/cli.ts");
    const own = sources.filter((source) => !/^\/|node_modules\/commander|src\/(cli|commands)/.test(source));
    expect(
      own.filter(
        (source) => !/^src\/(report\/(sort-keys|version|write-pieces)|findings\/finding)\.ts$/.test(source),
      ),
    ).toEqual([]);
    expect(bytes).toBeLessThan(BYTES_OF_A_WORD);
    expect(intl).toEqual([]);
  });

  it.each<[string, string[]]>([
    ["--json", ["analyze", "--json", DNS]],
    ["ndjson", ["flows", "--format", "ndjson", DNS]],
    ["check as JSON", ["check", "--format", "json", DNS]],
  ])("%s: nothing that it does not need", async (_what, words) => {
    const { files, sources, bytes } = await loadedBy(...words);
    expect(sources).toContain("src/analyze.ts");
    expect(sources.filter((source) => FORMS.test(source) || /^src\/reference/.test(source))).toEqual([]);
    expect(files.filter((file) => file.includes("node_modules"))).toEqual([]);
    expect(files.length).toBeLessThan(FILES_OF_JSON);
    expect(bytes).toBeLessThan(BYTES_OF_JSON);
  });

  it("a look at ports needs no stage that reads captures", async () => {
    const { sources } = await loadedBy("ports", "443");
    expect(sources.filter((source) => STAGES.test(source))).toEqual([]);
  });
});
