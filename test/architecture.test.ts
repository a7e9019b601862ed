/** The picture in the README, held against the code: who imports whom, who touches Node, how long files are. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const SOURCE = join(ROOT, "src");

/** What stands beside the river and may look at all of it: the command line, the library's face, the referee. */
const BESIDE = ["analyze.ts", "index.ts", "cli.ts", "commands", "reference", "workers"];

/** Beside the command line and the reference, which may: openers in records, writers in report. */
const NODE_ALLOWED = [
  /^records\/[a-z]+-source\.ts$/,
  /^records\/(open-capture|list-captures)\.ts$/,
  /^report\/(write-[a-z]+|atomic-file|community-id|html)\.ts$/,
  /^report\/charts\/draw-chart\.ts$/,
  /^workers\/(count-captures|give-back|part-worker|scan-search|scan-worker|start-part|start-scan-worker)\.ts$/,
  /^(cli\.ts$|commands\/|reference\/)/,
];

const LONGEST = 400;
/** Data, made by scripts/make-service-registry.mjs. */
const GENERATED = ["src/services/registry-table.ts"];

interface Import {
  /** Paths below src, with slashes. */
  readonly file: string;
  readonly target: string;
}

function filesBelow(folder: string, ending: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => ending.test(name))
    .map((name) => join(folder, name))
    .sort();
}

function below(folder: string, path: string): string {
  return relative(folder, path).split(sep).join("/");
}

/** `from "x"`, `import "x"` and `import("x")`, types included. */
function specifiersOf(path: string): string[] {
  const code = readFileSync(path, "utf8");
  const written = /(?:\bfrom|\bimport)\s*\(?\s*"([^"]+)"/g;
  return [...code.matchAll(written)].map(([, specifier]) => specifier);
}

const sources = filesBelow(SOURCE, /\.ts$/);
const imports: Import[] = sources.flatMap((path) =>
  specifiersOf(path)
    .filter((specifier) => specifier.startsWith("."))
    .map((specifier) => ({
      file: below(SOURCE, path),
      target: below(SOURCE, resolve(dirname(path), specifier)),
    })),
);

/** The line that the README shows, for instance `records → headers → … → report`. */
function stages(): string[] {
  const readme = readFileSync(join(ROOT, "README.md"), "utf8");
  const line = readme.split("\n").find((text) => /^records → .* → report$/.test(text.trim()));
  if (line === undefined) throw new TypeError("README.md does not show the river");
  return line.trim().split(" → ");
}

function stageOf(path: string): string {
  return path.split("/")[0];
}

describe("the river", () => {
  const order = stages();

  test("every folder of src is a stage, or stands beside the river", () => {
    const tops = new Set(sources.map((path) => stageOf(below(SOURCE, path))));
    expect([...tops].sort()).toEqual([...order, ...BESIDE].sort());
  });

  test.each(order)("%s has a file for what flows out of it", (stage) => {
    const product = `${stage}/${stage.replace(/s$/, "")}.ts`;
    expect(sources.map((path) => below(SOURCE, path))).toContain(product);
  });

  test.each(order)("%s imports from itself or from its left", (stage) => {
    const allowed = order.slice(0, order.indexOf(stage) + 1);
    const ofStage = imports.filter(({ file }) => stageOf(file) === stage);
    expect(ofStage.length).toBeGreaterThan(0);
    expect(ofStage.filter(({ target }) => !allowed.includes(stageOf(target)))).toEqual([]);
  });

  test("only the command line asks the reference", () => {
    const asking = imports.filter(
      ({ file, target }) => stageOf(target) === "reference" && stageOf(file) !== "reference",
    );
    expect(asking.length).toBeGreaterThan(0);
    expect(asking.filter(({ file }) => stageOf(file) !== "commands" && file !== "cli.ts")).toEqual([]);
  });

  test("the reference decodes and counts without the engine", () => {
    const engine = ["records", "headers", "flows", "protocols", "roles", "services", "analyze.ts"];
    const judges = ["reference/compare.ts", "reference/verify.ts"];
    const borrowed = imports.filter(
      ({ file, target }) =>
        stageOf(file) === "reference" && !judges.includes(file) && engine.includes(stageOf(target)),
    );
    expect(borrowed).toEqual([]);
  });

  test("nothing of the river knows the command line", () => {
    const knowing = imports.filter(
      ({ file, target }) =>
        (stageOf(target) === "commands" || target === "cli.ts") &&
        stageOf(file) !== "commands" &&
        file !== "cli.ts",
    );
    expect(knowing).toEqual([]);
  });
});

test("only openers, writers and the command line touch Node", () => {
  const touching = sources
    .filter((path) => specifiersOf(path).some((specifier) => specifier.startsWith("node:")))
    .map((path) => below(SOURCE, path));
  expect(touching.length).toBeGreaterThan(5);
  expect(touching.filter((path) => !NODE_ALLOWED.some((allowed) => allowed.test(path)))).toEqual([]);
});

describe("files", () => {
  const written = ["src", "assembly", "test", "scripts", "fixtures"]
    .flatMap((folder) => filesBelow(join(ROOT, folder), /\.(ts|mjs|py|sh)$/))
    .map((path) => below(ROOT, path));

  test(`no file is longer than ${LONGEST} lines`, () => {
    const long = written
      .filter((path) => !GENERATED.includes(path))
      .map((path) => ({ path, lines: readFileSync(join(ROOT, path), "utf8").split("\n").length - 1 }))
      .filter(({ lines }) => lines > LONGEST);
    expect(long).toEqual([]);
  });

  test("no file is named after nothing", () => {
    const nameless = /(^|\/|[-.])(utils?|helpers?|misc|common|lib|stuff)([-.]|\/|$)/;
    expect(nameless.test("src/report/string-utils.ts")).toBe(true);
    expect(written.filter((path) => nameless.test(path))).toEqual([]);
  });
});
