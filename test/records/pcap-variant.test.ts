/**
 * Which record header a file has is guessed from its first records. Damage to a standard file must not make it one of
 * a changed kind: then what stands before the damage would be read wrongly, too.
 */
import { describe, expect, test } from "vitest";
import { type PcapOptions, payload, pcapFile } from "./capture-writer.ts";
import { hex, readBytes } from "./read-rows.ts";

const FILE_HEADER = 24;
const RECORD_HEADER = 16;

/** Frames of 60 bytes whose first eight bytes make sense as what a changed header has behind the lengths. */
const FOOLING: readonly [name: string, beginning: readonly number[]][] = [
  // As Kuznetzov's interface 2, protocol ETH_P_PPPTALK or the like, packet type 2.
  ["made-up addresses 02:00:00:00:00:02", [2, 0, 0, 0, 0, 2, 2, 0]],
  ["addresses of zeros but for the last byte", [0, 0, 0, 0, 0, 2, 0, 0]],
  ["an address that is Kuznetzov's header", [3, 0, 0, 0, 0x00, 0x08, 4, 0]],
  ["an address that is Nokia's word", [0x02, 0xd9, 0xbf, 0x9f, 0, 1, 2, 0]],
];

function standard(beginning: readonly number[], options: PcapOptions = {}): Uint8Array {
  const frame = payload(60, 5);
  frame.set(beginning);
  const packets = [1, 2, 3, 4].map((second) => ({
    data: frame,
    seconds: 1_700_000_000 + second,
    fraction: 7,
  }));
  return pcapFile({ packets, ...options });
}

describe.each(FOOLING)("%s", (_, beginning) => {
  const whole = standard(beginning);
  const frame = hex(whole.subarray(FILE_HEADER + RECORD_HEADER, FILE_HEADER + RECORD_HEADER + 60));
  const second = FILE_HEADER + RECORD_HEADER + 60;

  test("a sound file is a standard file", async () => {
    const { rows } = await readBytes(whole);
    expect(rows.map(({ data }) => data)).toEqual([frame, frame, frame, frame]);
  });

  test.each([0, 1, 0x7f, 0xff])("any byte of the second record's header made %s", async (value) => {
    for (let place = 0; place < RECORD_HEADER; place++) {
      const bytes = Uint8Array.from(whole);
      bytes[second + place] = value;
      const { rows } = await readBytes(bytes);
      expect(rows[0], `byte ${place}`).toMatchObject({ data: frame, originalLength: 60 });
    }
  });

  test("four bytes of the second record's header made ones", async () => {
    for (let place = 0; place <= RECORD_HEADER - 4; place++) {
      const bytes = Uint8Array.from(whole);
      bytes.fill(0xff, second + place, second + place + 4);
      const { rows } = await readBytes(bytes);
      expect(rows[0], `bytes from ${place}`).toMatchObject({ data: frame, originalLength: 60 });
    }
  });

  test("cut anywhere behind the first packet but where another header would end the file", async () => {
    for (let length = second; length < whole.length; length++) {
      // Eight bytes behind, and four: a sound file of one packet with Kuznetzov's header, and with Nokia's.
      if (length === second + 8 || length === second + 4) continue;
      const { rows } = await readBytes(whole.subarray(0, length));
      expect(rows[0], `cut at ${length}`).toMatchObject({ data: frame, originalLength: 60 });
    }
  });
});

test.each([
  ["Kuznetzov's", [3, 0, 0, 0, 0x00, 0x08, 4, 0]],
  ["Nokia's", [0x02, 0xd9, 0xbf, 0x9f]],
])("%s header is still told where a later record is damaged", async (_, afterRecordHeader) => {
  const packets = [1, 2, 3, 4].map((second) => ({
    data: payload(60, 5),
    seconds: 1_700_000_000 + second,
    fraction: 7,
  }));
  const bytes = pcapFile({ packets, afterRecordHeader });
  const record = RECORD_HEADER + afterRecordHeader.length + 60;
  bytes.fill(0xff, FILE_HEADER + 2 * record, FILE_HEADER + 2 * record + RECORD_HEADER);
  const { rows } = await readBytes(bytes);
  expect(rows.map(({ data }) => data)).toEqual([hex(payload(60, 5)), hex(payload(60, 5))]);
});

test.each([1, 2])("Kuznetzov's header in a file of %s packets", async (count) => {
  const packets = [1, 2].slice(0, count).map((seconds) => ({ data: payload(60, 5), seconds, fraction: 7 }));
  const { rows } = await readBytes(pcapFile({ packets, afterRecordHeader: [3, 0, 0, 0, 0x00, 0x08, 4, 0] }));
  expect(rows.map(({ data }) => data)).toEqual(packets.map(({ data }) => hex(data)));
});
