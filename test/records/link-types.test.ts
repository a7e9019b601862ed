import { expect, test } from "vitest";
import { ipv6Text } from "../../src/records/address-text.ts";
import { linkTypeName, normalisedLinkType } from "../../src/records/link-types.ts";

test.each([
  [0, "null"],
  [1, "ethernet"],
  [101, "raw"],
  [113, "linux-sll"],
  [127, "ieee802-11-radiotap"],
  [147, "user0"],
  [162, "user15"],
  [163, "ieee802-11-avs"],
  [276, "linux-sll2"],
  [1234, "link-type-1234"],
])("link type %i is called %s", (value, name) => {
  expect(linkTypeName(value)).toBe(name);
});

test("numbers that are registered stand for themselves", () => {
  for (const value of [0, 1, 9, 10, 50, 51, 100, 101, 107, 113, 276, 65_535]) {
    expect(normalisedLinkType(value)).toBe(value);
  }
});

/** RFC 5952, sections 4 and 5. */
test.each([
  ["2001 0db8 0000 0000 0000 0000 0000 0001", "2001:db8::1"],
  ["2001 0db8 0000 0001 0001 0001 0001 0001", "2001:db8:0:1:1:1:1:1"],
  ["2001 0000 0000 0001 0000 0000 0000 0001", "2001:0:0:1::1"],
  ["2001 0db8 0000 0000 0001 0000 0000 0001", "2001:db8::1:0:0:1"],
  ["0000 0000 0000 0000 0000 0000 0000 0000", "::"],
  ["0000 0000 0000 0000 0000 0000 0000 0001", "::1"],
  ["fe80 0000 0000 0000 0000 0000 0000 0000", "fe80::"],
  ["0000 0000 0000 0000 0000 ffff c000 0201", "::ffff:192.0.2.1"],
  ["2001 0DB8 00AA 00BB 00CC 00DD 00EE 00FF", "2001:db8:aa:bb:cc:dd:ee:ff"],
])("%s is written %s", (groups, text) => {
  expect(ipv6Text(Buffer.from(groups.replaceAll(" ", ""), "hex"))).toBe(text);
});
