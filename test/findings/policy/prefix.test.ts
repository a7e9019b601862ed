import { isIP } from "node:net";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  ADDRESS_BITS,
  type Address,
  addressText,
  compareAddresses,
  contains,
  lastOf,
  type Prefix,
  prefixAround,
  prefixesBetween,
  prefixText,
  readAddress,
  readPrefix,
} from "../../../src/findings/policy/prefix.ts";

const address = fc.oneof(
  fc.bigInt(0n, 2n ** 32n - 1n).map((value): Address => ({ version: 4, value })),
  fc.bigInt(0n, 2n ** 128n - 1n).map((value): Address => ({ version: 6, value })),
);
const prefix = fc
  .tuple(address, fc.nat(128))
  .map(([each, length]) => prefixAround(each, Math.min(length, ADDRESS_BITS[each.version])));

function canonical(text: string): string | null {
  const read = readAddress(text);
  return read && addressText(read);
}

describe("addresses that people write", () => {
  test.each([
    ["10.0.0.5", "10.0.0.5"],
    ["255.255.255.255", "255.255.255.255"],
    ["2001:DB8:0:0:0:0:0:1", "2001:db8::1"],
    ["::", "::"],
    ["::1", "::1"],
    ["1::", "1::"],
    ["1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"],
    ["::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"],
    ["fd00:0020::0020", "fd00:20::20"],
    ["::ffff:10.0.0.1", "::ffff:10.0.0.1"],
    ["64:ff9b::8.8.8.8", "64:ff9b::808:808"],
    ["1:2:3:4:5:6:7.8.9.10", "1:2:3:4:5:6:708:90a"],
  ])("%s is %s", (text, expected) => expect(canonical(text)).toBe(expected));

  test.each([
    "",
    "internet",
    "10.0.0",
    "10.0.0.256",
    "010.0.0.1",
    "10.0.0.5/24",
    "10.0.0.5 ",
    ":",
    ":::",
    "1:::2",
    "::1::",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4:5:6:7:8::",
    "12345::",
    "fe80::1%eth0",
    "::10.0.0",
    "::10.0.0.256",
    "10.0.0.1::",
    "::g",
    `${"0".repeat(60)}::`,
  ])("“%s” is none", (text) => expect(canonical(text)).toBeNull());

  test("what Node takes for an address is one, and nothing else", () => {
    const group = fc.oneof(
      fc.constantFrom("", "0", "1", "ffff", "10000", "g", "10.0.0.1", "::"),
      fc.integer({ min: 0, max: 0xffff }).map((value) => value.toString(16)),
    );
    const text = fc.oneof(
      fc.array(group, { maxLength: 9 }).map((groups) => groups.join(":")),
      fc
        .array(fc.integer({ min: 0, max: 300 }), { minLength: 3, maxLength: 5 })
        .map((bytes) => bytes.join(".")),
      fc.ipV6(),
      fc.ipV4(),
    );
    fc.assert(
      fc.property(text, (written) => {
        const read = canonical(written);
        expect(read !== null).toBe(isIP(written) !== 0);
        // The host parser of URLs is another implementation.
        if (read?.includes(":")) {
          expect(new URL(`http://[${read}]`).hostname).toBe(new URL(`http://[${written}]`).hostname);
        }
      }),
      { numRuns: 2000, seed: 5 },
    );
  });
});

test("addresses stand by version, then by value", () => {
  const ordered = [
    "0.0.0.1",
    "9.0.0.0",
    "10.0.0.2",
    "10.0.0.10",
    "200.0.0.1",
    "::2",
    "2001:db8::",
    "ff02::1",
  ];
  const turned = [...ordered].reverse().flatMap((text) => readAddress(text) ?? []);
  expect(turned.sort(compareAddresses).map(addressText)).toEqual(ordered);
});

