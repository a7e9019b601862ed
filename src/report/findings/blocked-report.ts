/** `check --what-if`: what of the traffic a firewall with the rules of a policy or lock would block. */
import type { BlockedTraffic } from "../../findings/policy/blocked.ts";
import { portLabel, type UserServiceNames } from "../../services/registry.ts";
import type { Transport } from "../report.ts";

/** Rows that are listed, at most: those that somebody would miss most. A scan brings millions. */
export const BLOCKED_LISTED = 1000;

/** A client, a server and a service that the rules keep apart. */
export interface BlockedRow {
  client: { address: string; zone: string };
  server: { address: string; zone: string };
  transport: Transport;
  port: number;
  /** `443/tcp (https)` */
  label: string;
  flows: number;
  /** Flows that were answered: what somebody would miss. */
  answered: number;
  firstFrame: number;
  decidedBy: { path: string; line: number; column: number; words: string };
}

export interface BlockedReport {
  /** All flows that the rules would block. */
  flows: number;
  answered: number;
  /** Those with most answered flows first, then with most flows. */
  listed: BlockedRow[];
  /** Rows beyond those listed. */
  omitted: number;
}

export function blockedReport(
  traffic: Iterable<BlockedTraffic>,
  userNames: UserServiceNames | undefined,
): BlockedReport {
  let kept: BlockedTraffic[] = [];
  let [rows, flows, answered] = [0, 0, 0];
  for (const row of traffic) {
    rows += 1;
    flows += row.flows;
    answered += row.answered;
    kept.push(row);
    if (kept.length === 2 * BLOCKED_LISTED) kept = mostMissed(kept);
  }
  const listed = mostMissed(kept).map((row) => blockedRow(row, userNames));
  return { flows, answered, listed, omitted: rows - listed.length };
}

function mostMissed(rows: readonly BlockedTraffic[]): BlockedTraffic[] {
  return [...rows]
    .sort(
      (one, other) =>
        other.answered - one.answered || other.flows - one.flows || one.firstFrame - other.firstFrame,
    )
    .slice(0, BLOCKED_LISTED);
}

function blockedRow(row: BlockedTraffic, userNames: UserServiceNames | undefined): BlockedRow {
  const { transport, port, flows, answered, firstFrame, decidedBy } = row;
  return {
    client: { address: row.client, zone: row.clientZone },
    server: { address: row.server, zone: row.serverZone },
    transport,
    port,
    label: portLabel(transport, port, userNames),
    flows,
    answered,
    firstFrame,
    decidedBy: { ...decidedBy },
  };
}
