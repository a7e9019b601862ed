/** Differences of every kind, plain and hostile. */
import type { SideService } from "../../../src/findings/diff/difference.ts";
import { DIFFERENCE_KINDS, type Difference } from "../../../src/findings/diff/difference.ts";
import type { CaptureSummary } from "../../../src/records/record.ts";
import { buildDiffReport, type DiffReport } from "../../../src/report/diff/diff-report.ts";
import type { FailOn } from "../../../src/report/findings/check-report.ts";

export const HOSTILE = "\u001b[31m|`<b>&\u202e=1+1\n](x)";

export function sampleService(changes: Partial<SideService> = {}): SideService {
  return {
    server: "10.0.0.2",
    transport: "tcp",
    first: 443,
    last: 443,
    name: "https",
    protocols: ["tls"],
    answered: true,
    seen: {
      outcomes: { answered: 3, unanswered: 1, refused: 0 },
      clients: ["10.0.0.1"],
      clientCount: 1,
      frames: [7, 9],
    },
    ...changes,
  };
}

export function sampleDifference(changes: Partial<Difference> = {}): Difference {
  return {
    kind: "new",
    severity: "medium",
    before: null,
    after: sampleService(),
    attempts: null,
    ...changes,
  };
}

export const ATTEMPTS = {
  client: "10.0.0.66",
  sockets: 1000,
  servers: ["10.0.0.2", "10.0.0.3"],
  serverCount: 2,
  ports: [
    { transport: "tcp", first: 1, last: 500 },
    { transport: "udp", first: 53, last: 53 },
  ],
  outcomes: { answered: 0, unanswered: 10, refused: 990 },
  frames: [1, 2, 3],
} as const;

const inLock = sampleService({ seen: null, answered: true });
const elsewhere = sampleService({ first: 8443, last: 8443, name: "https-alt" });

export const ALL_KINDS: readonly Difference[] = DIFFERENCE_KINDS.flatMap((kind): Difference[] => {
  switch (kind) {
    case "new":
      return [
        sampleDifference(),
        sampleDifference({
          severity: "low",
          after: sampleService({ server: "internet", name: null, protocols: [] }),
        }),
        sampleDifference({
          after: sampleService({ first: 0, last: 65_535, name: null, protocols: ["bittorrent"] }),
        }),
      ];
    case "gone":
      return [sampleDifference({ kind, severity: "low", before: inLock, after: null })];
    case "moved":
      return [
        sampleDifference({ kind, before: sampleService(), after: elsewhere }),
        sampleDifference({ kind, before: sampleService(), after: sampleService({ server: "10.0.0.9" }) }),
      ];
    case "tried":
      return [
        sampleDifference({ kind, severity: "low", after: sampleService({ answered: false }) }),
        sampleDifference({ kind, after: null, attempts: ATTEMPTS }),
      ];
    case "untried":
      return [
        sampleDifference({ kind, severity: "info", before: inLock, after: null }),
        sampleDifference({ kind, severity: "info", after: null, attempts: ATTEMPTS }),
      ];
    default:
      return [
        sampleDifference({ kind, before: sampleService({ protocols: ["http"] }), after: sampleService() }),
      ];
  }
});

export const HOSTILE_ONES: readonly Difference[] = [
  sampleDifference({ after: sampleService({ server: HOSTILE, name: HOSTILE, protocols: [HOSTILE] }) }),
  sampleDifference({
    kind: "moved",
    before: sampleService({ name: HOSTILE }),
    after: sampleService({ server: HOSTILE }),
  }),
];

export function sampleCapture(path: string, complete = true): CaptureSummary {
  return {
    path,
    format: "pcap",
    compression: null,
    linkTypes: [1],
    packets: 10,
    bytes: 1000,
    capturedBytes: 1000,
    firstSeen: { seconds: 1_700_000_000, nanoseconds: 0 },
    lastSeen: { seconds: 1_700_000_001, nanoseconds: 5 },
    snapLength: 0,
    droppedByCapture: null,
    hostNames: new Map(),
    complete,
    problems: complete ? [] : [{ code: "cut-in-packet", offset: 99, message: "cut" }],
  };
}

export function sampleDiff(
  found: readonly Difference[],
  { failOn = "medium" as FailOn, complete = true, path = "b.pcap", omittedClients = 0 } = {},
): DiffReport {
  const captures = [sampleCapture(path, complete)];
  return buildDiffReport(found, { lock: "ports.lock" }, { captures, omittedClients }, failOn);
}

export const DIFFS: readonly (readonly [string, DiffReport])[] = [
  ["no differences", sampleDiff([])],
  ["all kinds", sampleDiff(ALL_KINDS)],
  ["hostile text", sampleDiff(HOSTILE_ONES, { path: HOSTILE })],
  ["many", sampleDiff(new Array(5000).fill(sampleDifference()), { complete: false, omittedClients: 3 })],
];
