/** The frames of fixtures/frames, whose addresses, ports and lengths tshark confirmed. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { transportOf } from "../../src/services/transports.ts";
import { type Decoded, decodeFrame } from "../decode-frame.ts";
import { hex } from "../frames.ts";

interface Endpoints {
  readonly transport: string;
  readonly source: string;
  readonly sourcePort: number;
  readonly destination: string;
  readonly destinationPort: number;
}

interface ExpectedFlow extends Endpoints {
  readonly payloadBytes?: number;
  readonly via: readonly string[];
}

interface ExpectedVerdict {
  readonly verdict: string;
  readonly quoted?: Endpoints;
}

type Expectation = ExpectedFlow | ExpectedVerdict | { readonly oneOf: readonly ExpectedFlow[] };

interface FrameRow {
  readonly name: string;
  readonly linkType: number;
  readonly hex: string;
  readonly originalLength?: number;
  readonly expect: Expectation;
}

const FOLDER = new URL("../../fixtures/frames/", import.meta.url);
const files = readdirSync(FOLDER).filter((file) => file.endsWith(".json"));

test("there are frames", () => {
  expect(files.length).toBeGreaterThan(0);
});

describe.each(files)("%s", (file) => {
  const rows = JSON.parse(readFileSync(new URL(file, FOLDER), "utf8")) as FrameRow[];
  test.each(rows.map((row) => [row.name, row] as const))("%s", (_, row) => {
    const { linkType, originalLength } = row;
    const decoded = decodeFrame(linkType, hex(row.hex), { ...(originalLength && { originalLength }) });
    const alternatives = "oneOf" in row.expect ? row.expect.oneOf : [row.expect];
    const wanted = alternatives.map(decodedOf);
    if (wanted.length === 1) expect(decoded).toMatchObject(wanted[0]);
    else expect(wanted).toContainEqual(pick(decoded, Object.keys(wanted[0])));
  });
});

function decodedOf(expected: ExpectedFlow | ExpectedVerdict): object {
  if ("verdict" in expected) {
    return { verdict: expected.verdict, ...(expected.quoted && endpoints(expected.quoted)) };
  }
  const { payloadBytes, via } = expected;
  return {
    verdict: "flow",
    ...endpoints(expected),
    ...(payloadBytes !== undefined && { payloadLength: payloadBytes }),
    via,
  };
}

function endpoints({ transport, source, sourcePort, destination, destinationPort }: Endpoints): object {
  return { protocol: protocolOfWord(transport), source, sourcePort, destination, destinationPort };
}

function protocolOfWord(word: string): number {
  for (let protocol = 0; protocol < 256; protocol++) if (transportOf(protocol) === word) return protocol;
  throw new Error(`${word} is no transport`);
}

function pick(decoded: Decoded, keys: readonly string[]): object {
  return Object.fromEntries(Object.entries(decoded).filter(([key]) => keys.includes(key)));
}
