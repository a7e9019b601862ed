/** All findings of a capture: every kind is asked once. */
import { findBeacons } from "./beaconing.ts";
import { findCleartextServices } from "./cleartext-service.ts";
import { findDynamicListeners } from "./dynamic-listener.ts";
import type { Expectation } from "./expectation.ts";
import { compareFindings, type Finding } from "./finding.ts";
import { findHorizontalScans } from "./horizontal-scan.ts";
import { findProtocolMismatches } from "./protocol-mismatch.ts";
import { findRarePorts } from "./rare-port.ts";
import { findRefusedServices } from "./refused-service.ts";
import { findSensitivePorts } from "./sensitive-port.ts";
import type { Traffic } from "./traffic.ts";
import { findUnansweredServices } from "./unanswered-service.ts";
import { findVerticalScans } from "./vertical-scan.ts";

export interface Findings {
  /** The most severe first. */
  readonly findings: readonly Finding[];
  /** How many more there were that a policy says to ignore. */
  readonly ignored: number;
}

export const NOTHING_FOUND: Findings = { findings: [], ignored: 0 };

/** The kinds that need no policy. */
const KINDS: readonly ((traffic: Traffic) => Finding[])[] = [
  findSensitivePorts,
  findProtocolMismatches,
  findCleartextServices,
  findDynamicListeners,
  findRefusedServices,
  findUnansweredServices,
  findHorizontalScans,
  findVerticalScans,
  findRarePorts,
  findBeacons,
];

export function findAll(traffic: Traffic, expectations: readonly Expectation[] = []): Findings {
  const all = [
    ...KINDS.flatMap((find) => find(traffic)),
    ...expectations.flatMap((expectation) => expectation.findUnexpected(traffic)),
  ];
  const findings = all.filter(
    (finding) => !expectations.some((expectation) => expectation.ignores?.(finding) === true),
  );
  return { findings: findings.sort(compareFindings), ignored: all.length - findings.length };
}
