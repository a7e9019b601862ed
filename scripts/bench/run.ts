/**
 * `npm run bench -- [--only mix,snap] [--rounds N] [--scale N] [--folder DIR] [--out FILE]`: times whole commands
 * over seeded captures, in turn, after what portolan says of each capture was checked against what its generator
 * counted. Prints a Markdown table for each capture: medians, ratio to portolan, peak memory; losses included.
 *
 * The captures (up to 2.3 GB each) are written to DIR (default: the system's temporary folder) and kept there for
 * the next run. `--scale 100` makes them a hundredth of the size, for a quick look.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { analyze } from "../../src/analyze.ts";
import { type Contestant, contestants } from "./contestants.ts";
import { writeCapture } from "./generate.ts";
import { type Measurement, measure, median } from "./measure.ts";
import { type CapturePlan, type CaptureTruth, PLANS, scaled } from "./plans.ts";

const { values: options } = parseArgs({
  options: {
    only: { type: "string" },
    rounds: { type: "string", default: "5" },
    scale: { type: "string", default: "1" },
    folder: { type: "string", default: join(tmpdir(), "portolan-bench") },
    out: { type: "string" },
  },
});

const CLI = fileURLToPath(new URL("../../src/cli.js", import.meta.url));

async function main(): Promise<void> {
  const names = options.only?.split(",") ?? PLANS.map(({ name }) => name);
  const lines = [machine(), ""];
  for (const plan of PLANS.filter(({ name }) => names.includes(name))) {
    lines.push(...(await benchmark(scaled(plan, Number(options.scale)))), "");
  }
  const text = lines.join("\n");
  console.log(text);
  if (options.out !== undefined) writeFileSync(options.out, `${text.trimEnd()}\n`);
}

/** One capture: written, checked, timed in turn. */
async function benchmark(plan: CapturePlan): Promise<string[]> {
  mkdirSync(options.folder, { recursive: true });
  const path = join(options.folder, `${plan.name}-${options.scale}.${plan.format}`);
  const truth = prepare(plan, path);
  await check(path, truth);
  const running = contestants(CLI).filter(({ skips }) => options.scale !== "1" || !skips.includes(plan.name));
  const found = new Map<Contestant, Measurement[]>(running.map((contestant) => [contestant, []]));
  // A first round warms the page cache and is not counted.
  for (let round = 0; round <= Number(options.rounds); round++) {
    for (const contestant of running) {
      const result = await measure(contestant.command(path));
      if (round > 0) found.get(contestant)?.push(result);
    }
  }
  return [`## ${plan.name}: ${plan.about}`, "", ...tableOf(found)];
}

function prepare(plan: CapturePlan, path: string): CaptureTruth {
  const counted = `${path}.json`;
  if (!existsSync(counted)) writeFileSync(counted, JSON.stringify(writeCapture(plan, path)));
  return JSON.parse(readFileSync(counted, "utf8")) as CaptureTruth;
}

/** Throws where portolan counts anything else than the generator did. */
async function check(path: string, truth: CaptureTruth): Promise<void> {
  const { totals, services } = await analyze(path);
  const bytesByPort = Object.fromEntries(services.map(({ port, bytes }) => [String(port), bytes]));
  const counted = { packets: totals.packets, bytes: totals.bytes, flows: totals.flows, bytesByPort };
  for (const [figure, expected] of Object.entries(truth)) {
    const got = counted[figure as keyof typeof counted];
    if (stable(got) !== stable(expected))
      throw new Error(`${path}: ${figure} is ${stable(got)}, not ${stable(expected)}`);
  }
}

function stable(value: unknown): string {
  return typeof value === "object" && value !== null
    ? JSON.stringify(Object.entries(value).sort(([one], [other]) => Number(one) - Number(other)))
    : JSON.stringify(value);
}

function tableOf(found: ReadonlyMap<Contestant, readonly Measurement[]>): string[] {
  const [[, own]] = found;
  const base = median(own.map(({ seconds }) => seconds));
  const rows = [...found].map(([{ name }, results]) => {
    const seconds = results.map((result) => result.seconds);
    const memory = Math.max(...results.map(({ peakMemory }) => peakMemory));
    const failed = results.some(({ exitCode }) => exitCode !== 0) ? " (failed)" : "";
    return `| ${name}${failed} | ${median(seconds).toFixed(2)} s | ${Math.min(...seconds).toFixed(2)}–${Math.max(...seconds).toFixed(2)} | ${(median(seconds) / base).toFixed(2)} | ${Math.round(memory / 2 ** 20)} MiB |`;
  });
  return [
    "| command | median | range | time / portolan's | peak memory |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
  ];
}

function machine(): string {
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  const memory = Math.round(totalmem() / 2 ** 30);
  return (
    `Commit ${commit}, Node ${process.version}, ${cpus().length} × ${cpus()[0].model.trim()}, ${memory} GiB; ` +
    `${options.rounds} rounds in turn after one that is not counted, page cache warm` +
    (options.scale === "1" ? "." : `; captures at 1/${options.scale} of their size.`)
  );
}

await main();
