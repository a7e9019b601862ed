import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PortRange } from "../../../src/findings/finding.ts";
import {
  ALL_PORTS,
  commonPorts,
  hasPort,
  type PortSet,
  portRangesOf,
  portSetOf,
  portWords,
  serviceOfKey,
  unionOf,
  withoutPorts,
} from "../../../src/findings/policy/port-set.ts";
import { TRANSPORTS } from "../../../src/services/port-specification.ts";
import { serviceKey } from "../../../src/services/registry.ts";

/** Few ports, so that ranges meet; with both ends of all. */
const port = fc.constantFrom(0, 1, 2, 3, 5, 8, 9, 65_533, 65_534, 65_535);
const range = fc.tuple(fc.constantFrom(null, ...TRANSPORTS), port, port).map(
  ([transport, one, other]): PortRange => ({
    transport,
    first: Math.min(one, other),
    last: Math.max(one, other),
  }),
);
const ranges = fc.array(range, { maxLength: 6 });

const KEYS = TRANSPORTS.flatMap((transport) =>
  [0, 1, 2, 3, 4, 5, 8, 9, 10, 65_532, 65_533, 65_534, 65_535].map((each) => serviceKey(transport, each)),
);

function holds(list: readonly PortRange[], key: number): boolean {
  const { transport, port: each } = serviceOfKey(key);
  return list.some(
    ({ transport: only, first, last }) => (only ?? transport) === transport && first <= each && each <= last,
  );
}

function isTidy(set: PortSet): boolean {
  return set.every(({ first, last }, i) => first <= last && (i === 0 || set[i - 1].last + 1 < first));
}

describe("sets of ports", () => {
  test("hold what their ranges hold, and say so", () => {
    fc.assert(
      fc.property(ranges, (list) => {
        const set = portSetOf(list);
        expect(isTidy(set)).toBe(true);
        for (const key of KEYS) expect(hasPort(set, key)).toBe(holds(list, key));
        for (const key of KEYS) expect(holds(portRangesOf(set), key)).toBe(holds(list, key));
        expect(portSetOf(portRangesOf(set))).toEqual(set);
      }),
    );
  });

  test("are joined, shared and cut port by port", () => {
    fc.assert(
      fc.property(ranges, ranges, (one, other) => {
        const [a, b] = [portSetOf(one), portSetOf(other)];
        for (const made of [unionOf(a, b), commonPorts(a, b), withoutPorts(a, b)])
          expect(isTidy(made)).toBe(true);
        for (const key of KEYS) {
          const [inOne, inOther] = [holds(one, key), holds(other, key)];
          expect(hasPort(unionOf(a, b), key)).toBe(inOne || inOther);
          expect(hasPort(commonPorts(a, b), key)).toBe(inOne && inOther);
          expect(hasPort(withoutPorts(a, b), key)).toBe(inOne && !inOther);
        }
      }),
    );
  });

  test("are written as a policy writes them", () => {
    expect(portRangesOf(ALL_PORTS).map(portWords)).toEqual(["any"]);
    const some: PortRange[] = [
      { transport: "udp", first: 0, last: 65_535 },
      { transport: "tcp", first: 443, last: 443 },
      { transport: "tcp", first: 8000, last: 8999 },
    ];
    expect(portRangesOf(portSetOf(some)).map(portWords)).toEqual(["443/tcp", "8000-8999/tcp", "any/udp"]);
  });

  test("the last port of a transport and the first of the next are two ranges", () => {
    const ends: PortRange[] = [
      { transport: "tcp", first: 65_535, last: 65_535 },
      { transport: "udp", first: 0, last: 0 },
    ];
    expect(portRangesOf(portSetOf(ends)).map(portWords)).toEqual(["65535/tcp", "0/udp"]);
  });
});
