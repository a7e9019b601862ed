/** A row a clue: what it says, and what fools it or keeps it silent. */
import { describe, expect, test } from "vitest";
import * as clue from "../../src/roles/clues.ts";
import { collect } from "../collect-frames.ts";
import { type Ends, packet, tcpBetween, udpBetween } from "../conversations.ts";
import { dccp, sctp, sctpChunk, zeros } from "../frames.ts";

const FOR_A = -1;
const NOTHING = 0;
const FOR_B = 1;

/** The server is b, then a. */
const TO_B: Ends = { client: ["10.0.0.1", 40_000], server: ["10.0.0.2", 80] };
const TO_A: Ends = { client: ["10.0.0.2", 40_000], server: ["10.0.0.1", 80] };
const toB = tcpBetween(TO_B);
const toA = tcpBetween(TO_A);

function ask(question: typeof clue.openingClue, packets: readonly Uint8Array[]): number {
  return question(collect(packets).table, 0);
}

describe("the opening", () => {
  test.each([
    ["a SYN to b", [toB.syn()], FOR_B],
    ["a SYN to a", [toA.syn()], FOR_A],
    ["a whole connection", [toA.syn(), toA.synAck(), toA.ack(), toA.serverFin()], FOR_A],
    ["an acceptance alone", [toB.synAck()], NOTHING],
    ["no handshake", [toB.request(), toB.response()], NOTHING],
    ["both sides opened", [toB.syn(), toB.serverSyn()], NOTHING],
    ["an SCTP INIT", [packet("10.0.0.1", "10.0.0.2", 132, sctp(sctpChunk(1, zeros(16))))], FOR_B],
    [
      "a DCCP Request",
      [packet("10.0.0.2", "10.0.0.1", 33, dccp(zeros(4), { type: 0, dataOffset: 5 }))],
      FOR_A,
    ],
  ])("%s", (_, packets, vote) => {
    expect(ask(clue.openingClue, packets)).toBe(vote);
  });
});

describe("the acceptance", () => {
  test.each([
    ["a SYN-ACK from b", [toB.synAck()], FOR_B],
    ["a SYN-ACK from a", [toA.synAck()], FOR_A],
    ["a SYN alone", [toB.syn()], NOTHING],
    [
      "both sides accepted",
      [toB.synAck(), toA.synAck(), tcpBetween({ client: TO_B.server, server: TO_B.client }).synAck()],
      NOTHING,
    ],
  ])("%s", (name, packets, vote) => {
    if (name.startsWith("both")) packets.splice(1, 1);
    expect(ask(clue.acceptingClue, packets)).toBe(vote);
  });
});

describe("addresses that are only destinations", () => {
  const to = (address: string, from = address.includes(":") ? "2001:db8::1" : "10.0.0.1") => [
    udpBetween({ client: [from, 5353], server: [address, 5353] }).request(),
  ];
  test.each([
    ["mDNS", to("224.0.0.251"), FOR_B],
    ["the last group", to("239.255.255.255"), FOR_B],
    ["one address below the groups", to("223.255.255.255"), NOTHING],
    ["one address above", to("240.0.0.0"), NOTHING],
    ["a group that is endpoint a", to("224.0.0.1", "250.0.0.1"), FOR_A],
    ["IPv6 mDNS", to("ff02::fb"), FOR_B],
    ["an IPv6 link-local address", to("fe80::1"), NOTHING],
    ["a group from a group", to("239.0.0.1", "224.0.0.1"), NOTHING],
  ])("multicast: %s", (_, packets, vote) => {
    expect(ask(clue.multicastClue, packets)).toBe(vote);
  });

  test.each([
    ["the limited broadcast", to("255.255.255.255", "0.0.0.0"), FOR_B],
    ["a subnet's broadcast cannot be told", to("10.0.0.255"), NOTHING],
    ["IPv6 of all ones is none", to("ffff:ffff::1"), NOTHING],
  ])("broadcast: %s", (_, packets, vote) => {
    expect(ask(clue.broadcastClue, packets)).toBe(vote);
  });
});

describe("numbers", () => {
  test.each([
    ["many to b", 1, 3, FOR_B],
    ["many to a", 30, 10, FOR_A],
    ["two are not many", 1, 2, NOTHING],
    ["both have many", 100, 40, NOTHING],
    ["both have one", 1, 1, NOTHING],
    ["three times as many, exactly", 5, 15, FOR_B],
    ["a little less than that", 5, 14, NOTHING],
  ])("fan-in: %s", (_, flowsOfA, flowsOfB, vote) => {
    expect(clue.fanInClue(flowsOfA, flowsOfB)).toBe(vote);
    expect(clue.fanInClue(flowsOfB, flowsOfA)).toBe(vote === NOTHING ? NOTHING : -vote);
  });

  test.each([
    ["a common port at b", 0, 2, FOR_B, FOR_B],
    ["a common port against a registered one", 1, 2, FOR_B, NOTHING],
    ["a registered port at b", 0, 1, NOTHING, FOR_B],
    ["both common, as DNS from port 53", 2, 2, NOTHING, NOTHING],
    ["both unknown", 0, 0, NOTHING, NOTHING],
  ])("services: %s", (_, weightOfA, weightOfB, common, registered) => {
    expect(clue.commonServiceClue(weightOfA, weightOfB)).toBe(common);
    expect(clue.registeredServiceClue(weightOfA, weightOfB)).toBe(registered);
    expect(clue.commonServiceClue(weightOfB, weightOfA) + common).toBe(0);
    expect(clue.registeredServiceClue(weightOfB, weightOfA) + registered).toBe(0);
  });

  test.each([
    ["a dynamic port is a client's", 50_000, 5000, FOR_B],
    ["the first dynamic port", 49_152, 49_151, FOR_B],
    ["a client of Linux", 32_768, 32_767, FOR_B],
    ["Linux against dynamic", 60_000, 40_000, FOR_B],
    ["both dynamic", 50_000, 60_000, NOTHING],
    ["neither", 5000, 6000, NOTHING],
    ["both in Linux' range below the dynamic one", 33_000, 34_000, NOTHING],
  ])("dynamic range: %s", (_, portA, portB, vote) => {
    expect(clue.dynamicRangeClue(portA, portB)).toBe(vote);
    expect(clue.dynamicRangeClue(portB, portA) + vote).toBe(0);
  });

  test.each([
    [2, 1, FOR_B],
    [1, 2, FOR_A],
    [7, 7, NOTHING],
  ])("lower port: %i and %i", (portA, portB, vote) => {
    expect(clue.lowerPortClue(portA, portB)).toBe(vote);
  });
});

test("who spoke first", () => {
  expect(ask(clue.firstPacketClue, [toB.request(), toB.response()])).toBe(FOR_B);
  expect(ask(clue.firstPacketClue, [toB.response(), toB.request()])).toBe(FOR_A);
});

test.each([
  [6, true],
  [132, true],
  [33, true],
  [17, false],
  [136, false],
])("protocol %i has a handshake: %s", (protocol, handshake) => {
  expect(clue.hasHandshake(protocol)).toBe(handshake);
});
