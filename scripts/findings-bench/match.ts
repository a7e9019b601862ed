/** Which findings tell of which scan. */
import { BlockList, isIPv6 } from "node:net";
import type { Finding } from "../../src/findings/finding.ts";
import type { CertifiedScan } from "./certificates.ts";

export interface ScanMatch {
  readonly scan: CertifiedScan;
  /** One is right; none is a miss, more are noise. */
  readonly findings: readonly Finding[];
}

export interface Matches {
  readonly scans: readonly ScanMatch[];
  /** Findings of scans that were none. */
  readonly wrong: readonly Finding[];
}

export function isScanFinding({ rule }: Finding): boolean {
  return rule === "horizontal-scan" || rule === "vertical-scan";
}

export function matchScans(findings: readonly Finding[], scans: readonly CertifiedScan[]): Matches {
  const told = findings.filter(isScanFinding);
  const matches = scans.map((scan) => ({ scan, findings: told.filter((finding) => tellsOf(finding, scan)) }));
  const wrong = told.filter((finding) => !scans.some((scan) => tellsOf(finding, scan)));
  return { scans: matches, wrong };
}

function tellsOf(finding: Finding, scan: CertifiedScan): boolean {
  if (!finding.ports.some(({ transport }) => transport === scan.transport)) return false;
  if (!finding.clients.some((client) => scan.sources.includes(client))) return false;
  const targets = blockListOf(scan.targets);
  return finding.servers.some((server) => targets.check(server, isIPv6(server) ? "ipv6" : "ipv4"));
}

function blockListOf(targets: readonly string[]): BlockList {
  const list = new BlockList();
  for (const target of targets) {
    const [address, length] = target.split("/");
    const family = isIPv6(address) ? "ipv6" : "ipv4";
    if (length === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(length), family);
  }
  return list;
}
