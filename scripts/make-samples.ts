/** `npm run samples`: writes reports/ and the README's examples anew. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { survey } from "../src/analyze.ts";
import { buildReport } from "../src/report/build-report.ts";
import { flowRows } from "../src/report/flow-rows.ts";
import { renderParquet } from "../src/report/parquet.ts";
import { writeReportFolder } from "../src/report/write-report.ts";
import { README_EXAMPLES, SAMPLE_CAPTURE, textSamples } from "./samples.ts";

for (const [name, text] of await textSamples()) {
  const path = join("reports", name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const found = await survey(SAMPLE_CAPTURE, { timeline: true });
await writeReportFolder(join("reports", "office"), buildReport(found), () => flowRows(found));
const pieces: Uint8Array[] = [];
for await (const piece of renderParquet(flowRows(found))) pieces.push(piece);
writeFileSync(join("reports", "flows.parquet"), Buffer.concat(pieces));

let readme = readFileSync("README.md", "utf8");
for (const { command, output } of README_EXAMPLES) {
  const start = readme.indexOf(`$ ${command}\n`);
  if (start < 0) throw new Error(`README.md has no block that begins with “$ ${command}”`);
  const end = readme.indexOf("```", start);
  readme = `${readme.slice(0, start)}$ ${command}\n${await output()}${readme.slice(end)}`;
}
writeFileSync("README.md", readme);
