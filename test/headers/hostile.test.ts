/**
 * Laws for bytes that nobody meant: nothing throws, every packet gets a verdict, no byte outside the captured
 * ones matters, and every offset lies within them.
 */

import { readdirSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HeaderDecoder } from "../../src/headers/decode.ts";
import { LAYER_UNKNOWN_LINK } from "../../src/headers/layers.ts";
import { linkLayer } from "../../src/headers/link-layer.ts";
import { type Decoded, decodeFrame, decodeWithin, type FrameOptions } from "../decode-frame.ts";
import { type Bytes, ethernet, ipv4, ipv6, join, ppp, tcp, udp, zeros } from "../frames.ts";
import type { Format } from "./format.ts";

/** Those that a decoder knows, and one that none does. */
const LINK_TYPES = Array.from({ length: 512 }, (_, linkType) => linkType).filter(
  (linkType) => linkLayer(linkType) !== LAYER_UNKNOWN_LINK || linkType === 147,
);

const cases = (
  await Promise.all(
    readdirSync(new URL("./cases/", import.meta.url)).map(
      async (file) => (await import(`./cases/${file}`)).default as Format,
    ),
  )
).flatMap((format) =>
  [...format.sound, ...format.variants].map(([, frame, , options]) => ({
    frame,
    options: { ...(format.linkType !== undefined && { linkType: format.linkType }), ...options },
  })),
);

/** Decodes between two fillings of different bytes; `decodedRow` checks that payload lies within the frame. */
function decodeBetween(frame: Bytes, options: FrameOptions): Decoded {
  const decoded = [0x00, 0x45, 0xff].map((filling) => {
    const around = zeros(72).fill(filling);
    return decodeWithin(join(around, frame, around), around.length, frame.length, options);
  });
  expect(decoded[1]).toEqual(decoded[0]);
  expect(decoded[2]).toEqual(decoded[0]);
  return decoded[0];
}

const settings = { seed: 20_261_122, numRuns: 150 };
const tunnels = fc.constantFrom("inner" as const, "outer" as const);
const extraLength = fc.constantFrom(0, 0, 1, 4, 100, 0x3fff_ffff, 0xffff_0000);
const bytes = (maxLength: number) =>
  // Zeros, the version nibbles and small lengths lead further into the formats than evenly spread bytes do.
  fc.array(fc.oneof(fc.nat(255), fc.constantFrom(0, 0, 1, 4, 6, 8, 0x11, 0x45, 0x60, 0x81, 0xff)), {
    maxLength,
  });

test("fast paths know more than a dozen link types", () => {
  expect(LINK_TYPES.length).toBeGreaterThan(12);
});

describe.each(LINK_TYPES)("link type %i", (linkType) => {
  test("any bytes", () => {
    fc.assert(
      fc.property(
        bytes(160),
        tunnels,
        extraLength,
        fc.constantFrom(0, 0, 4),
        (content, kind, extra, checkSequence) => {
          const frame = Uint8Array.from(content);
          const decoded = decodeBetween(frame, {
            linkType,
            tunnels: kind,
            originalLength: Math.min(0xffff_ffff, frame.length + extra),
            frameCheckSequenceLength: checkSequence,
          });
          if (linkType === 147) expect(decoded.verdict).toBe("unknown-link-type");
        },
      ),
      settings,
    );
  });
});

test("any bytes behind an IP header of any protocol", () => {
  fc.assert(
    fc.property(bytes(120), fc.nat(255), fc.boolean(), (content, protocol, six) => {
      const payload = Uint8Array.from(content);
      const packet = six ? ipv6(payload, { nextHeader: protocol }) : ipv4(payload, { protocol });
      decodeBetween(ethernet(packet), {});
    }),
    { ...settings, numRuns: 3000 },
  );
});

