/**
 * Whatever bytes of a file are changed, in its headers or in its packets, three ways to count it agree: as a whole,
 * in parts, and by the reference where that reads the format. Short files, so that many changes hit the structure.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { partsDiffer, referenceDiffers } from "../../scripts/compare-ways.ts";
import { UnreadableCapture } from "../../src/records/unreadable-capture.ts";
import { bytesOf, FIXTURE_CAPTURES } from "../fixture-captures.ts";

const RUNS = 25;
const LONGEST = 4000;

const folder = mkdtempSync(join(tmpdir(), "portolan-changed-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Values that lengths, types and versions are made of, in little-endian order or one byte of them. */
const TELLING = fc.constantFrom<readonly number[]>(
  [0],
  [1],
  [6],
  [0x45],
  [0xff],
  [0, 0, 0, 0],
  [1, 0, 0, 0],
  [0xff, 0xff, 0, 0],
  [0xff, 0xff, 0xff, 0x7f],
  [0xff, 0xff, 0xff, 0xff],
);
const BYTE = fc.nat(255).map((byte) => [byte]);
const PLACE = fc.oneof(fc.nat(LONGEST), fc.nat(200));
const CHANGES = fc.array(fc.tuple(PLACE, fc.oneof(TELLING, BYTE)), { maxLength: 12 });

function changed(original: Uint8Array, changes: readonly (readonly [number, readonly number[]])[]): Buffer {
  const bytes = Buffer.from(original);
  for (const [place, values] of changes) bytes.set(values, place % (bytes.length - values.length));
  return bytes;
}

async function disagreements(path: string): Promise<string[]> {
  try {
    return [...(await partsDiffer(path)), ...(await referenceDiffers(path)).differences];
  } catch (error) {
    if (error instanceof UnreadableCapture) return [];
    throw error;
  }
}

test.each(FIXTURE_CAPTURES.map((capture, index) => ({ ...capture, seed: index + 1 })))(
  "$name",
  async (capture) => {
    const original = bytesOf(capture);
    const path = join(folder, capture.name);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 40, max: LONGEST }), CHANGES, async (length, changes) => {
        writeFileSync(path, changed(original.subarray(0, length), changes));
        expect(await disagreements(path)).toEqual([]);
      }),
      { numRuns: RUNS, seed: capture.seed },
    );
  },
);
