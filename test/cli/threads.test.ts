/** Worker threads, as the built program starts them: same bytes out, whatever their number. */
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Worker } from "node:worker_threads";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { writeCapture } from "../../scripts/bench/generate.ts";
import { PLANS, scaled } from "../../scripts/bench/plans.ts";
import type { PartMessage, PartOrder } from "../../src/workers/part-worker.ts";
import { fixtureCapture } from "../fixture-captures.ts";
import { portolan } from "./run-portolan.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "portolan-threads-"));
afterAll(() => rmSync(FOLDER, { recursive: true }));

/** Larger than what the first thread counts before it asks another one: see src/workers/count-captures.ts. */
const SHARED_FROM = 144 << 20;

describe.each(["mix", "mix-pcapng"])("a capture that threads share: %s", (name) => {
  const path = join(FOLDER, name);

  beforeAll(() => {
    const plan = PLANS.find((known) => known.name === name);
    if (plan === undefined) throw new Error(`the benchmark has no ${name}`);
    writeCapture(scaled(plan, 10), path);
    expect(statSync(path).size).toBeGreaterThan(SHARED_FROM);
  });

  test("report and flows are the same", async () => {
    for (const words of [
      ["analyze", "--json"],
      ["flows", "--format", "ndjson"],
    ]) {
      const found = new Set<string>();
      for (const threads of ["1", "2", "3"]) {
        const { code, bytes, errors } = await portolan([...words, "--threads", threads, path]);
        expect([code, errors]).toEqual([0, ""]);
        expect(bytes.length).toBeGreaterThan(100_000);
        found.add(createHash("sha256").update(bytes).digest("hex"));
      }
      expect(found.size).toBe(1);
    }
  });
});

/** What the worker that stands beside the built program makes of an order. */
function ordered(order: PartOrder): Promise<PartMessage> {
  const worker = new Worker(join(dirname(inject("portolan")), "part-worker.js"), { workerData: order });
  return new Promise((resolve, reject) => {
    worker.on("message", resolve);
    worker.on("error", reject);
  });
}

test("the worker counts what it is told to", async () => {
  const { path } = fixtureCapture("web.pcap");
  const parts = [{ input: path, from: 0, to: Number.POSITIVE_INFINITY }];
  const message = await ordered({ parts, options: {} });
  if (!("part" in message)) throw new Error("the worker tells of progress in a small file");
  const { counted, captures } = message.part;
  expect(counted.frames).toBe(captures[0].summary.packets);
  expect(counted.frames).toBeGreaterThan(0);
  expect(counted.flowCount).toBeGreaterThan(0);
});

test.each(["0", "-1", "two"])("--threads %s is a mistake", async (threads) => {
  const { code, errors } = await portolan(["analyze", "--threads", threads, fixtureCapture("web.pcap").path]);
  expect(code).toBe(2);
  expect(errors.trim().split("\n")).toHaveLength(1);
});
