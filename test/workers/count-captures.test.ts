/** Files that several threads share: the outcome is that of one, whatever the files hold. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { pictureOf } from "../../scripts/counted-picture.ts";
import { UnreadableCapture } from "../../src/records/unreadable-capture.ts";
import { countCaptures } from "../../src/workers/count-captures.ts";
import { countLaterPart, type LaterPart, PacketStages } from "../../src/workers/count-part.ts";
import type { PartOrder } from "../../src/workers/part-worker.ts";
import { bytesOf, FIXTURE_CAPTURES, fixtureCapture } from "../fixture-captures.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "portolan-parts-"));
afterAll(() => rmSync(FOLDER, { recursive: true }));

const OPTIONS = { timeline: true } as const;

/** As a worker thread does it, but in this one. */
function startHere(order: PartOrder) {
  const outcome: Promise<LaterPart | null> = countLaterPart(order.parts, order.options, {
    counted: () => {},
  });
  return { outcome, stop: () => {} };
}

interface Counted {
  readonly captures: unknown;
  readonly picture: unknown;
  /** Bytes that were read in the place of a part that could not be joined, or by the first one. */
  readonly bytesHere: number;
}

async function counted(
  paths: readonly string[],
  threads: number,
  { pieceSize = 1 << 14, startPart = startHere } = {},
): Promise<Counted> {
  const stages = new PacketStages(OPTIONS);
  let bytesHere = 0;
  const captures = await countCaptures(
    paths,
    stages,
    { ...OPTIONS, threads, anySize: true, startPart, pieceSize },
    ({ bytesConsumed }) => {
      bytesHere = bytesConsumed;
    },
  );
  return { captures, picture: pictureOf(stages), bytesHere };
}

/** As a thread whose memory is small. */
function startSmall(order: PartOrder) {
  const outcome: Promise<LaterPart | null> = countLaterPart(
    order.parts,
    order.options,
    { counted: () => {} },
    7,
  );
  return { outcome, stop: () => {} };
}

async function expectSame(paths: readonly string[], threads: readonly number[] = [2, 3, 5]): Promise<void> {
  const { captures, picture } = await counted(paths, 1);
  for (const several of threads) {
    for (const startPart of [startHere, startSmall]) {
      const found = await counted(paths, several, { startPart });
      expect(found.captures, `${several} threads`).toEqual(captures);
      expect(found.picture, `${several} threads`).toEqual(picture);
    }
  }
}

function written(name: string, bytes: Uint8Array): string {
  const path = join(FOLDER, name);
  writeFileSync(path, bytes);
  return path;
}

describe.each(FIXTURE_CAPTURES)("$name", ({ path }) => {
  test("two, three and five parts", () => expectSame([path]));
});

const PLAIN = FIXTURE_CAPTURES.filter(({ name }) => name.endsWith(".pcap"));

test("parts are joined, not counted again", async () => {
  let joined = 0;
  for (const { path } of PLAIN) {
    const size = readFileSync(path).length;
    const { bytesHere } = await counted([path], 2, { pieceSize: 1 << 12 });
    // Half of the file, and less than two pieces more.
    if (size > 30_000 && bytesHere < size / 2 + (2 << 12)) joined++;
  }
  expect(joined).toBeGreaterThan(4);
});

test("several files, some of which cannot be cut", async () => {
  await expectSame(
    ["web.pcap", "office.pcapng", "dns.pcap", "tunnels-gre.pcap"]
      .map((name) => FIXTURE_CAPTURES.find((capture) => capture.name === name))
      .flatMap((capture) => (capture === undefined ? [] : [capture.path])),
    [2, 3, 4, 7],
  );
});

test("an unreadable file among others", async () => {
  const paths = [
    fixtureCapture("web.pcap").path,
    written("no-capture.pcap", Buffer.from("no capture at all, but long enough to be one")),
    fixtureCapture("dns.pcap").path,
  ];
  await expectSame(paths);
});

test("a single unreadable file", async () => {
  const path = written("nothing.pcap", Buffer.alloc(100));
  await expect(counted([path], 3)).rejects.toThrow(UnreadableCapture);
});

describe("damage", () => {
  const web = bytesOf(fixtureCapture("web.pcap"));

  test.each([0.1, 0.4, 0.6, 0.9, 0.99])("a length that cannot be, %s into the file", async (share) => {
    const bytes = Buffer.from(web);
    // The captured length of the record that starts there or behind.
    let at = 24;
    while (at < share * bytes.length) at += 16 + bytes.readUInt32LE(at + 8);
    if (at + 16 > bytes.length) return;
    bytes.writeUInt32LE(0x7fff_ffff, at + 8);
    await expectSame([written(`false-length-${share}.pcap`, bytes)]);
  });

  test.each([1, 7, 16, 20, 200, 3000])("the last %s bytes missing", async (missing) => {
    await expectSame([written(`cut-${missing}.pcap`, web.subarray(0, web.length - missing))]);
  });

  test("microseconds of a second and more, in several parts", async () => {
    const bytes = Buffer.from(web);
    for (let at = 24; at + 16 <= bytes.length; at += 16 + bytes.readUInt32LE(at + 8)) {
      bytes.writeUInt32LE(1_500_000, at + 4);
    }
    await expectSame([written("fractions.pcap", bytes)]);
  });
});

