/**
 * Report objects for the tests of the outputs: plausible ones of any size, an empty one, and one in which every
 * string that a stranger can choose is hostile.
 */

import type {
  ClientReport,
  FlowReport,
  FlowState,
  RangeClass,
  Report,
  ServerReport,
  ServiceReport,
  TimelineReport,
  Transport,
} from "../../src/report/report.ts";

interface KnownService {
  readonly transport: Transport;
  readonly port: number;
  readonly name: string | null;
  readonly description: string | null;
}

const KNOWN: readonly KnownService[] = [
  { transport: "tcp", port: 443, name: "https", description: "HTTP over TLS" },
  { transport: "udp", port: 443, name: "https", description: "HTTP/3 over QUIC" },
  { transport: "tcp", port: 22, name: "ssh", description: "Secure Shell" },
  { transport: "udp", port: 53, name: "domain", description: "Domain Name System" },
  { transport: "tcp", port: 5432, name: "postgresql", description: "PostgreSQL database" },
  { transport: "tcp", port: 80, name: "http", description: "World Wide Web" },
  { transport: "tcp", port: 6379, name: "redis", description: "Redis key-value store" },
  { transport: "udp", port: 123, name: "ntp", description: "Network Time Protocol" },
  { transport: "tcp", port: 25, name: "smtp", description: "Mail transfer" },
  { transport: "tcp", port: 49822, name: null, description: null },
  { transport: "udp", port: 5353, name: "mdns", description: "Multicast DNS" },
  { transport: "tcp", port: 445, name: "microsoft-ds", description: "Windows file sharing (SMB)" },
];

export const HOSTILE_STRINGS: readonly string[] = [
  "\u001b[31mred\u001b[0m\u0007",
  "\u009b2Jcleared",
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "| cell | cell |\n| --- |",
  "=cmd|' /C calc'!A0",
  "@SUM(1+1)*cmd",
  "evil\u202Egpj.exe",
  "zero\u200Bwidth\u2028line",
  "[click](javascript:alert(1)) ![x](http://example.com/x.png) `code` **bold**",
  "../../../../etc/passwd",
  "データベース管理サーバー",
  "</svg></title></style><script>alert(2)</script>",
  "a\u0301\u0302\u0303\u0304\u0305\u0306\u0307 stacked",
  "\ud800 lone surrogate",
  "$(reboot) `reboot` {{constructor}}",
];

const START = Date.UTC(2026, 10, 22, 4, 46, 0);

/** RFC 3339 time, `seconds` after the sample's start. */
function timeAfter(seconds: number): string {
  const whole = new Date(START + Math.floor(seconds) * 1000).toISOString().slice(0, 19);
  const nanoseconds = Math.round((seconds - Math.floor(seconds)) * 1e9);
  return `${whole}.${String(nanoseconds).padStart(9, "0")}Z`;
}

/** A small linear congruential generator (Numerical Recipes), so that samples are the same on every machine. */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function rangeClassOf(port: number): RangeClass {
  if (port < 1024) return "well-known";
  return port < 49_152 ? "registered" : "dynamic";
}

function labelOf(transport: Transport, port: number, name: string | null): string {
  return name === null ? `${port}/${transport}` : `${port}/${transport} (${name})`;
}

function knownService(index: number): KnownService {
  if (index < KNOWN.length) return KNOWN[index];
  const port = 1500 + index * 251;
  const name = index % 3 === 0 ? null : `service-${index}`;
  return { transport: index % 4 === 0 ? "udp" : "tcp", port, name, description: name && "A sample service" };
}

export interface SampleOptions {
  readonly services?: number;
  readonly seconds?: number;
  /** Replaces the name of each service, in turn. */
  readonly names?: readonly string[];
  readonly hostile?: boolean;
}

