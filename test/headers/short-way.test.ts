/** The two ways to decode a common frame, held to each other on every fixture, whole and with bytes changed. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HeaderDecoder } from "../../src/headers/decode.ts";
import type { HeaderBatch } from "../../src/headers/header.ts";
import { ShortWay } from "../../src/headers/short-way.ts";
import { VERDICT_FLOW, VERDICT_LATER_FRAGMENT } from "../../src/headers/verdict.ts";
import { bytesSource } from "../../src/records/byte-source.ts";
import { HEADER_LEFT, HEADER_VERDICT } from "../../src/records/memory-layout.ts";
import { openSource } from "../../src/records/open-capture.ts";
import { RecordBatch } from "../../src/records/record.ts";
import { bytesOf, FIXTURE_CAPTURES } from "../fixture-captures.ts";

type Row = Record<string, number>;

/** What the columns say of a row, without those that mean nothing for it. */
function rowOf(headers: HeaderBatch, row: number): Row {
  const { verdict, addressVersion, quoted, fragment } = headers;
  const told: Row = { verdict: verdict[row], quoted: quoted[row], version: addressVersion[row] };
  if (verdict[row] !== VERDICT_FLOW && verdict[row] !== VERDICT_LATER_FRAGMENT && quoted[row] === 0)
    return told;
  told.source0 = headers.source0[row];
  told.destination0 = headers.destination0[row];
  if (addressVersion[row] === 6) {
    const { source1, source2, source3, destination1, destination2, destination3 } = headers;
    [source1, source2, source3, destination1, destination2, destination3].forEach((column, word) => {
      told[`rest${word}`] = column[row];
    });
  }
  told.protocol = headers.protocol[row];
  if (verdict[row] === VERDICT_LATER_FRAGMENT) return told;
  told.sourcePort = headers.sourcePort[row];
  told.destinationPort = headers.destinationPort[row];
  if (verdict[row] !== VERDICT_FLOW) return told;
  told.fragment = fragment[row];
  told.evidence = headers.evidence[row];
  told.sequenceNumber = headers.sequenceNumber[row];
  told.payloadCaptured = headers.payloadCaptured[row];
  told.payloadLength = headers.payloadLength[row];
  if (headers.payloadCaptured[row] > 0) told.payloadOffset = headers.payloadOffset[row];
  return told;
}

/** The rows of a batch, decoded in one of the two ways. */
function decoded(records: RecordBatch, tunnels: "inner" | "outer", alwaysWalk: boolean): Row[] {
  const { memory, count } = records;
  const decoder = new HeaderDecoder({ memory, tunnels, alwaysWalk });
  decoder.decode(records);
  return Array.from({ length: count }, (_, row) => rowOf(decoder.headers, row));
}

function expectSame(records: RecordBatch, tunnels: "inner" | "outer"): void {
  const walked = decoded(records, tunnels, true);
  // What the walk wrote must not pass for what the short way did not.
  new Uint8Array(records.memory.buffer, HEADER_VERDICT, HEADER_LEFT - HEADER_VERDICT).fill(0xa5);
  expect(decoded(records, tunnels, false)).toEqual(walked);
}

async function batchesOf(bytes: Uint8Array, use: (records: RecordBatch) => void): Promise<void> {
  const reader = await openSource(bytesSource(bytes), "fixture");
  const records = new RecordBatch(reader.memory);
  while (await reader.next(records)) use(records);
}

describe.each(FIXTURE_CAPTURES)("$name", (capture) => {
  test.each(["inner", "outer"] as const)("both ways agree, %s", async (tunnels) => {
    await batchesOf(bytesOf(capture), (records) => expectSame(records, tunnels));
  });
});

test("frames with bytes changed", async () => {
  const web = FIXTURE_CAPTURES.find(({ name }) => name === "web.pcap");
  const dns = FIXTURE_CAPTURES.find(({ name }) => name === "dns.pcap");
  if (web === undefined || dns === undefined) throw new Error("fixtures are missing");
  for (const capture of [web, dns]) {
    await batchesOf(bytesOf(capture), (records) => {
      const sound = records.bytes.slice();
      const lengths = records.capturedLength.slice();
      fc.assert(
        fc.property(
          fc.array(fc.tuple(fc.nat(records.count - 1), fc.nat(60), fc.nat(255)), {
            minLength: 1,
            maxLength: 40,
          }),
          fc.array(fc.tuple(fc.nat(records.count - 1), fc.nat(80)), { maxLength: 20 }),
          (changes, cuts) => {
            records.bytes.set(sound);
            records.capturedLength.set(lengths);
            for (const [row, at, value] of changes) records.bytes[records.offset[row] + at] = value;
            for (const [row, length] of cuts) {
              records.capturedLength[row] = Math.min(records.capturedLength[row], length);
            }
            expectSame(records, "inner");
          },
        ),
        { numRuns: 60, seed: 20 },
      );
      records.bytes.set(sound);
      records.capturedLength.set(lengths);
    });
  }
});

test("the short way is taken", async () => {
  const web = FIXTURE_CAPTURES.find(({ name }) => name === "web.pcap");
  if (web === undefined) throw new Error("the fixture is missing");
  let left = 0;
  let packets = 0;
  await batchesOf(bytesOf(web), (records) => {
    left += new ShortWay(records.memory, false).decode(records);
    packets += records.count;
  });
  // The rest is ARP and ICMPv6.
  expect(left).toBeLessThan(packets / 10);
});
