/**
 * What `diff` has to say, as plain data: `diff --format json` prints this object as it is, and the other forms are drawn
 * from it. Its names are a promise (schema `portolan.diff/1`): fields are added, never renamed.
 */
import type { Attempts } from "../../findings/baseline/attempts.ts";
import { canonicalAddress, isPortless, lockPorts } from "../../findings/baseline/lock.ts";
import { portsInWords, serverInWords, serviceInWords } from "../../findings/baseline/novelty.ts";
import {
  DIFFERENCE_KINDS,
  type Difference,
  type DifferenceKind,
  type SideService,
} from "../../findings/diff/difference.ts";
import { flowsFilter } from "../../findings/display-filter.ts";
import type { PortRange, Severity } from "../../findings/finding.ts";
import { listText, numberOf } from "../../findings/words.ts";
import type { CaptureSummary } from "../../records/record.ts";
import { captureReport } from "../capture-report.ts";
import { portsText } from "../finding-report.ts";
import { type ExitReport, exitReport, type FailOn } from "../findings/check-report.ts";
import { ADDRESSES_LISTED, type CaptureReport, type Transport } from "../report.ts";
import { VERSION } from "../version.ts";

export const DIFF_SCHEMA = "portolan.diff/1";

/** One of the two that are compared: a lock, or captures. */
export interface SideReport {
  /** Its path; null where the side is captures. */
  lock: string | null;
  /** Empty where the side is a lock. */
  captures: CaptureReport[];
  /** Clients that tried many services in vain, and were not compared: those that tried most were. */
  omittedClients: number;
}

/** A service as one side has it. */
export interface SideServiceReport {
  /** An address, the name of a zone, or `internet`. */
  server: string;
  transport: Transport;
  /** `443/tcp`, `8000-8010/tcp`, `any/udp` of a protocol that has no port of its own. */
  ports: string;
  /** What the port is called; null where it has no name. */
  name: string | null;
  /** Protocols that payloads were of. */
  identified: string[];
  answered: boolean;
  /** What was seen of it; null in a lock. */
  seen: {
    flows: FlowCounts;
    /** The first `ADDRESSES_LISTED` clients; `omittedClients` says how many more there are. */
    clients: string[];
    omittedClients: number;
    frames: number[];
  } | null;
}

export interface FlowCounts {
  answered: number;
  unanswered: number;
  refused: number;
}

/** What one client tried in vain, who tried many services. */
export interface AttemptsReport {
  client: string;
  /** Distinct sockets of servers. */
  services: number;
  /** The first `ADDRESSES_LISTED`; `omittedServers` says how many more there are. */
  servers: string[];
  omittedServers: number;
  ports: string[];
  flows: FlowCounts;
  frames: number[];
}

export interface DifferenceReport {
  kind: DifferenceKind;
  severity: Severity;
  title: string;
  /** Null on the side that has nothing. */
  before: SideServiceReport | null;
  after: SideServiceReport | null;
  /** Null of all other differences than one client's attempts; `before` and `after` are null there. */
  attempts: AttemptsReport | null;
  /** For Wireshark: shows packets of the difference, in the capture that has them. */
  displayFilter: string;
}

export interface DiffReport {
  schema: typeof DIFF_SCHEMA;
  tool: { name: "portolan"; version: string };
  before: SideReport;
  after: SideReport;
  failOn: FailOn;
  exit: ExitReport;
  counts: Record<DifferenceKind, number>;
  /** The most severe first, then by kind, then in the order of locks. */
  differences: DifferenceReport[];
}

/** What was read of a side. */
export type SideRead =
  | { readonly lock: string }
  | { readonly captures: readonly CaptureSummary[]; readonly omittedClients: number };

export function buildDiffReport(
  found: readonly Difference[],
  before: SideRead,
  after: SideRead,
  failOn: FailOn,
): DiffReport {
  const sides = { before: sideReport(before), after: sideReport(after) };
  const captures = [...sides.before.captures, ...sides.after.captures];
  return {
    schema: DIFF_SCHEMA,
    tool: { name: "portolan", version: VERSION },
    ...sides,
    failOn,
    exit: exitReport(found, "difference", { captures, failOn }),
    counts: countByKind(found),
    differences: found.map(differenceReport),
  };
}