/** A report whose figures agree with each other: services, servers, clients, verdicts and totals. */
export function sampleReport({
  services: count = 12,
  seconds = 307.4,
  names = [],
  hostile = false,
}: SampleOptions = {}): Report {
  const random = seededRandom(count + 7);
  const text = (index: number, plain: string | null) =>
    hostile ? HOSTILE_STRINGS[index % HOSTILE_STRINGS.length] : plain;
  const services: ServiceReport[] = [];
  const servers: ServerReport[] = [];
  for (let index = 0; index < count; index += 1) {
    const known = knownService(index);
    const name = names.length > 0 ? names[index % names.length] : text(index, known.name);
    const flows = Math.max(1, Math.round((4000 / (index + 1)) * random()));
    const refused = Math.floor(flows * (index % 5 === 4 ? 0.3 : 0));
    const unanswered = Math.floor((flows - refused) * 0.1 * random());
    const packets = flows * (4 + Math.round(40 * random()));
    const bytes = Math.round((packets * (90 + 1200 * random())) / (1 + index / 4));
    const bytesToServer = Math.round(bytes * (0.1 + 0.3 * random()));
    const serverCount = 1 + Math.floor(3 * random());
    services.push({
      ...known,
      name,
      label: labelOf(known.transport, known.port, name),
      rangeClass: rangeClassOf(known.port),
      identified: known.port === 443 ? ["tls"] : [],
      flows,
      connections: flows + Math.floor(flows * 0.05),
      clients: Math.max(1, Math.round(flows * 0.2)),
      servers: serverCount,
      packets,
      bytes,
      bytesToServer,
      bytesToClient: bytes - bytesToServer,
      firstSeen: timeAfter(0),
      lastSeen: timeAfter(seconds),
      answered: flows - refused - unanswered,
      unanswered,
      refused,
    });
    servers.push({
      address:
        index % 3 === 2
          ? `2001:db8:12:34:56:78:9abc:${(index + 1).toString(16)}`
          : `10.0.0.${(index % 250) + 1}`,
      host: text(index + 1, index % 4 === 0 ? `server-${index}.example.com` : null),
      transport: known.transport,
      port: known.port,
      name,
      label: labelOf(known.transport, known.port, name),
      clients: Math.max(1, Math.round(flows * 0.2)),
      flows,
      packets,
      bytes,
    });
  }
  const sum = (rows: readonly { bytes: number; packets: number }[], key: "bytes" | "packets") =>
    rows.reduce((total, row) => total + row[key], 0);
  const byBytes = (one: { bytes: number }, other: { bytes: number }) => other.bytes - one.bytes;
  services.sort(byBytes);
  servers.sort(byBytes);
  const clients: ClientReport[] = services.map((service, index) => ({
    address:
      index % 4 === 3
        ? `fe80::1c2f:4dff:fe33:${(index + 16).toString(16)}`
        : `192.168.1.${(index % 250) + 2}`,
    host: text(index + 2, index % 3 === 0 ? `laptop-${index}.example.com` : null),
    flows: service.flows,
    services: 1 + (index % 5),
    packets: service.packets,
    bytes: service.bytes,
  }));
  const flowPackets = sum(services, "packets");
  const flowBytes = sum(services, "bytes");
  const flows = services.reduce((total, service) => total + service.flows, 0);
  const rest = [
    { verdict: "arp", packets: 120, bytes: 120 * 60 },
    { verdict: "icmp", packets: 31, bytes: 31 * 98 },
    { verdict: "truncated-header", packets: 2, bytes: 120 },
  ];
  const packets = flowPackets + sum(rest, "packets");
  const bytes = flowBytes + sum(rest, "bytes");
  return {
    schema: "portolan.report/1",
    tool: { name: "portolan", version: "0.1.0" },
    captures: [
      {
        path: hostile
          ? `captures/${HOSTILE_STRINGS.slice(0, 11).join("")}.pcapng`
          : "captures/office-uplink.pcapng",
        format: "pcapng",
        compression: "gzip",
        linkTypes: ["ethernet"],
        packets,
        bytes,
        capturedBytes: bytes - 40_000,
        firstSeen: timeAfter(0),
        lastSeen: timeAfter(seconds),
        snapLength: 262_144,
        droppedByCapture: 17,
        complete: !hostile,
        problems: hostile ? [{ code: "cut-in-packet", offset: 123_456, message: HOSTILE_STRINGS[2] }] : [],
      },
    ],
    totals: {
      packets,
      bytes,
      flows,
      connections: services.reduce((total, service) => total + service.connections, 0),
      services: services.length,
      clients: clients.length,
      servers: servers.length,
    },
    verdicts: [{ verdict: "flow", packets: flowPackets, bytes: flowBytes }, ...rest],
    services,
    servers,
    clients,
    omitted: { flows: 0, services: 0, servers: 0, clients: 0 },
    roles: {
      decided: Math.max(0, flows - 3),
      undecided: Math.min(3, flows),
      byClue: [
        { clue: "syn", flows: Math.floor(flows * 0.8) },
        { clue: "fan-in", flows: Math.floor(flows * 0.15) },
        { clue: "service-table", flows: Math.floor(flows * 0.05) },
      ],
    },
    timeline: sampleTimeline(services, seconds, random),
    findings: hostile
      ? HOSTILE_STRINGS.map((string, index) => ({
          id: `f${index}`,
          rule: "unexpected-port",
          key: string,
          severity: "high" as const,
          title: string,
          detail: string,
          advice: string,
          clients: [string],
          servers: [string],
          omitted: { clients: 0, servers: 0 },
          ports: ["80/tcp"],
          flows: index,
          frames: [index + 1],
          displayFilter: `tcp.port == ${index}`,
          decidedBy: { path: string, line: 1, column: 1, words: string },
        }))
      : [],
    ignoredFindings: 0,
  };
}

