/** `npm run samples`: writes reports/ and the documentation's examples anew. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { survey } from "../src/analyze.ts";
import { buildReport } from "../src/report/build-report.ts";
import { buildTrafficMap } from "../src/report/build-traffic-map.ts";
import { flowRows } from "../src/report/flow-rows.ts";
import { buildPageData } from "../src/report/page/build-page-data.ts";
import { renderParquet } from "../src/report/parquet.ts";
import { writeReportFolder } from "../src/report/write-report.ts";
import { DOCUMENTED_EXAMPLES, SAMPLE_CAPTURE, textSamples } from "./samples.ts";

for (const [name, text] of await textSamples()) {
  const path = join("reports", name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const found = await survey(SAMPLE_CAPTURE, { timeline: true });
const report = buildReport(found);
const map = buildTrafficMap(found);
await writeReportFolder(join("reports", "office"), {
  report,
  map,
  flows: () => flowRows(found),
  interactive: {
    script: readFileSync(join("dist", "bin", "page-script.js"), "utf8"),
    data: () => buildPageData(found, report, map),
  },
});
const pieces: Uint8Array[] = [];
for await (const piece of renderParquet(flowRows(found))) pieces.push(piece);
writeFileSync(join("reports", "flows.parquet"), Buffer.concat(pieces));

for (const { page, command, output } of DOCUMENTED_EXAMPLES) {
  const text = readFileSync(page, "utf8");
  const start = text.indexOf(`$ ${command}\n`);
  if (start < 0) throw new Error(`${page} has no block that begins with “$ ${command}”`);
  const end = text.indexOf("```", start);
  writeFileSync(page, `${text.slice(0, start)}$ ${command}\n${await output()}${text.slice(end)}`);
}
