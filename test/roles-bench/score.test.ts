/** The arithmetic of the benchmark, on figures made up here. */
import { describe, expect, test } from "vitest";
import type { JudgedFlow } from "../../scripts/roles-bench/judge.ts";
import { binOf, scoreVariant } from "../../scripts/roles-bench/score.ts";

interface MadeUp {
  readonly capture?: string;
  readonly right?: boolean;
  readonly percent?: number;
  readonly clue?: string;
  readonly ports?: readonly [client: number, server: number];
  readonly other?: string | null;
}

function flow(made: MadeUp = {}): JudgedFlow {
  const { capture = "a.pcap", right = true, percent = 97, clue = "fan-in", ports = [40_000, 80] } = made;
  const { other = `10.0.0.2:${ports[1]}` } = made;
  return {
    capture,
    transport: "tcp",
    client: { address: "10.0.0.1", port: ports[0] },
    server: { address: "10.0.0.2", port: ports[1] },
    own: {
      server: right ? `10.0.0.2:${ports[1]}` : `10.0.0.1:${ports[0]}`,
      isKnown: percent >= 90,
      confidencePercent: percent,
      clue,
    },
    others: { someone: other },
  };
}

const scoreOf = (...flows: readonly JudgedFlow[]) => scoreVariant([{ flows, gone: 0 }]);

describe("own figures", () => {
  test("shares are of flows, the mean is of captures", () => {
    const { own } = scoreVariant([
      { flows: [flow(), flow(), flow(), flow({ right: false })], gone: 2 },
      { flows: [flow({ capture: "b.pcap", right: false })], gone: 3 },
      { flows: [], gone: 0 },
    ]);
    expect(own.all).toMatchObject({
      flows: 5,
      told: 5,
      right: 3,
      share: 0.6,
      captures: 2,
      meanOfCaptures: 0.375,
    });
  });

  test("flows of which nothing is left are summed up", () => {
    expect(scoreVariant([2, 3].map((gone) => ({ flows: [], gone }))).gone).toBe(5);
  });

  test("known flows are judged by themselves", () => {
    const { own } = scoreOf(
      flow(),
      flow({ right: false }),
      flow({ percent: 89 }),
      flow({ percent: 90 }),
      flow({ percent: 50, right: false }),
    );
    expect(own.all).toMatchObject({
      right: 3,
      known: 3,
      knownRight: 2,
      knownShare: 0.6,
      knownRightShare: 2 / 3,
    });
  });

  test("flows whose server has the higher port are counted a second time", () => {
    const { own } = scoreOf(
      flow(),
      flow({ ports: [5000, 6000], right: false }),
      flow({ ports: [5000, 5000] }),
    );
    expect(own.all).toMatchObject({ flows: 3, right: 2 });
    expect(own.serverAbove).toMatchObject({ flows: 1, right: 0, share: 0 });
  });

  test("without flows there are no shares", () => {
    const score = scoreOf();
    expect(score.own.all).toMatchObject({ share: null, meanOfCaptures: null, knownShare: null });
    expect(score.calibration).toEqual([]);
    expect(score.calibrationError).toBeNull();
  });
});

test("others: what is not told is not right", () => {
  const { others } = scoreOf(flow(), flow({ other: null }), flow({ other: "10.0.0.1:40000" }), flow());
  expect(others.someone.all).toMatchObject({ flows: 4, told: 3, right: 2, share: 0.5 });
});

test("clues: flows and right ones by the clue that decided", () => {
  const { clues } = scoreOf(
    flow({ clue: "syn" }),
    flow(),
    flow({ right: false }),
    flow({ clue: "lower-port", right: false }),
  );
  expect(clues).toEqual([
    { clue: "fan-in", flows: 2, right: 1 },
    { clue: "lower-port", flows: 1, right: 0 },
    { clue: "syn", flows: 1, right: 1 },
  ]);
});

describe("calibration", () => {
  test.each([
    [0.49, 0],
    [0.5, 1],
    [0.59, 1],
    [0.6, 2],
    [0.89, 4],
    [0.9, 5],
    [0.94, 5],
    [0.95, 6],
    [0.98, 6],
    [0.99, 7],
    [1, 7],
  ])("%f is in bin %i", (confidence, bin) => {
    expect(binOf(confidence)).toBe(bin);
  });

  test("told means and right shares stand side by side, bin by bin", () => {
    const { calibration, calibrationError } = scoreOf(
      flow({ percent: 50, right: false }),
      flow({ percent: 58 }),
      flow({ percent: 99 }),
      flow({ percent: 100 }),
    );
    expect(calibration).toEqual([
      { from: 0.5, to: 0.6, flows: 2, told: 0.54, right: 0.5 },
      { from: 0.99, to: 1, flows: 2, told: 0.995, right: 1 },
    ]);
    // (2 × 0.04 + 2 × 0.005) ÷ 4
    expect(calibrationError).toBeCloseTo(0.0225, 12);
  });
});
