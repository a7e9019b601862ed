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
import { findScans, type Scans } from "./scans/find-scans.ts";
import { findFirstContacts } from "./scans/first-contacts.ts";
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

/** The kinds that need no policy, and do not ask for scans. */
const KINDS: readonly ((traffic: Traffic) => Finding[])[] = [
  findSensitivePorts,
  findProtocolMismatches,
  findCleartextServices,
  findDynamicListeners,
  findRarePorts,
  findBeacons,
];

const KINDS_THAT_ASK_FOR_SCANS: readonly ((traffic: Traffic, scans: Scans) => Finding[])[] = [
  findRefusedServices,
  findUnansweredServices,
  findHorizontalScans,
  findVerticalScans,
];

/** `scansOf` is asked last: until then another thread may seek them. Where it did not find out, they are sought here. */
export async function findAll(
  traffic: Traffic,
  expectations: readonly Expectation[] = [],
  scansOf?: () => Promise<Scans | null>,
): Promise<Findings> {
  const withoutScans = [
    ...KINDS.flatMap((find) => find(traffic)),
    ...expectations.flatMap((expectation) => expectation.findUnexpected(traffic)),
  ];
  const scans = (await scansOf?.()) ?? findScans(traffic, findFirstContacts(traffic));
  const all = [...withoutScans, ...KINDS_THAT_ASK_FOR_SCANS.flatMap((find) => find(traffic, scans))];
  const findings = all.filter(
    (finding) => !expectations.some((expectation) => expectation.ignores?.(finding) === true),
  );
  return { findings: findings.sort(compareFindings), ignored: all.length - findings.length };
}
