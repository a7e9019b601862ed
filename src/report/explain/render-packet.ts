/** What `explain --frame` prints in a terminal. */
import { createColors } from "picocolors";
import { endText } from "../../flows/flow-ends.ts";
import { escapeText } from "../escape.ts";
import type { FlowReport } from "../report.ts";
import { type Fact, renderFact } from "../terminal-summary.ts";
import { type Column, renderTable, type TextStyle } from "../text-table.ts";
import { formatNumberOf, formatTime } from "../units.ts";
import type { ExplainedHeader, PacketExplanation, PacketExplanations } from "./explanation.ts";
import { arrowOf, captureNotes, factLines, MINIMUM_WIDTH } from "./render-explanation.ts";

/** With a line break at the end. */
export function renderPacketExplanation(explanation: PacketExplanations, options: TextStyle): string {
  const style = { ...options, width: Math.max(MINIMUM_WIDTH, options.width) };
  const colours = createColors(style.colour);
  const { packet } = explanation;
  const notes = captureNotes(explanation.captures, style);
  const sections = [
    [
      colours.bold(`Frame ${packet.frame}`),
      "",
      ...facts(packet, style).flatMap((fact) => renderFact(fact, style)),
    ],
    [colours.bold("Headers, outermost first"), "", ...headerLines(packet.headers, style)],
    ...(notes === "" ? [] : [[notes]]),
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function facts(packet: PacketExplanation, style: TextStyle): Fact[] {
  const { time, linkType, length, capturedLength, verdictInWords, damage, flow, flowIs } = packet;
  const captured =
    capturedLength < length ? `${formatNumberOf(capturedLength, "byte")} captured` : "all captured";
  return [
    { name: "Time", parts: [`${formatTime(time, 6)} UTC`] },
    { name: "Length", parts: [`${formatNumberOf(length, "byte")} on the wire`, captured] },
    { name: "Link", parts: [escapeText(linkType)] },
    { name: "Verdict", parts: [verdictInWords] },
    ...(damage === null
      ? []
      : [{ name: "Damage", parts: factLines(damage.words, style), mood: "warning" as const }]),
    {
      name: flowIs === "quoted" ? "About" : "Flow",
      parts: factLines(flowWords(packet, flow, style), style),
      isText: true,
    },
  ];
}

function flowWords({ flowIs }: PacketExplanation, flow: FlowReport | null, style: TextStyle): string {
  if (flow === null) {
    return flowIs === null ? "none" : "unknown: the ICMP error is about a flow that the captures do not have";
  }
  const arrow = arrowOf(flow, style);
  const ends = `${flow.transport} ${endText(flow.client)} ${arrow} ${endText(flow.server)}`;
  return `${ends}, ${escapeText(flow.service.label)}${flow.role.known ? "" : " (the server is a guess)"}`;
}

/** A header's name and place stand in its first line; a line a field. */
interface FieldRow {
  readonly header: string;
  readonly bytes: string;
  readonly field: string;
  readonly value: string;
}

function headerLines(headers: readonly ExplainedHeader[], style: TextStyle): string[] {
  if (headers.length === 0) return ["  none"];
  const dash = style.unicode ? "–" : "-";
  const rows = headers.flatMap(({ name, offset, length, fields }): FieldRow[] => {
    const bytes = length === null ? `from ${offset}` : `${offset}${dash}${offset + length - 1}`;
    const [first, ...others] = fields.map(({ name: field, value }) => ({
      field,
      value: value === null ? "not captured" : `${value}`,
    }));
    const head = { header: name, bytes, ...(first ?? { field: "", value: "" }) };
    return [head, ...others.map((row) => ({ header: "", bytes: "", ...row }))];
  });
  return renderTable(rows, COLUMNS, style);
}

const COLUMNS: readonly Column<FieldRow>[] = [
  { title: "Header", priority: 4, minimumWidth: 12, cell: ({ header }) => header },
  { title: "Bytes", priority: 1, cell: ({ bytes }) => bytes },
  { title: "Field", priority: 2, minimumWidth: 10, cell: ({ field }) => field },
  { title: "Value", priority: 3, minimumWidth: 15, cell: ({ value }) => value },
];
