/** What a flow tells of the first contact of its ends: who asks, and how it goes. */
import { describe, expect, test } from "vitest";
import * as contact from "../../src/findings/scans/contact.ts";
import { failuresOf, hasHeard } from "../../src/findings/scans/contact-columns.ts";
import { findFirstContacts } from "../../src/findings/scans/first-contacts.ts";
import { addressText } from "../../src/flows/addresses.ts";
import type { Packet } from "../collect-frames.ts";
import { packet, tcpBetween, udpBetween } from "../conversations.ts";
import { ACK, type Bytes, FIN, RST, SYN, sctp, sctpChunk, text, zeros } from "../frames.ts";
import { surveyOf } from "../survey-frames.ts";
import { GOES, type Going, packetsOf, search } from "./contacts.ts";

const NAMES: Readonly<Record<number, string>> = {
  0: "none",
  [contact.TALKED]: "talked",
  [contact.OPENED]: "opened",
  [contact.HALF_OPEN]: "half open",
  [contact.TAKEN_BACK]: "taken back",
  [contact.REFUSED]: "refused",
  [contact.UNANSWERED]: "unanswered",
  [contact.WAITED]: "waited",
  [contact.STRAY]: "stray",
  [contact.STRAY_ACK]: "stray acknowledgment",
  [contact.EXPIRED]: "expired",
};

/** `kind: asker`, for each flow. */
async function contactsIn(packets: readonly (Packet | Bytes)[]): Promise<string[]> {
  const traffic = await surveyOf(packets);
  const { contacts } = findFirstContacts(traffic);
  const { table, ofA, ofB } = traffic.addresses;
  return Array.from(contacts, (byte, flow) => {
    const kind = byte & contact.KIND;
    const asker = (byte & contact.ASKED_BY_B) !== 0 ? ofB[flow] : ofA[flow];
    return kind === 0 ? "none" : `${NAMES[kind]}: ${addressText(table, asker)}`;
  });
}

const CLIENT = ["10.0.0.1", 40_000] as const;

describe.each([
  ["the client is endpoint a", ["10.0.0.9", 22] as const],
  ["the client is endpoint b", ["9.0.0.9", 22] as const],
  ["the client has the lower port", ["10.0.0.9", 50_000] as const],
])("%s", (_, server) => {
  test.each<[Going, string]>([
    ["talked", "talked: 10.0.0.1"],
    ["halfSeen", "talked: 10.0.0.1"],
    ["opened", "opened: 10.0.0.1"],
    ["halfOpen", "half open: 10.0.0.1"],
    ["takenBack", "taken back: 10.0.0.1"],
    ["refused", "refused: 10.0.0.1"],
    ["unreachable", "refused: 10.0.0.1"],
    ["silent", "unanswered: 10.0.0.1"],
    ["waited", "waited: 10.0.0.1"],
    ["expired", "none"],
    ["fin", "stray: 10.0.0.1"],
    ["finRefused", "stray: 10.0.0.1"],
    ["xmasRefused", "stray: 10.0.0.1"],
    ["nullRefused", "stray: 10.0.0.1"],
    ["null", "unanswered: 10.0.0.1"],
    ["ack", "stray acknowledgment: 10.0.0.1"],
    ["ackRefused", "stray acknowledgment: 10.0.0.1"],
    ["finAckRefused", "stray acknowledgment: 10.0.0.1"],
    ["datagramRefused", "refused: 10.0.0.1"],
    ["datagramExpired", "expired: 10.0.0.1"],
    ["strangeAcceptance", "none"],
    ["strangeReset", "none"],
  ])("%s", async (going, expected) => {
    expect(await contactsIn(GOES[going](CLIENT, server))).toEqual([expected]);
  });
});

const talk = tcpBetween({ client: CLIENT, server: ["10.0.0.9", 80] });
const UDP = udpBetween({ client: CLIENT, server: ["10.0.0.9", 7777] });

