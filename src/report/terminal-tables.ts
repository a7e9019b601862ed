/**
 * The tables of the terminal: which columns each has, and which of them go first where the window is narrow.
 */

import { drawBar } from "./bar.ts";
import { escapeText } from "./escape.ts";
import type { ClientReport, FlowReport, ServerReport, ServiceReport } from "./report.ts";
import { type Colours, type Column, shorten, shortenMiddle, type TextStyle, widthOf } from "./text-table.ts";
import { formatBytes, formatCount, formatShare, formatTime } from "./units.ts";

/** A row of `ports`: a port and what is known of it. */
export interface PortRow {
  readonly transport: string;
  readonly port: number;
  readonly label: string;
  readonly description: string | null;
  readonly rangeClass: string;
  /** What to know before such a port is opened to others. */
  readonly caution?: string | null;
  /** Rows of one group stand together, under its name. */
  readonly group?: string;
}

interface Counted {
  readonly bytes: number;
  readonly packets: number;
  readonly flows: number;
}

const BAR_WIDTH = 16;
const BAR_MINIMUM_WIDTH = 6;
const LABEL_MINIMUM_WIDTH = 20;
const LABEL_MAXIMUM_WIDTH = 44;
const ADDRESS_MINIMUM_WIDTH = 24;
/** `255.255.255.255:65535` */
const ENDPOINT_MINIMUM_WIDTH = 21;

function byteColumn<Row extends Counted>(priority: number): Column<Row> {
  return { title: "Bytes", align: "right", priority, cell: (row) => formatBytes(row.bytes) };
}

function countColumn<Row>(title: string, priority: number, count: (row: Row) => number): Column<Row> {
  return { title, align: "right", priority, cell: (row) => formatCount(count(row)) };
}

function shareColumns<Row extends Counted>(
  totalBytes: number,
  largest: number,
  style: TextStyle,
): Column<Row>[] {
  return [
    {
      title: "Share",
      align: "right",
      priority: 85,
      cell: (row) => formatShare(row.bytes, totalBytes),
    },
    {
      title: "",
      priority: 80,
      minimumWidth: BAR_MINIMUM_WIDTH,
      drawnWidth: BAR_WIDTH,
      cell: (row, width) => drawBar(row.bytes, largest, width, style.unicode),
      colour: (text, _row, colours) => colours.cyan(text),
    },
  ];
}

function labelColumn<Row>(style: TextStyle, label: (row: Row) => string): Column<Row> {
  return {
    title: "Service",
    priority: 96,
    minimumWidth: LABEL_MINIMUM_WIDTH,
    maximumWidth: LABEL_MAXIMUM_WIDTH,
    cell: (row, width) => shortenLabel(escapeText(label(row)), width, style),
    colour: (text, _row, colours) => colours.bold(text),
  };
}

/** The port stays and the name is shortened: `5432/tcp (postg…)`. */
function shortenLabel(label: string, width: number, style: TextStyle): string {
  if (widthOf(label) <= width || !label.endsWith(")")) return shorten(label, width, style);
  return `${shorten(label.slice(0, -1), width - 1, style)})`;
}

function hostColumns<Row extends { readonly address: string; readonly host: string | null }>(
  title: string,
  style: TextStyle,
): Column<Row>[] {
  return [
    {
      title,
      priority: 100,
      minimumWidth: ADDRESS_MINIMUM_WIDTH,
      cell: (row, width) => shortenMiddle(escapeText(row.address), width, style),
    },
    {
      title: "Host name",
      priority: 35,
      minimumWidth: 12,
      maximumWidth: 40,
      cell: (row) => escapeText(row.host ?? ""),
      colour: (text, _row, colours) => colours.dim(text),
    },
  ];
}

const largestBytes = (rows: readonly Counted[]): number =>
  rows.reduce((most, row) => Math.max(most, row.bytes), 0);

export function serviceColumns(
  rows: readonly ServiceReport[],
  totalBytes: number,
  style: TextStyle,
): Column<ServiceReport>[] {
  return [
    labelColumn(style, (row) => row.label),
    {
      title: "Range",
      priority: 50,
      cell: (row) => row.rangeClass,
      colour: (text, _row, colours) => colours.dim(text),
    },
    ...shareColumns<ServiceReport>(totalBytes, largestBytes(rows), style),
    byteColumn(98),
    countColumn("Packets", 65, (row) => row.packets),
    countColumn("Flows", 75, (row) => row.flows),
    countColumn("Clients", 70, (row) => row.clients),
    countColumn("Servers", 68, (row) => row.servers),
    countColumn("Answered", 45, (row) => row.answered),
    {
      ...countColumn<ServiceReport>("Unanswered", 43, (row) => row.unanswered),
      colour: (text, row, colours) => (row.unanswered > 0 ? colours.yellow(text) : colours.dim(text)),
    },
    {
      ...countColumn<ServiceReport>("Refused", 44, (row) => row.refused),
      colour: (text, row, colours) => (row.refused > 0 ? colours.red(text) : colours.dim(text)),
    },
    ...identifiedColumn(rows),
    {
      title: "What it is for",
      priority: 10,
      minimumWidth: 20,
      maximumWidth: 36,
      cell: (row) => escapeText(row.description ?? ""),
      colour: (text, _row, colours) => colours.dim(text),
    },
  ];
}

