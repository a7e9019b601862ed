/** Which addresses are on the internet, by the registries of special-purpose addresses. */
import { expect, test } from "vitest";
import {
  SCOPE_INTERNET,
  SCOPE_LOCAL,
  SCOPE_NO_HOST,
  SCOPE_OWN_HOST,
  scopeOfIpv4,
  scopeOfIpv6,
} from "../../src/findings/address-scope.ts";
import { ipv4Bytes, ipv6Bytes } from "../frames.ts";

const WORDS: Readonly<Record<number, string>> = {
  [SCOPE_INTERNET]: "internet",
  [SCOPE_LOCAL]: "local",
  [SCOPE_OWN_HOST]: "own",
  [SCOPE_NO_HOST]: "none",
};

function scopeOf(address: string): string {
  const bytes = Uint8Array.from(address.includes(":") ? ipv6Bytes(address) : ipv4Bytes(address));
  const view = new DataView(bytes.buffer);
  if (bytes.length === 4) return WORDS[scopeOfIpv4(view.getInt32(0))];
  return WORDS[scopeOfIpv6(view.getInt32(0), view.getInt32(4), view.getInt32(8), view.getInt32(12))];
}

/** The first and last addresses of each block, and their neighbours. */
const rows: readonly (readonly [scope: string, addresses: readonly string[]])[] = [
  ["internet", ["1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0"]],
  [
    "internet",
    ["126.255.255.255", "128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0"],
  ],
  [
    "internet",
    ["192.0.0.9", "192.0.0.10", "192.0.1.0", "192.0.3.0", "192.88.99.1", "192.167.255.255", "192.169.0.0"],
  ],
  [
    "internet",
    ["198.17.255.255", "198.20.0.0", "198.51.99.255", "198.51.101.0", "203.0.112.255", "203.0.114.0"],
  ],
  ["internet", ["223.255.255.255"]],
  ["local", ["10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255", "169.254.0.0", "172.16.0.0"]],
  [
    "local",
    ["172.31.255.255", "192.0.0.0", "192.0.0.8", "192.0.0.11", "192.0.2.1", "192.168.0.0", "192.168.255.255"],
  ],
  [
    "local",
    ["198.18.0.0", "198.19.255.255", "198.51.100.1", "203.0.113.255", "240.0.0.0", "255.255.255.254"],
  ],
  ["own", ["127.0.0.1", "127.255.255.255"]],
  ["none", ["0.0.0.0", "0.255.255.255", "224.0.0.0", "239.255.255.255", "255.255.255.255"]],
  [
    "internet",
    ["2000::", "2001:200::", "2001:4860:4860::8888", "2003::1", "2a02:1::5", "3ffe::1", "3fff:1000::"],
  ],
  [
    "internet",
    ["2001::1", "2001:1::1", "2001:1::3", "2001:3::1", "2001:4:112::1", "2001:20::1", "2001:3f::1"],
  ],
  ["internet", ["2620:4f:8000::1", "64:ff9b::808:808", "2002:808:808::1", "::ffff:808:808"]],
  [
    "local",
    [
      "2001:1::4",
      "2001:2::1",
      "2001:10::1",
      "2001:40::1",
      "2001:1ff::1",
      "2001:db8::1",
      "3fff::1",
      "3fff:fff::1",
    ],
  ],
  ["local", ["64:ff9b::a00:1", "64:ff9b:1::1", "2002:a00:1::1", "::ffff:a00:1", "::5", "fc00::1", "fdff::1"]],
  ["local", ["fe80::1", "fec0::1", "5f00::1", "4000::1", "8000::1", "100:0:0:2::1"]],
  ["own", ["::1", "::ffff:7f00:1"]],
  ["none", ["::", "ff02::1", "ffff::1", "100::1", "100:0:0:1::1", "::ffff:e000:1"]],
];

test.each(rows.flatMap(([scope, addresses]) => addresses.map((address) => [address, scope])))(
  "%s: %s",
  (address, scope) => {
    expect(scopeOf(address)).toBe(scope);
  },
);
