/**
 * A flow as one flat row, for formats that know only columns: CSV and Parquet.
 */

import type { FlowReport } from "./report.ts";

export interface FlowColumn {
  readonly name: string;
  readonly kind: "text" | "time" | "count" | "count-or-none" | "fraction" | "boolean";
  readonly value: (flow: FlowReport) => string | number | boolean | null;
}

export const FLOW_COLUMNS: readonly FlowColumn[] = [
  { name: "transport", kind: "text", value: (flow) => flow.transport },
  { name: "clientAddress", kind: "text", value: (flow) => flow.client.address },
  { name: "clientPort", kind: "count", value: (flow) => flow.client.port },
  { name: "serverAddress", kind: "text", value: (flow) => flow.server.address },
  { name: "serverPort", kind: "count", value: (flow) => flow.server.port },
  { name: "roleKnown", kind: "boolean", value: (flow) => flow.role.known },
  { name: "roleConfidence", kind: "fraction", value: (flow) => flow.role.confidence },
  { name: "roleBecause", kind: "text", value: (flow) => flow.role.because.join("; ") },
  { name: "serviceName", kind: "text", value: (flow) => flow.service.name },
  { name: "serviceLabel", kind: "text", value: (flow) => flow.service.label },
  { name: "serviceIdentified", kind: "text", value: (flow) => flow.service.identified },
  {
    name: "serviceIdentifiedConfidence",
    kind: "fraction",
    value: (flow) => flow.service.identifiedConfidence,
  },
  { name: "packetsToServer", kind: "count", value: (flow) => flow.packets.toServer },
  { name: "packetsToClient", kind: "count", value: (flow) => flow.packets.toClient },
  { name: "bytesToServer", kind: "count", value: (flow) => flow.bytes.toServer },
  { name: "bytesToClient", kind: "count", value: (flow) => flow.bytes.toClient },
  { name: "payloadBytesToServer", kind: "count", value: (flow) => flow.payloadBytes.toServer },
  { name: "payloadBytesToClient", kind: "count", value: (flow) => flow.payloadBytes.toClient },
  { name: "connections", kind: "count", value: (flow) => flow.connections },
  { name: "folded", kind: "count", value: (flow) => flow.folded },
  { name: "state", kind: "text", value: (flow) => flow.state },
  { name: "firstSeen", kind: "time", value: (flow) => flow.firstSeen },
  { name: "lastSeen", kind: "time", value: (flow) => flow.lastSeen },
  { name: "firstFrame", kind: "count", value: (flow) => flow.firstFrame },
  { name: "via", kind: "text", value: (flow) => flow.via.join("; ") },
  { name: "negotiatedService", kind: "text", value: (flow) => flow.negotiated?.service ?? null },
  { name: "negotiatedFrame", kind: "count-or-none", value: (flow) => flow.negotiated?.frame ?? null },
  { name: "communityId", kind: "text", value: (flow) => flow.communityId },
];
