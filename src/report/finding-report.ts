/** A finding as the report shows it: an id that stays, lists of bounded length. */
import type { Finding, PortRange } from "../findings/finding.ts";
import { ADDRESSES_LISTED, type FindingReport } from "./report.ts";

export function findingReport(finding: Finding): FindingReport {
  const { rule, key, severity, title, detail, advice, clients, servers, flows, displayFilter } = finding;
  return {
    id: findingId(finding),
    rule,
    key,
    severity,
    title,
    detail,
    advice,
    clients: clients.slice(0, ADDRESSES_LISTED),
    servers: servers.slice(0, ADDRESSES_LISTED),
    omitted: {
      clients: Math.max(0, clients.length - ADDRESSES_LISTED),
      servers: Math.max(0, servers.length - ADDRESSES_LISTED),
    },
    ports: finding.ports.map(portsText),
    flows,
    frames: [...finding.frames],
    displayFilter,
    decidedBy: finding.decidedBy && { ...finding.decidedBy },
  };
}

/** `22/tcp`, `8000-8999/tcp`, `53` for a port of any transport. */
export function portsText({ transport, first, last }: PortRange): string {
  const ports = first === last ? String(first) : `${first}-${last}`;
  return transport === null ? ports : `${ports}/${transport}`;
}

/** 64 bits of FNV-1a over rule and key, in hexadecimal: no secret hangs on it, and it costs no import. */
export function findingId({ rule, key }: Finding): string {
  const bytes = new TextEncoder().encode(`${rule} ${key}`);
  let hash = 0xcbf29ce484222325n;
  for (const byte of bytes) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(16).padStart(16, "0");
}
