/** Later fragments go to the flow of their first. */
import { describe, expect, test } from "vitest";
import { type Collected, collect } from "../collect-frames.ts";
import { type Bytes, ipv4, ipv6, ipv6Fragment, udp, zeros } from "../frames.ts";

interface Piece {
  readonly identification?: number;
  readonly source?: string;
  readonly destination?: string;
  readonly protocol?: number;
  readonly sourcePort?: number;
  readonly destinationPort?: number;
}

interface Version {
  readonly first: (piece?: Piece) => Bytes;
  readonly later: (piece?: Piece) => Bytes;
  readonly alone: () => Bytes;
  readonly headerLength: number;
  readonly back: Piece;
  readonly elsewhere: string;
}

function datagram({ sourcePort = 40_000, destinationPort = 53 }: Piece): Bytes {
  return udp(zeros(16), { sourcePort, destinationPort, length: 100 });
}

const version4: Version = {
  first: (piece = {}) =>
    ipv4(datagram(piece), { protocol: 17, identification: 7, moreFragments: true, ...addressed(piece) }),
  later: (piece = {}) =>
    ipv4(zeros(9), { protocol: 17, identification: 7, fragmentOffset: 24, ...addressed(piece) }),
  alone: () => ipv4(udp(), { protocol: 17, identification: 7 }),
  headerLength: 20,
  back: { source: "10.0.0.2", destination: "10.0.0.1", sourcePort: 53, destinationPort: 40_000 },
  elsewhere: "10.0.0.3",
};

const version6: Version = {
  first: (piece = {}) => fragment6(datagram(piece), 0, true, piece),
  later: (piece = {}) => fragment6(zeros(9), 24, false, piece),
  alone: () => ipv6(udp(), { nextHeader: 17 }),
  headerLength: 48,
  back: { source: "2001:db8::2", destination: "2001:db8::1", sourcePort: 53, destinationPort: 40_000 },
  elsewhere: "2001:db8::3",
};

function addressed({ source, destination, identification, protocol }: Piece) {
  return {
    ...(source !== undefined && { source }),
    ...(destination !== undefined && { destination }),
    ...(identification !== undefined && { identification }),
    ...(protocol !== undefined && { protocol }),
  };
}

function fragment6(payload: Bytes, fragmentOffset: number, moreFragments: boolean, piece: Piece): Bytes {
  const { identification = 7, protocol = 17 } = piece;
  const fields = { nextHeader: protocol, fragmentOffset, moreFragments, identification };
  return ipv6(ipv6Fragment(payload, fields), { ...addressed(piece), nextHeader: 44 });
}

function lost({ verdicts }: Collected): number {
  return verdicts["fragment-without-first"]?.[0] ?? 0;
}

describe.each([
  ["IPv4", version4],
  ["IPv6", version6],
] as [string, Version][])("%s", (_, { first, later, alone, headerLength, back, elsewhere }) => {
  test("count in the flow of their first, with their bytes and payload", () => {
    const collected = collect([first(), later()]);
    expect(collected.flows).toHaveLength(1);
    expect(collected.flows[0]).toMatchObject({
      packets: [2, 0],
      bytes: [2 * headerLength + 24 + 9, 0],
      payloadBytes: [16 + 9, 0],
      payload: ["\0".repeat(16), ""],
      evidence: ["PAYLOAD_CAPTURED_FROM_A"],
    });
    expect(collected.verdicts).toEqual({ flow: [2, 2 * headerLength + 24 + 9] });
    expect(collected.flowOfPacket).toEqual([0, 0]);
  });

  test("in the direction of their first", () => {
    expect(collect([first(back), later(back)]).flows[0]).toMatchObject({
      a: expect.stringMatching(/ 40000$/),
      packets: [0, 2],
    });
  });

  test("over batches", () => {
    expect(lost(collect([first(), alone(), later(), later()], { batchSize: 1 }))).toBe(0);
  });

  test("before their first they have no flow, and are not taken back", () => {
    const collected = collect([later(), first(), later()]);
    expect(collected.flows[0].packets).toEqual([2, 0]);
    expect(lost(collected)).toBe(1);
    expect(collected.flowOfPacket).toEqual([-1, 0, 0]);
  });

  test.each([
    ["identification", { identification: 8 }],
    ["source", { source: elsewhere }],
    ["destination", { destination: elsewhere }],
    ["direction", back],
  ] as [string, Piece][])("of another %s belong to another datagram", (_name, piece) => {
    expect(lost(collect([first(), later(piece)]))).toBe(1);
  });

  test("an identification that is used anew points to the newest datagram", () => {
    const { flows } = collect([first(), later(), first({ sourcePort: 50_000 }), later(), later()]);
    expect(flows.map(({ packets }) => packets)).toEqual([
      [2, 0],
      [3, 0],
    ]);
  });

  test("a datagram that is whole leads to no fragments", () => {
    expect(lost(collect([alone(), later()]))).toBe(1);
  });

  test("many datagrams at once", () => {
    const identifications = Array.from({ length: 1500 }, (_none, i) => i * 37);
    const collected = collect([
      ...identifications.map((identification) =>
        first({ identification, sourcePort: identification % 1000 }),
      ),
      ...identifications.map((identification) => later({ identification })),
    ]);
    expect(lost(collected)).toBe(0);
    for (const flow of collected.flows)
      expect(flow.payloadBytes[0] + flow.payloadBytes[1]).toBe(
        ((flow.packets[0] + flow.packets[1]) / 2) * 25,
      );
  });
});

test.each([
  ["IPv4 tells datagrams of two protocols apart (RFC 791, section 3.2)", version4, 1],
  ["IPv6 does not: only the first fragment's next header counts (RFC 8200, section 4.5)", version6, 0],
])("%s", (_, { first, later }, expected) => {
  expect(lost(collect([first(), later({ protocol: 136 })]))).toBe(expected);
});

test("the last 65,536 datagrams are known, older ones are forgotten in time", () => {
  const firsts = Array.from({ length: 3 * 65_536 }, (_, i) => version6.first({ identification: i + 1 }));
  const known = (identification: number) => {
    const collected = collect([...firsts, version6.later({ identification })]);
    return lost(collected) === 0;
  };
  expect(known(3 * 65_536)).toBe(true);
  expect(known(2 * 65_536 + 1)).toBe(true);
  expect(known(1)).toBe(false);
});

test("an atomic fragment (RFC 6946) is a packet like any other", () => {
  const atomic = ipv6(ipv6Fragment(udp(), { nextHeader: 17 }), { nextHeader: 44 });
  expect(collect([atomic]).flows[0]).toMatchObject({ packets: [1, 0], payload: ["hello", ""] });
});
