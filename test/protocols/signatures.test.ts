/** A row a signature and side: what a protocol's ends say, and what nearly says so. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { KEPT_PAYLOAD_LENGTH } from "../../src/flows/flow.ts";
import { firstBytes } from "../../src/protocols/first-bytes.ts";
import { identifyProtocols } from "../../src/protocols/identify.ts";
import { PROTOCOL_NAMES } from "../../src/protocols/protocol.ts";
import { CERTAIN, CLIENT, LIKELY, SERVER, STRENGTH_MASK, WEAK } from "../../src/protocols/signature.ts";
import {
  OVER_SCTP,
  OVER_TCP,
  OVER_UDP,
  SIGNATURES,
  type SignatureRow,
} from "../../src/protocols/signatures.ts";
import { SAMPLES } from "./all-samples.ts";
import { askSignature } from "./ask-signature.ts";
import { flowsOfPayloads } from "./flows-of-payloads.ts";
import type { Sample, Transport } from "./sample.ts";

const TRANSPORT_BITS = { tcp: OVER_TCP, udp: OVER_UDP, sctp: OVER_SCTP };
const STRENGTHS = { weak: WEAK, likely: LIKELY, certain: CERTAIN };
const SIDES = { client: CLIENT, server: SERVER, either: 0 };

/** The rows that are asked of such a payload. */
function rowsFor(transport: Transport, bytes: Uint8Array, length = bytes.length): SignatureRow[] {
  return SIGNATURES.filter(
    ({ transports, first, least = 1, at: [offset, value] = [0, bytes[0]] }) =>
      length >= Math.max(least, offset + 1) &&
      (transports & TRANSPORT_BITS[transport]) !== 0 &&
      firstBytes(first).has(bytes[0]) &&
      bytes[offset] === value,
  );
}

/** What the signatures of the sample's protocol say of bytes: the surest answer. */
function answerTo({ protocol, transport }: Sample, bytes: Uint8Array): number {
  const answers = rowsFor(transport, bytes)
    .filter((row) => row.protocol === protocol)
    .map((row) => askSignature(row, bytes));
  return answers.sort((a, b) => (b & STRENGTH_MASK) - (a & STRENGTH_MASK))[0] ?? 0;
}

function kept(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(0, KEPT_PAYLOAD_LENGTH);
}

describe.each(SAMPLES)("$protocol over $transport, $speaker: $what", (sample) => {
  const bytes = kept(sample.bytes);

  test("is recognised, with its side", () => {
    const answer = answerTo(sample, bytes);
    expect(answer & STRENGTH_MASK).toBe(STRENGTHS[sample.strength]);
    expect(answer & (CLIENT | SERVER)).toBe(SIDES[sample.speaker]);
  });

  test("is told of a flow where it is sure enough", () => {
    const table = identifyProtocols(flowsOfPayloads([{ transport: sample.transport, b: sample.bytes }]));
    const told = table.nameOf(0);
    if (sample.strength === "weak") expect(told).not.toBe(sample.protocol);
    else expect(told).toBe(sample.protocol);
  });

  test.each(sample.near.map(([what, near]) => ({ what, near })))("near miss: $what", ({ near }) => {
    const told = answerTo(sample, kept(near)) & STRENGTH_MASK;
    expect(told).toBeLessThan(STRENGTHS[sample.strength]);
    const table = identifyProtocols(flowsOfPayloads([{ transport: sample.transport, b: near }]));
    if (sample.strength !== "certain") expect(table.nameOf(0)).not.toBe(sample.protocol);
    else
      expect(
        table.protocol[0] === PROTOCOL_NAMES.indexOf(sample.protocol) && table.confidencePercent[0] > 95,
      ).toBe(false);
  });

  test("no prefix depends on what is beyond its end, or is another protocol for certain", () => {
    for (let length = 0; length <= bytes.length; length++) {
      const prefix = bytes.slice(0, length);
      const rows = rowsFor(sample.transport, prefix);
      const alone = rows.map((row) => askSignature(row, prefix));
      // As the sample goes on, and as it does not.
      for (const poison of [0x5a, 0xff, bytes[length] ?? 0x01]) {
        expect(rows.map((row) => askSignature(row, prefix, poison))).toEqual(alone);
      }
      const certain = rows
        .filter((_, row) => (alone[row] & STRENGTH_MASK) === CERTAIN)
        .map(({ protocol }) => protocol);
      expect(certain.filter((name) => !isAlike(name, sample.protocol))).toEqual([]);
    }
  });
});

test("nothing around a payload counts, whatever it is", () => {
  const damaged = fc
    .tuple(
      fc.constantFrom(...SAMPLES),
      fc.nat(KEPT_PAYLOAD_LENGTH),
      fc.array(fc.tuple(fc.nat(63), fc.nat(255)), { maxLength: 3 }),
    )
    .map(([{ transport, bytes }, length, changes]) => {
      const copy = bytes.slice(0, Math.min(length, KEPT_PAYLOAD_LENGTH));
      for (const [offset, value] of changes) if (offset < copy.length) copy[offset] = value;
      return { transport, tight: copy };
    });
  fc.assert(
    fc.property(damaged, fc.nat(255), ({ transport, tight }, poison) => {
      const rows = rowsFor(transport, tight);
      expect(rows.map((row) => askSignature(row, tight, poison))).toEqual(
        rows.map((row) => askSignature(row, tight, poison ^ 0xff)),
      );
    }),
    { numRuns: 3000, seed: 5 },
  );
});

/** Protocols whose messages another's are. */
const ALIKE = [
  ["http", "websocket"],
  ["sunrpc", "nfs"],
];

function isAlike(name: string, other: string): boolean {
  return name === other || ALIKE.some((names) => names.includes(name) && names.includes(other));
}

test("every signature has a sample", () => {
  const silent = SIGNATURES.filter((row) =>
    SAMPLES.every(({ transport, bytes }) => {
      const isAsked = rowsFor(transport, bytes).includes(row);
      return !isAsked || askSignature(row, kept(bytes)) === 0;
    }),
  );
  expect(silent.map(({ protocol, signature }) => `${protocol} ${signature}`)).toEqual([]);
});
