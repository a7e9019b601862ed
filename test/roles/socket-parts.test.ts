/** Counts of sockets, dealt out to parts. */
import { expect, test } from "vitest";
import { randomNumbers } from "../../scripts/bench/random-numbers.ts";
import { SocketParts } from "../../src/roles/socket-parts.ts";

const random = randomNumbers(3);
const few = () => [random(30), 80 + random(3)] as const;
const many = () => [random(20_000), random(65_536)] as const;
const one = () => [7, 443] as const;
/** Half of all ends are one socket's: its part is far longer than the others. */
const skewed = () => (random(2) === 0 ? one() : many());

test.each([
  ["no end", 0, few],
  ["one end", 1, few],
  ["a chunk less an end", 255, few],
  ["a chunk", 256, few],
  ["a chunk and an end", 257, few],
  ["a part", 16_384, many],
  ["two parts", 16_385, many],
  ["many parts", 200_000, many],
  ["many parts of few sockets", 200_000, few],
  ["one socket", 100_000, one],
  ["one socket and many others", 100_000, skewed],
])("%s", (_, count, socketOf) => {
  const ends = Array.from({ length: count }, socketOf);
  const parts = new SocketParts(count);
  const counts = new Map<string, number>();
  for (const [address, socket] of ends) {
    parts.add(address, socket);
    counts.set(`${address} ${socket}`, (counts.get(`${address} ${socket}`) ?? 0) + 1);
  }
  parts.replaceSocketsByCounts();
  expect(ends.map(() => parts.takeCount())).toEqual(
    ends.map(([address, socket]) => counts.get(`${address} ${socket}`)),
  );
});
