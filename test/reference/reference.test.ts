/** The reference's own simple truths: what it counts of packets that are made here. */
import { describe, expect, test } from "vitest";
import { addressText } from "../../src/reference/address-text.ts";
import { isRefused, type ReferenceFlow } from "../../src/reference/flow.ts";
import { parsePackets } from "../../src/reference/read-packets.ts";
import { Reference, type ReferenceResult } from "../../src/reference/reference.ts";
import { servicesOf } from "../../src/reference/services.ts";
import { streamOf } from "../fixture-captures.ts";
import * as frames from "../frames.ts";
import { pcapFile, type WrittenPacket } from "../records/capture-writer.ts";

async function count(
  packets: readonly (Uint8Array | WrittenPacket)[],
  { linkType = 1, tunnels = "inner" as "inner" | "outer" } = {},
): Promise<ReferenceResult> {
  const reference = new Reference(tunnels);
  const written = packets.map((packet) => ("data" in packet ? packet : { data: packet }));
  await parsePackets(streamOf(pcapFile({ linkType, packets: written })), (packet) => reference.add(packet));
  return reference.result();
}

const { ACK, FIN, RST, SYN } = frames;

/** Segments between 10.0.0.1:40000 (the client) and 10.0.0.2:80. */
function fromClient(flags: number, sequenceNumber = 1, payload = frames.zeros(0)): Uint8Array {
  return frames.ethernet(frames.ipv4(frames.tcp(payload, { flags, sequenceNumber })));
}

function fromServer(flags: number, sequenceNumber = 1, payload = frames.zeros(0)): Uint8Array {
  const segment = frames.tcp(payload, { flags, sequenceNumber, sourcePort: 80, destinationPort: 40_000 });
  return frames.ethernet(frames.ipv4(segment, { source: "10.0.0.2", destination: "10.0.0.1" }));
}

function onlyFlow({ flows }: ReferenceResult): ReferenceFlow {
  expect(flows.size).toBe(1);
  return [...flows.values()][0];
}

describe("addresses", () => {
  test.each([
    ["0a000001", "10.0.0.1"],
    ["20010db8000000000000000000000001", "2001:db8::1"],
    ["00000000000000000000000000000000", "::"],
    ["00000000000000000000000000000001", "::1"],
    ["fe800000000000000000000000000000", "fe80::"],
    ["20010db8000100010001000100010000", "2001:db8:1:1:1:1:1:0"],
    ["20010000000000010000000000000001", "2001:0:0:1::1"],
    ["20010db8000000000001000000000001", "2001:db8::1:0:0:1"],
    ["00100000000000010000000000000010", "10:0:0:1::10"],
    ["00000000000000000000ffffc0000201", "::ffff:192.0.2.1"],
  ])("%s is %s", (hex, text) => {
    expect(addressText(Buffer.from(hex, "hex"))).toBe(text);
  });
});

describe("flows", () => {
  test("both directions of a connection are one flow, keyed by its ends in order", async () => {
    const result = await count([
      { data: fromClient(SYN), seconds: 7, fraction: 5 },
      { data: fromServer(SYN | ACK), seconds: 6, fraction: 999_999 },
      { data: fromClient(ACK, 2, frames.text("GET /")), seconds: 9 },
    ]);
    expect([...result.flows.keys()]).toEqual(["tcp 10.0.0.1 40000 10.0.0.2 80"]);
    expect(onlyFlow(result)).toMatchObject({
      aToB: { packets: 2, bytes: 54 + 59, payloadBytes: 5 },
      bToA: { packets: 1, bytes: 54, payloadBytes: 0 },
      connections: 1,
      firstSeen: 6_999_999,
      lastSeen: 9_000_000,
      firstFrame: 1,
    });
  });

  test("an address of IPv6 is no address of IPv4 that looks like it", async () => {
    const datagram = frames.udp();
    const result = await count([
      frames.ethernet(frames.ipv4(datagram, { protocol: 17 })),
      frames.ethernet(frames.ipv6(datagram, { nextHeader: 17 })),
    ]);
    expect([...result.flows.keys()]).toEqual([
      "udp 10.0.0.1 40000 10.0.0.2 53",
      "udp 2001:db8::1 40000 2001:db8::2 53",
    ]);
  });

  test("padding is no payload, and bytes count as on the wire where the capture cut them", async () => {
    const padded = frames.join(fromClient(ACK), frames.zeros(6));
    const cut = { data: fromClient(ACK, 1, frames.zeros(100)).subarray(0, 60), originalLength: 154 };
    const { aToB } = onlyFlow(await count([padded, cut]));
    expect(aToB).toEqual({ packets: 2, bytes: 60 + 154, payloadBytes: 100 });
  });
});

