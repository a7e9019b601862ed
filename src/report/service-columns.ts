/** The columns of `analyze --csv`, of `services.csv` and of the table that the page exports. */

import type { ServiceReport } from "./report.ts";

type Cell = string | number | null;

export const SERVICE_COLUMNS: readonly {
  readonly name: string;
  readonly value: (row: ServiceReport) => Cell;
}[] = [
  { name: "transport", value: (row) => row.transport },
  { name: "port", value: (row) => row.port },
  { name: "name", value: (row) => row.name },
  { name: "label", value: (row) => row.label },
  { name: "description", value: (row) => row.description },
  { name: "rangeClass", value: (row) => row.rangeClass },
  { name: "identified", value: (row) => row.identified.join("; ") },
  { name: "flows", value: (row) => row.flows },
  { name: "connections", value: (row) => row.connections },
  { name: "clients", value: (row) => row.clients },
  { name: "servers", value: (row) => row.servers },
  { name: "packets", value: (row) => row.packets },
  { name: "bytes", value: (row) => row.bytes },
  { name: "bytesToServer", value: (row) => row.bytesToServer },
  { name: "bytesToClient", value: (row) => row.bytesToClient },
  { name: "firstSeen", value: (row) => row.firstSeen },
  { name: "lastSeen", value: (row) => row.lastSeen },
  { name: "answered", value: (row) => row.answered },
  { name: "unanswered", value: (row) => row.unanswered },
  { name: "refused", value: (row) => row.refused },
];
