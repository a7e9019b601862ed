/** So many flows that some of them have the same hash: a hash is no identity. */
import { expect, test } from "vitest";
import { FlowCollector } from "../../src/flows/collect.ts";
import { HeaderBatch } from "../../src/headers/header.ts";
import { PacketMemory } from "../../src/records/packet-memory.ts";
import { RECORD_BATCH_CAPACITY, RecordBatch } from "../../src/records/record.ts";

/** Of so many flows about ten pairs share all 32 bits of a hash. */
const FLOWS = 300 * RECORD_BATCH_CAPACITY;

/** Marsaglia's xorshift: the same numbers in every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state;
  };
}

test.each([
  ["IPv4", 4],
  ["IPv6", 6],
])("%s", (_, version) => {
  const memory = new PacketMemory();
  const collector = new FlowCollector(memory);
  const records = new RecordBatch(memory);
  const headers = new HeaderBatch(memory);
  records.count = RECORD_BATCH_CAPACITY;
  headers.count = RECORD_BATCH_CAPACITY;
  records.originalLength.fill(60);
  headers.addressVersion.fill(version);
  headers.protocol.fill(6);
  const { source0, source3, destination0, destination3, sourcePort, destinationPort } = headers;
  for (let pass = 0; pass < 2; pass++) {
    const next = random(20_261_122);
    for (let flow = 0; flow < FLOWS; flow += RECORD_BATCH_CAPACITY) {
      for (let row = 0; row < RECORD_BATCH_CAPACITY; row++) {
        for (const column of [source0, source3, destination0, destination3]) column[row] = next();
        sourcePort[row] = next();
        // The flow's own number, so that no two are alike.
        destinationPort[row] = flow + row;
        source0[row] = (source0[row] & ~0xff) | ((flow + row) >>> 16);
      }
      collector.add(headers);
      for (let row = 0; row < RECORD_BATCH_CAPACITY; row++) {
        if (collector.flowOfRow[row] !== flow + row) throw new Error(`packet ${flow + row} went astray`);
      }
    }
  }
  expect(collector.flows.count).toBe(FLOWS);
  expect(collector.verdictPackets[0]).toBe(2 * FLOWS);
  expect(collector.verdictBytes[0]).toBe(2 * FLOWS * 60);
});
