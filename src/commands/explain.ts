/** `portolan explain`: why a flow has the roles and the service it has; or one packet, header by header. */
import { endOf, endText, type FlowEnd, type FlowEnds, flowsBetween, isSameEnd } from "../flows/flow-ends.ts";
import { FlowWatch } from "../flows/flow-frames.ts";
import { escapeJson } from "../report/escape.ts";
import { explainFlows } from "../report/explain/explain-flow.ts";
import type { FlowExplanations, PacketExplanations } from "../report/explain/explanation.ts";
import { type DecodedBatch, PacketWatch } from "../report/explain/packet-watch.ts";
import type { Survey } from "../report/survey.ts";
import type { TextStyle } from "../report/text-table.ts";
import { formatCount } from "../report/units.ts";
import { transportNamed } from "../services/port-specification.ts";
import { transportOf } from "../services/transports.ts";
import type { PacketStages } from "../workers/count-part.ts";
import { looksLikeFlow, readFlowName } from "./flow-name.ts";
import { print } from "./print.ts";
import { type ReadOptions, readCaptures } from "./read-captures.ts";
import { inLocale, terminalSettings } from "./terminal-settings.ts";
import { UsageError } from "./usage-error.ts";

export interface ExplainCommandOptions extends ReadOptions {
  readonly json?: boolean;
  /** Counted from 1 over all captures. */
  readonly frame?: number;
}

export async function runExplain(words: readonly string[], options: ExplainCommandOptions): Promise<void> {
  const { frame } = options;
  const explanation =
    frame === undefined ? await explainFlow(words, options) : await explainFrame(words, frame, options);
  if (options.json) return print([`${escapeJson(JSON.stringify(explanation, null, 2))}\n`]);
  const settings = terminalSettings(process.stdout, process.env);
  return print([await inLocale(await render(explanation, settings), settings)]);
}

async function render(explanation: FlowExplanations | PacketExplanations, style: TextStyle): Promise<string> {
  if (explanation.kind === "flow") {
    const { renderFlowExplanations } = await import("../report/explain/render-explanation.ts");
    return renderFlowExplanations(explanation, style);
  }
  const { renderPacketExplanation } = await import("../report/explain/render-packet.ts");
  return renderPacketExplanation(explanation, style);
}

async function explainFlow(
  words: readonly string[],
  options: ExplainCommandOptions,
): Promise<FlowExplanations> {
  const { captures, name } = splitWords(words);
  const wanted = readFlowName(name);
  const watch = new FlowWatch(wanted);
  const survey = await readCaptures(captures, options, {
    watch: (stages) => watch.look(batchOf(stages)),
    seeksFindings: false,
  });
  const flows = flowsBetween(survey.flows, wanted);
  if (flows.length === 0) throw notThere(survey, wanted, captures);
  return explainFlows(survey, flows, (protocol) => watch.framesOf(protocol));
}

async function explainFrame(
  captures: readonly string[],
  frame: number,
  options: ExplainCommandOptions,
): Promise<PacketExplanations> {
  const last = captures[captures.length - 1];
  if (captures.length > 1 && looksLikeFlow(last)) {
    throw new UsageError(`give either a flow or --frame ${frame}, not both`);
  }
  const watch = new PacketWatch(frame, options.tunnels ?? "inner");
  const survey = await readCaptures(captures, options, {
    watch: (stages) => watch.look(batchOf(stages)),
    seeksFindings: false,
  });
  const explanation = watch.explanation(survey);
  if (explanation !== null) return explanation;
  const packets = survey.captures.reduce((sum, capture) => sum + capture.packets, 0);
  throw new UsageError(`there is no frame ${frame}; frames run from 1 to ${packets}`);
}

function batchOf({ records, decoder, collector }: PacketStages): DecodedBatch {
  const { flows, flowOfRow, frames } = collector;
  return { records, decoder, headers: decoder.headers, flows, flowOfRow, frames };
}

/** The last word is the flow; a transport may stand before it as a word of its own. */
function splitWords(words: readonly string[]): { captures: readonly string[]; name: string } {
  const name = words[words.length - 1];
  const before = words.slice(0, -1);
  const hasTransport = before.length > 1 && transportNamed(before[before.length - 1]) !== null;
  const captures = hasTransport ? before.slice(0, -1) : before;
  if (captures.length === 0) {
    const what = looksLikeFlow(name)
      ? "a capture before the flow"
      : "a flow behind the capture, or --frame N";
    throw new UsageError(
      `name ${what}: portolan explain capture.pcap 10.0.0.5:51514-10.0.0.9:443; portolan flows lists them`,
    );
  }
  return { captures, name: hasTransport ? `${before[before.length - 1]} ${name}` : name };
}

/** Flows that are told where the wanted one is not there. */
const SUGGESTED = 3;

function notThere(survey: Survey, wanted: FlowEnds, captures: readonly string[]): UsageError {
  const { flows } = survey;
  const [x, y] = wanted.ends;
  const name = `${endText(x)}-${endText(y)}${wanted.protocol === null ? "" : `/${transportOf(wanted.protocol)}`}`;
  const near = nearestFlows(survey, wanted);
  const list = `list all with: portolan flows ${captures.join(" ")}`;
  if (flows.count === 0) return new UsageError(`no flow is ${name}: the captures hold no flows at all`);
  if (near.length === 0) {
    const count = formatCount(flows.count);
    return new UsageError(`none of ${count} flows is ${name}, and neither address has any; ${list}`);
  }
  const names = near.map((flow) => {
    const isB = survey.roles.serverIsB[flow] === 1;
    const [client, server] = [endOf(flows, flow, !isB), endOf(flows, flow, isB)];
    return `${endText(client)}-${endText(server)}/${transportOf(flows.protocol(flow))}`;
  });
  return new UsageError(`no flow is ${name}; near it: ${names.join(", ")}; ${list}`);
}

/** Those that have most in common with the wanted one, best first. */
function nearestFlows({ flows }: Survey, { ends: [x, y] }: FlowEnds): number[] {
  const best: { flow: number; score: number }[] = [];
  for (let flow = 0; flow < flows.count; flow++) {
    const [a, b] = [endOf(flows, flow, false), endOf(flows, flow, true)];
    const score = Math.max(likeness(a, x) + likeness(b, y), likeness(a, y) + likeness(b, x));
    if (score === 0 || (best.length === SUGGESTED && score <= best[SUGGESTED - 1].score)) continue;
    best.push({ flow, score });
    best.sort((one, other) => other.score - one.score);
    best.length = Math.min(best.length, SUGGESTED);
  }
  return best.map(({ flow }) => flow);
}

/** A port alone is nothing that two flows have in common. */
function likeness(one: FlowEnd, other: FlowEnd): number {
  if (isSameEnd(one, other)) return 3;
  return one.address === other.address ? 2 : 0;
}
