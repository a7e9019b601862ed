/**
 * What the page holds as JSON: the report, with its long tables as columns, and the heaviest flows one by one. All text in
 * it has been escaped for showing (`escapeText`), so that nothing unseen is in it; markup it may hold.
 */

import type { OutcomeName } from "../../services/outcome-names.ts";
import type {
  CaptureReport,
  ClientReport,
  FindingReport,
  Report,
  ServerReport,
  ServiceReport,
} from "../report.ts";
import type { TrafficMap } from "../traffic-map.ts";

/** A table by its columns: names once, and no braces. */
export type Columns<Row> = { readonly [Name in keyof Row]: readonly Row[Name][] };

export interface PageData {
  readonly version: string;
  /** Seconds since 1970, whole: what all times here are counted from. */
  readonly base: number;
  readonly captures: readonly CaptureReport[];
  readonly totals: Report["totals"];
  readonly omitted: Report["omitted"];
  readonly timeline: Report["timeline"];
  readonly findings: readonly FindingReport[];
  readonly map: TrafficMap;
  /** By bytes, most first; `totals.services` says how many there are. */
  readonly services: Columns<PageService>;
  readonly servers: Columns<PageServer>;
  readonly clients: Columns<PageClient>;
  readonly flows: PageFlows;
  /** By service: bytes in each step of the time line, as pairs of step and bytes; empty where not known. */
  readonly lines: readonly (readonly number[])[];
}

/** What its other columns tell is left out. */
export interface PageService
  extends Readonly<Omit<ServiceReport, "bytesToClient" | "answered" | "firstSeen" | "lastSeen">> {
  /** Seconds after `base`. */
  readonly first: number;
  readonly last: number;
}

/** Its label tells the rest. */
export type PageServer = Readonly<Omit<ServerReport, "transport" | "port" | "name">>;

export type PageClient = Readonly<ClientReport>;

/** Flows in the order of their first packets, by column. */
export interface PageFlows {
  /** Flows that have no row here; they are in flows.csv. */
  readonly omitted: number;
  readonly addresses: readonly string[];
  /** Host names by address, where a capture tells them. */
  readonly hosts: Readonly<Record<string, string>>;
  /** Labels of services: first those of `services`, then those that are not listed there. */
  readonly otherLabels: readonly string[];
  readonly evidence: readonly FlowEvidence[];
  readonly courses: readonly FlowCourse[];
  /** Numbers of addresses. */
  readonly client: readonly number[];
  readonly clientPort: readonly number[];
  readonly server: readonly number[];
  /** Numbers of labels. */
  readonly service: readonly number[];
  /** True ports of servers, by row, where they are not that of the label. */
  readonly serverPort: Readonly<Record<string, number>>;
  readonly bytesToServer: readonly number[];
  readonly bytesToClient: readonly number[];
  readonly packetsToServer: readonly number[];
  readonly packetsToClient: readonly number[];
  /** Microseconds after `base`, each as the difference to the row before. */
  readonly first: readonly number[];
  /** Microseconds. */
  readonly duration: readonly number[];
  /** First frames, each as the difference to the row before. */
  readonly frame: readonly number[];
  /** How many flows more than one the row stands for, where it does. */
  readonly folded: Readonly<Record<string, number>>;
  /** Numbers of `evidence` and `courses`: few are unlike each other. */
  readonly because: readonly number[];
  readonly course: readonly number[];
}

/** Why the server is the server. */
export interface FlowEvidence {
  readonly known: boolean;
  readonly confidence: number;
  readonly because: readonly string[];
}

/** How a flow went, and what it carried. */
export interface FlowCourse {
  readonly state: string;
  readonly outcome: OutcomeName;
  readonly identified: string | null;
  readonly via: string;
  /** What the server's port was negotiated for; null where it was not. */
  readonly negotiated: string | null;
}

/** Rows of each table that a page holds, at most; the most bytes first. */
export interface PageLimits {
  readonly flows: number;
  readonly services: number;
  readonly servers: number;
  readonly clients: number;
  readonly findings: number;
}

export const PAGE_LIMITS: PageLimits = {
  flows: 100_000,
  services: 5000,
  servers: 5000,
  clients: 5000,
  findings: 500,
};
