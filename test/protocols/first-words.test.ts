/** What first payloads say of signing on; and that what says so is among the payloads that are kept for it. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { firstBytes } from "../../src/protocols/first-bytes.ts";
import {
  FIRST_BYTES_OF_WORDS,
  FIRST_WORDS,
  type FirstWords,
} from "../../src/protocols/sign-on/first-words.ts";
import { type Bytes, hex, join, text } from "../frames.ts";

const MQTT = (flags: string) => hex(`10 10 0004 4d515454 04 ${flags} 003c 0000`);

/** By name: what signs on, and what only looks so. */
const SAMPLES: Readonly<Record<keyof typeof FIRST_WORDS, readonly [says: Bytes[], not: Bytes[]]>> = {
  snmp: [
    [hex("30 26 020101 0406 7075626c6963"), hex("30 82 0026 020100 0406 70")],
    [hex("30 26 020103 0406 7075626c6963"), hex("30 03 0201"), hex("31 26 020101 0406 7075626c6963")],
  ],
  mqtt: [
    [MQTT("c2"), MQTT("40")],
    [MQTT("02"), MQTT("c2").subarray(0, 9), hex("20 02 0000")],
  ],
  redis: [
    [text("AUTH secret\r\n"), text("*2\r\n$4\r\nauth\r\n$6\r\nsecret\r\n")],
    [text("*1\r\n$4\r\nPING\r\n"), text("GET auth\r\n")],
  ],
  postgresql: [[hex("52 00000008 00000003")], [hex("52 00000008 00000000"), hex("52 0000000c 00000005")]],
  remoteShell: [
    [text("1021\0root\0root\0id\0"), text("\0me\0root\0xterm/9600\0")],
    [text("1021"), text("GET / HTTP/1.1\r\n"), text("1234567\0")],
  ],
  ftp: [
    [text("USER admin\r\n"), text("user admin")],
    [text("USER anonymous\r\n"), text("user ftp\r\n"), text("PASS x\r\n")],
  ],
};

const WORDS = Object.entries(FIRST_WORDS) as [keyof typeof FIRST_WORDS, FirstWords][];

describe.each(WORDS)("%s", (name, { first, test: says }) => {
  const [telling, others] = SAMPLES[name];

  test("says so", () => {
    expect(telling.map(says)).toEqual(telling.map(() => true));
    expect(others.map(says)).toEqual(others.map(() => false));
  });

  test("cut anywhere, nothing is read that is not there", () => {
    for (const payload of [...telling, ...others]) {
      for (let length = 0; length < payload.length; length++) {
        const cut = payload.subarray(0, length);
        expect(says(cut)).toBe(says(Uint8Array.from(cut)));
      }
    }
  });

  test("only with a first byte that it is told to have", () => {
    const bytes = firstBytes(first);
    const payloads = fc
      .tuple(fc.integer({ min: 0, max: 255 }), fc.constantFrom(...telling), fc.uint8Array({ maxLength: 20 }))
      .map(([byte, payload, more]) => join(Uint8Array.of(byte), payload.subarray(1), more));
    fc.assert(
      fc.property(payloads, (payload) => {
        expect(says(payload) && !bytes.has(payload[0])).toBe(false);
      }),
      { numRuns: 2000 },
    );
    for (const byte of bytes) expect(FIRST_BYTES_OF_WORDS).toContain(byte);
  });
});

test("few first bytes are kept for it", () => {
  expect(FIRST_BYTES_OF_WORDS.size).toBeLessThan(24);
});
