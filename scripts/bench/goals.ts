/** The goals that portolan's speed and memory are held to, and whether a run met them. */
import {
  CAPINFOS,
  CAT,
  FIRST_TENTH,
  NFPCAPD,
  ONE_THREAD,
  PORTOLAN,
  TSHARK,
  TWO_THREADS,
} from "./contestants.ts";
import type { CaptureResult, CommandResult, Goal, Results, StartUpResult } from "./results.ts";
import { BARE_NODE, HUNDRED, HUNDRED_JSON, VERSION } from "./start-up.ts";

/** Megabytes as the goals mean them. */
const MB = 1_000_000;
const BASE_MEMORY = 150 * MB;

/** Goals whose rows are missing from the run are left out. */
export function goalsOf(results: Pick<Results, "captures" | "startUp">): Goal[] {
  const { captures, startUp } = results;
  return [
    ...["mix", "snap", "trains"].map((name) => atMost(captures, name, CAPINFOS, 1)),
    atMost(captures, "mix", CAT, 2),
    timesAsFast(captures, "mix", NFPCAPD, 10),
    timesAsFast(captures, "snap", NFPCAPD, 30),
    timesAsFast(captures, "mix", TSHARK, 250),
    ...growth(captures, startUp),
    flowGrowth(captures),
    start(startUp, VERSION, 0.025),
    start(startUp, HUNDRED, 0.08),
    start(startUp, HUNDRED_JSON, 0.08),
    ...["scan", "snap"].map((name) => memoryPerFlow(captures, startUp, name)),
    memoryInAll(captures, "scan", 2000 * MB),
    ...["mix", "snap", "trains"].map((name) => twoThreads(captures, name)),
  ].filter((goal) => goal !== null);
}

interface Pair {
  readonly own: CommandResult;
  readonly other: CommandResult;
}

function pair(captures: readonly CaptureResult[], name: string, own: string, other: string): Pair | null {
  const commands = captures.find((capture) => capture.name === name)?.commands ?? [];
  const ownRow = commands.find((row) => row.name === own);
  const otherRow = commands.find((row) => row.name === other);
  return ownRow && otherRow ? { own: ownRow, other: otherRow } : null;
}

function atMost(captures: readonly CaptureResult[], name: string, other: string, limit: number): Goal | null {
  const found = pair(captures, name, PORTOLAN, other);
  if (found === null) return null;
  const ratio = found.own.whole / found.other.whole;
  return {
    goal: `${name}: at most ${limit === 1 ? "the time" : `${limit} × the time`} of \`${other}\``,
    measured: `${ratio.toFixed(2)} × (${seconds(found.own)} to ${seconds(found.other)})`,
    isMet: ratio <= limit,
  };
}

function timesAsFast(
  captures: readonly CaptureResult[],
  name: string,
  other: string,
  least: number,
): Goal | null {
  const found = pair(captures, name, PORTOLAN, other);
  if (found === null) return null;
  const ratio = found.other.whole / found.own.whole;
  return {
    goal: `${name}: at least ${least} × as fast as \`${other}\``,
    measured: `${ratio.toFixed(1)} × (${seconds(found.own)} to ${seconds(found.other)})`,
    isMet: ratio >= least,
  };
}

/**
 * Ten times the packets of as many flows. Once with the start of the program and once without, as a start makes growth
 * look smaller than it is.
 */
function growth(captures: readonly CaptureResult[], startUp: readonly StartUpResult[]): (Goal | null)[] {
  const start = startUp.find(({ name }) => name === HUNDRED_JSON);
  const found = pair(captures, "long", PORTOLAN, FIRST_TENTH);
  if (start === undefined || found === null) return [];
  return [0, start.median].map((less) => {
    const factor = (found.own.median - less) / (found.other.median - less);
    const packets = found.own.frames / found.other.frames;
    return {
      goal: `long: ${packets.toFixed(0)} × the packets, at most ${(packets * 1.05).toFixed(1)} × the time, ${less === 0 ? "whole process" : "less the start-up"}`,
      measured: `${factor.toFixed(2)} × (${(found.other.median - less).toFixed(2)} s to ${(found.own.median - less).toFixed(2)} s)`,
      isMet: factor <= packets * 1.05,
    };
  });
}

function flowGrowth(captures: readonly CaptureResult[]): Goal | null {
  const [few, many] = ["trains-1k", "trains"].map((name) =>
    captures.find((capture) => capture.name === name),
  );
  if (few === undefined || many === undefined) return null;
  const [fewTime, manyTime] = [few, many].map(({ commands }) => commands[0].whole);
  const more = manyTime / fewTime - 1;
  return {
    goal: `trains: at most 25 % more time for ${many.flows.toLocaleString("en")} flows than for ${few.flows.toLocaleString("en")}`,
    measured: `${(more * 100).toFixed(0)} % more (${fewTime.toFixed(2)} s to ${manyTime.toFixed(2)} s)`,
    isMet: more <= 0.25,
  };
}

function start(startUp: readonly StartUpResult[], name: string, limit: number): Goal | null {
  const own = startUp.find((row) => row.name === name);
  const bare = startUp.find((row) => row.name === BARE_NODE);
  if (own === undefined || bare === undefined) return null;
  const above = own.median - bare.median;
  return {
    goal: `\`${name}\`: at most ${limit * 1000} ms above \`${BARE_NODE}\``,
    measured: `${(above * 1000).toFixed(1)} ms above (${(bare.median * 1000).toFixed(1)} ms to ${(own.median * 1000).toFixed(1)} ms)`,
    isMet: above <= limit,
  };
}

/** The peak above the base that was set; beside it the stricter figure, the peak less that of a hundred packets. */
function memoryPerFlow(
  captures: readonly CaptureResult[],
  startUp: readonly StartUpResult[],
  name: string,
): Goal | null {
  const capture = captures.find((row) => row.name === name);
  const small = startUp.find((row) => row.name === HUNDRED_JSON);
  if (capture === undefined || small === undefined) return null;
  const { peakMemory } = capture.commands[0];
  const aFlow = Math.max(0, peakMemory - BASE_MEMORY) / capture.flows;
  const strict = (peakMemory - small.peakMemory) / capture.flows;
  return {
    goal: `${name}: at most 200 bytes a flow above 150 MB`,
    measured: `${aFlow.toFixed(0)} bytes (peak ${megabytes(peakMemory)}; ${strict.toFixed(0)} bytes above the ${megabytes(small.peakMemory)} of 100 packets)`,
    isMet: aFlow <= 200,
  };
}

function memoryInAll(captures: readonly CaptureResult[], name: string, limit: number): Goal | null {
  const capture = captures.find((row) => row.name === name);
  if (capture === undefined) return null;
  const { peakMemory } = capture.commands[0];
  return {
    goal: `${name}: at most ${megabytes(limit)} in all`,
    measured: megabytes(peakMemory),
    isMet: peakMemory <= limit,
  };
}

function twoThreads(captures: readonly CaptureResult[], name: string): Goal | null {
  const found = pair(captures, name, TWO_THREADS, ONE_THREAD);
  if (found === null) return null;
  const ratio = found.other.median / found.own.median;
  return {
    goal: `${name}: two threads at least 1.7 × as fast as one`,
    measured: `${ratio.toFixed(2)} × (${seconds(found.own)} to ${seconds(found.other)})`,
    isMet: ratio >= 1.7,
  };
}

function seconds({ whole, isReckoned }: CommandResult): string {
  return `${isReckoned ? "≈ " : ""}${whole.toFixed(2)} s`;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / MB).toLocaleString("en")} MB`;
}
