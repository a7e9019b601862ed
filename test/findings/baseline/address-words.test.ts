import { isIP } from "node:net";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addressWordsText,
  compareAddresses,
  isGroupAddress,
  readAddressWords,
} from "../../../src/findings/baseline/address-words.ts";

function canonical(text: string): string | null {
  const words = readAddressWords(text);
  return words && addressWordsText(words);
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
  const turned = [...ordered].reverse().flatMap((text) => readAddressWords(text) ?? []);
  expect(turned.sort(compareAddresses).map(addressWordsText)).toEqual(ordered);
});

test.each<[string, boolean]>([
  ["223.255.255.255", false],
  ["224.0.0.0", true],
  ["239.255.255.255", true],
  ["240.0.0.0", false],
  ["255.255.255.254", false],
  ["255.255.255.255", true],
  ["fe80::1", false],
  ["feff::1", false],
  ["ff02::fb", true],
  ["::ffff:224.0.0.1", false],
])("%s is a group: %s", (text, expected) => {
  const { ipv6, words } = readAddressWords(text) ?? { ipv6: false, words: [0] };
  expect(isGroupAddress(ipv6, words[0])).toBe(expected);
});
