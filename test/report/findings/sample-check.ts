/** What `check` found, made up: of every severity and rule, none, very many, and by a hostile author. */
import { compareFindings, type Finding, RULES, SEVERITIES } from "../../../src/findings/finding.ts";
import type { BlockedTraffic } from "../../../src/findings/policy/blocked.ts";
import type { CaptureProblem, CaptureSummary } from "../../../src/records/record.ts";
import { blockedReport } from "../../../src/report/findings/blocked-report.ts";
import {
  buildCheckReport,
  type CheckReport,
  type CheckSettings,
} from "../../../src/report/findings/check-report.ts";
import { HOSTILE_STRINGS } from "../sample-report.ts";

export function sampleFinding(given: Partial<Finding> = {}): Finding {
  return {
    rule: "sensitive-port",
    severity: "high",
    key: "6379/tcp 10.20.0.30",
    title: "6379/tcp (redis) of 10.20.0.30 is reached from the internet",
    detail:
      "3 clients of the internet connected to 10.20.0.30, and were answered. Redis hands all that it holds to whoever connects.",
    advice: "Let only the hosts that need it reach the port.",
    clients: ["198.51.100.7", "203.0.113.9", "2001:db8:12:34:56:78:9abc:1"],
    servers: ["10.20.0.30"],
    ports: [{ transport: "tcp", first: 6379, last: 6379 }],
    flows: 12,
    frames: [12, 15, 99],
    displayFilter: "ip.addr == 10.20.0.30 && tcp.port == 6379",
    decidedBy: null,
    ...given,
  };
}

export function sampleCapture(given: Partial<CaptureSummary> = {}): CaptureSummary {
  return {
    path: "office.pcapng",
    format: "pcapng",
    compression: null,
    linkTypes: [1],
    packets: 100,
    bytes: 20_000,
    capturedBytes: 20_000,
    firstSeen: { seconds: 1_795_330_526, nanoseconds: 613_986_998 },
    lastSeen: { seconds: 1_795_330_541, nanoseconds: 0 },
    snapLength: 262_144,
    droppedByCapture: null,
    hostNames: new Map(),
    complete: true,
    problems: [],
    ...given,
  };
}

export interface CheckGiven extends Partial<CheckSettings> {
  readonly findings?: readonly Finding[];
  readonly ignored?: number;
  readonly captures?: readonly CaptureSummary[];
}

export function sampleCheck(given: CheckGiven = {}): CheckReport {
  const { findings = [], ignored = 0, captures = [sampleCapture()], ...settings } = given;
  return buildCheckReport(
    { captures, found: { findings: [...findings].sort(compareFindings), ignored } },
    { policy: null, baseline: null, failOn: "medium", blocked: null, ...settings },
  );
}

/** What `--what-if` found: rows to services of `10.0.0.1` and on, so many, of which every third was answered. */
export function sampleBlocked(rows: number, given: Partial<BlockedTraffic> = {}): BlockedTraffic[] {
  return Array.from({ length: rows }, (_, row) => ({
    client: `10.20.0.${row % 250}`,
    server: `10.20.${row >> 8}.${row & 255}`,
    clientZone: "office",
    serverZone: "servers",
    transport: "tcp",
    port: 1000 + (row % 5000),
    flows: 3,
    answered: row % 3 === 0 ? 2 : 0,
    firstFrame: row + 1,
    decidedBy: DECIDED,
    ...given,
  }));
}

export const DECIDED = { path: "ports.yaml", line: 12, column: 5, words: "rule 3: deny redis" } as const;

/** Each rule with each severity. */
export const ALL_KINDS: readonly Finding[] = RULES.flatMap((rule) =>
  SEVERITIES.map((severity) =>
    sampleFinding({
      rule,
      severity,
      key: `${rule} ${severity}`,
      title: `A finding of ${rule}, of ${severity} severity`,
      decidedBy: rule === "unexpected-port" ? DECIDED : null,
    }),
  ),
);

export const MANY: readonly Finding[] = Array.from({ length: 3000 }, (_, number) =>
  sampleFinding({
    severity: SEVERITIES[number % SEVERITIES.length],
    key: `${number}`,
    title: `Finding number ${number}`,
  }),
);

export const VERY_HOSTILE: readonly string[] = [
  ...HOSTILE_STRINGS,
  "]]>",
  "--><!-- ?> <![CDATA[ &amp; &#0;",
  "\u0000\u0001\u000b\ufffe\uffff\ud83d",
  "[evil](https://example.com) {0} {{x}} @everyone #1 </details><h1>",
  "</failure></testcase><testcase name='x'/>",
  "x".repeat(20_000),
  "word ".repeat(10_000),
  "日本語".repeat(5000),
  "😀".repeat(5000),
  "| a | b |",
  "\n# heading\n\n- item",
  "",
];

/** Everything that a stranger can choose is hostile; so is all that a policy's author can. */
export const HOSTILE: readonly Finding[] = VERY_HOSTILE.map((text, number) =>
  sampleFinding({
    severity: SEVERITIES[number % SEVERITIES.length],
    key: text,
    title: text,
    detail: text,
    advice: text,
    displayFilter: text,
    clients: [text],
    servers: [text],
    decidedBy: number % 2 === 0 ? { path: text, line: 1, column: 1, words: text } : null,
  }),
);

const CUT: CaptureProblem = {
  code: "cut-in-packet",
  offset: 123_456,
  message: "the file ends inside a packet",
};

export const DAMAGED = sampleCapture({ path: "cut.pcap", format: "pcap", complete: false, problems: [CUT] });

export const CHECKS: readonly (readonly [string, CheckReport])[] = [
  ["nothing", sampleCheck()],
  ["one finding", sampleCheck({ findings: [sampleFinding()] })],
  [
    "all kinds, a policy and a baseline",
    sampleCheck({ findings: ALL_KINDS, policy: "ports.yaml", baseline: "ports.lock", ignored: 3 }),
  ],
  ["many", sampleCheck({ findings: MANY })],
  ["damaged input", sampleCheck({ captures: [sampleCapture(), DAMAGED] })],
  [
    "findings in several captures",
    sampleCheck({
      findings: ALL_KINDS,
      captures: [sampleCapture({ packets: 12 }), sampleCapture({ path: "-", packets: 50 }), DAMAGED],
    }),
  ],
  ["nothing would be blocked", sampleCheck({ policy: "ports.yaml", blocked: blockedReport([], undefined) })],
  [
    "very much would be blocked",
    sampleCheck({
      findings: MANY,
      policy: "ports.yaml",
      blocked: blockedReport(sampleBlocked(5000), undefined),
    }),
  ],
  [
    "hostile",
    sampleCheck({
      blocked: blockedReport(
        VERY_HOSTILE.flatMap((text) =>
          sampleBlocked(1, {
            client: text,
            server: text,
            clientZone: text,
            serverZone: text,
            decidedBy: { path: text, line: 1, column: 1, words: text },
          }),
        ),
        new Map(),
      ),
      findings: HOSTILE,
      policy: VERY_HOSTILE[0],
      baseline: VERY_HOSTILE[5],
      captures: VERY_HOSTILE.filter((text) => text !== "").map((text) =>
        sampleCapture({ path: text, complete: false, problems: [{ ...CUT, message: text }] }),
      ),
    }),
  ],
];
