import { describe, expect, it } from "vitest";
import { looksLikeFlow, readFlowName } from "../../src/commands/flow-name.ts";
import { UsageError } from "../../src/commands/usage-error.ts";

const TCP = 6;
const UDP = 17;

const V4 = ["10.0.0.5 51514", "10.0.0.9 443"];
const V6 = ["2001:db8::1 443", "2001:db8::2 50000"];

describe("names of flows", () => {
  it.each<[string, string[], number | null]>([
    ["10.0.0.5:51514-10.0.0.9:443", V4, null],
    ["  10.0.0.5:51514 - 10.0.0.9:443 ", V4, null],
    ["10.0.0.5:51514 → 10.0.0.9:443", V4, null],
    ["10.0.0.5:51514 ⇢ 10.0.0.9:443", V4, null],
    ["10.0.0.5:51514 -> 10.0.0.9:443", V4, null],
    ["10.0.0.5:51514  ->  10.0.0.9:443", V4, null],
    ["10.0.0.5:51514<->10.0.0.9:443", V4, null],
    ["10.0.0.5:51514 10.0.0.9:443", V4, null],
    ["10.0.0.9:443-10.0.0.5:51514", [...V4].reverse(), null],
    ["10.0.0.5:51514-10.0.0.9:443/tcp", V4, TCP],
    ["tcp 10.0.0.5:51514-10.0.0.9:443", V4, TCP],
    ["UDP 10.0.0.5:51514-10.0.0.9:443/udp", V4, UDP],
    ["10.0.0.5:51514-10.0.0.9:443/udp-lite", V4, 136],
    ["udplite 10.0.0.5:51514 → 10.0.0.9:443", V4, 136],
    ["[2001:db8::1]:443-[2001:db8::2]:50000", V6, null],
    ["sctp [2001:db8::1]:443-[2001:db8::2]:50000", V6, 132],
    ["[2001:DB8:0:0:0:0:0:1]:443-[2001:0db8::0002]:50000/dccp", V6, 33],
    ["[::]:0-[::1]:65535", [":: 0", "::1 65535"], null],
    ["[1::]:1-[1:2:3:4:5:6:7:8]:2", ["1:: 1", "1:2:3:4:5:6:7:8 2"], null],
    ["[::ffff:10.0.0.5]:1-[::ffff:a00:9]:2", ["::ffff:10.0.0.5 1", "::ffff:10.0.0.9 2"], null],
    ["[64:ff9b::192.0.2.33]:1-[fe80::1]:2", ["64:ff9b::c000:221 1", "fe80::1 2"], null],
  ])("%s", (text, ends, protocol) => {
    const name = readFlowName(text);
    expect(name.ends.map(({ address, port }) => `${address} ${port}`)).toEqual(ends);
    expect(name.protocol).toBe(protocol);
    expect(looksLikeFlow(text)).toBe(true);
  });

  it.each<[string, RegExp]>([
    ["", /is empty/],
    ["10.0.0.5:51514", /names one end; a flow has two/],
    ["1.1.1.1:1-2.2.2.2:2-3.3.3.3:3", /too many parts/],
    ["10.0.0.5-10.0.0.9:443", /“10\.0\.0\.5” lacks its port/],
    ["[fe80::1]-[fe80::2]:443", /“\[fe80::1\]” lacks its port/],
    ["fe80::1-[fe80::2]:443", /“fe80::1” wants its IPv6 address in brackets, its port behind them/],
    ["example.org:1-10.0.0.9:443", /“example\.org” is no IPv4 address/],
    ["10.0.0.256:1-10.0.0.9:443", /“10\.0\.0\.256” is no IPv4 address/],
    ["010.0.0.5:1-10.0.0.9:443", /“010\.0\.0\.5” is no IPv4 address/],
    ["[10.0.0.5]:1-10.0.0.9:443", /“10\.0\.0\.5” is no IPv6 address/],
    ["[fe80::1%eth0]:1-[fe80::2]:443", /“fe80::1%eth0” is no IPv6 address/],
    ["2001:db8::1:443-[2001:db8::2]:1", /“2001:db8::1:443” wants its IPv6 address in brackets/],
    ["10.0.0.5:1-[2001:db8::2]:1", /IPv4 and an IPv6 address/],
    ["10.0.0.5:65536-10.0.0.9:443", /65536 is no port: ports run from 0 to 65535/],
    ["10.0.0.5:https-10.0.0.9:443", /“10\.0\.0\.5:https” is no address and port/],
    ["10.0.0.5:1-10.0.0.9:443/icmp", /“icmp”, which is none of tcp, udp/],
    ["icmp 10.0.0.5:1-10.0.0.9:443", /“icmp”, which is none of tcp, udp/],
    ["tcp 10.0.0.5:1-10.0.0.9:443/udp", /two transports/],
    ["-", /is empty/],
    ["[", /names one end/],
    ["[]:1-[]:2", /“” is no IPv6 address/],
    ["\u001b[2J:1-10.0.0.9:443", /is no flow/],
  ])("wrong: %j", (text, words) => {
    const read = () => readFlowName(text);
    expect(read).toThrow(UsageError);
    expect(read).toThrow(words);
    expect(read).toThrow(/; write 10\.0\.0\.5:51514-10\.0\.0\.9:443 or \[2001:db8::1\]/);
    expect(read).not.toThrow(/\p{Cc}/u);
  });

  it.each(["capture.pcap", "a-b.pcap", "captures/2026-11-22", "-", "C:\\captures\\a.pcap"])(
    "%s is a capture",
    (text) => {
      expect(looksLikeFlow(text)).toBe(false);
    },
  );
});
