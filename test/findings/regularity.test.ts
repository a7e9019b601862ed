/** What is regular: measured on series that are drawn by a seed. */
import { describe, expect, test } from "vitest";
import { LEAST_BEATS, regularityOf } from "../../src/findings/regularity.ts";

/** Numbers from 0 to 1, the same for a seed (Mulberry32). */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** `count` moments whose intervals are drawn by `interval`. */
function series(count: number, interval: (i: number) => number): Float64Array {
  let now = 0;
  return Float64Array.from({ length: count }, (_, i) => {
    if (i > 0) now += interval(i);
    return now;
  });
}

/** Of a thousand series of as many beats, how many are regular. */
function regularOf(beats: number, interval: (draw: () => number) => number): number {
  let regular = 0;
  for (let seed = 1; seed <= 1000; seed++) {
    const draw = random(seed * 7919);
    if (regularityOf(series(beats, () => interval(draw))) !== null) regular++;
  }
  return regular;
}

const exponential = (draw: () => number) => -60 * Math.log(1 - draw());
const jittered = (share: number) => (draw: () => number) => 60 * (1 + share * (2 * draw() - 1));

describe("of a thousand series", () => {
  test.each<[string, number, (draw: () => number) => number, least: number, most: number]>([
    ["to the second", 10, () => 60, 1000, 1000],
    ["a tenth longer or shorter", 10, jittered(0.1), 1000, 1000],
    ["a fifth longer or shorter", 10, jittered(0.2), 900, 1000],
    ["a fifth longer or shorter", 30, jittered(0.2), 980, 1000],
    ["up to three tenths shorter", 10, (draw) => 60 * (1 - 0.3 * draw()), 950, 1000],
    ["up to a half shorter", 20, (draw) => 60 * (1 - 0.5 * draw()), 150, 350],
    [
      "a twentieth, and one turn in ten missed",
      30,
      (draw) => jittered(0.05)(draw) * (draw() < 0.1 ? 2 : 1),
      980,
      1000,
    ],
    ["at random, ten", LEAST_BEATS, exponential, 0, 5],
    ["at random, thirty", 30, exponential, 0, 0],
    ["anything between one and three", 20, (draw) => 60 * (1 + 2 * draw()), 0, 20],
    ["anything between nothing and two", 10, (draw) => 120 * draw(), 0, 10],
    ["bursts and breaks", 30, (draw) => (draw() < 0.7 ? 1 + draw() : 300 * draw()), 0, 3],
  ])("%s, %i beats", (_, beats, interval, least, most) => {
    const regular = regularOf(beats, interval);
    expect(regular).toBeGreaterThanOrEqual(least);
    expect(regular).toBeLessThanOrEqual(most);
  });
});

describe("a series", () => {
  test("tells its period, its spread and its span", () => {
    const found = regularityOf(series(12, (i) => (i % 2 === 0 ? 58 : 62)));
    expect(found?.beats).toBe(12);
    expect(found?.period).toBe(62);
    expect(found?.span).toBe(662);
    expect(found?.spread).toBeLessThan(0.1);
  });

  test("in any order is the same", () => {
    const moments = series(12, () => 30);
    expect(regularityOf(moments.slice().reverse())).toEqual(regularityOf(moments));
  });

  test("of connections that open together is one of beats", () => {
    const twice = series(24, (i) => (i % 2 === 1 ? 0.05 : 30));
    expect(regularityOf(twice)?.beats).toBe(12);
    expect(regularityOf(series(200, () => 0.05))).toBeNull();
  });

  test("that is too short, or too quick, is none", () => {
    expect(regularityOf(series(LEAST_BEATS - 1, () => 30))).toBeNull();
    expect(regularityOf(series(50, () => 0.5))).toBeNull();
    expect(regularityOf(new Float64Array(50))).toBeNull();
    expect(regularityOf(new Float64Array(0))).toBeNull();
  });
});
