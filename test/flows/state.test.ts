/** How a flow went: a row a story. */
import { describe, expect, test } from "vitest";
import { collect } from "../collect-frames.ts";
import { ENDS, icmpError, packet, tcpBetween, udpBetween } from "../conversations.ts";
import { dccp, sctp, sctpChunk, sctpData, zeros } from "../frames.ts";

const web = tcpBetween();
const backwards = tcpBetween({ client: ENDS.server, server: ENDS.client });
const talk = udpBetween(ENDS);
const handshake = [web.syn(), web.synAck(), web.ack()];
const association = (...chunks: Uint8Array[]) => packet("10.0.0.1", "10.0.0.2", 132, sctp(...chunks));
const answer = (...chunks: Uint8Array[]) => {
  const segment = sctp(...chunks);
  segment.set([...segment.subarray(2, 4), ...segment.subarray(0, 2)]);
  return packet("10.0.0.2", "10.0.0.1", 132, segment);
};
const INIT = sctpChunk(1, zeros(16));
const INIT_ACK = sctpChunk(2, zeros(16));

describe("TCP", () => {
  test.each([
    ["a handshake", handshake, "established"],
    ["a handshake and data", [...handshake, web.request(), web.response()], "established"],
    ["acceptance and data, the opening not seen", [web.synAck(), web.ack(), web.request()], "established"],
    ["an opening without an answer", [web.syn(), web.syn(), web.syn()], "unanswered"],
    ["an opening that was reset", [web.syn(), web.serverReset()], "refused"],
    ["an opening that the network refused", [web.syn(), icmpError(web.syn())], "refused"],
    ["an error about the answer refuses nothing", [web.syn(), icmpError(web.serverAck())], "unanswered"],
    ["time exceeded refuses nothing", [web.syn(), icmpError(web.syn(), 11, 0)], "unanswered"],
    ["an opener that gives up", [web.syn(), web.reset()], "unanswered"],
    ["a scanner that resets the acceptance", [web.syn(), web.synAck(), web.reset()], "half-open"],
    ["an opener that goes silent", [web.syn(), web.synAck(), web.synAck()], "half-open"],
    ["a lone acceptance", [web.synAck()], "half-open"],
    ["an opening answered by something else", [web.syn(), web.serverAck()], "half-open"],
    ["both ends finished", [...handshake, web.fin(), web.serverFin()], "closed"],
    ["one end finished", [...handshake, web.request(), web.serverFin()], "closed"],
    ["both finished, then a late reset", [...handshake, web.fin(), web.serverFin(), web.reset()], "closed"],
    ["reset by the server", [...handshake, web.request(), web.serverReset()], "reset"],
    ["reset by the client", [...handshake, web.request(), web.reset()], "reset"],
    ["one end finished, the other reset", [...handshake, web.fin(), web.serverReset()], "reset"],
    ["no opening seen", [web.request(), web.response()], "midstream"],
    ["no opening seen, but the end", [web.request(), web.fin(), web.serverFin()], "midstream"],
  ])("%s: %s", (_, packets, state) => {
    expect(collect(packets).flows[0].state).toBe(state);
  });

  test.each([
    ["unanswered", [backwards.syn()], "unanswered"],
    ["refused", [backwards.syn(), backwards.serverReset()], "refused"],
    ["refused by the network", [backwards.syn(), icmpError(backwards.syn())], "refused"],
    ["half-open", [backwards.syn(), backwards.synAck()], "half-open"],
    ["established", [backwards.syn(), backwards.synAck(), backwards.ack()], "established"],
  ])("where endpoint b opens: %s", (_, packets, state) => {
    expect(collect(packets).flows[0].state).toBe(state);
  });
});

describe("UDP", () => {
  test.each([
    ["question and answer", [talk.request(), talk.response()], "established"],
    ["a question alone", [talk.request()], "unanswered"],
    ["an answer alone", [talk.response()], "unanswered"],
    ["port unreachable", [talk.request(), icmpError(talk.request())], "refused"],
    [
      "port unreachable for an answer that came too late",
      [talk.request(), talk.response(), icmpError(talk.response())],
      "established",
    ],
    ["time exceeded", [talk.request(), icmpError(talk.request(), 11, 0)], "unanswered"],
  ])("%s", (_, packets, state) => {
    expect(collect(packets).flows[0].state).toBe(state);
  });
});

describe("SCTP and DCCP", () => {
  test.each([
    ["an association", [association(INIT), answer(INIT_ACK), association(sctpData())], "established"],
    ["no answer", [association(INIT)], "unanswered"],
    ["refused", [association(INIT), answer(sctpChunk(6, zeros(0)))], "refused"],
    ["accepted, then silence", [association(INIT), answer(INIT_ACK)], "half-open"],
    [
      "shut down",
      [
        association(INIT),
        answer(INIT_ACK),
        association(sctpChunk(7, zeros(4))),
        answer(sctpChunk(8, zeros(0))),
        association(sctpChunk(14, zeros(0))),
      ],
      "closed",
    ],
    ["no opening seen", [association(sctpData())], "midstream"],
    [
      "a DCCP request",
      [packet("10.0.0.1", "10.0.0.2", 33, dccp(zeros(4), { type: 0, dataOffset: 5 }))],
      "unanswered",
    ],
  ])("%s", (_, packets, state) => {
    expect(collect(packets).flows[0].state).toBe(state);
  });
});
