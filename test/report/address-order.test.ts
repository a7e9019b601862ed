/** The order of addresses in tables. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { addressText, compareAddresses as compareValues } from "../../src/findings/policy/prefix.ts";
import { compareAddresses } from "../../src/report/address-order.ts";

test("by value, IPv4 first", () => {
  const sorted = [
    "10.0.0.9",
    "10.0.0.10",
    "192.0.2.1",
    "::",
    "::1",
    "::ffff:192.0.2.9",
    "::ffff:192.0.2.10",
    "fd00::a",
    "fd00::10",
    "fd00::1:0",
    "fe80::1",
  ];
  expect([...sorted].reverse().sort(compareAddresses)).toEqual(sorted);
});

test("as policies compare them", () => {
  const ipv4 = fc.nat(0xffff_ffff).map((value) => ({ version: 4 as const, value: BigInt(value) }));
  const ipv6 = fc.bigInt(0n, (1n << 128n) - 1n).map((value) => ({ version: 6 as const, value }));
  const address = fc.oneof(ipv4, ipv6);
  fc.assert(
    fc.property(address, address, (one, other) => {
      const texts = [addressText(one), addressText(other)] as const;
      expect(Math.sign(compareAddresses(...texts))).toBe(Math.sign(compareValues(one, other)));
    }),
  );
});
