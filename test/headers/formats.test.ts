/**
 * Every format's table of cases, and what holds for each of their frames: cut at any byte it gives the flow or a
 * reason, and no byte behind the cut matters.
 */
import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, test } from "vitest";
import { VERDICT_NAMES } from "../../src/headers/verdict-names.ts";
import { type Decoded, decodeFrame, decodeWithin, LINK_ETHERNET } from "../decode-frame.ts";
import { type Bytes, join } from "../frames.ts";
import type { Format, FrameCase } from "./format.ts";

const SECTIONS = ["sound", "variants", "counterexamples", "broken"] as const;
const FORMATS = new URL("./cases/", import.meta.url);
const SOURCES = new URL("../../src/headers/", import.meta.url);

const names = readdirSync(FORMATS).map((file) => basename(file, ".ts"));
const formats = await Promise.all(
  names.map(async (name) => [name, (await import(`./cases/${name}.ts`)).default as Format] as const),
);

/** Files of src/headers that decode no format of their own. */
const NO_FORMATS = ["decode", "ethernet-ipv4", "transport", "link-layer", "internet-protocol", "udp-tunnels"];

test("every format of src/headers has a table of cases", () => {
  const decoding = readdirSync(SOURCES)
    .filter((file) => /^export function decode/m.test(readFileSync(new URL(file, SOURCES), "utf8")))
    .map((file) => basename(file, ".ts"))
    .filter((name) => !NO_FORMATS.includes(name));
  expect(decoding.filter((name) => !names.includes(name))).toEqual([]);
});

describe.each(formats)("%s", (_, format) => {
  const rows = SECTIONS.flatMap((section) =>
    format[section].map((row) => ({ section, name: row[0], row: withLinkType(row, format.linkType) })),
  );

  test.each(rows)("$section: $name", ({ row: [, frame, expected, options] }) => {
    const decoded = decodeFrame(options?.linkType ?? LINK_ETHERNET, frame, options);
    expect(decoded).toMatchObject(expected);
    expect(decoded.quoted).toBe(expected.quoted);
    expect(decoded.fragment).toBe(expected.fragment);
    expect(decodePoisoned(frame, frame.length, 0xff, options)).toEqual(decoded);
  });

  test.each(rows)("cut at every byte: $name", ({ row: [, frame, , options] }) => {
    const originalLength = options?.originalLength ?? frame.length;
    const whole = decodeFrame(options?.linkType ?? LINK_ETHERNET, frame, options);
    let reached = false;
    for (let captured = 0; captured <= frame.length; captured++) {
      const cut = { ...options, originalLength };
      const decoded = decodePoisoned(frame, captured, 0x00, cut);
      expect(decodePoisoned(frame, captured, 0xff, cut)).toEqual(decoded);
      expect(decodePoisoned(frame, captured, 0x45, cut)).toEqual(decoded);
      const same = identity(decoded) === identity(whole);
      if (reached) expect(same, `cut at ${captured}: ${identity(decoded)}`).toBe(true);
      else if (!same) expect(["truncated-header", "flow", "icmp", "icmpv6"]).toContain(decoded.verdict);
      reached ||= same;
    }
    expect(reached).toBe(true);
  });
});

test("verdicts have names, each once", () => {
  expect(new Set(VERDICT_NAMES).size).toBe(VERDICT_NAMES.length);
});

function withLinkType([name, frame, expected, options]: FrameCase, linkType: number | undefined): FrameCase {
  return [name, frame, expected, { ...(linkType !== undefined && { linkType }), ...options }];
}

/** The frame's first bytes in the midst of others, which must not matter. */
function decodePoisoned(frame: Bytes, captured: number, poison: number, options: FrameCase[3]): Decoded {
  const around = new Uint8Array(80).fill(poison);
  const bytes = join(around, frame.subarray(0, captured), around);
  return decodeWithin(bytes, around.length, captured, { originalLength: frame.length, ...options });
}

/** What a cut must not change once it is known: who talks to whom. */
function identity(decoded: Decoded): string {
  const { verdict, protocol, source, sourcePort, destination, destinationPort, quoted } = decoded;
  return [verdict, protocol, source, sourcePort, destination, destinationPort, quoted].join(" ");
}
