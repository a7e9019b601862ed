import { expect, test } from "vitest";
import { networkOf } from "../../src/report/client-network.ts";

test.each([
  ["10.20.0.101", "10.20.0.0/16"],
  ["10.255.255.255", "10.255.0.0/16"],
  ["172.15.0.1", "internet"],
  ["172.16.0.1", "172.16.0.0/16"],
  ["172.31.9.9", "172.31.0.0/16"],
  ["172.32.0.1", "internet"],
  ["192.168.7.1", "192.168.0.0/16"],
  ["192.169.7.1", "internet"],
  ["100.64.0.1", "100.64.0.0/10"],
  ["100.128.0.1", "internet"],
  ["169.254.1.1", "link-local"],
  ["127.0.0.1", "loopback"],
  ["0.0.0.0", "no address yet"],
  ["239.255.255.250", "multicast"],
  ["255.255.255.255", "multicast"],
  ["8.8.8.8", "internet"],
  ["::", "no address yet"],
  ["::1", "loopback"],
  ["::ffff:10.1.2.3", "10.1.0.0/16"],
  ["fe80::1", "link-local"],
  ["febf::1", "link-local"],
  ["fec0::1", "internet"],
  ["ff02::fb", "multicast"],
  ["fd00:20::101", "fd00:20::/48"],
  ["fd00::5", "fd00::/48"],
  ["fc12:3456:789a:bcde::1", "fc12:3456:789a::/48"],
  ["fdff:1:0:4::1", "fdff:1::/48"],
  ["2001:db8::5", "internet"],
])("%s is in %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});
