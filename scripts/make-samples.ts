/** `npm run samples`: writes reports/ and the README's example anew. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { survey } from "../src/analyze.ts";
import { buildReport } from "../src/report/build-report.ts";
import { flowRows } from "../src/report/flow-rows.ts";
import { renderParquet } from "../src/report/parquet.ts";
import { writeReportFolder } from "../src/report/write-report.ts";
import { README_COMMAND, readmeSample, SAMPLE_CAPTURE, textSamples } from "./samples.ts";

for (const [name, text] of await textSamples()) writeFileSync(join("reports", name), text);

const found = await survey(SAMPLE_CAPTURE, { timeline: true });
await writeReportFolder(join("reports", "office"), buildReport(found), () => flowRows(found));
const pieces: Uint8Array[] = [];
for await (const piece of renderParquet(flowRows(found))) pieces.push(piece);
writeFileSync(join("reports", "flows.parquet"), Buffer.concat(pieces));

const readme = readFileSync("README.md", "utf8");
const block = new RegExp(`(\\$ ${README_COMMAND}\n)[^\`]*(\`\`\`)`);
if (!block.test(readme)) throw new Error(`README.md has no block that begins with “$ ${README_COMMAND}”`);
const example = await readmeSample();
writeFileSync(
  "README.md",
  readme.replace(block, (_, head: string, tail: string) => `${head}${example}${tail}`),
);
