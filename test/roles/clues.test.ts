/** A row a clue: what it says, and what fools it or keeps it silent. */
import { describe, expect, test } from "vitest";
import * as asking from "../../src/roles/asking.ts";
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
    ["many to b", 1, 3, 1],
    ["many to a", 30, 10, -1],
    ["two are not many", 1, 2, 0],
    ["both have many", 100, 40, 0],
    ["both have one", 1, 1, 0],
    ["three times as many, exactly", 5, 15, 1],
    ["a little less than that", 5, 14, 0],
    ["ten", 1, 10, 2],
    ["thirty against one", 1, 30, 3],
    ["hundreds, ten times as many", 20, 200, 2],
    ["none of the other's counted", 0, 3, 1],
  ])("fan-in: %s", (_, flowsOfA, flowsOfB, grade) => {
    const heard = grade + Math.sign(grade);
    expect(clue.fanInClue(flowsOfA, flowsOfB, flowsOfA, flowsOfB)).toBe(heard);
    expect(clue.fanInClue(flowsOfB, flowsOfA, flowsOfB, flowsOfA) + heard).toBe(0);
    expect(clue.fanInClue(0, 0, flowsOfA, flowsOfB)).toBe(Math.sign(grade));
    expect(clue.busyPortClue(flowsOfA, flowsOfB)).toBe(grade);
  });

  test.each([
    ["nobody is certain", 0, 0, 0],
    ["b was a server once", 0, 1, 1],
    ["a was a client once", -1, 0, 1],
    ["b was a server, a a client", -1, 1, 2],
    ["b was a server often", 0, 30, 2],
    ["both were servers", 2, 2, 0],
    ["a more often", 9, 2, -2],
  ])("a known server: %s", (_, certainOfA, certainOfB, grade) => {
    expect(clue.knownServerClue(certainOfA, certainOfB)).toBe(grade);
    expect(clue.knownServerClue(certainOfB, certainOfA) + grade).toBe(0);
  });

  test.each([
    ["neither", 0, 0, NOTHING],
    ["a has a client's port", 1, 0, FOR_B],
    ["b has", 0, 1, FOR_A],
    ["both have", 1, 1, NOTHING],
  ])("ports of clients: %s", (_, isWithinOfA, isWithinOfB, vote) => {
    expect(clue.clientPortsClue(isWithinOfA, isWithinOfB)).toBe(vote);
  });

  test.each([
    ["FTP's data connection", 6, 20, 50_000, FOR_B],
    ["from b", 6, 50_000, 20, FOR_A],
    ["another transport", 17, 20, 50_000, NOTHING],
    ["from port 20 to port 20", 6, 20, 20, NOTHING],
    ["the control connection", 6, 21, 50_000, NOTHING],
  ])("FTP: %s", (_, protocol, portA, portB, vote) => {
    expect(clue.ftpDataClue(protocol, portA, portB)).toBe(vote);
  });

  test.each([
    ["a common port at b", 0, 2, FOR_B, 2],
    ["a common port against a registered one", 1, 2, FOR_B, 0],
    ["a registered port at b", 0, 1, NOTHING, 2],
    ["both common, as DNS from port 53", 2, 2, NOTHING, 0],
    ["both unknown", 0, 0, NOTHING, 0],
  ])("services: %s", (_, weightOfA, weightOfB, common, registered) => {
    expect(clue.commonServiceClue(weightOfA, weightOfB)).toBe(common);
    expect(clue.registeredServiceClue(weightOfA, weightOfB, 3000, 4000)).toBe(registered);
    expect(clue.commonServiceClue(weightOfB, weightOfA) + common).toBe(0);
    expect(clue.registeredServiceClue(weightOfB, weightOfA, 4000, 3000) + registered).toBe(0);
  });

  test("a registered port among those of clients says less", () => {
    expect(clue.registeredServiceClue(0, 1, 50_000, 32_767)).toBe(2);
    expect(clue.registeredServiceClue(0, 1, 50_000, 32_768)).toBe(1);
    expect(clue.registeredServiceClue(1, 1, 40_000, 3000)).toBe(1);
  });

  test.each([
    ["a dynamic port is a client's", 50_000, 5000, 3],
    ["the first dynamic port, against the last of the others", 49_152, 49_151, 1],
    ["a client of Linux", 32_768, 32_767, 2],
    ["Linux against dynamic", 60_000, 40_000, 1],
    ["both dynamic", 50_000, 60_000, 0],
    ["neither", 5000, 6000, 0],
    ["both in Linux' range below the dynamic one", 33_000, 34_000, 0],
  ])("dynamic range: %s", (_, portA, portB, grade) => {
    expect(clue.dynamicRangeClue(portA, portB)).toBe(grade);
    expect(clue.dynamicRangeClue(portB, portA) + grade).toBe(0);
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

describe("probes", () => {
  test.each([
    ["both speak", asking.BOTH_SPEAK, 0, 0, 0],
    ["nobody answers a", asking.UNHEARD, 0, 0, 0],
    ["a sends what belongs to no connection", asking.STRAY, 0, 0, 2],
    ["a sends a datagram that cannot be delivered", asking.UNDELIVERED, 0, 0, 1],
    ["a's acknowledgment is refused: it may be the end of a connection", asking.REFUSED, 0, 0, 0],
    ["a's socket searches", asking.REFUSED, 1, 0, 1],
    ["it does, and was answered here", asking.BOTH_SPEAK, 1, 0, 1],
    ["both search", asking.UNHEARD, 1, 1, 0],
    ["a's socket surely searches", asking.UNHEARD, 2, 0, 3],
    ["a's socket surely searches, b's seems to", asking.UNHEARD, 2, 1, 3],
    ["both surely search", asking.UNHEARD, 2, 2, 0],
    ["b's socket searches, and a sends what belongs to no connection", asking.STRAY, 0, 1, 2],
  ])("%s", (_, kind, searchesA, searchesB, grade) => {
    expect(clue.probeClue(kind, searchesA, searchesB)).toBe(grade);
    expect(clue.probeClue(-kind, searchesB, searchesA) + grade).toBe(0);
  });
});
