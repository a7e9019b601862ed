/** Findings for the page's tests. */
import type { FindingReport } from "../../src/report/report.ts";

export function sampleFinding(finding: Partial<FindingReport>): FindingReport {
  return {
    id: "f",
    rule: "unexpected-port",
    key: "192.0.2.10 22/tcp",
    severity: "medium",
    title: "A finding",
    detail: "Twelve flows went where none was expected, from 06:55 on.",
    advice: "Ask the owner of the server whether it should be reached there.",
    clients: [],
    servers: [],
    omitted: { clients: 0, servers: 0 },
    ports: [],
    flows: 12,
    frames: [3, 7],
    displayFilter: "tcp.port == 22",
    decidedBy: null,
    ...finding,
  };
}