describe("connections", () => {
  test.each<[string, Uint8Array[], number]>([
    ["a repeated SYN is the same", [fromClient(SYN, 5), fromClient(SYN, 5)], 1],
    ["another sequence number is another", [fromClient(SYN, 5), fromClient(SYN, 6)], 2],
    ["both sides at once are one", [fromClient(SYN, 5), fromServer(SYN, 6)], 1],
    ["a SYN after data is another", [fromClient(ACK), fromClient(SYN, 5)], 2],
    ["an answer is none", [fromClient(SYN, 5), fromServer(SYN | ACK, 9)], 1],
    ["a SYN after the end is another", [fromClient(SYN, 5), fromServer(RST | ACK), fromServer(SYN, 9)], 2],
    ["no SYN at all is one", [fromClient(ACK), fromServer(FIN | ACK)], 1],
  ])("%s", async (_, packets, connections) => {
    expect(onlyFlow(await count(packets)).connections).toBe(connections);
  });
});

describe("outcomes", () => {
  const udp = (fields: frames.UdpFields = {}) =>
    frames.ipv4(frames.udp(frames.HELLO, fields), { protocol: 17 });
  const unreachable = (quoted: Uint8Array, code = 3) =>
    frames.ethernet(
      frames.ipv4(frames.icmp(3, code, quoted), { protocol: 1, source: "10.0.0.2", destination: "10.0.0.1" }),
    );
  const syn = fromClient(SYN, 5).subarray(14);

  test.each<[string, Uint8Array[], boolean]>([
    ["a SYN that is reset was refused", [fromClient(SYN), fromServer(RST | ACK)], true],
    [
      "an accepted connection that is reset was not",
      [fromClient(SYN), fromServer(SYN | ACK), fromServer(RST)],
      false,
    ],
    ["silence is no refusal", [fromClient(SYN)], false],
    ["an acknowledgment of nothing that is reset was refused", [fromClient(ACK), fromServer(RST)], true],
    ["a connection from before, reset, was not", [fromClient(ACK), fromServer(ACK), fromServer(RST)], false],
    ["nor one in which the client sends data", [fromClient(ACK, 1, frames.HELLO), fromServer(RST)], false],
    ["nor one that the client reset", [fromServer(ACK), fromClient(RST)], false],
    ["a SYN whose port is unreachable was refused", [fromClient(SYN, 5), unreachable(syn)], true],
    ["fragmentation needed refuses nothing", [fromClient(SYN, 5), unreachable(syn, 4)], false],
    ["a datagram whose port is unreachable was refused", [frames.ethernet(udp()), unreachable(udp())], true],
    ["an error before its packet names no flow", [unreachable(udp()), frames.ethernet(udp())], false],
  ])("%s", async (_, packets, refused) => {
    const flow = onlyFlow(await count(packets));
    expect(isRefused(flow, flow.b.port < flow.a.port)).toBe(refused);
  });

  test("services sum flows by the server's port", async () => {
    const { flows } = await count([
      fromClient(SYN),
      fromServer(RST | ACK),
      frames.ethernet(frames.ipv4(frames.tcp(frames.HELLO, { sourcePort: 40_001 }))),
    ]);
    const judged = [...flows.values()].map((flow) => [flow, true, flow.b.port] as const);
    const services = servicesOf(judged);
    expect([...services.keys()]).toEqual(["80/tcp"]);
    // What was negotiated counts for its service, whatever the port.
    expect([...servicesOf(judged.map(([flow]) => [flow, true, 20])).keys()]).toEqual(["20/tcp"]);
    expect(services.get("80/tcp")).toMatchObject({
      flows: 2,
      packets: 3,
      bytesToServer: 54 + 59,
      bytesToClient: 54,
      refused: 1,
      unanswered: 1,
      answered: 0,
    });
  });
});

