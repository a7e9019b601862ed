import { expect, test } from "vitest";
import { isGroupAddress, readAddressWords } from "../../../src/findings/baseline/address-words.ts";

test.each<[string, boolean, number[]]>([
  ["10.0.0.5", false, [0x0a00_0005, 0, 0, 0]],
  ["255.255.255.255", false, [-1, 0, 0, 0]],
  ["2001:db8:80ff:0:1:2:ffff:ffff", true, [0x2001_0db8, 0x80ff_0000 | 0, 0x0001_0002, -1]],
])("%s in words, as flows have them", (text, ipv6, words) => {
  expect(readAddressWords(text)).toEqual({ ipv6, words: Int32Array.from(words) });
});

test("what is no address has no words", () => {
  expect(readAddressWords("internet")).toBeNull();
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
