/** What comes in is counted once: packets, bytes, flows, services, servers, clients, verdicts, clues, steps. */
import { describe, expect, test } from "vitest";
import { survey } from "../../src/analyze.ts";
import { FIXTURE_CAPTURES, streamOf } from "../fixture-captures.ts";
import { brokenLaws } from "./broken-laws.ts";
import { SYNTHETIC_CAPTURES } from "./synthetic-captures.ts";

describe.each(["inner", "outer"] as const)("tunnels %s", (tunnels) => {
  test.each(FIXTURE_CAPTURES)("$name", async ({ path }) => {
    const found = await survey(path, { tunnels, timeline: true });
    expect(brokenLaws(found)).toEqual([]);
    expect(found.captures[0].packets).toBeGreaterThan(0);
  });

  test.each(SYNTHETIC_CAPTURES)("$name", async ({ bytes }) => {
    expect(brokenLaws(await survey(streamOf(bytes), { tunnels, timeline: true }))).toEqual([]);
  });
});

test("a table of 5,000 flows lost none", async () => {
  const scan = SYNTHETIC_CAPTURES.find(({ name }) => name.startsWith("5,000"));
  const { flows, services } = await survey(streamOf(scan?.bytes ?? new Uint8Array(0)));
  expect(flows.count).toBe(5000);
  expect(services.totals.clients).toBe(5000);
});

test("the laws can be broken", async () => {
  const { path } = FIXTURE_CAPTURES[0];
  const spoiled = async (spoil: (found: Awaited<ReturnType<typeof survey>>) => void) => {
    const found = await survey(path, { timeline: true });
    spoil(found);
    return brokenLaws(found).length;
  };
  expect(await spoiled(() => {})).toBe(0);
  expect(await spoiled((found) => void found.verdictPackets[6]++)).toBeGreaterThan(0);
  expect(await spoiled((found) => void found.verdictBytes[0]++)).toBeGreaterThan(0);
  expect(await spoiled((found) => void found.flows.words[4]++)).toBeGreaterThan(0);
  expect(await spoiled((found) => void found.flows.words[25]++)).toBeGreaterThan(0);
  expect(await spoiled((found) => void found.services.services[0].refused++)).toBeGreaterThan(0);
});
