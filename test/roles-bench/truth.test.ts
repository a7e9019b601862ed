/** Who the server truly is, on hand-made handshakes. */
import { describe, expect, test } from "vitest";
import { findTruth } from "../../scripts/roles-bench/truth.ts";
import { ENDS, packet, tcpBetween, udpBetween } from "../conversations.ts";
import { SYN, tcp } from "../frames.ts";
import { association, packetsOf } from "./conversation-packets.ts";

const { syn, synAck, serverSyn, ack, request, response, send } = tcpBetween();

const NOTHING = { established: [], ambiguous: 0, unanswered: 0, unopened: 0 };
const CLIENT_TO_SERVER = {
  transport: "tcp",
  client: { address: "10.0.0.1", port: 40_000 },
  server: { address: "10.0.0.2", port: 80 },
};

async function truthOf(frames: Parameters<typeof packetsOf>[0]) {
  const truth = findTruth(await packetsOf(frames));
  return { ...truth, established: [...truth.established.values()] };
}

describe("a TCP flow", () => {
  test("is established where one end sent a SYN and the other a SYN-ACK", async () => {
    const truth = await truthOf([syn(), synAck(), ack(), request(), response()]);
    expect(truth).toEqual({ ...NOTHING, established: [CLIENT_TO_SERVER] });
  });

  test("is established whatever its ports and addresses are, and in whatever order", async () => {
    const turned = tcpBetween({ client: ["10.0.0.9", 80], server: ["10.0.0.2", 40_000] });
    const truth = await truthOf([turned.synAck(), turned.syn(), turned.syn()]);
    expect(truth.established).toEqual([
      {
        transport: "tcp",
        client: { address: "10.0.0.9", port: 80 },
        server: { address: "10.0.0.2", port: 40_000 },
      },
    ]);
  });

  test("is ambiguous where both ends sent a SYN", async () => {
    expect(await truthOf([syn(), serverSyn(), synAck()])).toEqual({ ...NOTHING, ambiguous: 1 });
  });

  test("is ambiguous where both ends sent a SYN-ACK", async () => {
    const clientsSynAck = send(false, 0x12);
    expect(await truthOf([syn(), synAck(), clientsSynAck])).toEqual({ ...NOTHING, ambiguous: 1 });
  });

  test.each([
    ["a SYN alone", [syn(), ack()]],
    ["a SYN-ACK alone", [synAck(), ack()]],
    ["both of one end", [syn(), send(false, 0x12)]],
  ])("is not established by %s", async (_, frames) => {
    expect(await truthOf(frames)).toEqual({ ...NOTHING, unanswered: 1 });
  });

  test("without openings has no truth", async () => {
    expect(await truthOf([ack(), request(), response()])).toEqual({ ...NOTHING, unopened: 1 });
  });

  test("that one end has with itself is not established", async () => {
    const land = packet(
      "10.0.0.1",
      "10.0.0.1",
      6,
      tcp(undefined, { sourcePort: 7, destinationPort: 7, flags: SYN }),
    );
    const answer = packet(
      "10.0.0.1",
      "10.0.0.1",
      6,
      tcp(undefined, { sourcePort: 7, destinationPort: 7, flags: 0x12 }),
    );
    expect(await truthOf([land, answer])).toEqual({ ...NOTHING, unanswered: 1 });
  });
});

test("an SCTP association is established by INIT and INIT-ACK", async () => {
  const truth = await truthOf([association.init(), association.initAck(), association.data(false)]);
  expect(truth).toEqual({
    ...NOTHING,
    established: [{ ...CLIENT_TO_SERVER, transport: "sctp", server: { address: "10.0.0.2", port: 3868 } }],
  });
});

test("UDP has no handshake and is not counted", async () => {
  const { request: ask, response: reply } = udpBetween(ENDS);
  expect(await truthOf([ask(), reply()])).toEqual(NOTHING);
});

test("flows are told apart by their ports", async () => {
  const other = tcpBetween({ client: ["10.0.0.1", 40_001], server: ENDS.server });
  const truth = await truthOf([syn(), other.syn(), synAck(), other.request()]);
  expect(truth).toEqual({ ...NOTHING, established: [CLIENT_TO_SERVER], unanswered: 1 });
});
