/** What `explain` prints in a terminal. */
import { createColors } from "picocolors";
import { endText } from "../../flows/flow-ends.ts";
import type { EndFrames } from "../../flows/flow-frames.ts";
import { escapeText } from "../escape.ts";
import type { FlowReport } from "../report.ts";
import { type Fact, renderFact } from "../terminal-summary.ts";
import { type Column, renderTable, type TextStyle } from "../text-table.ts";
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatNumberOf,
  formatTimeSpan,
  secondsBetween,
} from "../units.ts";
import { captureName } from "../words.ts";
import { wrapWords } from "../wrap-words.ts";
import type {
  ExplainedCapture,
  FlowExplanation,
  FlowExplanations,
  RoleExplanation,
  SocketExplanation,
} from "./explanation.ts";

/** The narrowest window that is laid out for; narrower ones wrap. */
export const MINIMUM_WIDTH = 60;
/** Words are not set wider, since long lines are hard to read. */
const MOST_WORDS_WIDTH = 100;

/** All flows, with a line break at the end. */
export function renderFlowExplanations(explanations: FlowExplanations, options: TextStyle): string {
  const style = { ...options, width: Math.max(MINIMUM_WIDTH, options.width) };
  const pieces = explanations.flows.map((flow) => flowText(flow, style));
  const notes = captureNotes(explanations.captures, style);
  return `${[...pieces, ...(notes === "" ? [] : [notes])].join("\n\n")}\n`;
}

/** What is to know of the captures: how frames are counted, and what is missing. Empty where nothing is. */
export function captureNotes(captures: readonly ExplainedCapture[], style: TextStyle): string {
  const notes: string[] = [];
  if (captures.length > 1) {
    const starts = captures.map((_, i) =>
      captures.slice(0, i).reduce((sum, { packets }) => sum + packets, 1),
    );
    const [first, last] = [0, captures.length - 1].map((i) => escapeText(captureName(captures[i].path)));
    notes.push(
      `Frames are counted through all ${captures.length} captures: ${first} begins with 1, ${last} with ${starts.at(-1)}.`,
    );
  }
  if (captures.some(({ complete }) => !complete)) {
    notes.push("Part of the capture is missing: what was not seen may have been there.");
  }
  return notes
    .map((note) =>
      wrapWords(note, wordsWidth(style, 2))
        .map((line) => `  ${line}`)
        .join("\n"),
    )
    .join("\n");
}

function wordsWidth({ width }: TextStyle, before: number): number {
  return Math.min(width - before, MOST_WORDS_WIDTH);
}

