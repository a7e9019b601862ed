/** A row a way to speak alone, and those that look alike. */
import { expect, test } from "vitest";
import {
  BOTH_SPEAK,
  REFUSED,
  RESETS_ALONE,
  STRAY,
  UNDELIVERED,
  UNHEARD,
  UNHEARD_ACK,
} from "../../src/roles/asking.ts";
import { collect } from "../collect-frames.ts";
import { type Ends, icmpError, packet, tcpBetween, udpBetween } from "../conversations.ts";
import { ACK, FIN, PSH, sctp, sctpData } from "../frames.ts";

const URG = 0x20;
const TO_B: Ends = { client: ["10.0.0.1", 40_000], server: ["10.0.0.2", 80] };
const tcp = tcpBetween(TO_B);
const udp = udpBetween(TO_B);
const datagram = udp.request();
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

test.each([
  ["a datagram", [datagram], UNHEARD],
  ["datagrams", times(20, datagram), UNHEARD],
  ["a datagram that is answered", [datagram, udp.response()], BOTH_SPEAK],
  ["a datagram to a closed port", [datagram, icmpError(datagram)], UNDELIVERED],
  ["a datagram that lives too short", [datagram, icmpError(datagram, 11, 0)], UNHEARD],
  ["an answer that nobody is heard to have asked for", [udp.response()], -UNHEARD],
  ["an answer that comes too late", [udp.response(), icmpError(udp.response())], -UNDELIVERED],
  ["a FIN alone", [tcp.send(false, FIN)], STRAY],
  ["FIN, PSH, URG", [tcp.send(false, FIN | PSH | URG)], STRAY],
  ["a FIN alone, refused", [tcp.send(false, FIN), tcp.serverReset()], STRAY],
  ["no flags, or none that was captured", [tcp.send(false, 0)], UNHEARD],
  ["no flags, refused", [tcp.send(false, 0), tcp.serverReset()], STRAY],
  ["no flags, which the other end sends", [tcp.send(true, 0), tcp.reset()], -STRAY],
  ["no flags at both ends: they were cut off", [tcp.send(false, 0), tcp.send(true, 0)], BOTH_SPEAK],
  ["no flags and data: they were cut off", [tcp.send(false, 0, "data")], BOTH_SPEAK],
  ["an ACK", [tcp.ack()], UNHEARD_ACK],
  ["an ACK and its retries", times(11, tcp.ack()), UNHEARD_ACK],
  ["a download's ACKs", times(12, tcp.ack()), BOTH_SPEAK],
  ["an ACK, refused", [tcp.ack(), tcp.serverReset()], REFUSED],
  ["FIN and ACK, refused", [tcp.send(false, FIN | ACK), tcp.serverReset()], REFUSED],
  ["an ACK that does not get there", [tcp.ack(), icmpError(tcp.ack())], REFUSED],
  ["an ACK and one back", [tcp.ack(), tcp.serverAck()], BOTH_SPEAK],
  ["data", [tcp.response()], BOTH_SPEAK],
  ["data, refused", [tcp.response(), tcp.reset()], BOTH_SPEAK],
  ["an ACK, and a reset after it", [tcp.ack(), tcp.reset()], BOTH_SPEAK],
  ["a reset", [tcp.serverReset()], -RESETS_ALONE],
  ["resets of both", [tcp.reset(), tcp.serverReset()], -RESETS_ALONE],
  ["an opening tells more", [tcp.syn(), tcp.serverReset()], BOTH_SPEAK],
  ["an acceptance tells more", [tcp.synAck(), tcp.reset()], BOTH_SPEAK],
  ["SCTP", [packet("10.0.0.1", "10.0.0.2", 132, sctp(sctpData()))], BOTH_SPEAK],
])("%s", (_, packets, asking) => {
  // -0 is 0.
  expect(collect(packets).table.memory.loops.askingOf(0, false) + 0).toBe(asking);
});
