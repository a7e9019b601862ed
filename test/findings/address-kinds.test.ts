import { describe, expect, test } from "vitest";
import { isGroupAddress, isInternetAddress } from "../../src/findings/address-kinds.ts";
import { readAddressWords } from "../../src/findings/baseline/address-words.ts";

function kindOf(text: string): string {
  const address = readAddressWords(text);
  if (address === null) throw new TypeError(text);
  const [word0, word1, word2, word3] = address.words;
  if (isGroupAddress(address.ipv6, word0)) return "group";
  return isInternetAddress(address.ipv6, word0, word1, word2, word3) ? "internet" : "own";
}

describe("IPv4", () => {
  test.each([
    ["0.0.0.0", "own"],
    ["0.255.255.255", "own"],
    ["1.0.0.0", "internet"],
    ["9.255.255.255", "internet"],
    ["10.0.0.0", "own"],
    ["10.255.255.255", "own"],
    ["11.0.0.0", "internet"],
    ["100.63.255.255", "internet"],
    ["100.64.0.0", "own"],
    ["100.127.255.255", "own"],
    ["100.128.0.0", "internet"],
    ["127.0.0.1", "own"],
    ["169.254.0.1", "own"],
    ["172.15.255.255", "internet"],
    ["172.16.0.0", "own"],
    ["172.31.255.255", "own"],
    ["172.32.0.0", "internet"],
    ["192.0.0.8", "own"],
    ["192.0.1.1", "internet"],
    ["192.0.2.1", "own"],
    ["192.167.255.255", "internet"],
    ["192.168.0.0", "own"],
    ["192.169.0.0", "internet"],
    ["198.17.255.255", "internet"],
    ["198.18.0.0", "own"],
    ["198.19.255.255", "own"],
    ["198.20.0.0", "internet"],
    ["198.51.100.7", "own"],
    ["203.0.113.7", "own"],
    ["223.255.255.255", "internet"],
    ["224.0.0.0", "group"],
    ["239.255.255.255", "group"],
    ["240.0.0.0", "own"],
    ["255.255.255.254", "own"],
    ["255.255.255.255", "group"],
  ])("%s: %s", (address, kind) => expect(kindOf(address)).toBe(kind));
});

describe("IPv6", () => {
  test.each([
    ["::", "own"],
    ["::1", "own"],
    ["::ffff:10.0.0.1", "own"],
    ["::ffff:8.8.8.8", "internet"],
    ["64:ff9b::808:808", "internet"],
    ["64:ff9b:1::808:808", "own"],
    ["100::1", "own"],
    ["1fff:ffff::1", "own"],
    ["2000::", "internet"],
    ["2001::1", "internet"],
    ["2001:2::1", "own"],
    ["2001:2:1::1", "internet"],
    ["2001:10::1", "own"],
    ["2001:20::1", "internet"],
    ["2001:db8::1", "own"],
    ["2001:db9::1", "internet"],
    ["2002::1", "internet"],
    ["2a00:1450:4001::8a", "internet"],
    ["3fff::1", "own"],
    ["3fff:fff:ffff::1", "own"],
    ["3fff:1000::1", "internet"],
    ["4000::1", "own"],
    ["5f00::1", "own"],
    ["fc00::1", "own"],
    ["fd12::1", "own"],
    ["fe80::1", "own"],
    ["ff02::fb", "group"],
    ["ff0e::1", "group"],
  ])("%s: %s", (address, kind) => expect(kindOf(address)).toBe(kind));
});