test.each<[string, Bytes[], string]>([
  ["a connection from before the capture", [talk.response(), talk.ack()], "talked: 10.0.0.9"],
  ["its end alone", [talk.fin(), talk.serverAck()], "none"],
  ["keeping it alive", [talk.ack(), talk.serverAck()], "none"],
  ["both open it", [talk.syn(), talk.serverSyn()], "none"],
  ["the acceptance was not seen", [talk.syn(), talk.ack()], "talked: 10.0.0.1"],
  [
    "the acceptance was not seen, and it is reset later",
    [talk.syn(), talk.ack(), talk.serverReset()],
    "talked: 10.0.0.1",
  ],
  ["the opening was not seen", [talk.synAck(), talk.ack(), talk.request()], "talked: 10.0.0.1"],
  [
    "a banner and no word from the client",
    [talk.syn(), talk.synAck(), talk.ack(), talk.response(), talk.reset()],
    "opened: 10.0.0.1",
  ],
  ["flags that the capture cut off", [talk.send(false, 0, "asked"), talk.send(true, 0, "answer")], "none"],
  ["half of such a conversation", [talk.send(false, 0, "asked"), talk.send(false, 0, "more")], "none"],
  ["far too many packets for a probe", Array.from({ length: 12 }, () => talk.ack()), "none"],
  ["a reset alone", [talk.send(false, RST | ACK)], "none"],
  ["SYN with FIN", [talk.send(false, SYN | FIN)], "unanswered: 10.0.0.1"],
  ["a datagram to a group", [udpBetween({ client: CLIENT, server: ["239.1.1.1", 7777] }).request()], "none"],
  [
    "a datagram to a group of IPv6",
    [udpBetween({ client: ["fd00::1", 40_000], server: ["ff02::1:3", 7777] }).request()],
    "none",
  ],
  [
    "a datagram to all",
    [udpBetween({ client: CLIENT, server: ["255.255.255.255", 7777] }).request()],
    "none",
  ],
  ["a datagram", [UDP.request()], "unanswered: 10.0.0.1"],
  ["question and answer", [UDP.request(), UDP.response()], "talked: 10.0.0.1"],
  [
    "a name server's answer without the question",
    [udpBetween({ client: CLIENT, server: ["10.0.0.9", 53] }).response()],
    "none",
  ],
  [
    "a step of traceroute without the error",
    [udpBetween({ client: CLIENT, server: ["10.0.0.9", 33_440] }).request()],
    "none",
  ],
  [
    "SCTP, refused",
    [init("10.0.0.1", "10.0.0.2", false, 1), init("10.0.0.2", "10.0.0.1", true, 6)],
    "refused: 10.0.0.1",
  ],
  ["SCTP, unanswered", [init("10.0.0.1", "10.0.0.2", false, 1)], "unanswered: 10.0.0.1"],
  [
    "SCTP, accepted",
    [init("10.0.0.1", "10.0.0.2", false, 1), init("10.0.0.2", "10.0.0.1", true, 2)],
    "half open: 10.0.0.1",
  ],
])("%s", async (_, packets, expected) => {
  expect(await contactsIn(packets)).toEqual([expected]);
});

/** An SCTP chunk; `swapped` exchanges the ports. */
function init(from: string, to: string, swapped: boolean, type: number): Bytes {
  const header = sctp(sctpChunk(type, zeros(type === 6 ? 0 : 16)));
  if (swapped) header.set([...header.subarray(2, 4), ...header.subarray(0, 2)]);
  return packet(from, to, 132, header);
}

describe("roles that ports or other flows turn round", () => {
  test("one source port to many ports, without SYN or by datagrams, still asks", async () => {
    for (const goes of ["ack", "datagram"] as const) {
      const asked = search({
        goes: [goes],
        count: 60,
        sourcePort: { fixed: 8765 },
        ports: (i) => 50_000 + i,
      });
      const packets = packetsOf(asked);
      const { roles, addresses } = await surveyOf(packets);
      const servers = Array.from(roles.serverIsB, (isB, flow) =>
        addressText(addresses.table, (isB ? addresses.ofB : addresses.ofA)[flow]),
      );
      expect(servers).toContain("10.0.0.1");
      expect(new Set((await contactsIn(packets)).map((line) => line.split(": ")[1]))).toEqual(
        new Set(["10.0.0.1"]),
      );
    }
  });

  test("TFTP's port, which a scanner's request announces, hides no scan", async () => {
    const client = ["10.0.0.1", 54_321] as const;
    const request = udpBetween({ client, server: ["10.1.0.9", 69] }).request(
      text("\0\u0001r7tftp.txt\0octet\0"),
    );
    const packets = [
      { frame: request },
      ...packetsOf(
        search({ goes: ["datagram"], count: 20, sourcePort: { fixed: 54_321 }, ports: (i) => 100 + i }),
      ),
    ];
    expect((await contactsIn(packets)).filter((line) => line === "unanswered: 10.0.0.1")).toHaveLength(21);
  });
});

describe("what silence tells", () => {
  const failures = async (packets: readonly (Packet | Bytes)[]) => findFirstContacts(await surveyOf(packets));

  test("answers of TCP are to be seen where anybody got one, or went on as if", async () => {
    expect((await failures(GOES.silent(CLIENT, ["10.0.0.9", 80]))).showsTcpAnswers).toBe(false);
    expect((await failures(GOES.halfSeen(CLIENT, ["10.0.0.9", 80]))).showsTcpAnswers).toBe(true);
    expect((await failures(GOES.refused(CLIENT, ["10.0.0.9", 80]))).showsTcpAnswers).toBe(true);
    expect((await failures(GOES.datagramAnswered(CLIENT, ["10.0.0.9", 80]))).showsTcpAnswers).toBe(false);
  });

  test("a host has heard something where anything came for it", async () => {
    const heard = async (going: Going) => hasHeard(await failures(GOES[going](CLIENT, ["10.0.0.9", 80])), 0);
    expect(await heard("datagram")).toBe(false);
    expect(await heard("halfSeen")).toBe(false);
    expect(await heard("datagramRefused")).toBe(true);
    expect(await heard("talked")).toBe(true);
  });

  test("failures are counted up to a limit", async () => {
    const first = await failures(packetsOf(search({ goes: ["silent", "talked"], count: 400 })));
    expect(failuresOf(first, 0)).toBe(contact.MOST_COUNTED);
  });

  test("flows that were not selected are no contacts", async () => {
    const packets = packetsOf(search({ goes: ["silent"], count: 4 }));
    const traffic = await surveyOf(packets, { selection: { ports: [{ from: 2, to: 3 }] } });
    expect([...findFirstContacts(traffic).contacts].map((byte) => byte & contact.KIND)).toEqual([
      0,
      contact.UNANSWERED,
      contact.UNANSWERED,
      0,
    ]);
  });
});