describe("damage in pcapng", () => {
  const office = bytesOf(fixtureCapture("office.pcapng"));

  function blockStarts(bytes: Buffer): number[] {
    const starts: number[] = [];
    for (let at = 0; at < bytes.length; at += bytes.readUInt32LE(at + 4)) starts.push(at);
    return starts;
  }

  test.each([0.2, 0.45, 0.7, 0.95])("a length that cannot be, %s into the file", async (share) => {
    const bytes = Buffer.from(office);
    const starts = blockStarts(bytes);
    bytes.writeUInt32LE(8, starts[Math.floor(share * starts.length)] + 4);
    await expectSame([written(`false-length-${share}.pcapng`, bytes)]);
  });

  test.each([2, 13, 500, 5000])("the last %s bytes missing", async (missing) => {
    await expectSame([written(`cut-${missing}.pcapng`, office.subarray(0, office.length - missing))]);
  });

  test.each([0.1, 0.5, 0.9])("an interface that is described late, %s into the file", async (share) => {
    const starts = blockStarts(office);
    const [, description, behind] = starts;
    const at = starts[Math.floor(share * starts.length)];
    const bytes = Buffer.concat([
      office.subarray(0, at),
      office.subarray(description, behind),
      office.subarray(at),
    ]);
    await expectSame([written(`late-interface-${share}.pcapng`, bytes)]);
  });

  test("what only a late interface has: another link type, a longer snap length", async () => {
    const starts = blockStarts(office);
    const [, description, behind] = starts;
    const late = Buffer.from(office.subarray(description, behind));
    late.writeUInt16LE(113, 8);
    late.writeUInt32LE(0x7fff_ffff, 12);
    const at = starts[Math.floor(0.8 * starts.length)];
    const path = written(
      "other-late-interface.pcapng",
      Buffer.concat([office.subarray(0, at), late, office.subarray(at)]),
    );
    await expectSame([path]);
    const { captures } = await counted([path], 2);
    expect(captures).toMatchObject([{ linkTypes: [1, 113], snapLength: 0x7fff_ffff }]);
  });

  test("more problems of a kind than are kept, in several parts", async () => {
    const bytes = Buffer.from(office);
    const packets = blockStarts(bytes).filter((at) => bytes.readUInt32LE(at) === 6);
    packets.forEach((at, i) => {
      if (i % 5 === 0) bytes.writeUInt32LE(99, at + 8);
    });
    await expectSame([written("unknown-interfaces.pcapng", bytes)]);
  });
});

/** A frame whose payload is itself a capture: a record seems to start wherever one looks. */
function captureInPayload(): Buffer {
  const inner = bytesOf(fixtureCapture("dns.pcap")).subarray(24);
  const records: Buffer[] = [Buffer.from(bytesOf(fixtureCapture("dns.pcap")).subarray(0, 24))];
  for (let i = 0; i < 4; i++) {
    const frame = Buffer.concat([
      Buffer.from("020000000001020000000002", "hex"),
      Buffer.from([0x88, 0xb5]),
      inner,
    ]);
    const header = Buffer.alloc(16);
    header.writeUInt32LE(1_700_000_000 + i, 0);
    header.writeUInt32LE(frame.length, 8);
    header.writeUInt32LE(frame.length, 12);
    records.push(header, frame);
  }
  return Buffer.concat(records);
}

test("a capture in the payload of a capture", async () => {
  await expectSame([written("nested.pcap", captureInPayload())], [2, 3, 4, 5, 6, 7]);
});

test("a part that fails is counted by the one that asked for it", async () => {
  const { path } = fixtureCapture("web.pcap");
  const stages = new PacketStages(OPTIONS);
  await countCaptures([path], stages, {
    ...OPTIONS,
    threads: 3,
    anySize: true,
    startPart: () => ({ outcome: Promise.resolve(null), stop: () => {} }),
  });
  expect(pictureOf(stages)).toEqual((await counted([path], 1)).picture);
});

test("waiting for a part ends when the signal says so, and so does the part", async () => {
  const { path } = fixtureCapture("web.pcap");
  const stop = new AbortController();
  let stopped = 0;
  const counting = countCaptures([path], new PacketStages(OPTIONS), {
    ...OPTIONS,
    threads: 2,
    anySize: true,
    signal: stop.signal,
    startPart: () => ({
      outcome: new Promise(() => {}),
      stop: () => {
        stopped++;
      },
    }),
  });
  setTimeout(() => stop.abort(new Error("enough")), 20);
  await expect(counting).rejects.toThrow("enough");
  expect(stopped).toBe(1);
});
