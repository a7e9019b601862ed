/** How the benchmark judges its goals and tells its results, from figures made up here. */
import { describe, expect, test } from "vitest";
import {
  CAPINFOS,
  CAT,
  FIRST_TENTH,
  ONE_THREAD,
  PORTOLAN,
  TSHARK,
  TWO_THREADS,
} from "../../scripts/bench/contestants.ts";
import { goalsOf } from "../../scripts/bench/goals.ts";
import { renderResults } from "../../scripts/bench/render.ts";
import type { CaptureResult, CommandResult, Results, StartUpResult } from "../../scripts/bench/results.ts";
import { BARE_NODE, HUNDRED, HUNDRED_JSON, VERSION } from "../../scripts/bench/start-up.ts";

function command(name: string, seconds: number, more: Partial<CommandResult> = {}): CommandResult {
  return {
    name,
    command: name,
    frames: 1000,
    seconds: [seconds],
    median: seconds,
    whole: seconds,
    start: 0,
    isReckoned: false,
    isPart: false,
    peakMemory: 100e6,
    remarks: [],
    ...more,
  };
}

function capture(name: string, ...commands: CommandResult[]): CaptureResult {
  return { name, about: "made up", frames: 1000, flows: 1_000_000, size: 1e9, commands };
}

function starts(...milliseconds: readonly number[]): StartUpResult[] {
  return [BARE_NODE, VERSION, HUNDRED_JSON].map((name, i) => ({
    name,
    seconds: [milliseconds[i] / 1000],
    median: milliseconds[i] / 1000,
    peakMemory: 50e6,
  }));
}

const judge = (captures: CaptureResult[], startUp: StartUpResult[] = []) =>
  goalsOf({ captures, startUp }).map(({ goal, isMet }) => [goal.replace(/:.*/, ""), isMet]);

describe("goals", () => {
  test.each([
    [1, true],
    [1.01, false],
  ])("against capinfos, %f of its time: %o", (seconds, isMet) => {
    expect(judge([capture("snap", command(PORTOLAN, seconds), command(CAPINFOS, 1))])).toEqual([
      ["snap", isMet],
    ]);
  });

  test.each([
    [0.5, true],
    [0.51, false],
  ])("against cat, %f seconds to 0.25: %o", (seconds, isMet) => {
    expect(judge([capture("mix", command(PORTOLAN, seconds), command(CAT, 0.25))])).toEqual([["mix", isMet]]);
  });

  test.each([
    [250, true],
    [249, false],
  ])("against tshark, reckoned %i times as long: %o", (seconds, isMet) => {
    const tshark = command(TSHARK, seconds / 8, { whole: seconds, isReckoned: true });
    const [goal] = goalsOf({ captures: [capture("mix", command(PORTOLAN, 1), tshark)], startUp: [] });
    expect(goal).toMatchObject({ isMet });
    expect(goal.measured).toContain("≈");
  });

  test("growth is judged with the start-up and without", () => {
    const whole = command(PORTOLAN, 10.4, { frames: 10_000 });
    const tenth = command(FIRST_TENTH, 1, { frames: 1000, isPart: true });
    const judged = judge([capture("long", whole, tenth)], starts(40, 60, 100));
    expect(judged.filter(([name]) => name === "long")).toEqual([
      ["long", true],
      ["long", false],
    ]);
  });

  test.each([
    [1.25, true],
    [1.26, false],
  ])("many flows take %f times as long: %o", (seconds, isMet) => {
    const captures = [
      capture("trains-1k", command(PORTOLAN, 1)),
      capture("trains", command(PORTOLAN, seconds)),
    ];
    expect(judge(captures)).toEqual([["trains", isMet]]);
  });

  test.each([
    [[40, 64, 119], true, true],
    [[40, 66, 119], false, true],
    [[40, 64, 121], true, false],
  ] as const)("starts of %o ms", (milliseconds, version, hundred) => {
    const judged = goalsOf({ captures: [], startUp: starts(...milliseconds) });
    expect(judged.map(({ isMet }) => isMet)).toEqual([version, hundred]);
    expect(judged.some(({ goal }) => goal.includes(HUNDRED))).toBe(false);
  });

  test.each([
    [349e6, true],
    [351e6, false],
  ])("a million flows in %f bytes: %o", (peakMemory, isMet) => {
    const judged = judge([capture("snap", command(PORTOLAN, 1, { peakMemory }))], starts(40, 60, 100));
    expect(judged.filter(([name]) => name === "snap")).toEqual([["snap", isMet]]);
  });

  test.each([
    [1.7, true],
    [1.69, false],
  ])("one thread takes %f times as long as two: %o", (seconds, isMet) => {
    const rows = [command(PORTOLAN, 1), command(ONE_THREAD, seconds), command(TWO_THREADS, 1)];
    expect(judge([capture("trains", ...rows)])).toEqual([["trains", isMet]]);
  });

  test("what was not run is not judged", () => {
    expect(judge([capture("mix", command(PORTOLAN, 1))])).toEqual([]);
  });
});

describe("results in Markdown", () => {
  const results: Results = {
    date: "2026-11-22",
    commit: "abc",
    node: "v20",
    machine: "2 cores",
    programs: [],
    missing: ["argus (Debian's package argus-server)"],
    scale: 1,
    rounds: 5,
    slowRounds: 2,
    startUp: starts(40, 60, 100),
    captures: [
      capture(
        "mix",
        command(PORTOLAN, 1),
        command(TWO_THREADS, 0.5),
        command(FIRST_TENTH, 0.1, { isPart: true }),
        command(CAT, 0.25),
        command(TSHARK, 30, { whole: 240, isReckoned: true, remarks: ["ended with 2"] }),
      ),
    ],
    goals: [{ goal: "be quick", measured: "slow", isMet: false }],
  };
  const text = renderResults(results);

  test("tells losses to others, and none to itself", () => {
    expect(text).toContain("- mix: `cat` took 0.25 of portolan's time.\n");
  });

  test("marks what was reckoned, what failed and what is missing", () => {
    expect(text).toContain("| ≈ 240.00 s | ≈ 240.00 |");
    expect(text).toContain("- `tshark -z conv,tcp` ended with 2.");
    expect(text).toContain("Not installed and left out: argus");
    expect(text).toContain("| be quick | slow | **no** |");
  });
});
