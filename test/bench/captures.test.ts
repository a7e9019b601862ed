/** The benchmark's generator and its checks, at a tiny scale; nothing is timed. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { prepareCapture, preparePrefix } from "../../scripts/bench/captures.ts";
import { differences } from "../../scripts/bench/check.ts";
import { type CapturePlan, fileName, PLANS, scaled, tenthOf } from "../../scripts/bench/plans.ts";
import { randomNumbers } from "../../scripts/bench/random-numbers.ts";
import { scheduleOf } from "../../scripts/bench/schedule.ts";
import type { CaptureTruth } from "../../scripts/bench/truth.ts";
import { analyze } from "../../src/analyze.ts";

const SCALE = 4000;
const folder = mkdtempSync(join(tmpdir(), "portolan-bench-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function planOf(name: string): CapturePlan {
  const plan = PLANS.find((one) => one.name === name);
  if (plan === undefined) throw new Error(`no plan ${name}`);
  return scaled(plan, SCALE);
}

const NAMES = PLANS.map(({ name }) => name);

describe.each(NAMES)("%s", (name) => {
  const plan = planOf(name);
  const capture = prepareCapture(plan, SCALE, folder);

  test("portolan says what the generator counted", async () => {
    const report = await analyze(capture.path);
    expect(differences(report, capture.truth)).toEqual([]);
    expect(report.totals.packets).toBe(plan.frames);
    expect(report.verdicts.map(({ verdict }) => verdict)).toEqual(["flow"]);
  });

  test("the check notices every wrong figure", async () => {
    const report = await analyze(capture.path);
    const { truth } = capture;
    const [service, ...others] = truth.services;
    const wrongs: CaptureTruth[] = [
      { ...truth, totals: { ...truth.totals, clients: truth.totals.clients + 1 } },
      { ...truth, services: [{ ...service, bytesToServer: service.bytesToServer - 1 }, ...others] },
      { ...truth, services: [{ ...service, port: 9 }, ...others] },
      { ...truth, services: others },
    ];
    for (const wrong of wrongs) expect(differences(report, wrong)).not.toEqual([]);
    if (truth.servers === null) return;
    const [server, ...more] = truth.servers;
    const wrong = { ...truth, servers: [{ ...server, packets: server.packets + 1 }, ...more] };
    expect(differences(report, wrong)).not.toEqual([]);
  });

  test.each([plan.sample, tenthOf(plan)])("its first %i frames are a capture", async (frames) => {
    const path = await preparePrefix(capture, frames);
    const { totals, captures } = await analyze(path);
    expect(totals.packets).toBe(frames);
    expect(captures[0]).toMatchObject({ complete: true, problems: [] });
  });

  test("is the same when it is written again", () => {
    const again = mkdtempSync(join(folder, "again-"));
    const { path, truth } = prepareCapture(plan, SCALE, again);
    expect(truth).toEqual(capture.truth);
    expect(readFileSync(path).equals(readFileSync(capture.path))).toBe(true);
  });
});

test("a capture without its truth is written anew", () => {
  const plan = planOf("mix");
  const path = join(folder, fileName(plan, SCALE));
  rmSync(`${path}.json`, { force: true });
  prepareCapture(plan, SCALE, folder);
  expect(existsSync(`${path}.json`)).toBe(true);
});

describe("packet trains", () => {
  const plan = { ...planOf("trains"), frames: 80_000, flows: 10_000 };
  const schedule = scheduleOf(plan, randomNumbers(5));
  const sent = Array.from({ length: plan.frames }, () => schedule.next());
  const frames = new Int32Array(plan.flows);
  for (const flow of sent) frames[flow]++;

  test("every flow sends as many frames as it has, and at least one", () => {
    expect(Math.min(...frames)).toBeGreaterThan(0);
    expect([...frames]).toEqual([...frames].map((_, flow) => schedule.framesOf(flow)));
  });

  test("a hundredth of the flows has more than a quarter of the frames, half of the flows a handful", () => {
    const sorted = [...frames].sort((one, other) => other - one);
    const heavy = sorted.slice(0, plan.flows / 100).reduce((sum, one) => sum + one, 0);
    expect(heavy / plan.frames).toBeGreaterThan(0.25);
    expect(sorted[plan.flows / 2]).toBeLessThan(6);
  });

  test("frames of a flow follow one another more often than not", () => {
    const followed = sent.filter((flow, i) => flow === sent[i - 1]).length;
    expect(followed / sent.length).toBeGreaterThan(0.5);
  });

  test("a tenth of the frames holds about a tenth of the flows", () => {
    const seen = new Set(sent.slice(0, plan.frames / 10)).size / plan.flows;
    expect(seen).toBeGreaterThan(0.08);
    expect(seen).toBeLessThan(0.25);
  });
});
