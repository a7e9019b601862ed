/** Counts of sockets: those of plain counting. */
import { expect, test } from "vitest";
import { randomNumbers } from "../../scripts/bench/random-numbers.ts";
import { SocketCounts } from "../../src/roles/socket-counts.ts";

const random = randomNumbers(3);
const few = () => [random(30), 80 + random(3)] as const;
const many = () => [random(20_000), random(65_536)] as const;
const one = () => [7, 443] as const;
const skewed = () => (random(2) === 0 ? one() : many());

test.each([
  ["no end", 0, few],
  ["one end", 1, few],
  ["a few ends of few sockets", 300, few],
  ["a thousand ends, nearly all of sockets of their own", 1000, many],
  ["many ends of few sockets", 200_000, few],
  ["many ends, nearly all of sockets of their own", 200_000, many],
  ["one socket", 100_000, one],
  ["one socket and many others", 100_000, skewed],
])("%s", (_, count, socketOf) => {
  const asked = Array.from({ length: count }, () => ({ socket: socketOf(), flows: 1 + random(3) }));
  const others = Array.from({ length: count }, () => ({
    socket: socketOf(),
    vote: random(3) - 1,
    flows: random(3),
  }));
  const counts = new SocketCounts(count);
  const sums = new Map<string, { flows: number; votes: number }>();
  for (const { socket, flows } of asked) {
    counts.ask(...socket);
    const sum = sums.get(socket.join());
    sums.set(socket.join(), { flows: (sum?.flows ?? 0) + flows, votes: 0 });
  }
  // Nobody asks for these, but they count where their socket is asked for.
  for (const { socket, vote, flows } of others) {
    counts.add(...socket, vote, flows);
    const sum = sums.get(socket.join());
    if (sum !== undefined) {
      sums.set(socket.join(), { flows: sum.flows + flows, votes: sum.votes + vote * flows });
    }
  }
  for (const { socket, flows } of asked) counts.count(...socket, flows);
  const found = asked.map(({ socket, flows }) => {
    counts.find(...socket, flows);
    return { flows: counts.flows, votes: counts.votes };
  });
  expect(found).toEqual(asked.map(({ socket }) => sums.get(socket.join())));
});
