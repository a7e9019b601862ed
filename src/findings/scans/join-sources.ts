/**
 * Scans of several sources that are one: decoys, and scanners that share their work, ask the same targets at the same time. And
 * where so many hosts scan for the same that nobody would read a line for each, they are told together.
 */
import { isBefore } from "../../records/is-before.ts";
import type { Timestamp } from "../../records/record.ts";
import { mergePorts } from "../port-ranges.ts";
import { type Scan, type ScanOfSource, TARGETS_KEPT, TECHNIQUES } from "./scan.ts";

/** Of all pairs of host and port that two scans asked, so much is in both where they are one: captures lose packets. */
const SAME_TARGETS = 0.3;
/** Groups that a scan is held against, at most: a capture that means ill has many that are nearly alike. */
const MOST_COMPARED = 64;
/** Scans for the same port, or of the same host, from which on they are told together, whatever else they asked. */
const MANY = 20;

export function joinSources(scans: readonly ScanOfSource[]): Scan[] {
  const told = groupedBySame(scans).map((group) => joined(group.map(withoutSketch)));
  return groupedIfMany(told).map(joined);
}

function withoutSketch({ sketch, ...scan }: ScanOfSource): Scan {
  return scan;
}

/** Those that ask the same at the same time. Scans with much in common share one of their sketches' marks. */
function groupedBySame(scans: readonly ScanOfSource[]): ScanOfSource[][] {
  const groups: ScanOfSource[][] = [];
  const byMark = new Map<number, Set<ScanOfSource[]>>();
  for (const scan of scans) {
    let group = candidatesOf(scan, byMark).find(([first]) => areOne(first, scan));
    if (group === undefined) {
      group = [];
      groups.push(group);
    }
    group.push(scan);
    for (const mark of scan.sketch.marks) byMark.set(mark, (byMark.get(mark) ?? new Set()).add(group));
  }
  return groups;
}

function candidatesOf(
  { sketch }: ScanOfSource,
  byMark: ReadonlyMap<number, ReadonlySet<ScanOfSource[]>>,
): ScanOfSource[][] {
  const candidates: ScanOfSource[][] = [];
  for (const mark of sketch.marks) {
    for (const group of byMark.get(mark) ?? []) {
      if (candidates.length === MOST_COMPARED) return candidates;
      candidates.push(group);
    }
  }
  return candidates;
}

function areOne(one: ScanOfSource, other: ScanOfSource): boolean {
  return (
    one.transport === other.transport &&
    one.searches === other.searches &&
    !isEarlier(one.lastSeen, other.firstSeen) &&
    !isEarlier(other.lastSeen, one.firstSeen) &&
    one.sketch.similarity(other.sketch) >= SAME_TARGETS
  );
}

function groupedIfMany(scans: readonly Scan[]): Scan[][] {
  const groups = new Map<string, Scan[]>();
  for (const scan of scans) {
    const target =
      scan.searches === "hosts" ? JSON.stringify(scan.ports) : scan.targets.slice(0, 2).join(" ");
    const key = `${scan.transport} ${scan.searches} ${target}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [scan]);
    else group.push(scan);
  }
  return [...groups.values()].flatMap((group) =>
    group.length < MANY ? group.map((scan) => [scan]) : [group],
  );
}

/**
 * All as one. What several of them asked is not told apart: targets are counted as the one with most of them has, which are
 * so many at least.
 */
function joined(scans: readonly Scan[]): Scan {
  if (scans.length === 1) return scans[0];
  const most = (of: (scan: Scan) => number) =>
    scans.reduce((best, scan) => (of(scan) > of(best) ? scan : best));
  const largest = most(({ contacts }) => contacts);
  const surest = most(({ confidence }) => confidence);
  const first = scans.reduce((best, scan) => (isEarlier(scan.firstSeen, best.firstSeen) ? scan : best));
  const last = scans.reduce((best, scan) => (isEarlier(best.lastSeen, scan.lastSeen) ? scan : best));
  const answered = most((scan) => scan.answered);
  const { hosts, portCount, contacts } = largest;
  return {
    ...answered,
    sources: scans.flatMap(({ sources }) => sources),
    targets: [...new Set(scans.flatMap(({ targets }) => targets))].slice(0, TARGETS_KEPT),
    hosts,
    ports: mergePorts(scans.flatMap(({ ports }) => ports)),
    portCount,
    contacts,
    counted: "at least",
    flows: scans.reduce((sum, { flows }) => sum + flows, 0),
    techniques: TECHNIQUES.filter((word) => scans.some(({ techniques }) => techniques.includes(word))),
    likelihood: surest.likelihood,
    confidence: surest.confidence,
    firstSeen: first.firstSeen,
    lastSeen: last.lastSeen,
  };
}

function isEarlier(one: Timestamp, other: Timestamp): boolean {
  return isBefore(one.seconds, one.nanoseconds, other);
}
