/** Rows and columns of the tables of flows. */

import type { ColumnDefinition } from "tabulator-tables";
import { compareText } from "../../../findings/finding.ts";
import { compareAddresses } from "../../address-order.ts";
import { formatDuration, formatTime } from "../../units.ts";
import { pressCell, rowOf, textCell, wordsCell } from "./cells.ts";
import { bytesColumn, countColumn, type Leads } from "./columns.ts";
import { element } from "./dom.ts";
import { type FlowRows, type Model, timeAfter } from "./model.ts";
import { byNumber } from "./table.ts";

/** A flow is a number; what of it is shown is looked up when its row comes into view. */
export interface FlowRow {
  readonly flow: number;
  readonly client: string;
  readonly server: string;
  /** Where addresses and ports stand in their order: a hundred thousand rows are sorted by numbers. */
  readonly clientOrder: number;
  readonly serverOrder: number;
  readonly label: string;
  readonly bytes: number;
  readonly packets: number;
  readonly first: number;
  readonly duration: number;
  readonly state: string;
  readonly confidence: number;
}

const PORTS = 65_536;
const knownPlaces = new WeakMap<FlowRows, Float64Array>();

/** By the address's number: its place among all addresses. */
function placesOf(flows: FlowRows): Float64Array {
  const known = knownPlaces.get(flows);
  if (known !== undefined) return known;
  const places = new Float64Array(flows.addresses.length);
  const sorted = [...flows.addresses.keys()].sort((one, other) =>
    compareAddresses(flows.addresses[one], flows.addresses[other]),
  );
  for (const [place, address] of sorted.entries()) places[address] = place;
  knownPlaces.set(flows, places);
  return places;
}

export function flowRow(flows: FlowRows, flow: number): FlowRow {
  const places = placesOf(flows);
  return {
    flow,
    clientOrder: places[flows.client[flow]] * PORTS + flows.clientPort[flow],
    serverOrder: places[flows.server[flow]] * PORTS + flows.serverPort[flow],
    client: endText(flows.addresses[flows.client[flow]], flows.clientPort[flow]),
    server: endText(flows.addresses[flows.server[flow]], flows.serverPort[flow]),
    label: flows.labels[flows.service[flow]],
    bytes: flows.bytesToServer[flow] + flows.bytesToClient[flow],
    packets: flows.packetsToServer[flow] + flows.packetsToClient[flow],
    first: flows.first[flow],
    duration: flows.duration[flow],
    state: flows.courseOf(flow).state,
    confidence: flows.evidenceOf(flow).confidence,
  };
}

/** `10.0.0.5:443`, `[fd00::5]:443`. */
export function endText(address: string, port: number): string {
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}

/** `80/tcp (http)` before `443/tcp (https)`. */
function comparePortLabels(one: string, other: string): number {
  return Number.parseInt(one, 10) - Number.parseInt(other, 10) || compareText(one, other);
}

/** The date stands where the capture has more than one. */
function timeWords({ base, captures }: Model["data"], seconds: number): string {
  const day = timeAfter(base, 0).slice(0, 10);
  const isOneDay = captures.every(({ lastSeen }) => lastSeen === null || lastSeen.startsWith(day));
  const time = formatTime(timeAfter(base, seconds), 3);
  return isOneDay ? time.slice(11) : time;
}

export function flowColumns({ data }: Model, leads: Leads): ColumnDefinition[] {
  return [
    {
      title: "Client",
      field: "clientOrder",
      minWidth: 165,
      widthGrow: 2,
      sorter: byNumber,
      formatter: pressCell(
        (cell) => rowOf<FlowRow>(cell).client,
        (cell) => leads.flow(rowOf<FlowRow>(cell).flow),
      ),
      responsive: 0,
    },
    {
      title: "Server",
      field: "serverOrder",
      minWidth: 150,
      widthGrow: 2,
      sorter: byNumber,
      formatter: (cell) => element("span", {}, rowOf<FlowRow>(cell).server),
      responsive: 0,
    },
    {
      title: "Service",
      field: "label",
      minWidth: 130,
      widthGrow: 2,
      sorter: (one, other) => comparePortLabels(String(one), String(other)),
      formatter: textCell,
      responsive: 3,
    },
    bytesColumn("Bytes", "bytes", 92, 1),
    countColumn("Packets", "packets", 96, 5),
    { title: "State", field: "state", minWidth: 112, formatter: textCell, responsive: 2 },
    {
      title: "Began (UTC)",
      field: "first",
      hozAlign: "right",
      minWidth: 160,
      formatter: wordsCell((value) => timeWords(data, value / 1e6)),
      responsive: 4,
    },
    {
      title: "Duration",
      field: "duration",
      hozAlign: "right",
      minWidth: 106,
      formatter: wordsCell((value) => formatDuration(value / 1e6)),
      responsive: 6,
    },
    {
      title: "Sure",
      field: "confidence",
      hozAlign: "right",
      minWidth: 70,
      formatter: wordsCell((value) => value.toFixed(2)),
      responsive: 7,
    },
  ];
}
