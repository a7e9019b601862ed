/** The results as Markdown. */
import { table } from "../markdown.ts";
import { PORTOLAN } from "./contestants.ts";
import type { CaptureResult, CommandResult, Results } from "./results.ts";

export function renderResults(results: Results): string {
  const parts = [
    "# Results of the benchmark",
    "Written by `npm run bench`; what the figures mean stands in [README.md](README.md), all rounds in [results.json](results.json).",
    conditions(results),
    "## Goals",
    ...(results.scale === 1 ? [] : ["The captures were small: this tells nothing of the goals."]),
    table(
      ["goal", "measured", "met"],
      results.goals.map(({ goal, measured, isMet }) => [goal, measured, isMet ? "yes" : "**no**"]),
    ),
    "## Losses",
    losses(results.captures),
    "## Starts",
    `Medians of ${results.startUp[0].seconds.length} starts in turn.`,
    table(
      ["command", "median", "range", "peak memory"],
      results.startUp.map(({ name, seconds, median, peakMemory }) => [
        `\`${name}\``,
        milliseconds(median),
        `${milliseconds(Math.min(...seconds))} to ${milliseconds(Math.max(...seconds))}`,
        megabytes(peakMemory),
      ]),
    ),
    "## Commands",
    commandLines(results.captures),
    ...results.captures.flatMap(captureParts),
  ];
  return `${parts.join("\n\n")}\n`;
}

function conditions({
  date,
  commit,
  node,
  machine,
  programs,
  missing,
  rounds,
  slowRounds,
  scale,
}: Results): string {
  const lines = [
    `- ${date}, commit ${commit}`,
    `- Node ${node}, ${machine}`,
    `- ${programs.join(", ")}`,
    `- ${rounds} rounds in turn after one that is not counted, page cache warm; slow commands ${slowRounds} rounds`,
    "- Each time is a whole process, from start to end. Before the clock counted, portolan's totals, services and servers were equal to what the generator had counted, and so were the packets of the others where they tell them.",
    "- ≈: timed on the first frames only, as the column *frames* says, and reckoned for the whole at that rate; the time for a hundred packets is counted once.",
  ];
  if (missing.length > 0) lines.push(`- Not installed and left out: ${missing.join(", ")}`);
  if (scale !== 1) lines.push(`- Captures at 1/${scale} of their size`);
  return lines.join("\n");
}

/** Every command that was faster than portolan, in words. */
function losses(captures: readonly CaptureResult[]): string {
  const lines = captures.flatMap(({ name, commands: [own, ...others] }) => {
    const faster = others.filter((row) => isPeer(row) && row.whole < own.whole);
    if (faster.length === 0) return [];
    const words = faster.map(
      (row) => `\`${row.name}\` took ${(row.whole / own.whole).toFixed(2)} of portolan's time`,
    );
    return [`- ${name}: ${words.join(", ")}.`];
  });
  return lines.length === 0 ? "None: no command was faster than portolan on any capture." : lines.join("\n");
}

function isPeer({ name, isPart }: CommandResult): boolean {
  return !isPart && !name.startsWith(PORTOLAN);
}

/** What stands behind each name in the tables. */
function commandLines(captures: readonly CaptureResult[]): string {
  const lines = new Map(captures.flatMap(({ commands }) => commands.map((row) => [row.name, row.command])));
  return table(
    ["in the tables", "command"],
    [...lines].map(([name, command]) => [name, `\`${command}\``]),
  );
}

function captureParts({ name, about, frames, flows, size, commands }: CaptureResult): string[] {
  const [own] = commands;
  const remarks = commands.flatMap((row) => row.remarks.map((remark) => `- \`${row.name}\` ${remark}.`));
  return [
    `## ${name}`,
    `${about[0].toUpperCase()}${about.slice(1)}: ${frames.toLocaleString("en")} frames, ${flows.toLocaleString("en")} flows, ${(size / 1e9).toFixed(2)} GB.`,
    table(
      [
        "command",
        "frames",
        "rounds",
        "median",
        "range",
        "frames a second",
        "the whole",
        "÷ portolan",
        "peak memory",
      ],
      commands.map((row) => commandCells(row, own)),
    ),
    ...(remarks.length > 0 ? [remarks.join("\n")] : []),
  ];
}

function commandCells(row: CommandResult, own: CommandResult): string[] {
  return [
    row.name,
    row.frames.toLocaleString("en"),
    String(row.seconds.length),
    `${row.median.toFixed(2)} s`,
    `${Math.min(...row.seconds).toFixed(2)} to ${Math.max(...row.seconds).toFixed(2)}`,
    `${((row.frames / row.median) * 1e-6).toFixed(2)} M`,
    row.isPart ? "" : `${row.isReckoned ? "≈ " : ""}${row.whole.toFixed(2)} s`,
    row.isPart ? "" : `${row.isReckoned ? "≈ " : ""}${(row.whole / own.whole).toFixed(2)}`,
    megabytes(row.peakMemory),
  ];
}

function milliseconds(seconds: number): string {
  return `${(seconds * 1000).toFixed(1)} ms`;
}

function megabytes(bytes: number): string {
  return bytes === 0 ? "" : `${Math.round(bytes / 1e6).toLocaleString("en")} MB`;
}
