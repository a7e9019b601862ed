/** The engine against the reference, on every capture that the reference reads. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { survey } from "../../src/analyze.ts";
import { UnreadableCapture } from "../../src/records/unreadable-capture.ts";
import { compare } from "../../src/reference/compare.ts";
import { renderVerification } from "../../src/reference/render-verification.ts";
import { readReference, type Verification, verifyCapture } from "../../src/reference/verify.ts";
import type { Survey } from "../../src/report/survey.ts";
import { bytesOf, FIXTURE_CAPTURES, fixtureCapture } from "../fixture-captures.ts";
import * as frames from "../frames.ts";
import { pcapFile } from "../records/capture-writer.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "portolan-verify-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

const isBeyond = (name: string) => /pcapng|nanosecond|nflog|\.zst$/.test(name);

describe.each(["inner", "outer"] as const)("every figure agrees, tunnels %s", (tunnels) => {
  test.each(FIXTURE_CAPTURES.filter(({ name }) => !isBeyond(name)))("$name", async ({ path }) => {
    const verification = await verifyCapture(path, { tunnels });
    expect(verification.reason).toBeNull();
    expect(verification.differences).toEqual([]);
    expect(verification.compared).toBeGreaterThan(40);
    expect(verification.packets).toBeGreaterThan(0);
  });
});

test.each(FIXTURE_CAPTURES.filter(({ name }) => isBeyond(name)))(
  "$name is beyond the reference",
  async ({ path }) => {
    const verification = await verifyCapture(path);
    expect(verification).toMatchObject({ comparable: false, compared: 0, differences: [] });
    expect(verification.reason).toMatch(/editcap -F pcap|zstd -d|link type 239/);
  },
);

test("a capture that was cut agrees too, and both say so", async () => {
  const whole = bytesOf(fixtureCapture("dns.pcap"));
  for (const length of [30, 1000, whole.length - 1]) {
    const verification = await verifyCapture(written("cut.pcap", whole.subarray(0, length)));
    expect(verification.differences).toEqual([]);
    expect(verification.comparable).toBe(true);
  }
});

test("gzip", async () => {
  const path = written("dns.pcap.gz", gzipSync(bytesOf(fixtureCapture("dns.pcap"))));
  const plain = await verifyCapture(fixtureCapture("dns.pcap").path);
  const compressed = await verifyCapture(path);
  expect(compressed.differences).toEqual([]);
  expect(compressed.packets).toBe(plain.packets);
  // Whether the file ends with a record is compared for plain files only.
  expect(compressed.compared).toBe(plain.compared - 1);
});

test("gzip that was cut is not compared, and says why", async () => {
  const compressed = gzipSync(bytesOf(fixtureCapture("dns.pcap")));
  const verification = await verifyCapture(
    written("cut.pcap.gz", compressed.subarray(0, compressed.length - 20)),
  );
  expect(verification.comparable).toBe(false);
  expect(verification.reason).toMatch(/cut or damaged/);
});

test("later fragments of IPv6 find their first whatever next header each tells", async () => {
  const options = frames.extension(frames.udp(frames.zeros(8), { length: 48 }), { nextHeader: 17 });
  const packets = [
    frames.ipv6Fragment(options, { nextHeader: 60, moreFragments: true }),
    frames.ipv6Fragment(frames.zeros(32), { nextHeader: 60, fragmentOffset: 24 }),
  ].map((fragment) => ({ data: frames.ethernet(frames.ipv6(fragment, { nextHeader: 44 })) }));
  const path = written("fragments.pcap", pcapFile({ packets }));
  expect((await survey(path)).flows.packetsAToB(0)).toBe(2);
  expect((await verifyCapture(path)).differences).toEqual([]);
});

describe("what cannot be compared", () => {
  test("standard input", async () => {
    expect((await verifyCapture("-")).reason).toMatch(/name a file/);
  });
  test("a folder", async () => {
    expect((await verifyCapture(folder)).reason).toMatch(/name one capture file/);
  });
  test.each([
    ["no file", () => join(folder, "absent.pcap"), "not-found"],
    ["an empty file", () => written("empty.pcap", new Uint8Array(0)), "empty-file"],
    ["no capture", () => written("text.pcap", frames.HELLO), "not-a-capture"],
    ["half a file header", () => written("half.pcap", pcapFile().subarray(0, 20)), "cut-in-file-header"],
  ])("%s is the engine's to tell", async (_, path, code) => {
    const verification = verifyCapture(path());
    await expect(verification).rejects.toThrow(UnreadableCapture);
    await expect(verification).rejects.toMatchObject({ code });
  });
});

describe("a wrong engine is found out", () => {
  const { path } = fixtureCapture("web.pcap");

  async function differencesAfter(spoil: (survey: Survey) => Survey | undefined): Promise<string[]> {
    const reading = await readReference(path);
    if (!reading.comparable) throw new Error(reading.reason);
    const sound = await survey(path);
    const { differences, differing } = compare(spoil(sound) ?? sound, reading.result, reading.isWhole);
    expect(differing).toBe(differences.length);
    return differences.map(({ figure }) => figure.replace(/ (tcp|udp) .*:/, ":"));
  }

  test("not where nothing is wrong", async () => {
    expect(await differencesAfter(() => undefined)).toEqual([]);
  });

  test.each<[string, (survey: Survey) => void, string[]]>([
    ["a verdict's packets", (found) => void found.verdictPackets[6]++, ["verdict arp: packets"]],
    ["a verdict's bytes", (found) => void found.verdictBytes[0]--, ["verdict flow: bytes"]],
    ["a flow's bytes", (found) => void found.flows.doubles[3]++, ["flow: bytes a to b"]],
    [
      "a flow's port",
      (found) => void found.flows.words[2]++,
      new Array(20).fill(expect.stringMatching(/^flow: /)),
    ],
    ["a flow's connections", (found) => void found.flows.words[25]++, ["flow: connections"]],
    ["a flow's first frame", (found) => void found.flows.words[24]++, ["flow: first frame"]],
    [
      "a service's sum",
      (found) => void found.services.services[0].bytesToServer++,
      [expect.stringMatching(/^service .*: bytes to server$/)],
    ],
    [
      "an outcome",
      (found) => void found.services.services[0].answered--,
      [expect.stringMatching(/^service .*: answered$/)],
    ],
  ])("%s", async (_, spoil, figures) => {
    const found = await differencesAfter((sound) => {
      spoil(sound);
      return undefined;
    });
    if (figures.length < 20) expect(found).toEqual(figures);
    else expect(found).toEqual(expect.arrayContaining(figures.slice(0, 1)));
  });

  test("a capture's summary", async () => {
    const found = await differencesAfter((sound) => ({
      ...sound,
      captures: [{ ...sound.captures[0], complete: false, capturedBytes: 1 }],
    }));
    expect(found).toEqual(["capture: captured bytes", "capture: complete"]);
  });

  test("a role that is told otherwise changes both sums alike", async () => {
    const found = await differencesAfter((sound) => {
      sound.roles.serverIsB[0] ^= 1;
      return undefined;
    });
    expect(found.length).toBeGreaterThan(0);
    expect(found.every((figure) => /^(service|totals)/.test(figure))).toBe(true);
  });
});

describe("in words", () => {
  const sound: Verification = {
    comparable: true,
    reason: null,
    complete: true,
    problems: [],
    packets: 1234,
    flows: 5,
    compared: 99,
    differing: 0,
    differences: [],
  };

  test("agreement", () => {
    expect(renderVerification(sound)).toBe(
      "1,234 packets and 5 flows read a second time with npm pcap-parser: all 99 figures agree\n",
    );
  });

  test("no comparison", () => {
    expect(renderVerification({ ...sound, comparable: false, reason: "this is pcapng" })).toBe(
      "not compared: this is pcapng\n",
    );
  });

  test("differences, 20 of them at most", () => {
    const differences = Array.from({ length: 30 }, (_, i) => ({
      figure: `flow ${i}: packets a to b`,
      engine: i,
      reference: i % 2 === 0 ? null : i + 1,
    }));
    const lines = renderVerification({ ...sound, differing: 2000, differences }).split("\n");
    expect(lines[0]).toMatch(/: 2,000 of 99 figures differ$/);
    expect(lines[1]).toBe("  flow 0: packets a to b: engine 0, reference has none");
    expect(lines[2]).toBe("  flow 1: packets a to b: engine 1, reference 2");
    expect(lines.slice(20)).toEqual([expect.stringContaining("flow 19"), "  and 1,980 more", ""]);
  });
});
