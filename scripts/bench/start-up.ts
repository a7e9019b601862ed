/** Times starts: bare Node, the version, and a capture of a hundred packets, in turn. */
import { join } from "node:path";
import { writeCapture } from "./generate.ts";
import { measure, median } from "./measure.ts";
import { plainPlan } from "./plans.ts";
import type { StartUpResult } from "./results.ts";

export const BARE_NODE = "node -e 0";
export const VERSION = "portolan --version";
export const HUNDRED = "portolan analyze, 100 packets";
export const HUNDRED_JSON = "portolan analyze --json, 100 packets";

/** Writes a capture of a hundred packets and answers with its path. */
export function writeSmallCapture(folder: string): string {
  const capture = join(folder, "hundred.pcap");
  writeCapture(plainPlan("hundred", 100, 10), capture);
  return capture;
}

/** `capture` has a hundred packets. */
export async function timeStarts(cli: string, capture: string, rounds: number): Promise<StartUpResult[]> {
  const commands: readonly (readonly [string, readonly string[]])[] = [
    [BARE_NODE, ["node", "-e", "0"]],
    [VERSION, ["node", cli, "--version"]],
    [HUNDRED, ["node", cli, "analyze", capture]],
    [HUNDRED_JSON, ["node", cli, "analyze", "--json", capture]],
  ];
  const seconds = commands.map((): number[] => []);
  // A first round warms the page cache and is not counted.
  for (let round = 0; round <= rounds; round++) {
    for (const [place, [name, command]] of commands.entries()) {
      const found = await measure(command, { pollMilliseconds: 0 });
      if (found.exitCode !== 0) throw new Error(`${name} failed`);
      if (round > 0) seconds[place].push(found.seconds);
    }
  }
  const results: StartUpResult[] = [];
  for (const [place, [name, command]] of commands.entries()) {
    const { peakMemory } = await measure(command, { pollMilliseconds: 2 });
    results.push({ name, seconds: seconds[place], median: median(seconds[place]), peakMemory });
  }
  return results;
}
