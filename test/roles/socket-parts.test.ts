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
  const parts = new SocketParts(count, count);
  const sums = new Map<string, { flows: number; votes: number }>();
  for (const [address, socket] of ends) {
    const vote = random(3) - 1;
    parts.ask(address, socket, vote);
    const sum = sums.get(`${address} ${socket}`) ?? { flows: 0, votes: 0 };
    sums.set(`${address} ${socket}`, { flows: sum.flows + 1, votes: sum.votes + vote });
  }
  // Nobody asks for these, but they count where their socket is asked for.
  for (let i = 0; i < count; i++) {
    const [address, socket] = socketOf();
    parts.add(address, socket, 1);
    const sum = sums.get(`${address} ${socket}`);
    if (sum !== undefined) sums.set(`${address} ${socket}`, { flows: sum.flows + 1, votes: sum.votes + 1 });
  }
  parts.count();
  const taken = ends.map(() => {
    parts.takeNext();
    return { flows: parts.flows, votes: parts.votes };
  });
  expect(taken).toEqual(ends.map(([address, socket]) => sums.get(`${address} ${socket}`)));
});

test("an end that stands for several flows votes for all of them", () => {
  const parts = new SocketParts(1, 3, true);
  parts.ask(1, 80, 1, 9);
  parts.add(2, 80, 1, 5);
  parts.add(1, 80, -1);
  parts.add(1, 80, 0, -1);
  parts.count();
  parts.takeNext();
  expect([parts.flows, parts.votes]).toEqual([11, 9]);
});