function countByKind(found: readonly Difference[]): DiffReport["counts"] {
  const counts = Object.fromEntries(DIFFERENCE_KINDS.map((kind) => [kind, 0])) as DiffReport["counts"];
  for (const { kind } of found) counts[kind] += 1;
  return counts;
}

function sideReport(side: SideRead): SideReport {
  if ("lock" in side) return { lock: side.lock, captures: [], omittedClients: 0 };
  const { captures, omittedClients } = side;
  return { lock: null, captures: captures.map(captureReport), omittedClients };
}

function differenceReport(difference: Difference): DifferenceReport {
  const { kind, severity, before, after, attempts } = difference;
  return {
    kind,
    severity,
    title: titleOf(difference),
    before: before && serviceReport(before),
    after: after && serviceReport(after),
    attempts: attempts && attemptsReport(attempts),
    displayFilter: filterOf(difference),
  };
}

function serviceReport(service: SideService): SideServiceReport {
  const { server, transport, name, protocols, answered, seen } = service;
  return {
    server,
    transport,
    ports: lockPorts(service),
    name,
    identified: [...protocols],
    answered,
    seen: seen && {
      flows: { ...seen.outcomes },
      clients: seen.clients.slice(0, ADDRESSES_LISTED),
      omittedClients: Math.max(0, seen.clientCount - ADDRESSES_LISTED),
      frames: [...seen.frames],
    },
  };
}

function attemptsReport(attempts: Attempts): AttemptsReport {
  const { client, sockets, servers, serverCount, ports, outcomes, frames } = attempts;
  return {
    client,
    services: sockets,
    servers: servers.slice(0, ADDRESSES_LISTED),
    omittedServers: Math.max(0, serverCount - ADDRESSES_LISTED),
    ports: ports.map(portsText),
    flows: { ...outcomes },
    frames: [...frames],
  };
}

function titleOf({ kind, before, after, attempts }: Difference): string {
  if (attempts !== null) return titleOfAttempts(kind, attempts);
  const service = after ?? before;
  if (service === null) return "";
  const what = serviceInWords(service);
  switch (kind) {
    case "new":
      return `${what} is new`;
    case "gone":
      return `${what} is gone`;
    case "answered":
      return `${what} answers now`;
    case "refused":
      return `${what} does not answer any more`;
    case "tried":
      return `${what} was asked for in vain`;
    case "untried":
      return `${what} is no longer asked for in vain`;
    case "moved":
      return before === null ? what : `${serviceInWords(before)} is now ${newPlace(before, service)}`;
    case "identified":
      return before === null ? what : `${what} is ${protocolsOf(service)}, and was ${protocolsOf(before)}`;
  }
}

function titleOfAttempts(kind: DifferenceKind, { client, sockets, serverCount }: Attempts): string {
  const what = `${numberOf(sockets, "service")} of ${numberOf(serverCount, "server")}`;
  return kind === "tried"
    ? `${client} tried ${what}, all in vain`
    : `${client} no longer tries ${what} in vain`;
}

function protocolsOf({ protocols }: SideService): string {
  return listText(protocols, protocols.length);
}

function newPlace(before: SideService, after: SideService): string {
  if (before.server === after.server) return portsInWords(after);
  const isSamePort = lockPorts(before) === lockPorts(after);
  return isSamePort ? `at ${serverInWords(after)}` : serviceInWords(after);
}

/** Of the side that is a capture; of two, the later one that has seen it. */
function filterOf({ before, after, attempts }: Difference): string {
  if (attempts !== null) {
    return flowsFilter({ clients: [attempts.client], servers: attempts.servers, ports: attempts.ports });
  }
  const service = [after, before].find((side) => side !== null && side.seen !== null);
  if (!service?.seen) return "";
  const { server, transport, first, last } = service;
  const ports: PortRange[] = [{ transport, first, last }];
  // Names of zones are none that Wireshark knows.
  const servers = canonicalAddress(server) === null ? [] : [server];
  return isPortless(service)
    ? flowsFilter({ servers, clients: service.seen.clients })
    : flowsFilter({ servers, ports });
}
