/** Scans in words. */
import { addressText } from "../../flows/addresses.ts";
import type { Timestamp } from "../../records/record.ts";
import { lookUp, serviceLabel, type UserServiceNames } from "../../services/registry.ts";
import { flowsFilter } from "../display-filter.ts";
import type { Finding, PortRange, Rule, Severity } from "../finding.ts";
import type { Traffic } from "../traffic.ts";
import { countText, listText, numberOf, timeText } from "../words.ts";
import type { Scan } from "./scan.ts";

/** Sources, targets and ranges of ports that a key names. Where there are more, which they are is chance. */
const NAMED_IN_KEY = 4;

export function scanFinding({ addresses, userNames }: Traffic, rule: Rule, scan: Scan): Finding {
  const clients = scan.sources.map((source) => addressText(addresses.table, source));
  const servers = scan.targets.map((target) => addressText(addresses.table, target));
  const { ports, flows, frames } = scan;
  return {
    rule,
    severity: severityOf(scan),
    key: keyOf(scan, clients, servers),
    title: titleOf(scan, clients, servers, userNames),
    detail: [howWords(scan), outcomeWords(scan), sureWords(scan), ...sourcesWords(clients)].join(" "),
    advice: adviceOf(scan, clients),
    clients,
    servers,
    ports,
    flows,
    frames,
    displayFilter: flowsFilter({ clients, servers, ports }),
    decidedBy: null,
  };
}

/** A scan that was answered has found something. One that was refused or met silence is searching all the same. */
function severityOf({ likelihood, answered }: Scan): Severity {
  if (likelihood !== "sure") return "low";
  return answered > 0 ? "high" : "medium";
}

function keyOf(scan: Scan, clients: readonly string[], servers: readonly string[]): string {
  const ports = scan.ports.map(({ first, last }) => (first === last ? String(first) : `${first}-${last}`));
  const targets = scan.searches === "hosts" ? named(ports, "ports") : named(servers, "hosts");
  return `${named(clients, "hosts")} → ${targets} ${scan.transport}`;
}

function named(names: readonly string[], many: string): string {
  return names.length > NAMED_IN_KEY ? `many ${many}` : [...names].sort().join(",");
}

function titleOf(
  scan: Scan,
  clients: readonly string[],
  servers: readonly string[],
  userNames: UserServiceNames | undefined,
): string {
  const who = clients.length > 1 ? numberOf(clients.length, "host") : clients[0];
  const verb = scan.likelihood === "sure" ? "scanned" : "may have scanned";
  const hosts = scan.hosts === 1 ? servers[0] : `${howExact(scan)}${numberOf(scan.hosts, "host")}`;
  const ports =
    scan.portCount === 1
      ? portLabel(scan.ports[0], userNames)
      : `${countText(scan.portCount)} ports (${scan.transport})`;
  return scan.searches === "hosts"
    ? `${who} ${verb} ${hosts} for ${ports}`
    : `${who} ${verb} ${ports} of ${hosts}`;
}

function portLabel({ transport, first }: PortRange, userNames: UserServiceNames | undefined): string {
  if (transport === null) return String(first);
  return serviceLabel(transport, first, lookUp(transport, first, userNames)?.name ?? null);
}

function howExact({ counted }: Scan): string {
  return counted === "exactly" ? "" : `${counted} `;
}

function howWords(scan: Scan): string {
  const seconds = secondsBetween(scan.firstSeen, scan.lastSeen);
  const targets = `${howExact(scan)}${numberOf(scan.contacts, "target")}`;
  const hosts = numberOf(scan.hosts, "host");
  return `${listText(scan.techniques)} scan: ${targets} (${hosts}, ${numberOf(scan.portCount, "port")}) in ${timeText(seconds)}.`;
}

function outcomeWords({ answered, refused, unanswered }: Scan): string {
  return `${countText(answered)} accepted, ${countText(refused)} refused, ${countText(unanswered)} gave no answer.`;
}

function sureWords({ confidence }: Scan): string {
  return `Confidence ${confidence.toFixed(2)} (random walk over first contacts).`;
}

function sourcesWords(clients: readonly string[]): string[] {
  if (clients.length === 1) return [];
  return [`${listText(clients)} asked the same: decoys of one scanner, or several that share the work.`];
}

function adviceOf({ searches, likelihood, answered }: Scan, clients: readonly string[]): string {
  const who = clients.length > 1 ? "these hosts" : clients[0];
  if (likelihood !== "sure") {
    return `Look at a few of the frames: a program of ${who} that has lost its servers, or peers that are gone, look like a scan too.`;
  }
  const found = searches === "hosts" ? "hosts that accepted" : "ports that accepted";
  const next = answered > 0 ? ` Then look at the ${found}: the first frames lead to them.` : "";
  return `Find out who runs the scan on ${who}; if nobody meant to, treat the host as taken over.${next}`;
}

function secondsBetween(from: Timestamp, to: Timestamp): number {
  return Math.max(0, to.seconds - from.seconds + (to.nanoseconds - from.nanoseconds) / 1e9);
}
