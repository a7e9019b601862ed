/** The table that is shown, as a file: what `services.csv` is, for the rows that the filters left. */

import type { ServiceReport } from "../../report.ts";
import { SERVICE_COLUMNS } from "../../service-columns.ts";
import type { PageClient, PageServer } from "../page-data.ts";
import type { Cell, CsvColumn } from "./csv-text.ts";
import { element } from "./dom.ts";
import type { FlowRow } from "./flow-columns.ts";
import { type Model, timeAfter } from "./model.ts";

export const SERVICE_CSV: readonly CsvColumn<ServiceReport>[] = SERVICE_COLUMNS;

export const SERVER_CSV: readonly CsvColumn<PageServer>[] = [
  { name: "address", value: (row) => row.address },
  { name: "host", value: (row) => row.host },
  { name: "label", value: (row) => row.label },
  { name: "clients", value: (row) => row.clients },
  { name: "flows", value: (row) => row.flows },
  { name: "packets", value: (row) => row.packets },
  { name: "bytes", value: (row) => row.bytes },
];

export const CLIENT_CSV: readonly CsvColumn<PageClient>[] = [
  { name: "address", value: (row) => row.address },
  { name: "host", value: (row) => row.host },
  { name: "services", value: (row) => row.services },
  { name: "flows", value: (row) => row.flows },
  { name: "packets", value: (row) => row.packets },
  { name: "bytes", value: (row) => row.bytes },
];

export function flowCsv({ data, flows }: Model): readonly CsvColumn<FlowRow>[] {
  const byRow =
    (value: (flow: number) => Cell) =>
    ({ flow }: FlowRow) =>
      value(flow);
  return [
    { name: "label", value: (row) => row.label },
    { name: "client", value: byRow((flow) => flows.addresses[flows.client[flow]]) },
    { name: "clientPort", value: byRow((flow) => flows.clientPort[flow]) },
    { name: "server", value: byRow((flow) => flows.addresses[flows.server[flow]]) },
    { name: "serverPort", value: byRow((flow) => flows.serverPort[flow]) },
    { name: "known", value: byRow((flow) => String(flows.evidenceOf(flow).known)) },
    { name: "confidence", value: (row) => row.confidence },
    { name: "because", value: byRow((flow) => flows.evidenceOf(flow).because.join("; ")) },
    { name: "identified", value: byRow((flow) => flows.courseOf(flow).identified) },
    { name: "state", value: (row) => row.state },
    { name: "bytesToServer", value: byRow((flow) => flows.bytesToServer[flow]) },
    { name: "bytesToClient", value: byRow((flow) => flows.bytesToClient[flow]) },
    { name: "packetsToServer", value: byRow((flow) => flows.packetsToServer[flow]) },
    { name: "packetsToClient", value: byRow((flow) => flows.packetsToClient[flow]) },
    { name: "firstSeen", value: (row) => timeAfter(data.base, row.first / 1e6) },
    { name: "lastSeen", value: (row) => timeAfter(data.base, (row.first + row.duration) / 1e6) },
    { name: "firstFrame", value: byRow((flow) => flows.frame[flow]) },
  ];
}

export function saveFile(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = element("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
