/** The thread that seeks scans, as the built program starts it: same bytes out, and nothing left behind. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { writeCapture } from "../../scripts/bench/generate.ts";
import { PLANS, scaled } from "../../scripts/bench/plans.ts";
import { type SurveyOptions, survey } from "../../src/analyze.ts";
import type { Scans } from "../../src/findings/scans/find-scans.ts";
import { buildReport } from "../../src/report/build-report.ts";
import { flowRows } from "../../src/report/flow-rows.ts";
import type { ScanOrder } from "../../src/workers/scan-order.ts";
import { startPart } from "../../src/workers/start-part.ts";
import { startScanWorker } from "../../src/workers/start-scan-worker.ts";
import { fixtureCapture } from "../fixture-captures.ts";
import { environmentOf, portolan } from "./run-portolan.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "portolan-scan-worker-"));
afterAll(() => rmSync(FOLDER, { recursive: true }));

const built = (file: string) => pathToFileURL(join(dirname(inject("portolan")), file));
const written = (name: string, text: string) => {
  const path = join(FOLDER, name);
  writeFileSync(path, text);
  return pathToFileURL(path);
};

/** Small captures would be done with before the thread has started. */
function waitUntilTaken({ claim }: ScanOrder): void {
  const nobody = new Int32Array(new SharedArrayBuffer(4));
  for (let i = 0; i < 2000 && Atomics.load(claim, 0) === 0; i++) Atomics.wait(nobody, 0, 0, 5);
}

interface InThreads {
  readonly options: SurveyOptions;
  /** What the thread that seeks scans gave. */
  readonly given: (Scans | null)[];
}

function inThreads(scanWorker: URL, takes = true): InThreads {
  const given: (Scans | null)[] = [];
  const options: SurveyOptions = {
    threads: 2,
    anySize: true,
    startPart: (order, read) => startPart(order, read, built("part-worker.js")),
    startScanWorker: () => {
      const { seek, stop } = startScanWorker(scanWorker);
      const noted = async (order: ScanOrder) => {
        const outcome = seek(order);
        if (takes) waitUntilTaken(order);
        given.push(await outcome);
        return outcome;
      };
      return { seek: noted, stop };
    },
  };
  return { options, given };
}

async function pictureOf(path: string, options: SurveyOptions) {
  const found = await survey(path, options);
  return { report: buildReport(found), rows: [...flowRows(found)] };
}

/** Scans of many kinds, ports that were agreed on, fragments. */
test.each(["scan-syn", "scan-decoys", "scan-udp", "outage", "ftp", "web", "fragments"])(
  "%s: real threads count and seek what one does",
  async (name) => {
    const { path } = fixtureCapture(`${name}.pcap`);
    const { options, given } = inThreads(built("scan-worker.js"));
    expect(await pictureOf(path, options)).toEqual(await pictureOf(path, { threads: 1 }));
    expect(given).toEqual([expect.objectContaining({ scans: expect.any(Array) })]);
  },
);

test("a selection", async () => {
  const { path } = fixtureCapture("scan-syn.pcap");
  const selection = { ports: [{ from: 20, to: 100 }] };
  const { options, given } = inThreads(built("scan-worker.js"));
  const alone = await pictureOf(path, { selection, threads: 1 });
  expect(await pictureOf(path, { ...options, selection })).toEqual(alone);
  expect(given).toEqual([]);
});

test.each([
  ["is no program", "("],
  ["throws", "throw new Error('no')"],
  ["ends", "process.exit(0)"],
  [
    "takes the order and throws",
    `require("node:worker_threads").parentPort.once("message", ({ claim }) => {
      Atomics.store(claim, 0, 1);
      throw new Error("no");
    });`,
  ],
  [
    "takes the order and ends",
    `require("node:worker_threads").parentPort.once("message", ({ claim }) => {
      Atomics.store(claim, 0, 1);
      process.exit(1);
    });`,
  ],
])("a thread that %s is replaced", async (name, text) => {
  const { path } = fixtureCapture("scan-syn.pcap");
  const file = written(`${name.replaceAll(" ", "-")}.cjs`, text);
  const { options, given } = inThreads(file, name.startsWith("takes"));
  expect(await pictureOf(path, options)).toEqual(await pictureOf(path, { threads: 1 }));
  if (name.startsWith("takes")) expect(given).toEqual([null]);
});

describe("a capture of so many flows that a thread is started for it", () => {
  const path = join(FOLDER, "many-flows.pcap");

  beforeAll(() => {
    const plan = PLANS.find((known) => known.name === "scan");
    if (plan === undefined) throw new Error("the benchmark has no scan");
    writeCapture(scaled(plan, 30), path);
  });

  test("the same bytes", async () => {
    const outputs = await Promise.all(
      ["1", "2"].map((threads) => portolan(["analyze", "--json", "--threads", threads, path])),
    );
    const [one, two] = outputs.map(({ code, errors, output }) => ({ code, errors, output }));
    expect(two).toEqual(one);
    expect([one.code, one.errors]).toEqual([0, ""]);
    expect(one.output).toContain("horizontal-scan");
  });

  test("whoever uses the library can end: when all is well, and when it is stopped", async () => {
    const library = pathToFileURL(join(dirname(inject("portolan")), "..", "index.js")).href;
    const script = written(
      "library.mjs",
      `import { analyze } from ${JSON.stringify(library)};
      const path = ${JSON.stringify(path)};
      const [one, two] = await Promise.all([1, 2].map((threads) => analyze(path, { threads })));
      console.log(JSON.stringify(one.findings) === JSON.stringify(two.findings), one.findings.length > 0);
      for (const wait of [0, 50, 100, 150, 200, 300]) {
        const stop = new AbortController();
        const working = analyze(path, { threads: 2, signal: stop.signal });
        setTimeout(() => stop.abort(new Error("enough")), wait);
        await working.then(() => {}, ({ message }) => { if (message !== "enough") throw new Error(message); });
      }
      console.log("done");`,
    );
    const run = promisify(execFile)(process.execPath, [script.pathname], {
      env: environmentOf(),
      timeout: 40_000,
    });
    expect((await run).stdout).toBe("true true\ndone\n");
  });
});
