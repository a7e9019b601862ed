/**
 * Groups of one source's contacts that are one scan: sweeps of the same hosts, searches for the same ports, and sweeps and
 * searches that are of the same contacts for the most part (a few ports of a few hundred hosts are both).
 */
import { type Judgement, NO_SCAN } from "./judge-scan.ts";
import type { ScanGroup, ScanGroups } from "./scan-groups.ts";

/** Groups that are told apart, and clusters of them; a source with more has the others in the first. */
const MOST_COMPARED = 1024;
const MOST_CLUSTERS = 64;
/** Of both sets of targets together, so much is in both where they are of one scan. */
const SAME_TARGETS = 0.5;
/** Of the contacts of the smaller, so much is the larger's too where they are of one scan. */
const SAME_CONTACTS = 0.5;

/** Numbers the scans of a source: each group gets that of its scan. Answers with their judgements. */
export function joinGroups(groups: ScanGroups): Judgement[] {
  const sweeps = clustersOf(groups.sweeps);
  const searches = clustersOf(groups.searches);
  const common = commonContacts(groups, sweeps, searches);
  const scans = [...sweeps];
  for (const [i, search] of searches.entries()) {
    const sweep = sweeps.findIndex((_, j) => common.areSame(j, i));
    if (sweep < 0) scans.push(search);
    else scans[sweep] = [...scans[sweep], ...search];
  }
  number(scans);
  return scans.map(surestOf);
}

/** Groups by what they have in common on their other side. */
function clustersOf(groups: readonly ScanGroup[]): ScanGroup[][] {
  const clusters: ScanGroup[][] = [];
  for (const [i, group] of groups.entries()) {
    const compared = i < MOST_COMPARED ? clusters : [];
    const cluster = compared.find(([leader]) => leader.sketch.similarity(group.sketch) >= SAME_TARGETS);
    if (cluster !== undefined) cluster.push(group);
    else if (i < MOST_COMPARED && clusters.length < MOST_CLUSTERS) clusters.push([group]);
    else clusters[0].push(group);
  }
  // A scan that the capture saw a part of ends within a port, or a host.
  const whole = clusters.filter(({ length }) => length > 1);
  return clusters.filter((cluster) => {
    const [group] = cluster;
    const larger = whole.find(([leader]) => leader !== group && group.sketch.isWithin(leader.sketch));
    if (cluster.length > 1 || larger === undefined) return true;
    larger.push(group);
    return false;
  });
}

/** Which clusters of sweeps and of searches have most contacts in common, as some of them tell. */
function commonContacts(groups: ScanGroups, sweeps: ScanGroup[][], searches: ScanGroup[][]) {
  const common = new Int32Array(sweeps.length * searches.length);
  const ofSweeps = new Int32Array(sweeps.length);
  const ofSearches = new Int32Array(searches.length);
  number(sweeps);
  number(searches);
  for (let i = 0; common.length > 0 && i < groups.sampled; i++) {
    const sweep = groups.sweepOf(groups.sample[i]);
    const search = groups.searchOf(groups.sample[i]);
    if (sweep !== null) ofSweeps[sweep.scan]++;
    if (search !== null) ofSearches[search.scan]++;
    if (sweep !== null && search !== null) common[sweep.scan * searches.length + search.scan]++;
  }
  const areSame = (sweep: number, search: number) =>
    common[sweep * searches.length + search] >= Math.min(ofSweeps[sweep], ofSearches[search]) * SAME_CONTACTS;
  return { areSame };
}

function number(clusters: readonly (readonly ScanGroup[])[]): void {
  for (const [i, cluster] of clusters.entries()) for (const group of cluster) group.scan = i;
}

function surestOf(cluster: readonly ScanGroup[]): Judgement {
  return cluster.reduce(
    (best, { judgement }) => (judgement.confidence > best.confidence ? judgement : best),
    NO_SCAN,
  );
}
