/** One capture: checked, then timed with all commands in turn. */
import { mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../../src/report/report.ts";
import { type CaptureOnDisk, preparePrefix } from "./captures.ts";
import { differences } from "./check.ts";
import { type Contestant, type Pace, PORTOLAN } from "./contestants.ts";
import { type Measurement, measure, median } from "./measure.ts";
import { type CapturePlan, tenthOf } from "./plans.ts";
import type { CaptureResult, CommandResult } from "./results.ts";

export interface RaceOptions {
  /** A capture of a hundred packets. */
  readonly smallCapture: string;
  readonly rounds: number;
  readonly slowRounds: number;
  /** A folder for what commands write; emptied again. */
  readonly scratch: string;
  readonly tell: (message: string) => void;
}

interface Entry {
  readonly contestant: Contestant;
  readonly pace: Pace;
  readonly path: string;
  readonly frames: number;
  /** Seconds for the small capture; 0 where nobody asks. */
  readonly start: number;
  readonly runs: Measurement[];
  readonly remarks: Set<string>;
}

export async function race(
  plan: CapturePlan,
  capture: CaptureOnDisk,
  running: readonly Contestant[],
  options: RaceOptions,
): Promise<CaptureResult> {
  const entries: Entry[] = [];
  for (const contestant of running.filter(({ reads }) => reads(plan))) {
    const pace = contestant.pace(plan);
    if (isSlow(pace) && options.slowRounds === 0) continue;
    const frames = framesFor(pace, plan);
    const path = await preparePrefix(capture, frames);
    const start = pace === "sampled" ? await timeStart(contestant, options) : 0;
    entries.push({ contestant, pace, path, frames, start, runs: [], remarks: new Set() });
  }
  await check(capture, entries, options);
  const { rounds, slowRounds } = options;
  // A first round of the fast ones warms the page cache and is not counted.
  for (let round = 0; round <= Math.max(rounds, slowRounds); round++) {
    options.tell(`${plan.name}: round ${round} of ${rounds}`);
    for (const entry of entries) {
      const slow = isSlow(entry.pace);
      if (round > (slow ? slowRounds : rounds) || (slow && round === 0)) continue;
      const run = await runOne(entry, options);
      if (round > 0) entry.runs.push(run);
    }
  }
  const { packets, flows } = capture.truth.totals;
  return {
    name: plan.name,
    about: plan.about,
    frames: packets,
    flows,
    size: statSync(capture.path).size,
    commands: entries.map((entry) => resultOf(entry, packets)),
  };
}

function isSlow(pace: Pace): boolean {
  return pace === "slow" || pace === "sampled";
}

const STARTS = 3;

async function timeStart({ command }: Contestant, { smallCapture, scratch }: RaceOptions): Promise<number> {
  const seconds: number[] = [];
  for (let start = 0; start < STARTS; start++) {
    const run = await measure(command(smallCapture, scratch), { pollMilliseconds: 0 });
    seconds.push(run.seconds);
  }
  return median(seconds);
}

function framesFor(pace: Pace, plan: CapturePlan): number {
  if (pace === "sampled") return plan.sample;
  return pace === "tenth" ? tenthOf(plan) : plan.frames;
}

/**
 * Throws where portolan says anything else of the capture than its generator, or anything else with other numbers of
 * threads.
 */
async function check(
  { path, truth }: CaptureOnDisk,
  entries: readonly Entry[],
  { scratch, tell }: RaceOptions,
): Promise<void> {
  const output = join(scratch, "report.json");
  let first: Buffer | undefined;
  for (const { contestant, pace } of entries) {
    const isOwn = contestant.name.startsWith(PORTOLAN) && pace === "fast";
    if (!isOwn) continue;
    tell(`${path}: checking what ${contestant.name} says`);
    const { exitCode } = await measure(contestant.command(path, scratch), { output });
    if (exitCode !== 0) throw new Error(`${path}: ${contestant.name} ended with ${exitCode}`);
    const said = readFileSync(output);
    first ??= said;
    if (!said.equals(first))
      throw new Error(`${path}: ${contestant.name} says something else than ${PORTOLAN}`);
    const wrong = differences(JSON.parse(said.toString()) as Report, truth);
    if (wrong.length > 0)
      throw new Error([`${path}: ${contestant.name} is wrong`, ...wrong.slice(0, 20)].join("\n"));
  }
}

async function runOne(
  { contestant, path, frames, remarks }: Entry,
  { scratch }: RaceOptions,
): Promise<Measurement> {
  const folder = join(scratch, "folder");
  const output = join(scratch, "output");
  mkdirSync(folder);
  const { packets } = contestant;
  const run = await measure(contestant.command(path, folder), { output: packets && output });
  if (run.exitCode !== 0) remarks.add(`ended with ${run.exitCode ?? "a signal"}`);
  const told = packets?.({ output, folder }) ?? frames;
  if (Number.isNaN(told)) remarks.add("did not say how many packets it read");
  else if (told !== frames) remarks.add(`counted ${told} of ${frames} packets`);
  rmSync(folder, { recursive: true });
  return run;
}

function resultOf({ contestant, pace, frames, start, runs, remarks }: Entry, packets: number): CommandResult {
  const seconds = runs.map((run) => run.seconds);
  const middle = median(seconds);
  const isPart = pace === "tenth";
  const isReckoned = !isPart && frames < packets;
  return {
    name: contestant.name,
    command: contestant.command("CAPTURE", "FOLDER").map(withoutFolders).join(" "),
    frames,
    seconds,
    median: middle,
    whole: isReckoned ? start + (Math.max(0, middle - start) * packets) / frames : middle,
    start,
    isReckoned,
    isPart,
    peakMemory: Math.max(...runs.map(({ peakMemory }) => peakMemory)),
    remarks: [...remarks],
  };
}

/** Where the project lies is no part of the result. */
function withoutFolders(word: string): string {
  return word.replace(/^\/.*\/(?=dist\/|count-with)/, "");
}
