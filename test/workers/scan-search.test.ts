/** Scans that another thread seeks: the survey is that of one, whatever becomes of the thread. */
import { describe, expect, test } from "vitest";
import { type SurveyOptions, survey } from "../../src/analyze.ts";
import type { Scans } from "../../src/findings/scans/find-scans.ts";
import { buildReport } from "../../src/report/build-report.ts";
import { flowRows } from "../../src/report/flow-rows.ts";
import { carryOut, type ScanOrder, takeOrder } from "../../src/workers/scan-order.ts";
import type { ScanWorker } from "../../src/workers/start-scan-worker.ts";
import { bytesOf, FIXTURE_CAPTURES, fixtureCapture, streamOf } from "../fixture-captures.ts";

type Seek = (order: ScanOrder) => Promise<Scans | null>;

/** What the other thread was told, and how often it was started and stopped. */
class Watched {
  started = 0;
  stopped = 0;
  readonly orders: ScanOrder[] = [];
  readonly options: SurveyOptions;

  constructor(seek: Seek, options: SurveyOptions = {}) {
    this.options = { threads: 2, anySize: true, ...options, startScanWorker: () => this.start(seek) };
  }

  private start(seek: Seek): ScanWorker {
    this.started++;
    return {
      seek: (order) => {
        this.orders.push(order);
        return seek(order);
      },
      stop: () => {
        this.stopped++;
      },
    };
  }
}

/** As a thread does it: what goes in and out travels, and columns are shared. */
const seekApart: Seek = async (order) => {
  const arrived = structuredClone(order);
  return takeOrder(arrived) ? structuredClone(carryOut(arrived)) : null;
};

async function pictureOf(input: string | AsyncIterable<Uint8Array>, options: SurveyOptions) {
  const found = await survey(input as string, options);
  return { report: buildReport(found), rows: [...flowRows(found)] };
}

const SCAN = fixtureCapture("scan-syn.pcap").path;

describe.each(FIXTURE_CAPTURES)("$name", ({ path }) => {
  test("report and flows are the same", async () => {
    const watched = new Watched(seekApart);
    expect(await pictureOf(path, watched.options)).toEqual(await pictureOf(path, { threads: 1 }));
    expect([watched.orders.length, watched.stopped]).toEqual([1, 1]);
  });
});

test("what the other thread has found is what is told", async () => {
  const { options } = new Watched(async (order) => {
    const scans = await seekApart(order);
    return scans && { ...scans, scans: [] };
  });
  const rules = (found: Awaited<ReturnType<typeof survey>>) => found.found.findings.map(({ rule }) => rule);
  expect(rules(await survey(SCAN, { threads: 1 }))).toContain("vertical-scan");
  expect(rules(await survey(SCAN, options))).not.toContain("vertical-scan");
});

test("the columns are shared, not copied", async () => {
  const watched = new Watched(seekApart);
  const { flows, addresses } = await survey(SCAN, watched.options);
  const [{ flows: told, addresses: numbers, first }] = watched.orders;
  const { buffer } = flows.memory;
  expect(buffer).toBeInstanceOf(SharedArrayBuffer);
  for (const column of [
    told.words,
    told.doubles,
    numbers.ofA,
    first.contacts,
    first.ports.words,
    first.hosts,
  ]) {
    expect(column.buffer).toBeInstanceOf(SharedArrayBuffer);
  }
  expect(numbers.ofA).toEqual(addresses.ofA);
});

describe("a thread that does not do it", () => {
  const neverAgain = new Promise<null>(() => {});
  test.each<[string, Seek]>([
    ["fails before it begins", async () => null],
    ["fails when it has begun", async (order) => (takeOrder(order) ? null : null)],
    [
      "fails half way, with contacts written",
      async (order) => {
        takeOrder(order);
        order.first.contacts.fill(0xff);
        return null;
      },
    ],
    ["never begins", () => neverAgain],
  ])("%s", async (_, seek) => {
    const watched = new Watched(seek);
    expect(await pictureOf(SCAN, watched.options)).toEqual(await pictureOf(SCAN, { threads: 1 }));
    expect([watched.orders.length, watched.stopped]).toEqual([1, 1]);
  });

  test("whoever comes late does not get the order", async () => {
    const watched = new Watched(() => neverAgain);
    await survey(SCAN, watched.options);
    expect(watched.orders.map(takeOrder)).toEqual([false]);
  });
});

describe("no other thread", () => {
  test.each<[string, SurveyOptions]>([
    ["where one is asked for", { threads: 1 }],
    ["where flows are few", { anySize: false }],
    ["where flows are bounded", { maxFlows: 1000 }],
    ["where nobody asks for findings", { seeksFindings: false }],
    ["for a selection", { selection: { ports: [{ from: 1, to: 100 }] } }],
  ])("%s", async (_, options) => {
    const watched = new Watched(seekApart, options);
    const { startScanWorker: __, ...plain } = watched.options;
    const alone = { ...plain, ...options, threads: 1 };
    expect(await pictureOf(SCAN, watched.options)).toEqual(await pictureOf(SCAN, alone));
    expect(watched.started).toBe(0);
  });

  test("for a capture that cannot be read", async () => {
    const watched = new Watched(seekApart);
    await expect(survey(streamOf(new Uint8Array(100)), watched.options)).rejects.toThrow();
    expect(watched.started).toBe(0);
  });
});

test("a stream's scans are sought apart as a file's are", async () => {
  const watched = new Watched(seekApart);
  const bytes = bytesOf(fixtureCapture("scan-syn.pcap"));
  const one = await pictureOf(streamOf(bytes), { threads: 1 });
  expect(await pictureOf(streamOf(bytes), watched.options)).toEqual(one);
  expect(watched.orders).toHaveLength(1);
});

describe("the end of a survey ends the thread", () => {
  test("waiting for it ends when the signal says so", async () => {
    const stop = new AbortController();
    const watched = new Watched((order) => {
      takeOrder(order);
      setTimeout(() => stop.abort(new Error("enough")), 20);
      return new Promise(() => {});
    });
    const working = survey(SCAN, { ...watched.options, signal: stop.signal });
    await expect(working).rejects.toThrow("enough");
    expect([watched.started, watched.stopped]).toEqual([1, 1]);
  });

  test("so does an error meanwhile", async () => {
    const watched = new Watched(seekApart);
    const broken = {
      findUnexpected: () => {
        throw new TypeError("broken");
      },
    };
    await expect(survey(SCAN, { ...watched.options, expectations: [broken] })).rejects.toThrow("broken");
    expect([watched.started, watched.stopped]).toEqual([1, 1]);
  });
});
