/**
 * The committed samples of every output, from one fixture: what `npm run samples` writes to reports/, and what a
 * test compares with what is there.
 */
import { survey } from "../src/analyze.ts";
import { readFlowName } from "../src/commands/flow-name.ts";
import { flowsBetween } from "../src/flows/flow-ends.ts";
import { FlowWatch } from "../src/flows/flow-frames.ts";
import { renderVerification } from "../src/reference/render-verification.ts";
import { verifyCapture } from "../src/reference/verify.ts";
import { buildReport } from "../src/report/build-report.ts";
import { renderServicesCsv } from "../src/report/csv.ts";
import { explainFlows } from "../src/report/explain/explain-flow.ts";
import { renderFlowExplanations } from "../src/report/explain/render-explanation.ts";
import { flowRows } from "../src/report/flow-rows.ts";
import { renderJson, renderNdjson } from "../src/report/json.ts";
import { renderMarkdown } from "../src/report/markdown.ts";
import { DEFAULT_TOP, renderFlowTable, renderPortTable, renderTerminal } from "../src/report/terminal.ts";
import { commonPorts, findPorts } from "../src/services/find-ports.ts";
import { BASELINE_EXAMPLES, baselineSamples } from "./baseline-samples.ts";
import { checkCommand, checkSamples, checkText } from "./check-samples.ts";

export const SAMPLE_CAPTURE = "fixtures/captures/office.pcapng";
/** `verify` reads classic pcap. */
const VERIFIED_CAPTURE = "fixtures/captures/web.pcap";

const STYLE = { width: 120, colour: false, unicode: true } as const;

/** Flows that are explained, under the name that the sample has in reports/explain/. */
const EXPLAINED = {
  handshake: [SAMPLE_CAPTURE, "[fd00:20::101]:49090-[fd00:20::20]:443"],
  payload: [SAMPLE_CAPTURE, "10.20.0.103:44126-10.20.0.53:53/udp"],
  midstream: ["fixtures/captures/midstream.pcap", "10.20.0.102:37318-10.20.0.20:8081"],
  "ftp-data": ["fixtures/captures/ftp.pcap", "10.20.0.21:20-10.20.0.101:37159"],
  unknown: ["fixtures/captures/icmp-errors.pcap", "[fd00:20::101]:45529-[fd00:20:0:1::40]:33434"],
} as const;

/** The width of the README's examples, which its page shows without scrolling. */
const README_STYLE = { ...STYLE, width: 100 } as const;

/** A command whose output stands in a page of the documentation. */
export interface DocumentedExample {
  readonly page: string;
  readonly command: string;
  readonly output: () => Promise<string>;
}

export const DOCUMENTED_EXAMPLES: readonly DocumentedExample[] = [
  {
    page: "README.md",
    command: `portolan analyze ${SAMPLE_CAPTURE} --top 5 --by service`,
    output: async () => {
      const report = buildReport(await survey(SAMPLE_CAPTURE));
      return renderTerminal(report, { ...README_STYLE, top: 5, sort: "bytes", by: "service" });
    },
  },
  {
    page: "docs/check.md",
    command: checkCommand(SAMPLE_CAPTURE),
    output: () => checkText(SAMPLE_CAPTURE),
  },
  ...BASELINE_EXAMPLES,
  ...explainedNames().map((name) => ({
    page: "README.md",
    command: explainCommand(name),
    output: () => explanation(name),
  })),
];

type ExplainedName = keyof typeof EXPLAINED;

function explainedNames(): ExplainedName[] {
  return Object.keys(EXPLAINED) as ExplainedName[];
}

/** Brackets mean something to a shell. */
function explainCommand(name: ExplainedName): string {
  const words = EXPLAINED[name].map((word) => (word.includes("[") ? `'${word}'` : word));
  return `portolan explain ${words.join(" ")}`;
}

async function explanation(name: ExplainedName): Promise<string> {
  const [capture, flow] = EXPLAINED[name];
  const wanted = readFlowName(flow);
  const watch = new FlowWatch(wanted);
  const found = await survey(capture, {
    watch: ({ decoder: { headers }, collector: { flows, flowOfRow, frames } }) =>
      watch.look({ headers, flows, flowOfRow, frames }),
  });
  const numbers = flowsBetween(found.flows, wanted);
  return renderFlowExplanations(
    explainFlows(found, numbers, (protocol) => watch.framesOf(protocol)),
    README_STYLE,
  );
}

async function explanations(): Promise<[string, string][]> {
  const samples: [string, string][] = [];
  for (const name of explainedNames()) {
    samples.push([`explain/${name}.txt`, `$ ${explainCommand(name)}\n${await explanation(name)}`]);
  }
  return samples;
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
    ...(await explanations()),
    ...(await checkSamples(SAMPLE_CAPTURE)),
    ...(await baselineSamples(SAMPLE_CAPTURE)),
    ["verify.txt", renderVerification(await verifyCapture(VERIFIED_CAPTURE))],
    ["ports-443.txt", renderPortTable(findPorts("443").rows, STYLE)],
    ["ports-common.txt", renderPortTable(commonPorts(), STYLE)],
  ]);
}