describe("fragments", () => {
  const first = frames.ipv4(frames.udp(frames.zeros(8), { length: 48 }), {
    protocol: 17,
    identification: 9,
    moreFragments: true,
  });
  const later = (identification = 9, protocol = 17) =>
    frames.ipv4(frames.zeros(32), { protocol, identification, fragmentOffset: 16 });

  test("later fragments go where their first went, with all their bytes as payload", async () => {
    const { aToB } = onlyFlow(
      await count([first, later(), later(10), later(9, 6)].map((ip) => frames.ethernet(ip))),
    );
    expect(aToB).toEqual({ packets: 2, bytes: 50 + 66, payloadBytes: 8 + 32 });
  });

  test("IPv6 names a datagram by addresses and identification alone (RFC 8200, section 4.5)", async () => {
    const options = frames.extension(frames.udp(frames.zeros(8), { length: 48 }), { nextHeader: 17 });
    const packets = [
      frames.ipv6Fragment(options, { nextHeader: 60, moreFragments: true }),
      frames.ipv6Fragment(frames.zeros(32), { nextHeader: 60, fragmentOffset: 24 }),
      frames.ipv6Fragment(frames.zeros(8), { nextHeader: 17, fragmentOffset: 56 }),
    ].map((fragment) => frames.ethernet(frames.ipv6(fragment, { nextHeader: 44 })));
    expect(onlyFlow(await count(packets)).aToB).toMatchObject({ packets: 3, payloadBytes: 8 + 32 + 8 });
  });
});

describe("tunnels", () => {
  const tunnelled = frames.ethernet(
    frames.ipv4(frames.udp(frames.vxlan(fromClient(SYN)), { destinationPort: 4789 }), {
      protocol: 17,
      source: "192.0.2.1",
      destination: "192.0.2.2",
    }),
  );

  test.each([
    ["inner", "tcp 10.0.0.1 40000 10.0.0.2 80"],
    ["outer", "udp 192.0.2.1 40000 192.0.2.2 4789"],
  ] as const)("%s counts %s", async (tunnels, key) => {
    expect([...(await count([tunnelled], { tunnels })).flows.keys()]).toEqual([key]);
  });

  test("what carries no port outside is no flow outside", async () => {
    const packet = frames.ethernet(frames.ipv4(fromClient(SYN).subarray(14), { protocol: 4 }));
    expect([...(await count([packet], { tunnels: "outer" })).verdicts.keys()]).toEqual(["other-ip-protocol"]);
    expect([...(await count([packet])).verdicts.keys()]).toEqual(["flow"]);
  });
});

test("headers without end come to an end", async () => {
  const tags = frames.join(...Array.from({ length: 30_000 }, () => [0x00, 0x0a, 0x81, 0x00]));
  const labels = frames.join(...Array.from({ length: 50_000 }, () => [0, 1, 0, 64]));
  const options = frames.join(...Array.from({ length: 20_000 }, () => [60, 0, 0, 0, 0, 0, 0, 0]));
  const { verdicts } = await count([
    frames.ethernet(tags, { type: 0x8100 }),
    frames.ethernet(labels, { type: 0x8847 }),
    frames.ethernet(frames.ipv6(options, { nextHeader: 60, payloadLength: 0 })),
  ]);
  expect(verdicts.get("too-many-headers")?.packets).toBe(1);
  expect(verdicts.get("malformed-header")?.packets).toBe(2);
});
