/**
 * `npm run corpus -- FOLDER`: reads every capture of a corpus whose truth is known and compares packets, bytes
 * and flows with it, once for the innermost headers of tunnels and once for the outermost. Counts it in parts as well,
 * and by the reference where that can read it: every figure has to be the same.
 *
 * FOLDER holds `truth.jsonl`, a line a capture (`path`, `readError`, `frames`, and for `outer` and `inner` the
 * counts and flows that tshark was seen to count), and the captures under `files/`. Known differences stand in
 * scripts/corpus-differences.json with their reason. Exits with 1 where a difference is not among them, or too
 * many are.
 */
import { createReadStream, readFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { survey } from "../src/analyze.ts";
import { UnreadableCapture } from "../src/records/unreadable-capture.ts";
import { partsDiffer, referenceDiffers } from "./compare-ways.ts";
import { differencesOf, type TruthLine } from "./compare-with-truth.ts";

/** Share of the captures that tshark reads in full which have to agree to the last byte. */
const REQUIRED_AGREEMENT = 0.995;

interface Outcome {
  readonly path: string;
  readonly readError: string | null;
  readonly milliseconds: number;
  /** Figures that the reference was asked for. */
  readonly compared: number;
  readonly differences: string[];
}

async function main(folder: string | undefined): Promise<number> {
  if (folder === undefined) {
    console.error("usage: npm run corpus -- FOLDER (with truth.jsonl and files/)");
    return 2;
  }
  const known = JSON.parse(
    readFileSync(new URL("../../scripts/corpus-differences.json", import.meta.url), "utf8"),
  ) as Record<string, string>;
  const outcomes: Outcome[] = [];
  const lines = createInterface({ input: createReadStream(join(folder, "truth.jsonl")) });
  for await (const line of lines) outcomes.push(await compareOne(folder, JSON.parse(line) as TruthLine));
  return tell(outcomes, known);
}

async function compareOne(folder: string, truth: TruthLine): Promise<Outcome> {
  const path = join(folder, "files", truth.path);
  const start = performance.now();
  const differences: string[] = [];
  for (const tunnels of ["inner", "outer"] as const) {
    try {
      const found = differencesOf(await survey(path, { tunnels }), truth[tunnels]);
      differences.push(...found.map((difference) => `${tunnels}: ${difference}`));
    } catch (error) {
      if (!(error instanceof UnreadableCapture)) throw error;
      if (truth.frames > 0) differences.push(`${tunnels}: not readable (${error.reason})`);
    }
  }
  const milliseconds = performance.now() - start;
  let compared = 0;
  try {
    differences.push(...(await partsDiffer(path)));
    const reference = await referenceDiffers(path);
    compared = reference.compared;
    differences.push(...reference.differences);
  } catch (error) {
    if (!(error instanceof UnreadableCapture)) throw error;
  }
  return { path: truth.path, readError: truth.readError, milliseconds, compared, differences };
}

function tell(outcomes: readonly Outcome[], known: Readonly<Record<string, string>>): number {
  const differing = outcomes.filter(({ differences }) => differences.length > 0);
  for (const { path, differences } of differing) {
    console.log(`${path}${path in known ? `\n    known: ${known[path]}` : ""}`);
    for (const difference of differences.slice(0, 6)) console.log(`    ${difference}`);
    if (differences.length > 6) console.log(`    and ${differences.length - 6} more`);
  }
  const readable = outcomes.filter(({ readError }) => readError === null);
  const agreeing = readable.filter(({ differences }) => differences.length === 0);
  const share = agreeing.length / readable.length;
  const unexplained = differing.filter(({ path }) => !(path in known));
  const agreeingNow = outcomes.filter(({ path, differences }) => path in known && differences.length === 0);
  for (const { path } of agreeingNow)
    console.log(`${path}\n    agrees now: strike it from the known differences`);
  const figures = outcomes.reduce((sum, { compared }) => sum + compared, 0);
  const slowest = [...outcomes].sort((one, other) => other.milliseconds - one.milliseconds)[0];
  console.log(
    `${outcomes.length} captures, none made it throw; slowest ${slowest.path} (${slowest.milliseconds.toFixed(0)} ms)\n` +
      `each counted in one part and in three; ${figures} figures compared with the reference\n` +
      `${agreeing.length} of ${readable.length} that tshark reads in full agree to the last byte (${(share * 100).toFixed(2)} %)\n` +
      `${differing.length} differ, ${unexplained.length} of them unexplained`,
  );
  return unexplained.length > 0 || agreeingNow.length > 0 || share < REQUIRED_AGREEMENT ? 1 : 0;
}

process.exitCode = await main(process.argv[2]);
