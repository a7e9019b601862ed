/**
 * `npm run roles:learn -- CAPTURES…`: learns what each clue to a role weighs, and writes src/roles/clue-weights.ts. Learns
 * from the captures for training alone (scripts/capture-parts.ts), from flows whose handshake tells the truth, in all
 * variants of the roles benchmark; compile and run the benchmark afterwards.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { UnreadableCapture } from "../../src/records/unreadable-capture.ts";
import { capturesOf } from "../roles-bench/listed-captures.ts";
import { type Packet, readPackets } from "../roles-bench/packets.ts";
import { examplesOf } from "./examples.ts";
import { FEATURE_COUNT, PENALTY, PRIOR, weightsText } from "./features.ts";
import { type Example, fitWeights } from "./fit.ts";

const WEIGHTS_FILE = join(fileURLToPath(new URL("../../..", import.meta.url)), "src/roles/clue-weights.ts");

async function main(given: readonly string[]): Promise<number> {
  if (given.length === 0) {
    console.error("usage: npm run roles:learn -- CAPTURES…");
    return 2;
  }
  const listed = (await Promise.all(given.map(capturesOf))).flat();
  const examples: Example[] = [];
  for (const { file, part } of listed) {
    if (part !== "training") continue;
    const packets = await packetsOf(file);
    if (packets !== null) examples.push(...(await examplesOf(packets)));
  }
  const weights = fitWeights(examples, PRIOR, PENALTY);
  writeFileSync(WEIGHTS_FILE, weightsText(weights));
  console.error(`roles:learn: ${examples.length} examples, ${FEATURE_COUNT} weights`);
  return 0;
}

async function packetsOf(file: string): Promise<readonly Packet[] | null> {
  try {
    return await readPackets(file);
  } catch (error) {
    if (error instanceof UnreadableCapture) return null;
    throw error;
  }
}

process.exitCode = await main(process.argv.slice(2));