function sampleTimeline(
  services: readonly ServiceReport[],
  seconds: number,
  random: () => number,
): TimelineReport {
  const steps = 60;
  const row = (label: string, bytes: number) => ({
    label,
    bytes: spread(bytes),
    packets: spread(Math.round(bytes / 800)),
    flows: spread(Math.round(bytes / 20_000)),
  });
  const spread = (bytes: number) => {
    const weights = Array.from({ length: steps }, (_, step) => 0.2 + random() + Math.sin(step / 6) ** 2);
    const whole = weights.reduce((total, weight) => total + weight, 0);
    const share = weights.map((weight) => Math.floor((bytes * weight) / whole));
    share[0] += bytes - share.reduce((total, part) => total + part, 0);
    return share;
  };
  const rest = services.slice(8).reduce((total, service) => total + service.bytes, 0);
  const series = services.slice(0, 8).map((service) => row(service.label, service.bytes));
  if (rest > 0) series.push(row("other", rest));
  return { start: timeAfter(0), stepSeconds: seconds / steps, steps, series };
}

/** A capture file that holds no packet. */
export function emptyReport(): Report {
  return {
    schema: "portolan.report/1",
    tool: { name: "portolan", version: "0.1.0" },
    captures: [
      {
        path: "empty.pcap",
        format: "pcap",
        compression: null,
        linkTypes: ["ethernet"],
        packets: 0,
        bytes: 0,
        capturedBytes: 0,
        firstSeen: null,
        lastSeen: null,
        snapLength: 65_535,
        droppedByCapture: null,
        complete: true,
        problems: [],
      },
    ],
    totals: { packets: 0, bytes: 0, flows: 0, connections: 0, services: 0, clients: 0, servers: 0 },
    verdicts: [],
    services: [],
    servers: [],
    clients: [],
    omitted: { flows: 0, services: 0, servers: 0, clients: 0 },
    roles: { decided: 0, undecided: 0, byClue: [] },
    timeline: null,
    findings: [],
    ignoredFindings: 0,
  };
}

/** One packet, so that every span and rate is zero. */
export function onePacketReport(): Report {
  const report = sampleReport({ services: 1, seconds: 0 });
  const service = { ...report.services[0], flows: 1, connections: 1, clients: 1, servers: 1, packets: 1 };
  const figures = { bytes: 74, bytesToServer: 74, bytesToClient: 0, answered: 0, unanswered: 1, refused: 0 };
  return {
    ...report,
    captures: [{ ...report.captures[0], packets: 1, bytes: 74, capturedBytes: 74, droppedByCapture: 0 }],
    totals: { packets: 1, bytes: 74, flows: 1, connections: 1, services: 1, clients: 1, servers: 1 },
    verdicts: [{ verdict: "flow", packets: 1, bytes: 74 }],
    services: [{ ...service, ...figures }],
    servers: [{ ...report.servers[0], clients: 1, flows: 1, packets: 1, bytes: 74 }],
    clients: [{ ...report.clients[0], flows: 1, services: 1, packets: 1, bytes: 74 }],
    roles: { decided: 1, undecided: 0, byClue: [{ clue: "syn", flows: 1 }] },
    timeline: {
      start: timeAfter(0),
      stepSeconds: 1,
      steps: 1,
      series: [{ label: service.label, bytes: [74], packets: [1], flows: [1] }],
    },
  };
}

const STATES: readonly FlowState[] = ["established", "unanswered", "refused", "closed", "midstream"];

/** Rows of flows, made one at a time so that a test can ask for very many. */
export function* sampleFlows(count: number, hostile = false): Generator<FlowReport> {
  const random = seededRandom(count);
  for (let index = 0; index < count; index += 1) {
    const known = KNOWN[index % KNOWN.length];
    const name = hostile ? HOSTILE_STRINGS[index % HOSTILE_STRINGS.length] : known.name;
    const bytes = { toServer: Math.floor(random() * 5000), toClient: Math.floor(random() * 50_000) };
    yield {
      transport: known.transport,
      client: {
        address: index % 3 === 0 ? "2001:db8::5" : `10.0.0.${(index % 250) + 1}`,
        port: 49_152 + (index % 9000),
      },
      server: { address: "192.0.2.10", port: known.port },
      role: { known: index % 4 !== 0, confidence: 0.99, because: ["syn", "syn-ack"] },
      service: {
        name,
        label: labelOf(known.transport, known.port, name),
        identified: index % 2 ? "tls" : null,
        identifiedConfidence: index % 2 ? 0.98 : null,
      },
      negotiated: index % 7 === 3 ? { service: "ftp-data", frame: index } : null,
      packets: { toServer: 5, toClient: 7 },
      bytes,
      payloadBytes: { toServer: 0, toClient: 0 },
      connections: 1,
      folded: 0,
      state: STATES[index % STATES.length],
      firstSeen: timeAfter(index / 1000),
      lastSeen: timeAfter(index / 1000 + 1),
      firstFrame: index + 1,
      via: hostile ? [HOSTILE_STRINGS[(index + 3) % HOSTILE_STRINGS.length]] : ["vlan 10"],
      communityId: "1:LQU9qZlK+B5F3KDmev6m5PMibrg=",
    };
  }
}