test("any bytes on a tunnel's port", () => {
  const ports = [1701, 2152, 3544, 4341, 4789, 4790, 5072, 5247, 6081, 6635, 8472];
  fc.assert(
    fc.property(bytes(120), fc.constantFrom(...ports), fc.boolean(), (content, port, answer) => {
      const between = answer ? { sourcePort: port, destinationPort: 40_000 } : { destinationPort: port };
      const decoded = decodeBetween(
        ethernet(ipv4(udp(Uint8Array.from(content), between), { protocol: 17 })),
        {},
      );
      expect(decoded.verdict).not.toBe("truncated-header");
    }),
    { ...settings, numRuns: 3000 },
  );
});

test("valid frames with bytes changed, cut out and put in", () => {
  const change = fc.record({
    at: fc.nat(300),
    kind: fc.constantFrom("set", "set", "set", "cut", "insert"),
    value: fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 0x45, 0x60, 0xff)),
  });
  fc.assert(
    fc.property(
      fc.constantFrom(...cases),
      fc.array(change, { minLength: 1, maxLength: 5 }),
      fc.nat(300),
      ({ frame, options }, changes, keep) => {
        const changed = [...frame];
        for (const { at, kind, value } of changes) {
          const position = at % (changed.length + 1);
          if (kind === "set") changed[Math.min(position, changed.length - 1)] = value;
          else changed.splice(position, kind === "cut" ? 1 : 0, ...(kind === "insert" ? [value] : []));
        }
        const captured = Uint8Array.from(changed.slice(0, keep));
        decodeBetween(captured, { ...options, originalLength: changed.length });
      },
    ),
    { ...settings, numRuns: 20_000 },
  );
});

describe("too many headers", () => {
  const nested = (times: number, wrap: (inner: Bytes) => Bytes, inner: Bytes) => {
    let frame = inner;
    for (let i = 0; i < times; i++) frame = wrap(frame);
    return frame;
  };
  const inIpv4 = (inner: Bytes) => ipv4(inner, { protocol: 4 });

  test.each([
    ["40 IPv4 headers are followed", 40, "flow"],
    ["600 are not", 600, "too-many-headers"],
  ])("%s", (_, times, verdict) => {
    expect(decodeFrame(101, nested(times, inIpv4, ipv4(tcp()))).verdict).toBe(verdict);
  });

  test("a carried flow is kept where the headers inside it never end", () => {
    const inUdp = (inner: Bytes) => join(hexTag(), inner);
    const frame = nested(600, inUdp, zeros(4));
    const datagram = ethernet(
      ipv4(udp(join(zeros(8), zeros(12), [0x81, 0x00], frame), { destinationPort: 4789 }), { protocol: 17 }),
    );
    expect(decodeFrame(1, datagram)).toMatchObject({ verdict: "flow", destinationPort: 4789 });
  });

  test("labels without end are bounded by the frame", () => {
    const labels = zeros(200_000);
    expect(decodeFrame(1, ethernet(labels, { type: 0x8847 })).verdict).toBe("malformed-header");
    expect(decodeFrame(9, ppp(labels, { protocol: 0x0281 })).verdict).toBe("malformed-header");
  });

  /** A VLAN tag that announces another. */
  function hexTag(): readonly number[] {
    return [0, 1, 0x81, 0x00];
  }
});

describe("paths", () => {
  test("more of them than can be told apart end as `more`, and the flow stands", () => {
    const decoder = new HeaderDecoder();
    let last: Decoded | undefined;
    for (let network = 0; network < 70_000; network++) {
      const vxlan = join(
        [8, 0, 0, 0, network >> 16, (network >> 8) & 0xff, network & 0xff, 0],
        ethernet(ipv4(tcp())),
      );
      const frame = ethernet(ipv4(udp(vxlan, { destinationPort: 4789 }), { protocol: 17 }));
      last = decodeWithin(frame, 0, frame.length, {}, decoder);
      if (network === 9) expect(last.via).toEqual(["vxlan 9"]);
    }
    expect(last).toMatchObject({ verdict: "flow", destinationPort: 80, via: ["more"] });
  });
});
