/** Sketches tell of sets of any size how alike they are; networks are counted about right. */
import { describe, expect, test } from "vitest";
import { NetworkCount, TargetSketch } from "../../src/findings/scans/target-sketch.ts";

function sketchOf(from: number, to: number, every = 1): TargetSketch {
  const sketch = new TargetSketch();
  for (let i = from; i < to; i += every) sketch.add(i, 80);
  return sketch;
}

describe("similarity", () => {
  test.each<[string, TargetSketch, TargetSketch, number]>([
    ["the same", sketchOf(0, 1000), sketchOf(0, 1000), 1],
    ["the same few", sketchOf(0, 5), sketchOf(0, 5), 1],
    ["nothing in common", sketchOf(0, 1000), sketchOf(1000, 2000), 0],
    ["a third of both", sketchOf(0, 1000), sketchOf(500, 1500), 1 / 3],
    ["half of the few", sketchOf(0, 3), sketchOf(1, 4), 1 / 2],
    ["nothing at all", new TargetSketch(), new TargetSketch(), 0],
  ])("%s", (_, one, other, share) => {
    expect(Math.abs(one.similarity(other) - share)).toBeLessThan(0.2);
    expect(other.similarity(one)).toBe(one.similarity(other));
  });

  test("the order and repetitions do not matter", () => {
    const again = new TargetSketch();
    for (let i = 999; i >= 0; i--) for (let j = 0; j < 3; j++) again.add(i, 80);
    expect(again.similarity(sketchOf(0, 1000))).toBe(1);
    expect(again.marks).toEqual(sketchOf(0, 1000).marks);
  });
});

test("a part is within the whole, the whole is not within the part", () => {
  expect(sketchOf(0, 300).isWithin(sketchOf(0, 1000))).toBe(true);
  expect(sketchOf(0, 1000).isWithin(sketchOf(0, 300))).toBe(false);
  expect(sketchOf(0, 300).isWithin(sketchOf(200, 1000))).toBe(false);
  expect(new TargetSketch().isWithin(sketchOf(0, 1000))).toBe(false);
});

test.each([0, 1, 15, 254, 5000])("%i networks", (networks) => {
  const count = new NetworkCount();
  for (let i = 0; i < 3 * networks; i++) count.add(0x0a0000 + (i % networks));
  expect(Math.abs(count.estimate - networks)).toBeLessThanOrEqual(Math.max(1, networks * 0.05));
});
