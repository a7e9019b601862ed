/** The columns of the page's tables. What is less important goes first where there is little room. */

import type { ColumnDefinition } from "tabulator-tables";
import { compareAddresses } from "../../address-order.ts";
import type { FindingReport, ServiceReport } from "../../report.ts";
import type { PageClient, PageServer } from "../page-data.ts";
import {
  bytesCell,
  countCell,
  listCell,
  outcomeCell,
  pressCell,
  rowOf,
  shareCell,
  textCell,
} from "./cells.ts";
import { element } from "./dom.ts";
import type { Model } from "./model.ts";
import { byNumber } from "./table.ts";

/** A row whose share of all bytes is drawn beside its bytes. */
export type Shared<Row extends { bytes: number }> = Row & { readonly share: number };

export function withShare<Row extends { bytes: number }>(row: Row): Shared<Row> {
  return { ...row, share: row.bytes };
}

/** What a row can lead to. */
export interface Leads {
  readonly service: (label: string) => void;
  readonly host: (address: string) => void;
  readonly flow: (flow: number) => void;
}

/** The most that a row has, for bars. */
export type Largest = () => number;

export interface ServiceRow extends ServiceReport {
  readonly worst: FindingReport | null;
  readonly worstRank: number;
}

export function serviceColumns({ data }: Model, leads: Leads, largest: Largest): ColumnDefinition[] {
  return [
    {
      title: "Service",
      field: "label",
      minWidth: 190,
      widthGrow: 3,
      sorter: (_one, _other, row, otherRow) =>
        comparePorts(row.getData() as ServiceReport, otherRow.getData() as ServiceReport),
      formatter: pressCell(
        (cell) => rowOf<ServiceRow>(cell).label,
        (cell) => leads.service(rowOf<ServiceRow>(cell).label),
      ),
      responsive: 0,
    },
    shareColumn(data.totals.bytes, largest, 1),
    bytesColumn("Bytes", "bytes", 92, 0),
    bytesColumn("To server", "bytesToServer", 106, 8),
    bytesColumn("To client", "bytesToClient", 106, 8),
    countColumn("Flows", "flows", 84, 2),
    countColumn("Clients", "clients", 94, 3),
    countColumn("Servers", "servers", 96, 3),
    {
      title: "Answered",
      field: "answered",
      minWidth: 150,
      widthGrow: 2,
      sorter: (_one, _other, row, otherRow) =>
        answeredShare(row.getData() as ServiceReport) - answeredShare(otherRow.getData() as ServiceReport),
      formatter: outcomeCell,
      responsive: 4,
    },
    { title: "Range", field: "rangeClass", minWidth: 112, formatter: textCell, responsive: 9 },
    {
      title: "Payload says",
      field: "identified",
      minWidth: 132,
      sorter: "array",
      formatter: listCell,
      responsive: 7,
    },
    ...(data.findings.length > 0 ? [findingColumn()] : []),
    {
      title: "What it is for",
      field: "description",
      minWidth: 190,
      widthGrow: 4,
      formatter: textCell,
      responsive: 6,
    },
  ];
}

/** `responsive`: the higher, the sooner it is left out. */
export function countColumn(
  title: string,
  field: string,
  minWidth: number,
  responsive: number,
): ColumnDefinition {
  return { title, field, hozAlign: "right", minWidth, formatter: countCell, responsive };
}

export function bytesColumn(
  title: string,
  field: string,
  minWidth: number,
  responsive: number,
): ColumnDefinition {
  return { title, field, hozAlign: "right", minWidth, formatter: bytesCell, responsive };
}

function shareColumn(whole: number, largest: Largest, responsive: number): ColumnDefinition {
  return {
    title: "Share of bytes",
    field: "share",
    minWidth: 158,
    widthGrow: 2,
    sorter: byNumber,
    headerSortStartingDir: "desc",
    formatter: shareCell(whole, largest),
    responsive,
  };
}

function comparePorts(one: ServiceReport, other: ServiceReport): number {
  return one.port - other.port || (one.transport < other.transport ? -1 : 1);
}

function answeredShare({ answered, flows }: ServiceReport): number {
  return flows === 0 ? 0 : answered / flows;
}

/** The most severe finding of the service. */
function findingColumn(): ColumnDefinition {
  return {
    title: "Finding",
    field: "worstRank",
    minWidth: 104,
    sorter: byNumber,
    headerSortStartingDir: "desc",
    responsive: 5,
    formatter: (cell) => {
      const { worst } = rowOf<ServiceRow>(cell);
      if (worst === null) return element("span", { class: "none" }, "–");
      return element("span", { class: `badge ${worst.severity}`, title: worst.title }, worst.severity);
    },
  };
}

export function serverColumns({ data }: Model, leads: Leads, largest: Largest): ColumnDefinition[] {
  return [
    hostColumn("Server", leads),
    ...nameColumn(data.servers.host),
    {
      title: "Service",
      field: "label",
      minWidth: 140,
      widthGrow: 2,
      formatter: pressCell(
        (cell) => rowOf<PageServer>(cell).label,
        (cell) => leads.service(rowOf<PageServer>(cell).label),
      ),
      responsive: 0,
    },
    shareColumn(data.totals.bytes, largest, 3),
    bytesColumn("Bytes", "bytes", 92, 1),
    countColumn("Packets", "packets", 96, 5),
    countColumn("Flows", "flows", 84, 2),
    countColumn("Clients", "clients", 94, 4),
  ];
}

export function clientColumns({ data }: Model, leads: Leads, largest: Largest): ColumnDefinition[] {
  return [
    hostColumn("Client", leads),
    ...nameColumn(data.clients.host),
    shareColumn(data.totals.bytes, largest, 3),
    bytesColumn("Bytes", "bytes", 92, 1),
    countColumn("Packets", "packets", 96, 4),
    countColumn("Flows", "flows", 84, 1),
    countColumn("Services", "services", 96, 2),
  ];
}

function hostColumn(title: string, { host }: Leads): ColumnDefinition {
  const addressOf = (row: unknown) => (row as PageClient).address;
  return {
    title,
    field: "address",
    minWidth: 140,
    widthGrow: 2,
    sorter: (one, other) => compareAddresses(String(one), String(other)),
    formatter: pressCell(
      (cell) => addressOf(cell.getData()),
      (cell) => host(addressOf(cell.getData())),
    ),
    responsive: 0,
  };
}

function nameColumn(hosts: readonly (string | null)[] | undefined): ColumnDefinition[] {
  if (hosts === undefined || hosts.every((host) => host === null)) return [];
  return [
    { title: "Host name", field: "host", minWidth: 130, widthGrow: 2, formatter: textCell, responsive: 6 },
  ];
}
