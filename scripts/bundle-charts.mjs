/**
 * Puts chartjs-node-canvas into dist/, the last step of the build. It cannot be a dependency of the published
 * package: it asks for `canvas`, whose install downloads a binary, and the override in package.json that gives
 * it vendor/canvas instead holds in this repository only. Chart.js and @napi-rs/canvas stay dependencies.
 */

import { readFile, rm } from "node:fs/promises";
import { rolldown } from "rolldown";

const target = "dist/report/charts/node-canvas.js";

/** chartjs-node-canvas loads `canvas` through a fresh `require` of a name, which no bundler can follow. */
const plainRequire = {
  name: "plain-require",
  load: (id) =>
    /chartjs-node-canvas[\\/]dist[\\/]freshRequire\.js$/.test(id)
      ? 'exports.freshRequire = () => require("canvas");'
      : null,
};

const licence = await readFile("node_modules/chartjs-node-canvas/LICENSE", "utf8");
const bundle = await rolldown({
  input: target,
  platform: "node",
  external: [/^@napi-rs\/canvas/, /^chart\.js/],
  plugins: [plainRequire],
});
await bundle.write({
  file: target,
  format: "esm",
  banner: `/*!\nchartjs-node-canvas, bundled by portolan's build\n\n${licence.trim()}\n*/`,
});
await bundle.close();

// Its types name a package that those who install portolan do not have; nothing public refers to them.
await rm("dist/report/charts/node-canvas.d.ts", { force: true });
