/**
 * The committed samples of every output, from one fixture: what `npm run samples` writes to reports/, and what a
 * test compares with what is there.
 */
import { survey } from "../src/analyze.ts";
import { renderVerification } from "../src/reference/render-verification.ts";
import { verifyCapture } from "../src/reference/verify.ts";
import { buildReport } from "../src/report/build-report.ts";
import { renderServicesCsv } from "../src/report/csv.ts";
import { flowRows } from "../src/report/flow-rows.ts";
import { renderJson, renderNdjson } from "../src/report/json.ts";
import { renderMarkdown } from "../src/report/markdown.ts";
import { DEFAULT_TOP, renderFlowTable, renderPortTable, renderTerminal } from "../src/report/terminal.ts";
import { commonPorts, findPorts } from "../src/services/find-ports.ts";

export const SAMPLE_CAPTURE = "fixtures/captures/office.pcapng";
/** `verify` reads classic pcap. */
const VERIFIED_CAPTURE = "fixtures/captures/web.pcap";

const STYLE = { width: 120, colour: false, unicode: true } as const;

/** The command whose output stands in the README, at a width that its page shows without scrolling. */
export const README_COMMAND = `portolan analyze ${SAMPLE_CAPTURE} --top 5 --by service`;

export async function readmeSample(): Promise<string> {
  const report = buildReport(await survey(SAMPLE_CAPTURE));
  return renderTerminal(report, { ...STYLE, width: 100, top: 5, sort: "bytes", by: "service" });
}

/** File name under reports/ → content. */
export async function textSamples(): Promise<Map<string, string>> {
  const found = await survey(SAMPLE_CAPTURE);
  const report = buildReport(found);
  return new Map([
    ["analyze.txt", renderTerminal(report, { ...STYLE, top: DEFAULT_TOP, sort: "bytes", by: null })],
    ["analyze.json", renderJson(report)],
    ["analyze.md", renderMarkdown(report, { top: DEFAULT_TOP, charts: [] })],
    ["analyze.csv", renderServicesCsv(report.services)],
    ["flows.txt", [...renderFlowTable(flowRows(found), { ...STYLE, width: 140 })].join("")],
    ["flows.ndjson", [...renderNdjson(flowRows(found))].join("")],
    ["verify.txt", renderVerification(await verifyCapture(VERIFIED_CAPTURE))],
    ["ports-443.txt", renderPortTable(findPorts("443").rows, STYLE)],
    ["ports-common.txt", renderPortTable(commonPorts(), STYLE)],
  ]);
}
