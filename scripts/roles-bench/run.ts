/**
 * `npm run roles:bench -- CAPTURES… [--wrong] [--without-argus] [--out DIR]`: how often portolan tells the server's side
 * rightly, on captures (files, or folders with all that is in them) whose handshakes tell the truth, and on versions of
 * them in which the handshake is not to be seen. Prints the results and writes roles.md and roles.json into `--out`
 * (default reports/bench). With `--wrong` it only prints the flows told wrong, of the captures for training.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { UnreadableCapture } from "../../src/records/unreadable-capture.ts";
import { commitOf } from "../commit-of.ts";
import { ARGUS_PACKAGES, installedArgus } from "./argus.ts";
import { type JudgedCapture, judgeCapture } from "./judge.ts";
import { capturesOf, type ListedCapture } from "./listed-captures.ts";
import { readPackets } from "./packets.ts";
import { renderResults, renderWrong } from "./render.ts";
import { resultsOf } from "./results.ts";

const PROJECT = fileURLToPath(new URL("../../..", import.meta.url));
/** Captures that are worked on at the same time where argus is asked: it sleeps for a second before it ends. */
const LANES = 16;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    wrong: { type: "boolean", default: false },
    "without-argus": { type: "boolean", default: false },
    out: { type: "string", default: join(PROJECT, "reports", "bench") },
  },
});

async function main(): Promise<number> {
  if (positionals.length === 0) {
    console.error("usage: npm run roles:bench -- CAPTURES… [--wrong] [--without-argus] [--out DIR]");
    return 2;
  }
  const start = performance.now();
  const argus = options.wrong || options["without-argus"] ? null : installedArgus();
  if (argus === null) tell(`argus is left out (Debian's packages ${ARGUS_PACKAGES})`);
  const listed = (await Promise.all(positionals.map(capturesOf))).flat();
  const wanted = options.wrong ? listed.filter(({ part }) => part === "training") : listed;
  tell(`${wanted.length} captures`);
  const judged = await judgeAll(wanted, argus !== null);
  const readable = judged.filter((capture) => capture !== null);
  const results = resultsOf(readable, judged.length - readable.length, {
    date: new Date().toISOString().slice(0, 10),
    commit: commitOf(PROJECT),
    node: process.version,
    argus,
  });
  if (options.wrong) console.log(renderWrong(results.wrongInTraining));
  else {
    mkdirSync(options.out, { recursive: true });
    writeFileSync(join(options.out, "roles.json"), `${JSON.stringify(results, null, 1)}\n`);
    writeFileSync(join(options.out, "roles.md"), renderResults(results));
    console.log(renderResults(results));
  }
  tell(`${((performance.now() - start) / 1000).toFixed(0)} s`);
  return 0;
}

/** In the order of the captures, whoever is done first; null for a capture that cannot be read. */
async function judgeAll(
  captures: readonly ListedCapture[],
  asksArgus: boolean,
): Promise<(JudgedCapture | null)[]> {
  const judged: (JudgedCapture | null)[] = [];
  let next = 0;
  const work = async () => {
    while (next < captures.length) {
      const at = next++;
      judged[at] = await judgeFile(captures[at], asksArgus);
    }
  };
  await Promise.all(Array.from({ length: asksArgus ? LANES : 1 }, work));
  return judged;
}

async function judgeFile({ file, path, part }: ListedCapture, asksArgus: boolean) {
  try {
    return await judgeCapture(await readPackets(file), { path, part, asksArgus });
  } catch (error) {
    if (error instanceof UnreadableCapture) return null;
    throw error;
  }
}

function tell(message: string): void {
  console.error(`roles:bench: ${message}`);
}

process.exitCode = await main();
