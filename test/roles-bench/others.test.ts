/** What others go by, and what argus prints. */
import { describe, expect, test } from "vitest";
import { parseRa } from "../../scripts/roles-bench/argus.ts";
import {
  FIRST_PACKET,
  firstSegments,
  LOWER_PORT,
  REGISTERED_PORT,
  RULES,
} from "../../scripts/roles-bench/others.ts";
import { flowKey, type Segment } from "../../scripts/roles-bench/packets.ts";
import type { FlowEnd } from "../../src/flows/flow-ends.ts";
import { ENDS, tcpBetween, udpBetween } from "../conversations.ts";
import { packetsOf } from "./conversation-packets.ts";

function segment(sourcePort: number, destinationPort: number): Segment {
  const source = { address: "10.0.0.1", port: sourcePort };
  const destination = { address: "10.0.0.2", port: destinationPort };
  const flow = flowKey("tcp", source, destination);
  return { flow, transport: "tcp", source, destination, isOpening: false, isAccepting: false };
}

function portTold(rule: string, sourcePort: number, destinationPort: number): number | null {
  const told: FlowEnd | null = RULES[rule](segment(sourcePort, destinationPort));
  return told === null ? null : told.port;
}

describe("rules", () => {
  test.each([
    [LOWER_PORT, 40_000, 80, 80],
    [LOWER_PORT, 80, 40_000, 80],
    [LOWER_PORT, 2905, 2905, null],
    // 27017 is MongoDB's, 26000 is Quake's, 26999 is nobody's.
    [REGISTERED_PORT, 26_999, 27_017, 27_017],
    [REGISTERED_PORT, 27_017, 26_999, 27_017],
    [REGISTERED_PORT, 26_000, 27_017, 26_000],
    [REGISTERED_PORT, 60_001, 60_002, 60_001],
    [REGISTERED_PORT, 2905, 2905, null],
    [FIRST_PACKET, 80, 40_000, 40_000],
    [FIRST_PACKET, 40_000, 80, 80],
  ])("%s: from %i to %i", (rule, from, to, told) => {
    expect(portTold(rule, from, to)).toBe(told);
  });
});

test("the first segment of each flow is its first packet in the capture", async () => {
  const { request, response } = tcpBetween(ENDS);
  const other = tcpBetween({ client: ["10.0.0.3", 5], server: ENDS.server });
  const frames = [response(), request(), other.request(), udpBetween(ENDS).request(), other.response()];
  const firsts = [...firstSegments(await packetsOf(frames)).values()];
  expect(firsts.map(({ source }) => source)).toEqual([
    { address: "10.0.0.2", port: 80 },
    { address: "10.0.0.3", port: 5 },
  ]);
});

describe("ra's lines", () => {
  const TEXT = [
    "SrcAddr,Sport,DstAddr,Dport,Proto",
    "0,0,0,0,man",
    "10.0.0.1,40000,10.0.0.2,80,tcp",
    "10.0.0.2,80,10.0.0.1,40000,tcp",
    "2001:db8::2,22,2001:db8::1,50000,tcp",
    "10.0.0.1,5353,10.0.0.2,53,udp",
    "10.1.1.1,,10.2.2.2,,sctp",
    "10.0.0.9,0x0800,10.0.0.8,7,tcp",
    "",
  ].join("\n");

  test("the destination is the server, the first line of a flow counts, lines without ports do not", () => {
    expect([...parseRa(TEXT)]).toEqual([
      ["tcp 10.0.0.1:40000 10.0.0.2:80", "10.0.0.2:80"],
      ["tcp [2001:db8::1]:50000 [2001:db8::2]:22", "[2001:db8::1]:50000"],
    ]);
  });

  test("flows are named as elsewhere", () => {
    const [[flow]] = parseRa("10.0.0.2,80,10.0.0.1,40000,tcp");
    expect(flow).toBe(segment(40_000, 80).flow);
  });
});
