/**
 * The build's code: a folder (default: dist) with the command line in bin/ and the library beside it, each bundled with
 * the packages that it needs. `tsc -p tsconfig.build.json` adds the library's types.
 *
 * The command line is CommonJS in few files, because a start takes most of the time that a small capture takes:
 * docs/decisions.md has the figures. Names and lines are kept, so that PORTOLAN_DEBUG=1 shows a stack that can be read;
 * there are no source maps.
 */

import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { bundlePage, failOnWarning } from "./bundle-page.mjs";

const COMMAND_LINE = { portolan: "src/cli.ts" };
const LIBRARY = { index: "src/index.ts" };

/**
 * Files that run as worker threads, a line each: `"range-worker": "src/range-worker.ts"`; knip.json wants them as
 * entries too. Both bundles get them, next to all their other files, so that
 * `new Worker(new URL("./range-worker.js", import.meta.url))` finds its file from wherever in src/ it is written.
 * A worker is one file: what it shares with an entry must not be asked of the entry, which would run the command line.
 */
const WORKERS = {
  "part-worker": "src/workers/part-worker.ts",
  "scan-worker": "src/workers/scan-worker.ts",
};

/** What is installed beside portolan: a binary, and what is loaded from inside charts. */
const NOT_BUNDLED = [/^@napi-rs\/canvas/, /^chart\.js/, /^@fontsource\//];

/**
 * chartjs-node-canvas cannot be a dependency of the published package: it asks for `canvas`, whose install downloads a
 * binary, and the override in package.json that gives it vendor/canvas instead holds in this repository only. It loads
 * `canvas` through a fresh `require` of a name, which no bundler can follow.
 */
const plainRequire = {
  name: "plain-require",
  load: (id) =>
    /chartjs-node-canvas[\\/]dist[\\/]freshRequire\.js$/.test(id)
      ? 'exports.freshRequire = () => require("canvas");'
      : null,
};

const [folder = "dist"] = process.argv.slice(2);
const bin = join(folder, "bin");
await rm(folder, { recursive: true, force: true });
const written = [
  ...(await bundle(COMMAND_LINE, { dir: bin, format: "cjs" })),
  ...(await bundle(LIBRARY, { dir: folder, format: "esm" })),
];
for (const [name, file] of Object.entries(WORKERS)) {
  written.push(...(await bundle({ [name]: file }, { dir: bin, format: "cjs", codeSplitting: false })));
  written.push(...(await bundle({ [name]: file }, { dir: folder, format: "esm", codeSplitting: false })));
}
written.push(...(await bundlePage(join(bin, "page-script.js"))));
await writeFile(join(bin, "package.json"), '{ "type": "commonjs" }\n');
await writeFile(join(folder, "LICENSES"), await licencesOf(written));

async function bundle(input, output) {
  const graph = await rolldown({
    input,
    platform: "node",
    external: NOT_BUNDLED,
    plugins: [plainRequire],
    // A constant of another file would else be asked of that file in the loops that see every packet.
    optimization: { inlineConst: { mode: "all", pass: 3 } },
    onLog: failOnWarning,
  });
  const { output: chunks } = await graph.write({
    ...output,
    entryFileNames: "[name].js",
    chunkFileNames: "[name].js",
    comments: { legal: true, annotation: false, jsdoc: false },
  });
  await graph.close();
  return chunks;
}

/** The licences of all bundled packages: most ask to go where the code goes. */
async function licencesOf(chunks) {
  const packages = chunks
    .flatMap(({ moduleIds }) => moduleIds)
    .flatMap((id) => /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+(?=[\\/])/.exec(id) ?? []);
  const texts = [];
  for (const path of [...new Set(packages)].sort()) {
    const { name, version, license } = JSON.parse(await readFile(join(path, "package.json"), "utf8"));
    const file = (await readdir(path)).find((entry) => /^licen[cs]e/i.test(entry));
    if (file === undefined) throw new Error(`${path} has no licence file`);
    texts.push(`${name} ${version} (${license})\n\n${(await readFile(join(path, file), "utf8")).trim()}\n`);
  }
  return texts.join(`\n${"-".repeat(80)}\n\n`);
}
