/** Samples of `portolan baseline` and `portolan diff`, and the examples of their page. */
import { survey } from "../src/analyze.ts";
import { seeServices } from "../src/findings/baseline/seen-services.ts";
import { renderLock } from "../src/findings/baseline/write-lock.ts";
import { compareSides } from "../src/findings/diff/compare.ts";
import { sideOfTraffic } from "../src/findings/diff/side.ts";
import { buildDiffReport, type DiffReport } from "../src/report/diff/diff-report.ts";
import { renderDiffJson } from "../src/report/diff/json.ts";
import { renderDiffMarkdown } from "../src/report/diff/markdown.ts";
import { DEFAULT_TOP, renderDiffText } from "../src/report/diff/text.ts";

const PAGE = "docs/baseline.md";
const LOCKED = "fixtures/captures/web.pcap";
const CHANGED = "fixtures/captures/midstream.pcap";
/** A page shows so much without scrolling. */
const STYLE = { width: 80, colour: false, unicode: true, top: DEFAULT_TOP } as const;

export const BASELINE_EXAMPLES = [
  { page: PAGE, command: `portolan baseline ${LOCKED}`, output: () => lockOf(LOCKED) },
  {
    page: PAGE,
    command: `portolan diff ${LOCKED} ${CHANGED}`,
    output: async () => renderDiffText(await diffOf(LOCKED, CHANGED), STYLE),
  },
];

/** File name under reports/ → content. */
export async function baselineSamples(capture: string): Promise<[string, string][]> {
  const report = await diffOf(LOCKED, capture);
  return [
    ["baseline/ports.lock", await lockOf(capture)],
    ["diff/differences.txt", renderDiffText(report, { ...STYLE, width: 120 })],
    ["diff/differences.json", renderDiffJson(report)],
    ["diff/differences.md", renderDiffMarkdown(report)],
  ];
}

async function lockOf(capture: string): Promise<string> {
  return renderLock(seeServices(await survey(capture)).services);
}

async function diffOf(before: string, after: string): Promise<DiffReport> {
  const [old, now] = [await survey(before), await survey(after)];
  const found = compareSides(sideOfTraffic(old), sideOfTraffic(now));
  const read = ({ captures }: typeof old) => ({ captures, omittedClients: 0 });
  return buildDiffReport(found, read(old), read(now), "medium");
}
