/**
 * The report: everything that portolan has to say of a capture, as plain data. `analyze --json` prints this
 * object as it is, and every other output is drawn from it. Its names are a promise (schema
 * `portolan.report/1`): fields are added, never renamed.
 */

import type { Rule, Severity } from "../findings/finding.ts";
import type { RangeClass } from "../services/range-class.ts";
import type { Transport } from "../services/registry.ts";

export const REPORT_SCHEMA = "portolan.report/1";

export type { RangeClass, Transport };

export interface ProblemReport {
  code: string;
  offset: number;
  message: string;
}

export interface CaptureReport {
  path: string;
  format: "pcap" | "pcapng" | null;
  compression: "gzip" | "zstd" | null;
  /** Names of the LINKTYPE_ values, lower case with hyphens: `ethernet`, `ieee802-11-radiotap`, … */
  linkTypes: string[];
  packets: number;
  bytes: number;
  capturedBytes: number;
  /** RFC 3339 in UTC with nanoseconds; null where the capture holds no packet. */
  firstSeen: string | null;
  lastSeen: string | null;
  snapLength: number;
  droppedByCapture: number | null;
  complete: boolean;
  problems: ProblemReport[];
}

export interface TotalsReport {
  packets: number;
  bytes: number;
  flows: number;
  connections: number;
  services: number;
  clients: number;
  servers: number;
}

export interface VerdictReport {
  /** `flow`, or the reason why a packet belongs to none: `arp`, `icmp`, `truncated-header`, … */
  verdict: string;
  packets: number;
  bytes: number;
}

export interface ServiceReport {
  transport: Transport;
  port: number;
  /** The service's name; null where neither registry, overlay nor user has one. */
  name: string | null;
  /** `443/tcp (https)`, or `49822/tcp` without a name. */
  label: string;
  description: string | null;
  rangeClass: RangeClass;
  /** Protocols that its flows' payloads are, the one of most flows first. */
  identified: string[];
  flows: number;
  connections: number;
  /** Distinct client addresses. */
  clients: number;
  /** Distinct server addresses. */
  servers: number;
  packets: number;
  /** Bytes on the wire of whole frames, both directions. */
  bytes: number;
  bytesToServer: number;
  bytesToClient: number;
  firstSeen: string;
  lastSeen: string;
  /** Flows by outcome; the three sum to `flows`. */
  answered: number;
  unanswered: number;
  refused: number;
}

/**
 * One listening socket: an address, a transport and a port. All that an address serves on ports negotiated for one service
 * is one row, under that service's own port.
 */
export interface ServerReport {
  address: string;
  /** The host's name where the capture tells one (pcapng name resolution). Hostile text. */
  host: string | null;
  transport: Transport;
  port: number;
  name: string | null;
  label: string;
  clients: number;
  flows: number;
  packets: number;
  bytes: number;
}

export interface ClientReport {
  address: string;
  host: string | null;
  flows: number;
  /** Distinct services (transport and port) that this address used. */
  services: number;
  packets: number;
  bytes: number;
}

export interface RolesReport {
  decided: number;
  undecided: number;
  byClue: { clue: string; flows: number }[];
}

export interface FindingReport {
  /** The same for the same finding in another capture: a hash of its rule and of what it is about. */
  id: string;
  rule: Rule;
  /** What it is about, in words that are the same in another capture too: without counts, client ports or times. */
  key: string;
  severity: Severity;
  title: string;
  detail: string;
  /** What to do about it. */
  advice: string;
  /** The first `ADDRESSES_LISTED` of the addresses that it is about; `omitted` says how many more there are. */
  clients: string[];
  servers: string[];
  omitted: { clients: number; servers: number };
  /** `22/tcp`, `8000-8999/tcp`: the servers' ports that it is about. */
  ports: string[];
  flows: number;
  frames: number[];
  displayFilter: string;
  /** The line of a policy or baseline that decided; null where none did. */
  decidedBy: { path: string; line: number; column: number; words: string } | null;
}

/** Addresses that are listed of one finding, at most. */
export const ADDRESSES_LISTED = 100;

/** Traffic over time (in reports; null in `analyze --json`), for the stacked chart: equal steps over the capture's span. */
export interface TimelineReport {
  /** Start of the first step, RFC 3339. */
  start: string;
  /** Length of a step in seconds; may be a fraction. */
  stepSeconds: number;
  steps: number;
  /**
   * The services with most bytes, then one row `other` for the rest. Sums over rows and steps equal the flows' bytes and
   * packets, but for packets at 1970-01-01T00:00:00Z: these have no time, and are in no step. `flows` counts those whose
   * first packet falls into the step.
   */
  series: { label: string; bytes: number[]; packets: number[]; flows: number[] }[];
}

export interface Report {
  schema: typeof REPORT_SCHEMA;
  tool: { name: "portolan"; version: string };
  captures: CaptureReport[];
  totals: TotalsReport;
  verdicts: VerdictReport[];
  /** By bytes, most first. */
  services: ServiceReport[];
  /** By bytes, most first. */
  servers: ServerReport[];
  /** By bytes, most first. */
  clients: ClientReport[];
  /**
   * How many rows there are beyond those listed; the totals count them all. `flows`: how many have no row in
   * `flows`, since they were folded into others to bound memory.
   */
  omitted: { flows: number; services: number; servers: number; clients: number };
  roles: RolesReport;
  timeline: TimelineReport | null;
  /** The most severe first. */
  findings: FindingReport[];
  /** Findings that a policy says to ignore. */
  ignoredFindings: number;
}

/** A row of `flows --format ndjson`. */
export interface FlowReport {
  transport: Transport;
  client: { address: string; port: number };
  server: { address: string; port: number };
  role: { known: boolean; confidence: number; because: string[] };
  /** Of a flow on a negotiated port, what the port was negotiated for: the label has that service's own port. */
  service: {
    name: string | null;
    label: string;
    /** The protocol that the payload is, whatever the port says; null where it is none that is known. */
    identified: string | null;
    /** From 0 to 1; null where `identified` is. */
    identifiedConfidence: number | null;
  };
  /** What the port was negotiated for, and the frame that announced it; null where none did. */
  negotiated: { service: string; frame: number } | null;
  packets: { toServer: number; toClient: number };
  bytes: { toServer: number; toClient: number };
  payloadBytes: { toServer: number; toClient: number };
  connections: number;
  /** How many flows more than this one the row stands for; above 0 only where memory was bounded. */
  folded: number;
  state: FlowState;
  firstSeen: string;
  lastSeen: string;
  firstFrame: number;
  /** The encapsulations around the flow's first packet, outermost first: `vlan 10`, `gre`, `vxlan 42`, … */
  via: string[];
  communityId: string;
}

export type FlowState =
  | "established"
  | "unanswered"
  | "refused"
  | "reset"
  | "closed"
  | "half-open"
  | "midstream";