function flowText(explanation: FlowExplanation, style: TextStyle): string {
  const { flow, role } = explanation;
  const colours = createColors(style.colour);
  const arrow = arrowOf(flow, style);
  const title = `${flow.transport} ${endText(flow.client)} ${arrow} ${endText(flow.server)}`;
  const server = endText(role.server);
  const sections = [
    [
      ...wrapWords(title, style.width).map((line) => colours.bold(line)),
      "",
      ...facts(explanation, style).flatMap((fact) => renderFact(fact, style)),
    ],
    evidenceSection(`Evidence for ${server} as the server`, role, true, style),
    evidenceSection("Evidence against it", role, false, style),
    silentSection(role, style),
    socketSection(server, role.sockets.server, style),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

/** As the table of `flows` draws it: dashed where the server is a guess. */
export function arrowOf({ role: { known } }: FlowReport, { unicode }: TextStyle): string {
  if (unicode) return known ? "→" : "⇢";
  return known ? "->" : "?>";
}

function facts(explanation: FlowExplanation, style: TextStyle): Fact[] {
  const { flow, role, hosts, frames } = explanation;
  const dash = style.unicode ? "–" : "-";
  const seconds = secondsBetween(flow.firstSeen, flow.lastSeen);
  return [
    { name: "Server", parts: serverParts(role, style), mood: role.known ? "plain" : "warning" },
    ...hostFacts(hosts),
    { name: "Service", parts: serviceWords(explanation, style), isText: true },
    { name: "Payload", parts: payloadWords(explanation, style), isText: true },
    {
      name: "State",
      parts: [
        flow.state,
        ...(isDatagram(flow) ? [] : [formatNumberOf(flow.connections, "connection")]),
        ...(flow.via.length === 0 ? [] : [`via ${flow.via.map(escapeText).join(", ")}`]),
        ...(flow.folded === 0 ? [] : [`stands for ${formatNumberOf(flow.folded + 1, "flow")}`]),
      ],
    },
    {
      name: "Time",
      parts: [
        formatTimeSpan(flow.firstSeen, flow.lastSeen, dash),
        ...(seconds > 0 ? [durationText(seconds, style)] : []),
      ],
    },
    { name: "To server", parts: directionParts(flow, "toServer", frames.fromClient) },
    { name: "To client", parts: directionParts(flow, "toClient", frames.fromServer) },
  ];
}

function durationText(seconds: number, { unicode }: TextStyle): string {
  return unicode ? formatDuration(seconds) : formatDuration(seconds).replace("µ", "u");
}

function isDatagram({ transport }: FlowReport): boolean {
  return transport === "udp" || transport === "udplite";
}

function serverParts({ known, confidence, server }: RoleExplanation, style: TextStyle): string[] {
  const sure = `confidence ${confidence.toFixed(2)}`;
  return known
    ? [endText(server), "known", sure]
    : factLines(`unknown; best guess ${endText(server)}, ${sure}`, style);
}

function hostFacts({ server, client }: FlowExplanation["hosts"]): Fact[] {
  const parts = [
    ...(server === null ? [] : [`server: ${escapeText(server)}`]),
    ...(client === null ? [] : [`client: ${escapeText(client)}`]),
  ];
  return parts.length === 0 ? [] : [{ name: "Named", parts }];
}

const NAME_SOURCES = { user: "your own name", overlay: "portolan's table", iana: "IANA's registry" } as const;

/** Unless the port was negotiated, the name comes from it alone: a guess of the server makes it one, too. */
function serviceWords({ service, role }: FlowExplanation, style: TextStyle): string[] {
  const { label, nameFrom, description, negotiated } = service;
  if (negotiated !== null) {
    return factLines(
      `${label}; a port was negotiated for ${negotiated.service} in frame ${negotiated.frame}`,
      style,
    );
  }
  const guess = role.known ? "" : ", if the guess is right";
  if (nameFrom === null) {
    return factLines(`${label}${guess}; unknown by its port, which nobody has registered`, style);
  }
  const what = description === null ? "" : `: ${description}`;
  const words = `${label}${guess}; named by its port, after ${NAME_SOURCES[nameFrom]}${what}`;
  return factLines(escapeText(words), style);
}

function payloadWords({ service }: FlowExplanation, style: TextStyle): string[] {
  const { identified, payloadSeen } = service;
  if (identified === null) {
    const isSeen = payloadSeen.fromClient || payloadSeen.fromServer;
    return factLines(
      isSeen ? "unknown: of no protocol that is recognised" : "unknown: none was captured",
      style,
    );
  }
  const { protocol, confidence, contradiction, server } = identified;
  const silent = [
    ...(payloadSeen.fromClient ? [] : ["the client sent none"]),
    ...(payloadSeen.fromServer ? [] : ["the server sent none"]),
  ];
  const words = [
    `${protocol}, confidence ${confidence.toFixed(2)}`,
    ...(contradiction === null ? [] : [`contradicted: the other end speaks ${contradiction}`]),
    server === null
      ? "it does not tell the server"
      : `${endText(server)} speaks as the server (${server.confidence.toFixed(2)})`,
    ...silent,
  ];
  return factLines(words.join("; "), style);
}

/** Columns before a fact's words. */
const FACT_NAME = 14;

/** The words of a fact, one by one, so that they wrap. */
export function factLines(text: string, style: TextStyle): string[] {
  return wrapWords(text, wordsWidth(style, FACT_NAME));
}

function directionParts(flow: FlowReport, way: "toServer" | "toClient", frames: EndFrames): string[] {
  const packets = flow.packets[way];
  if (packets === 0) return ["nothing was seen"];
  return [
    formatNumberOf(packets, "packet"),
    formatBytes(flow.bytes[way]),
    `${formatBytes(flow.payloadBytes[way])} payload`,
    ...(frames.first === null ? [] : [`first frame ${frames.first}`]),
    ...errorParts(frames),
  ];
}

/** How the connection went, beyond what the clues tell. */
function errorParts({ rst, fin, unreachable, otherError }: EndFrames): string[] {
  return [
    ...(fin === null ? [] : [`FIN ${fin}`]),
    ...(rst === null ? [] : [`RST ${rst}`]),
    ...(unreachable === null ? [] : [`ICMP unreachable ${unreachable}`]),
    ...(otherError === null ? [] : [`ICMP error ${otherError}`]),
  ];
}

/** A line of a table whose last cell goes on below. */
interface WrappedRow {
  readonly clue: string;
  readonly weight: string;
  readonly words: string;
}

function evidenceSection(
  title: string,
  role: RoleExplanation,
  supports: boolean,
  style: TextStyle,
): string[] {
  const colours = createColors(style.colour);
  const rows = role.evidence.filter((row) => row.supports === supports);
  if (rows.length === 0) return [`${colours.bold(title)}: none`];
  const lines = rows.flatMap(({ clue, strength, why }) =>
    wrapped([clue], strength, why, wordsBeside(role, style)),
  );
  return [colours.bold(title), "", ...renderTable(lines, wrappedColumns(true, "Why"), style)];
}

function silentSection(role: RoleExplanation, style: TextStyle): string[] {
  const { silent } = role;
  if (silent.length === 0) return [];
  const colours = createColors(style.colour);
  const byWords = new Map<string, string[]>();
  for (const { clue, why } of silent) byWords.set(why, [...(byWords.get(why) ?? []), clue]);
  const lines = [...byWords].flatMap(([why, clues]) => wrapped(clues, "", why, wordsBeside(role, style)));
  return [
    colours.bold("Clues that say nothing"),
    "",
    ...renderTable(lines, wrappedColumns(false, "Why not"), style),
  ];
}

/** Indent and gaps of the table, and its column of weights. */
const BESIDE_WORDS = 6 + "decisive".length;

/** The width of the words, the same in all tables. */
function wordsBeside({ evidence, silent }: RoleExplanation, style: TextStyle): number {
  const clueWidth = Math.max(...[...evidence, ...silent].map(({ clue }) => clue.length));
  return wordsWidth(style, clueWidth + BESIDE_WORDS);
}

/** Clues below each other, beside the words that hold for all of them. */
function wrapped(clues: readonly string[], weight: string, words: string, width: number): WrappedRow[] {
  const lines = wrapWords(words, width);
  return Array.from({ length: Math.max(lines.length, clues.length) }, (_, i) => ({
    clue: clues[i] ?? "",
    weight: i === 0 ? weight : "",
    words: lines[i] ?? "",
  }));
}

function wrappedColumns(hasWeights: boolean, title: string): Column<WrappedRow>[] {
  const clue: Column<WrappedRow> = { title: "Clue", priority: 3, cell: (row) => row.clue };
  const weight: Column<WrappedRow> = {
    title: "Weight",
    priority: 1,
    cell: (row) => row.weight,
    colour: (text, row, colours) => (row.weight === "decisive" ? colours.green(text) : text),
  };
  const words: Column<WrappedRow> = { title, priority: 2, minimumWidth: 20, cell: (row) => row.words };
  return hasWeights ? [clue, weight, words] : [clue, words];
}

function socketSection(server: string, socket: SocketExplanation, style: TextStyle): string[] {
  const { flows, others } = socket;
  if (others.length === 0) return [];
  const colours = createColors(style.colour);
  const count = others.length < flows - 1 ? `, the first ${others.length} of ${formatCount(flows - 1)}` : "";
  const columns: Column<SocketExplanation["others"][number]>[] = [
    { title: "With", priority: 2, cell: ({ peer }) => endText(peer) },
    { title: "First frame", align: "right", priority: 1, cell: ({ firstFrame }) => `${firstFrame}` },
  ];
  return [colours.bold(`Other flows of ${server}${count}`), "", ...renderTable(others, columns, style)];
}
