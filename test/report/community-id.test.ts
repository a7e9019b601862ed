/** Community ID against the baseline of its specification (github.com/corelight/community-id-spec, baseline/). */
import { expect, test } from "vitest";
import { communityId } from "../../src/report/community-id.ts";
import { collect } from "../collect-frames.ts";
import { packet } from "../conversations.ts";
import { dccp, sctp, tcp, udp } from "../frames.ts";

const V6 = ["2001:470:e5bf:dead:4957:2174:e82c:4887", "2607:f8b0:400c:c03::1a"] as const;

function between(
  protocol: number,
  [source, sourcePort]: readonly [string, number],
  [destination, destinationPort]: readonly [string, number],
): Uint8Array {
  const ports = { sourcePort, destinationPort };
  const segment = protocol === 6 ? tcp(undefined, ports) : udp(undefined, ports);
  return packet(source, destination, protocol, segment);
}

test.each([
  ["TCP over IPv4", 6, ["128.232.110.120", 34_855], ["66.35.250.204", 80], "1:LQU9qZlK+B5F3KDmev6m5PMibrg="],
  ["UDP over IPv4", 17, ["192.168.1.52", 54_585], ["8.8.8.8", 53], "1:d/FP5EW3wiY1vCndhwleRRKHowQ="],
  ["TCP over IPv6", 6, [V6[0], 63_943], [V6[1], 25], "1:/qFaeAR+gFe1KYjMzVDsMv+wgU4="],
] as const)("%s, from either end", (_, protocol, one, other, id) => {
  for (const frame of [between(protocol, one, other), between(protocol, other, one)]) {
    expect(communityId(collect([frame]).table, 0)).toBe(id);
  }
});

test("SCTP", () => {
  const association = sctp();
  association.set([0, 7, 0, 7]);
  for (const [source, destination] of [
    ["192.168.170.8", "192.168.170.56"],
    ["192.168.170.56", "192.168.170.8"],
  ]) {
    const { table } = collect([packet(source, destination, 132, association)]);
    expect(communityId(table, 0)).toBe("1:MP2EtRCAUIZvTw6MxJHLV7N7JDs=");
  }
});

test.each([
  ["DCCP", 33, dccp(), "1:qKfrGVs14/VI2wLMVfhXXHfa6a0="],
  ["UDP-Lite", 136, udp(), "1:ZdbMY0WBLRrVCaZP2xDg5pf76hg="],
])(
  "%s has no ports in it, as all protocols that the specification does not name",
  (_, protocol, segment, id) => {
    expect(communityId(collect([packet("10.0.0.1", "10.0.0.2", protocol, segment)]).table, 0)).toBe(id);
  },
);
