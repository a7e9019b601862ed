/**
 * Real captures with bytes changed at random: whatever becomes of a packet, two independent decoders must make
 * the same of it.
 */
import { expect, test } from "vitest";
import { survey } from "../../src/analyze.ts";
import { compare } from "../../src/reference/compare.ts";
import { NotComparable, parsePackets } from "../../src/reference/read-packets.ts";
import { Reference } from "../../src/reference/reference.ts";
import { bytesOf, FIXTURE_CAPTURES, streamOf } from "../fixture-captures.ts";

const ROUNDS = 12;
const FILE_HEADER = 24;
const RECORD_HEADER = 16;

/** Bytes that header fields are made of: lengths, versions, types, next headers. */
const TELLING = [
  0, 1, 4, 6, 17, 40, 41, 43, 44, 45, 47, 50, 51, 58, 60, 0x45, 0x46, 0x60, 0x81, 0x86, 0x88, 0xff,
];

function* randomNumbers(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

/** Changes one to three bytes among the first 120 of about every second packet; sometimes cuts the packet instead. */
function mutated(original: Buffer, seed: number): Buffer {
  const random = randomNumbers(seed);
  const below = (limit: number) => Math.floor(random.next().value * limit);
  const records: Buffer[] = [original.subarray(0, FILE_HEADER)];
  const isLittleEndian = original[0] === 0xd4;
  for (let at = FILE_HEADER; at < original.length; ) {
    const length = isLittleEndian ? original.readUInt32LE(at + 8) : original.readUInt32BE(at + 8);
    const end = at + RECORD_HEADER + length;
    const record = Buffer.from(original.subarray(at, end));
    at = end;
    for (let change = below(2) * (1 + below(3)); change > 0 && length > 0; change--) {
      const place = RECORD_HEADER + below(Math.min(length, 120));
      record[place] = below(2) === 0 ? TELLING[below(TELLING.length)] : below(256);
    }
    const kept = below(8) === 0 ? below(length) : length;
    if (isLittleEndian) record.writeUInt32LE(kept, 8);
    else record.writeUInt32BE(kept, 8);
    records.push(record.subarray(0, RECORD_HEADER + kept));
  }
  return Buffer.concat(records);
}

const classic = FIXTURE_CAPTURES.filter(({ name }) => name.endsWith(".pcap") && !/nano|nflog/.test(name));

test.each(classic)("$name", async (capture) => {
  const original = bytesOf(capture);
  let compared = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const bytes = mutated(original, round + 1);
    const tunnels = round % 3 === 0 ? "outer" : "inner";
    const reference = new Reference(tunnels);
    let isWhole: boolean;
    try {
      isWhole = await parsePackets(streamOf(bytes), (packet) => reference.add(packet));
    } catch (error) {
      if (error instanceof NotComparable) continue;
      throw error;
    }
    const engine = await survey(streamOf(bytes), { tunnels, pieceSize: 1 << 16 });
    const comparison = compare(engine, reference.result(), isWhole);
    expect(comparison.differences.slice(0, 5), `round ${round}`).toEqual([]);
    compared += comparison.compared;
  }
  expect(compared).toBeGreaterThan(100);
});