/** Protocols told from payload, where the capture let any be told. */
function identifiedColumn(rows: readonly ServiceReport[]): Column<ServiceReport>[] {
  if (rows.every((row) => row.identified.length === 0)) return [];
  return [
    {
      title: "Payload says",
      priority: 30,
      minimumWidth: 12,
      maximumWidth: 28,
      cell: (row) => row.identified.map(escapeText).join(", "),
    },
  ];
}

export function serverColumns(
  rows: readonly ServerReport[],
  totalBytes: number,
  style: TextStyle,
): Column<ServerReport>[] {
  const [address, host] = hostColumns<ServerReport>("Server", style);
  return [
    address,
    ...(rows.some((row) => row.host !== null) ? [host] : []),
    labelColumn(style, (row) => row.label),
    ...shareColumns<ServerReport>(totalBytes, largestBytes(rows), style),
    byteColumn(98),
    countColumn("Packets", 40, (row) => row.packets),
    countColumn("Flows", 75, (row) => row.flows),
    countColumn("Clients", 70, (row) => row.clients),
  ];
}

export function clientColumns(
  rows: readonly ClientReport[],
  totalBytes: number,
  style: TextStyle,
): Column<ClientReport>[] {
  const [address, host] = hostColumns<ClientReport>("Client", style);
  return [
    address,
    ...(rows.some((row) => row.host !== null) ? [host] : []),
    ...shareColumns<ClientReport>(totalBytes, largestBytes(rows), style),
    byteColumn(98),
    countColumn("Packets", 60, (row) => row.packets),
    countColumn("Flows", 75, (row) => row.flows),
    countColumn("Services", 70, (row) => row.services),
  ];
}

export function flowColumns(style: TextStyle): Column<FlowReport>[] {
  const endpoint = ({ address, port }: { address: string; port: number }, width: number) => {
    const [open, close] = address.includes(":") ? ["[", "]"] : ["", ""];
    const room = width - open.length - close.length - 1 - String(port).length;
    return `${open}${shortenMiddle(escapeText(address), room, style)}${close}:${port}`;
  };
  const dim: Column<FlowReport>["colour"] = (text, _row, colours) => colours.dim(text);
  return [
    { title: "First seen (UTC)", priority: 40, cell: (row) => formatTime(row.firstSeen, 3), colour: dim },
    {
      title: "Client",
      priority: 97,
      minimumWidth: ENDPOINT_MINIMUM_WIDTH,
      cell: (row, width) => endpoint(row.client, width),
    },
    {
      title: "",
      priority: 60,
      cell: (row) => (style.unicode ? (row.role.known ? "→" : "⇢") : row.role.known ? "->" : "?>"),
      colour: dim,
    },
    {
      title: "Server",
      priority: 98,
      minimumWidth: ENDPOINT_MINIMUM_WIDTH,
      cell: (row, width) => endpoint(row.server, width),
    },
    labelColumn(style, (row) => row.service.label),
    { title: "State", priority: 70, cell: (row) => row.state, colour: stateColour },
    countColumn("Packets", 50, (row) => row.packets.toServer + row.packets.toClient),
    { title: "To server", align: "right", priority: 80, cell: (row) => formatBytes(row.bytes.toServer) },
    { title: "To client", align: "right", priority: 79, cell: (row) => formatBytes(row.bytes.toClient) },
    {
      title: "Role",
      align: "right",
      priority: 45,
      cell: (row) => `${row.role.known ? "" : "guess "}${row.role.confidence.toFixed(2)}`,
    },
    {
      title: "Because",
      priority: 30,
      minimumWidth: 10,
      maximumWidth: 28,
      cell: (row) => row.role.because.map(escapeText).join(", "),
      colour: dim,
    },
    {
      title: "Via",
      priority: 20,
      minimumWidth: 7,
      maximumWidth: 28,
      cell: (row) => row.via.map(escapeText).join(", "),
      colour: dim,
    },
  ];
}

function stateColour(text: string, row: FlowReport, colours: Colours): string {
  if (row.state === "refused" || row.state === "reset") return colours.red(text);
  return row.state === "unanswered" || row.state === "half-open" ? colours.yellow(text) : text;
}

export function portColumns(style: TextStyle): Column<PortRow>[] {
  return [
    labelColumn(style, (row) => row.label),
    {
      title: "Range",
      priority: 50,
      cell: (row) => escapeText(row.rangeClass),
      colour: (text, _row, colours) => colours.dim(text),
    },
    {
      title: "What it is for",
      priority: 90,
      minimumWidth: 20,
      cell: (row) => escapeText(row.description ?? ""),
    },
    {
      title: "Caution",
      priority: 40,
      minimumWidth: 20,
      cell: (row) => escapeText(row.caution ?? ""),
      colour: (text, _row, colours) => colours.yellow(text),
    },
  ];
}
