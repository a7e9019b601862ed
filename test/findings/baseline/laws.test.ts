/** What holds of every baseline: the same traffic gives the same bytes, and expects itself. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { type AnalyzeOptions, survey } from "../../../src/analyze.ts";
import { capturesInOrder } from "../../../src/commands/captures-in-order.ts";
import { MANY_ATTEMPTS } from "../../../src/findings/baseline/attempts.ts";
import { lockExpectation } from "../../../src/findings/baseline/lock-expectation.ts";
import { readLock } from "../../../src/findings/baseline/read-lock.ts";
import { seeServices } from "../../../src/findings/baseline/seen-services.ts";
import { renderLock, updateLock } from "../../../src/findings/baseline/write-lock.ts";
import type { Traffic } from "../../../src/findings/traffic.ts";
import { countLaterPart, type LaterPart } from "../../../src/workers/count-part.ts";
import type { PartOrder } from "../../../src/workers/part-worker.ts";
import { bytesOf, FIXTURE_CAPTURES, fixtureCapture } from "../../fixture-captures.ts";
import type { Bytes } from "../../frames.ts";
import { surveyOf } from "../../survey-frames.ts";
import { datagrams, endsOf, HTTP, linesOf, refused, SERVER, SSH, served, unanswered } from "./seen.ts";

const folder = mkdtempSync(join(tmpdir(), "portolan-baseline-"));
afterAll(() => rmSync(folder, { recursive: true }));

const lockTextOf = (traffic: Traffic) => renderLock(seeServices(traffic).services);

function lockOf(text: string) {
  const { lock, problems } = readLock(text, "ports.lock");
  expect(problems).toEqual([]);
  if (lock === null) throw new TypeError("no lock");
  return lock;
}

describe.each(FIXTURE_CAPTURES)("$name", ({ path }) => {
  test("its baseline expects it, but for scans", async () => {
    const traffic = await survey(path);
    const lock = lockOf(lockTextOf(traffic));
    const findings = lockExpectation(lock).findUnexpected(traffic);
    const scanners = seeServices(traffic).attempts.many.map(({ client }) => client);
    expect(findings.filter(({ clients: [client] }) => !scanners.includes(client))).toEqual([]);
    expect(scanners.length > 0 || findings.length === 0).toBe(true);
  });

  test("an update with itself changes no byte, from nothing it gives the same", async () => {
    const traffic = await survey(path);
    const text = lockTextOf(traffic);
    const again = (known: string) => {
      const lock = lockOf(known);
      return updateLock(lock, seeServices(traffic, { entries: lock.entries }).services).text;
    };
    expect(again(text)).toBe(text);
    expect(again(renderLock([]))).toBe(text);
  });
});

describe("the same bytes", () => {
  /** One conversation of each kind, from a client's port of its own. */
  const conversations = (portOf: (number: number) => number): Bytes[][] => [
    served(endsOf(SERVER, 80, "10.0.0.1", portOf(1)), ...HTTP),
    served(endsOf(SERVER, 22, "10.0.0.1", portOf(2)), ...SSH),
    served(endsOf("8.8.8.8", 443, "10.0.0.3", portOf(3))),
    served(endsOf("9.9.9.9", 443, "10.0.0.4", portOf(4)), ...HTTP),
    refused(endsOf(SERVER, 3306, "10.0.0.4", portOf(5))),
    unanswered(endsOf("fd00::2", 5432, "fd00::1", portOf(6))),
    datagrams(endsOf("10.0.0.53", 53, "10.0.0.1", portOf(7)), "q", "a"),
    datagrams(endsOf("224.0.0.251", 5353, "10.0.0.1", 5353)),
    ...Array.from({ length: MANY_ATTEMPTS }, (_, i) =>
      refused(endsOf(SERVER, 5000 + i, "10.0.0.66", portOf(8 + i))),
    ),
  ];
  const plain = conversations((number) => 40_000 + number);

  test("whatever the clients' ports", async () => {
    const lines = await linesOf(plain.flat());
    expect(lines).toHaveLength(7);
    expect(await linesOf(conversations((number) => 60_999 - 7 * number).flat())).toEqual(lines);
  });

  test("whatever the order of conversations, their times and how often they are", async () => {
    const lines = await linesOf(plain.flat());
    expect(await linesOf([...plain].reverse().flat())).toEqual(lines);
    const twice = [...plain, ...conversations((number) => 50_000 + number)].flat();
    expect(await linesOf(twice.map((frame, i) => ({ frame, seconds: 5_000_000 + 1000 * i })))).toEqual(lines);
  });

  test("whatever the order of files", async () => {
    const paths = FIXTURE_CAPTURES.map(({ path }) => path);
    const text = lockTextOf(await survey(await capturesInOrder(paths)));
    for (const turned of [[...paths].reverse(), [...paths.slice(9), ...paths.slice(0, 9)]]) {
      expect(lockTextOf(await survey(await capturesInOrder(turned)))).toBe(text);
    }
  });

  test("of halves of a capture, whichever is named first", async () => {
    // What FTP negotiates in the first half is used in the second.
    const ftp = bytesOf(fixtureCapture("ftp.pcap"));
    const at = recordNear(ftp, ftp.length / 2);
    const paths = ["z.pcap", "a.pcap"].map((name) => join(folder, name));
    writeFileSync(paths[0], ftp.subarray(0, at));
    writeFileSync(paths[1], Buffer.concat([ftp.subarray(0, 24), ftp.subarray(at)]));
    const whole = lockTextOf(await survey(fixtureCapture("ftp.pcap").path));
    const turned = [...paths].reverse();
    expect(await capturesInOrder(turned)).toEqual(paths);
    expect(lockTextOf(await survey(turned))).not.toBe(whole);
    expect(lockTextOf(await survey(await capturesInOrder(turned)))).toBe(whole);
  });

  test.each([2, 3])("with %d threads", async (threads) => {
    const options = { threads, anySize: true, startPart: startHere, pieceSize: 1 << 14 } as AnalyzeOptions;
    const paths = FIXTURE_CAPTURES.map(({ path }) => path);
    expect(lockTextOf(await survey(paths, options))).toBe(lockTextOf(await survey(paths, { threads: 1 })));
  });

  test("with flows folded", async () => {
    const folded = await surveyOf(plain.flat(), { maxFlows: 12 });
    expect(lockTextOf(folded)).toBe(lockTextOf(await surveyOf(plain.flat())));
  });
});

/** As a worker thread does it, but in this one. */
function startHere(order: PartOrder) {
  const outcome: Promise<LaterPart | null> = countLaterPart(order.parts, order.options, {
    counted: () => {},
  });
  return { outcome, stop: () => {} };
}

/** Where the first record behind an offset of a little-endian pcap begins. */
function recordNear(bytes: Buffer, offset: number): number {
  let at = 24;
  while (at < offset) at += 16 + bytes.readUInt32LE(at + 8);
  return at;
}
