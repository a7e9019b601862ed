/** The two ways to decode a common frame, held to each other on every fixture, whole and with bytes changed. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HeaderDecoder } from "../../src/headers/decode.ts";
import { decodeEthernetIpv4 } from "../../src/headers/ethernet-ipv4.ts";
import { HeaderBatch } from "../../src/headers/header.ts";
import { VERDICT_FLOW, VERDICT_LATER_FRAGMENT } from "../../src/headers/verdict.ts";
import { bytesSource } from "../../src/records/byte-source.ts";
import { openSource } from "../../src/records/open-capture.ts";
import { RECORD_BATCH_CAPACITY, RecordBatch } from "../../src/records/record.ts";
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

function expectSame(records: RecordBatch, tunnels: "inner" | "outer"): void {
  const fast = new HeaderDecoder({ tunnels });
  const walked = new HeaderDecoder({ tunnels, alwaysWalk: true });
  fast.decode(records);
  walked.decode(records);
  for (let row = 0; row < records.count; row++) {
    expect(rowOf(fast.headers, row), `row ${row}`).toEqual(rowOf(walked.headers, row));
  }
}

async function batchesOf(bytes: Uint8Array, use: (records: RecordBatch) => void): Promise<void> {
  const reader = await openSource(bytesSource(bytes), "fixture");
  const records = new RecordBatch();
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
    left += decodeEthernetIpv4(records, new HeaderBatch(), false, new Int32Array(RECORD_BATCH_CAPACITY));
    packets += records.count;
  });
  // The rest are IPv6 and ARP.
  expect(left).toBeLessThan(packets / 2);
});
