/**
 * `npm run bench -- [--only mix,snap] [--rounds N] [--slow-rounds N] [--scale N] [--folder DIR] [--out DIR]`: times
 * whole commands over seeded captures, in turn, after what portolan says of each capture was checked against what
 * its generator counted. Prints tables in Markdown and writes results.md and results.json into `--out`; a whole run
 * writes them into reports/bench without being told to.
 *
 * The captures (up to 3.2 GB each, 20 GB in all) are written to `--folder` (default: the system's temporary folder)
 * and kept there for the next run. `--slow-rounds 0` leaves slow commands out, `--scale 100`
 * makes the captures a hundredth of the size, for a quick look.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { commitOf } from "../commit-of.ts";
import { prepareCapture } from "./captures.ts";
import { type Contestant, contestants } from "./contestants.ts";
import { goalsOf } from "./goals.ts";
import { PLANS, scaled } from "./plans.ts";
import { race } from "./race.ts";
import { renderResults } from "./render.ts";
import type { Results } from "./results.ts";
import { timeStarts, writeSmallCapture } from "./start-up.ts";

const { values: options } = parseArgs({
  options: {
    only: { type: "string" },
    rounds: { type: "string", default: "5" },
    "slow-rounds": { type: "string", default: "2" },
    scale: { type: "string", default: "1" },
    folder: { type: "string", default: join(tmpdir(), "portolan-bench") },
    out: { type: "string" },
  },
});

const PROJECT = fileURLToPath(new URL("../../..", import.meta.url));
const { bin } = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8")) as {
  bin: { portolan: string };
};
/** What users start. */
const CLI = join(PROJECT, bin.portolan);
const STARTS = 31;

async function main(): Promise<void> {
  const scale = Number(options.scale);
  const isWhole = scale === 1 && options.only === undefined;
  const out = options.out ?? (isWhole ? join(PROJECT, "reports", "bench") : undefined);
  mkdirSync(options.folder, { recursive: true });
  const scratch = mkdtempSync(join(tmpdir(), "portolan-bench-"));
  try {
    const { running, missing } = contestants(CLI);
    if (missing.length > 0) tell(`not installed and left out: ${names(missing).join(", ")}`);
    const settings = {
      rounds: Number(options.rounds),
      slowRounds: Number(options["slow-rounds"]),
      scratch,
      smallCapture: writeSmallCapture(scratch),
      tell,
    };
    tell("timing starts");
    let results: Results = {
      ...conditions(running, missing, scale),
      startUp: await timeStarts(CLI, settings.smallCapture, STARTS),
      captures: [],
      goals: [],
    };
    for (const plan of chosenPlans()) {
      const made = scaled(plan, scale);
      tell(`${plan.name}: preparing`);
      const captures = [
        ...results.captures,
        await race(made, prepareCapture(made, scale, options.folder), running, settings),
      ];
      results = { ...results, captures, goals: goalsOf({ ...results, captures }) };
      // After every capture, so that a run that is stopped is not lost.
      if (out !== undefined) write(results, out);
    }
    console.log(renderResults(results));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function chosenPlans() {
  if (options.only === undefined) return PLANS;
  const wanted = options.only.split(",");
  const unknown = wanted.filter((name) => !PLANS.some((plan) => plan.name === name));
  if (unknown.length > 0) throw new Error(`no such capture: ${unknown.join(", ")}`);
  return PLANS.filter(({ name }) => wanted.includes(name));
}

function write(results: Results, out: string): void {
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, "results.json"), `${JSON.stringify(results, null, 1)}\n`);
  writeFileSync(join(out, "results.md"), renderResults(results));
}

type Conditions = Omit<Results, "startUp" | "captures" | "goals">;

function conditions(
  running: readonly Contestant[],
  missing: readonly Contestant[],
  scale: number,
): Conditions {
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: commitOf(PROJECT),
    node: process.version,
    machine: `${cpus().length} × ${cpus()[0].model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    programs: [...new Set(running.map((one) => one.package))]
      .filter((name) => name !== "nodejs")
      .map((name) => answer("dpkg-query", ["--show", name])?.replace("\t", " ") ?? name),
    missing: names(missing),
    scale,
    rounds: Number(options.rounds),
    slowRounds: Number(options["slow-rounds"]),
  };
}

function names(missing: readonly Contestant[]): string[] {
  return missing.map((one) => `${one.program} (Debian's package ${one.package})`);
}

/** What a program prints; null where it cannot be had. */
function answer(program: string, words: readonly string[]): string | null {
  try {
    return execFileSync(program, words, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return null;
  }
}

function tell(message: string): void {
  console.error(`bench: ${message}`);
}

await main();
