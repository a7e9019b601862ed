/** Commands that the docs show with what they print. */
import { readFileSync } from "node:fs";

/** `[command, its words, its output]` of every block of a file that begins with `$ portolan`. */
export function documentedRuns(file: string): [command: string, words: string[], output: string][] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/^```\n\$ portolan (.*)\n([\s\S]*?)^```$/gm)].map(([, command, output]) => [
    command,
    command.split(" "),
    output,
  ]);
}
