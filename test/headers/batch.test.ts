/** What holds for a batch: rows do not touch one another, and each is decoded as its interface says. */
import { expect, test } from "vitest";
import { HeaderDecoder } from "../../src/headers/decode.ts";
import { keepWithin } from "../../src/headers/time-window.ts";
import { VERDICT_FLOW, VERDICT_NOT_SELECTED } from "../../src/headers/verdict.ts";
import { VERDICT_NAMES } from "../../src/headers/verdict-names.ts";
import { RECORD_BATCH_CAPACITY, RecordBatch, type Timestamp } from "../../src/records/record.ts";
import { loadBytes } from "../collect-frames.ts";
import { decodedRow, decodeFrame } from "../decode-frame.ts";
import { type Bytes, ethernet, icmp, ipv4, ipv6, join, tcp, udp, zeros } from "../frames.ts";

interface Row {
  readonly frame: Bytes;
  readonly linkType: number;
}

const ROWS: readonly Row[] = [
  { linkType: 1, frame: ethernet(ipv6(tcp())) },
  { linkType: 1, frame: ethernet(zeros(28), { type: 0x0806 }) },
  { linkType: 101, frame: ipv4(udp(), { protocol: 17 }) },
  { linkType: 1, frame: ethernet(ipv4(icmp(3, 3, ipv4(tcp())), { protocol: 1 })) },
  { linkType: 101, frame: ipv4(zeros(8), { fragmentOffset: 8, identification: 3 }) },
  { linkType: 1, frame: zeros(3) },
  { linkType: 101, frame: ipv4(tcp(), { source: "255.255.255.255" }) },
];

function batchOf(rows: readonly Row[], { headers }: HeaderDecoder): RecordBatch {
  const batch = new RecordBatch(headers.memory);
  batch.count = rows.length;
  loadBytes(batch, join(...rows.map(({ frame }) => frame)));
  batch.interfaces = [1, 101].map((linkType) => ({
    linkType,
    frameCheckSequenceLength: 0,
    snapLength: 0,
    name: "",
  }));
  let offset = 0;
  rows.forEach(({ frame, linkType }, row) => {
    batch.offset[row] = offset;
    batch.capturedLength[row] = frame.length;
    batch.originalLength[row] = frame.length;
    batch.interfaceIndex[row] = linkType === 1 ? 0 : 1;
    offset += frame.length;
  });
  return batch;
}

test("a row's neighbours and predecessors do not matter", () => {
  const decoder = new HeaderDecoder();
  for (let turn = 0; turn < ROWS.length; turn++) {
    const rows = Array.from({ length: RECORD_BATCH_CAPACITY }, (_, i) => ROWS[(i + turn) % ROWS.length]);
    const batch = batchOf(rows, decoder);
    decoder.decode(batch);
    expect(decoder.headers.count).toBe(RECORD_BATCH_CAPACITY);
    for (let row = 0; row < 3 * ROWS.length; row++) {
      expect(decodedRow(decoder, batch, row)).toEqual(decodeFrame(rows[row].linkType, rows[row].frame));
    }
  }
});

test("an empty batch has no rows", () => {
  const decoder = new HeaderDecoder();
  decoder.decode(batchOf(ROWS, decoder));
  decoder.decode(new RecordBatch(decoder.headers.memory));
  expect(decoder.headers.count).toBe(0);
});

test.each([
  ["no window", null, null, [true, true, true, true]],
  ["since is included", { seconds: 10, nanoseconds: 5 }, null, [false, true, true, true]],
  ["until is excluded", null, { seconds: 11, nanoseconds: 0 }, [true, true, false, false]],
  ["both", { seconds: 10, nanoseconds: 6 }, { seconds: 11, nanoseconds: 1 }, [false, false, true, false]],
  ["nothing", { seconds: 12, nanoseconds: 0 }, { seconds: 12, nanoseconds: 0 }, [false, false, false, false]],
] as [string, Timestamp | null, Timestamp | null, boolean[]][])(
  "a window of time: %s",
  (_, since, until, kept) => {
    const decoder = new HeaderDecoder();
    const batch = batchOf(
      [2, 2, 2, 3].map((row) => ROWS[row]),
      decoder,
    );
    [10, 10, 11, 11].forEach((seconds, row) => {
      batch.seconds[row] = seconds;
    });
    [4, 5, 0, 1].forEach((nanoseconds, row) => {
      batch.nanoseconds[row] = nanoseconds;
    });
    decoder.decode(batch);
    keepWithin({ since, until }, batch, decoder.headers);
    const { verdict, quoted } = decoder.headers;
    expect(kept.map((_, row) => verdict[row] !== VERDICT_NOT_SELECTED)).toEqual(kept);
    expect(quoted[3] !== 0).toBe(kept[3]);
    if (kept[0]) expect(verdict[0]).toBe(VERDICT_FLOW);
    expect(VERDICT_NAMES[VERDICT_NOT_SELECTED]).toBe("not-selected");
  },
);
