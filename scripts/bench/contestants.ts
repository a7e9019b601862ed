/** Who runs in the benchmark. */
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { CapturePlan } from "./plans.ts";

/** The names by which the goals find their rows. */
export const PORTOLAN = "portolan";
export const ONE_THREAD = "portolan --threads 1";
export const TWO_THREADS = "portolan --threads 2";
export const FIRST_TENTH = "portolan, first tenth";
export const CAT = "cat";
export const CAPINFOS = "capinfos -c";
export const NFPCAPD = "nfpcapd";
export const TSHARK = "tshark -z conv,tcp";

/** Files that a run left behind, to count packets in. */
export interface Leavings {
  /** What it printed. */
  readonly output: string;
  /** An empty folder made for it. */
  readonly folder: string;
}

export type Pace = "fast" | "slow" | "sampled" | "tenth";

export interface Contestant {
  readonly name: string;
  /** The program that has to be installed, and Debian's package that brings it. */
  readonly program: string;
  readonly package: string;
  readonly command: (capture: string, folder: string) => readonly string[];
  /**
   * `fast`: all rounds. `slow`: few rounds. `sampled`: few rounds over the first frames only, and the time for the
   * whole is reckoned from that and from the time for a hundred packets. `tenth`: all rounds over the first tenth.
   */
  readonly pace: (plan: CapturePlan) => Pace;
  readonly reads: (plan: CapturePlan) => boolean;
  /** Packets that it says it read. */
  readonly packets?: (leavings: Leavings) => number;
}

const fast = (): Pace => "fast";
const slow = (): Pace => "slow";
const sampled = (): Pace => "sampled";
const always = () => true;
const slowly = ({ slowCommands }: CapturePlan) => slowCommands;

/** What others read captures with; each in the way that does least work for its result. */
const PEERS: readonly Contestant[] = [
  {
    name: CAT,
    program: "cat",
    package: "coreutils",
    command: (capture) => ["cat", capture],
    pace: fast,
    reads: always,
  },
  {
    name: CAPINFOS,
    program: "capinfos",
    package: "wireshark-common",
    command: (capture) => ["capinfos", "-c", "-M", capture],
    pace: fast,
    reads: always,
    packets: ({ output }) => figure(output, /^Number of packets:\s+(\d+)$/m),
  },
  {
    name: "tcpdump -w /dev/null",
    program: "tcpdump",
    package: "tcpdump",
    command: (capture) => ["tcpdump", "-r", capture, "-w", "/dev/null"],
    pace: fast,
    reads: always,
  },
  {
    name: NFPCAPD,
    program: "nfpcapd",
    package: "nfdump",
    command: (capture, folder) => ["nfpcapd", "-r", capture, "-w", folder],
    pace: slow,
    reads: slowly,
    packets: ({ folder }) =>
      figureIn(execFileSync("nfdump", ["-R", folder, "-I"], { encoding: "utf8" }), /^Packets:\s+(\d+)$/m),
  },
  {
    name: "argus -w /dev/null",
    program: "argus",
    package: "argus-server",
    command: (capture) => ["argus", "-X", "-r", capture, "-w", "/dev/null"],
    // It keeps nearly 2 kB a flow: 10 million do not fit in the memory of most machines.
    pace: ({ order }) => (order === "scan" ? "sampled" : "slow"),
    reads: slowly,
  },
  {
    name: "ndpiReader",
    program: "ndpiReader",
    package: "libndpi-bin",
    command: (capture) => ["ndpiReader", "-i", capture],
    pace: sampled,
    reads: slowly,
    packets: ({ output }) => figure(output, /^\s*IP packets:\s+(\d+)/m),
  },
  {
    name: TSHARK,
    program: "tshark",
    package: "tshark",
    command: (capture) => ["tshark", "-n", "-q", "-z", "conv,tcp", "-r", capture],
    pace: sampled,
    reads: slowly,
  },
  {
    name: "npm pcap-parser",
    program: "node",
    package: "nodejs",
    command: (capture) => [
      "node",
      fileURLToPath(new URL("./count-with-pcap-parser.js", import.meta.url)),
      capture,
    ],
    pace: sampled,
    // It knows classic pcap with microseconds only.
    reads: (plan) => plan.slowCommands && plan.format === "pcap",
    packets: ({ output }) => figure(output, /^packets: (\d+)$/m),
  },
];

/** portolan as users start it, first of all; with a row for each number of threads where it has that option. */
function own(cli: string): Contestant[] {
  const row = (name: string, pace: Pace, words: readonly string[]): Contestant => ({
    name,
    program: "node",
    package: "nodejs",
    command: (capture) => ["node", cli, "analyze", "--json", ...words, capture],
    pace: () => pace,
    reads: pace === "tenth" ? ({ tenth }) => tenth : always,
  });
  const rows = [row(PORTOLAN, "fast", [])];
  const help = execFileSync("node", [cli, "analyze", "--help"], { encoding: "utf8" });
  if (/--threads\b/.test(help)) {
    rows.push(row(ONE_THREAD, "fast", ["--threads", "1"]), row(TWO_THREADS, "fast", ["--threads", "2"]));
  }
  return [...rows, row(FIRST_TENTH, "tenth", [])];
}

export interface Field {
  readonly running: readonly Contestant[];
  /** Those that are not installed. */
  readonly missing: readonly Contestant[];
}

export function contestants(cli: string, isInstalled: (program: string) => boolean = isOnPath): Field {
  const all = [...own(cli), ...PEERS];
  return {
    running: all.filter(({ program }) => isInstalled(program)),
    missing: all.filter(({ program }) => !isInstalled(program)),
  };
}

function isOnPath(program: string): boolean {
  return spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;
}

function figure(file: string, pattern: RegExp): number {
  return figureIn(readFileSync(file, "utf8"), pattern);
}

function figureIn(text: string, pattern: RegExp): number {
  const [, digits] = pattern.exec(text) ?? [];
  return digits === undefined ? Number.NaN : Number(digits);
}