describe("addresses and CIDRs", () => {
  test.each([
    ["10.0.0.0/24", "10.0.0.0/24"],
    ["10.0.0.5", "10.0.0.5"],
    ["10.0.0.5/32", "10.0.0.5"],
    ["0.0.0.0/0", "0.0.0.0/0"],
    ["::/0", "::/0"],
    ["::", "::"],
    ["::1", "::1"],
    ["FD00:0:0::/48", "fd00::/48"],
    ["2001:db8:0:0:1:2:3:4", "2001:db8::1:2:3:4"],
    ["::ffff:10.0.0.1", "::ffff:10.0.0.1"],
    ["64:ff9b::192.0.2.1/128", "64:ff9b::c000:201"],
  ])("%s", (text, expected) => {
    const read = readPrefix(text);
    expect(typeof read === "string" ? read : prefixText(read)).toBe(expected);
  });

  test.each([
    ["10.0.0.5/24", "write 10.0.0.0/24 for the network, or 10.0.0.5 for this address alone"],
    ["fd00::1/64", "write fd00::/64 for the network, or fd00::1 for this address alone"],
    ["10.0.0.0/33", "IPv4 runs from /0 to /32"],
    ["fd00::/129", "IPv6 runs from /0 to /128"],
    ["10.0.0.0/", "IPv4 runs"],
    ["10.0.0.0/08", "IPv4 runs"],
    ["10.0.0.0/255.255.255.0", "write 10.0.0.0/24"],
    ["10.0.0.0/255.0.255.0", "IPv4 runs"],
    ["10.0.0/24", "write 10.0.0.0/24"],
    ["10.1.", "write 10.1.0.0/16"],
    ["192.168.*.*", "write 192.168.0.0/16"],
    ["192.168.1.*", "write 192.168.1.0/24"],
    ["192.*.1.1", "write 10.0.0.0/24, 10.0.0.5"],
    ["010.0.0.1", "write 10.0.0.1"],
    ["10.0.0.256", "write 10.0.0.0/24"],
    ["10.0.0.1-10.0.0.6", "write 10.0.0.1, 10.0.0.2/31, 10.0.0.4/31, 10.0.0.6"],
    ["10.0.0.1 - 10.255.255.254", "has to be written as CIDRs"],
    ["10.0.0.9-10.0.0.1", "write 10.0.0.0/24, 10.0.0.5"],
    ["fe80::1%eth0", "without it, or link-local"],
    ["www.example.com", "host names are not looked up"],
    ["1.2.3.4::", "is no address and no CIDR"],
    ["1::2::3", "is no address and no CIDR"],
    ["1:2:3:4:5:6:7", "is no address and no CIDR"],
    ["1:2:3:4:5:6:7::8", "is no address and no CIDR"],
    ["12345::", "is no address and no CIDR"],
    ["10.0.0.0/24/24", "is no address and no CIDR"],
    ["", "is no address and no CIDR"],
    ["\u001b[2J", "is no address and no CIDR"],
  ])("%s is refused, with what to write", (text, words) => {
    const read = readPrefix(text);
    expect(read).toContain(words);
    expect(read).toMatch(/^\P{Cc}+$/u);
  });

  test("any prefix reads as it was written", () => {
    fc.assert(
      fc.property(prefix, (each) => {
        expect(readPrefix(prefixText(each))).toEqual(each);
      }),
    );
  });

  test("any text is read, or refused in one line", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9a-f:./*-]{0,40}$/)), (text) => {
        const read = readPrefix(text);
        if (typeof read === "string") expect(read).toMatch(/^\P{Cc}+$/u);
        else expect(readAddress(addressText(read))).toEqual({ version: read.version, value: read.value });
      }),
    );
  });
});

describe("prefixes", () => {
  test("contain each other as their addresses do", () => {
    fc.assert(
      fc.property(prefix, prefix, (one, other) => {
        const isInside =
          one.version === other.version && one.value <= other.value && lastOf(other) <= lastOf(one);
        expect(contains(one, other)).toBe(isInside);
      }),
    );
  });

  test("between two addresses lie exactly these addresses, in the fewest prefixes", () => {
    fc.assert(
      fc.property(fc.nat(1 << 12), fc.nat(1 << 12), (start, count) => {
        const first = BigInt(start);
        const last = first + BigInt(count);
        const found: Prefix[] = prefixesBetween({ version: 4, value: first }, last);
        let next = first;
        for (const each of found) {
          expect(each.value).toBe(next);
          next = lastOf(each) + 1n;
        }
        expect(next).toBe(last + 1n);
        // Two halves of one prefix would be one.
        for (const [i, each] of found.entries()) {
          const after = found[i + 1];
          if (after?.length === each.length) {
            expect(prefixAround(each, each.length - 1)).not.toEqual(prefixAround(after, after.length - 1));
          }
        }
      }),
    );
  });
});
