/**
 * `npm run findings:bench -- [FOLDER] [--out DIR]`: which scans in the project's own captures are found, and what is found in
 * captures where nothing should be: the project's own, and those of FOLDER (a corpus) that ordinary-captures.ts names. All
 * captures of FOLDER are counted as well. Prints the results and writes findings.md and findings.json into `--out` (default
 * reports/bench).
 */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { survey } from "../../src/analyze.ts";
import { type Finding, isAtLeast } from "../../src/findings/finding.ts";
import { UnreadableCapture } from "../../src/records/unreadable-capture.ts";
import { commitOf } from "../commit-of.ts";
import { harderVersion, VARIANTS } from "../roles-bench/harder.ts";
import { capturesOf } from "../roles-bench/listed-captures.ts";
import { surveyOf } from "../roles-bench/own.ts";
import { type Packet, readPackets } from "../roles-bench/packets.ts";
import { type CertifiedCapture, certifiedCaptures } from "./certificates.ts";
import { type Matches, matchScans } from "./match.ts";
import { CLEAN, TRAPS } from "./ordinary-captures.ts";
import { renderResults } from "./render.ts";
import {
  countByRule,
  type Everything,
  type Ordinary,
  type OrdinaryResult,
  type Results,
  type ScanResult,
  type ShownFinding,
  scanResults,
  shown,
  type WrongScan,
} from "./results.ts";
import { atOnce, lossy, SCAN_VERSIONS, type ScanVersion, sentBy, slowed } from "./versions.ts";

const PROJECT = fileURLToPath(new URL("../../..", import.meta.url));
const FIXTURES = join(PROJECT, "fixtures", "captures");
const LOUDEST = 20;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: "string", default: join(PROJECT, "reports", "bench") } },
});

async function main(): Promise<number> {
  const [given, ...more] = positionals;
  if (more.length > 0) {
    console.error("usage: npm run findings:bench -- [FOLDER] [--out DIR]");
    return 2;
  }
  const folder = given === undefined ? undefined : capturesIn(given);
  const certified = certifiedCaptures(FIXTURES);
  const withScans = certified.filter(({ scans }) => scans.length > 0);
  const without = certified.filter(({ scans }) => scans.length === 0);
  tell(`${withScans.length} captures with scans, ${without.length} without`);
  const results: Results = {
    date: new Date().toISOString().slice(0, 10),
    commit: commitOf(PROJECT),
    node: process.version,
    ...(await scansOf(withScans, await atOnceOf(without))),
    ordinary: [
      await ordinary(
        "The project’s own captures without scans (clear text, beacons and the like are really in some)",
        without,
      ),
      ...(folder === undefined ? [] : await ordinaryOf(folder)),
    ],
    everything: folder === undefined ? null : await everythingOf(folder),
  };
  mkdirSync(options.out, { recursive: true });
  writeFileSync(join(options.out, "findings.json"), `${JSON.stringify(results, null, 1)}\n`);
  writeFileSync(join(options.out, "findings.md"), renderResults(results));
  console.log(renderResults(results));
  return 0;
}

/** A corpus has its captures in a folder of their own, beside what is known of them. */
function capturesIn(folder: string): string {
  const files = join(folder, "files");
  return existsSync(files) ? files : folder;
}

async function atOnceOf(captures: readonly { readonly path: string }[]): Promise<Packet[]> {
  return atOnce(await Promise.all(captures.map(({ path }) => readPackets(path))));
}

async function scansOf(captures: readonly CertifiedCapture[], others: readonly Packet[]) {
  const scans: ScanResult[] = [];
  const wrongScans: WrongScan[] = [];
  for (const capture of captures) {
    const packets = await readPackets(capture.path);
    const versions = {} as Record<ScanVersion, Matches>;
    for (const version of SCAN_VERSIONS) {
      const findings = await findingsOf(versionOf(packets, version, capture, others));
      versions[version] = matchScans(findings, capture.scans);
      wrongScans.push(
        ...versions[version].wrong.map(({ severity, title }) => ({
          capture: capture.name,
          version,
          severity,
          title,
        })),
      );
    }
    scans.push(...scanResults(capture.name, versions));
  }
  return { scans, wrongScans };
}

function versionOf(
  packets: readonly Packet[],
  version: ScanVersion,
  { scans }: CertifiedCapture,
  others: readonly Packet[],
): readonly Packet[] {
  switch (version) {
    case "alone":
      return packets;
    case "among others":
      return atOnce([packets, others]);
    case "slow":
      return slowed(packets);
    case "lossy":
      return lossy(packets);
    case "one way":
      return sentBy(
        packets,
        scans.flatMap(({ sources }) => sources),
      );
  }
}

async function findingsOf(packets: readonly Packet[]): Promise<readonly Finding[]> {
  return (await surveyOf(packets)).found.findings;
}

async function ordinary(
  title: string,
  captures: readonly { readonly name: string; readonly path: string }[],
): Promise<Ordinary> {
  const results: OrdinaryResult[] = [];
  for (const { name, path } of captures) {
    const packets = await readPackets(path);
    for (const version of VARIANTS) {
      const findings = (await findingsOf(harderVersion(packets, version))).map(shown);
      if (findings.length > 0) results.push({ capture: name, version, findings });
    }
  }
  const counts = countByRule(results.flatMap(({ findings }) => findings));
  return { title, captures: captures.length, versions: VARIANTS, counts, results };
}

async function ordinaryOf(folder: string): Promise<Ordinary[]> {
  const listed = async (paths: readonly string[]) => {
    const there = paths.filter((path) => existsSync(join(folder, path)));
    for (const path of paths) if (!there.includes(path)) tell(`${path} is not in the folder`);
    const captures = await Promise.all(there.map((path) => capturesOf(join(folder, path))));
    return captures.flatMap((inside, i) => inside.map(({ file }) => ({ name: there[i], path: file })));
  };
  return [
    await ordinary("Clean captures of the folder", await listed(CLEAN)),
    await ordinary("Traps of the folder", await listed(TRAPS)),
  ];
}

async function everythingOf(folder: string): Promise<Everything> {
  const listed = await capturesOf(folder);
  const all: { capture: string; findings: ShownFinding[] }[] = [];
  let flows = 0;
  let unreadable = 0;
  for (const { file, path } of listed) {
    try {
      const { found, services } = await survey(file, { threads: 1 });
      flows += services.totals.flows;
      all.push({ capture: path, findings: found.findings.map(shown) });
    } catch (error) {
      if (!(error instanceof UnreadableCapture)) throw error;
      unreadable++;
    }
  }
  const loud = all.map(({ capture, findings }) => ({
    capture,
    findings: findings.filter(({ severity }) => isAtLeast(severity, "medium")),
  }));
  return {
    captures: listed.length,
    flows,
    unreadable,
    counts: countByRule(all.flatMap(({ findings }) => findings)),
    withFindings: all.filter(({ findings }) => findings.length > 0).length,
    loudest: loud
      .filter(({ findings }) => findings.length > 0)
      .sort(
        (one, other) => other.findings.length - one.findings.length || (one.capture < other.capture ? -1 : 1),
      )
      .slice(0, LOUDEST),
  };
}

function tell(message: string): void {
  console.error(`findings:bench: ${message}`);
}

process.exitCode = await main();
