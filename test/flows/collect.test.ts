/** Flows from packets: neutral, counted in both directions, with their evidence. */
import { describe, expect, test } from "vitest";
import { type Collected, collect, type Packet } from "../collect-frames.ts";
import { ENDS, type Ends, icmpError, packet, tcpBetween, udpBetween } from "../conversations.ts";
import { dccp, ethernet, ipv4, ipv6, sctp, sctpChunk, sctpData, tcp, udp, vlan, zeros } from "../frames.ts";

const web = tcpBetween();
const at = (seconds: number, frame: Uint8Array, nanoseconds = 0): Packet => ({ frame, seconds, nanoseconds });

function only(collected: Collected) {
  expect(collected.flows).toHaveLength(1);
  return collected.flows[0];
}

describe("a flow has no direction", () => {
  const cases: [string, Ends, a: string, b: string][] = [
    ["the lower address is a", ENDS, "10.0.0.1 40000", "10.0.0.2 80"],
    [
      "also where it is the server",
      { client: ["10.0.0.9", 1], server: ["10.0.0.2", 80] },
      "10.0.0.2 80",
      "10.0.0.9 1",
    ],
    [
      "addresses compare unsigned",
      { client: ["200.0.0.1", 1], server: ["100.0.0.1", 2] },
      "100.0.0.1 2",
      "200.0.0.1 1",
    ],
    [
      "the broadcast address is the highest",
      { client: ["255.255.255.255", 1], server: ["0.0.0.0", 2] },
      "0.0.0.0 2",
      "255.255.255.255 1",
    ],
    [
      "equal addresses: the lower port is a",
      { client: ["127.0.0.1", 40_000], server: ["127.0.0.1", 80] },
      "127.0.0.1 80",
      "127.0.0.1 40000",
    ],
    [
      "ports compare unsigned",
      { client: ["127.0.0.1", 65_535], server: ["127.0.0.1", 32_767] },
      "127.0.0.1 32767",
      "127.0.0.1 65535",
    ],
    [
      "IPv6, first word",
      { client: ["fe80::1", 1], server: ["2001:db8::1", 2] },
      "2001:db8::1 2",
      "fe80::1 1",
    ],
    [
      "IPv6, last word",
      { client: ["2001:db8::ffff:ffff", 1], server: ["2001:db8::1", 2] },
      "2001:db8::1 2",
      "2001:db8::ffff:ffff 1",
    ],
    [
      "IPv6, second word",
      { client: ["2001:db8:8000::1", 1], server: ["2001:db8:7fff::1", 2] },
      "2001:db8:7fff::1 2",
      "2001:db8:8000::1 1",
    ],
    [
      "IPv6, third word",
      { client: ["2001:db8::ffff:0:0:1", 1], server: ["2001:db8::1:0:0:1", 2] },
      "2001:db8::1:0:0:1 2",
      "2001:db8::ffff:0:0:1 1",
    ],
    ["IPv6, equal addresses", { client: ["::1", 9], server: ["::1", 8] }, "::1 8", "::1 9"],
  ];
  test.each(cases)("%s", (_, ends, a, b) => {
    const talk = tcpBetween(ends);
    const forward = only(collect([talk.request(), talk.request("more"), talk.response()]));
    const backward = only(collect([talk.response(), talk.request(), talk.request("more")]));
    expect(forward).toMatchObject({ a, b, firstFrame: 1 });
    const counts = ends.client.join(" ") === a ? [2, 1] : [1, 2];
    expect(forward.packets).toEqual(counts);
    const { evidence: ofForward, ...neutralForward } = forward;
    const { evidence: ofBackward, ...neutralBackward } = backward;
    expect(neutralBackward).toEqual(neutralForward);
    const withoutFirst = (bits: readonly string[]) => bits.filter((bit) => bit !== "FIRST_FROM_B");
    expect(withoutFirst(ofBackward)).toEqual(withoutFirst(ofForward));
    expect(ofForward.includes("FIRST_FROM_B")).toBe(!ofBackward.includes("FIRST_FROM_B"));
  });

  test("a socket that talks to itself is one flow, all of it a's", () => {
    const self: Ends = { client: ["127.0.0.1", 7], server: ["127.0.0.1", 7] };
    expect(only(collect([udpBetween(self).request(), udpBetween(self).response()])).packets).toEqual([2, 0]);
  });
});

describe("what makes a flow another flow", () => {
  const first = tcp();
  test.each([
    ["nothing", packet("10.0.0.1", "10.0.0.2", 6, first), 1],
    ["a port", packet("10.0.0.1", "10.0.0.2", 6, tcp(undefined, { sourcePort: 40_001 })), 2],
    ["the other port", packet("10.0.0.1", "10.0.0.2", 6, tcp(undefined, { destinationPort: 81 })), 2],
    [
      "both ports exchanged",
      packet("10.0.0.1", "10.0.0.2", 6, tcp(undefined, { sourcePort: 80, destinationPort: 40_000 })),
      2,
    ],
    ["the protocol", packet("10.0.0.1", "10.0.0.2", 17, udp(undefined, { destinationPort: 80 })), 2],
    ["an address", packet("10.0.0.1", "10.0.0.3", 6, first), 2],
    ["the version: ::a00:1 is not 10.0.0.1", packet("a00:1::", "a00:2::", 6, first), 2],
  ])("%s", (_, other, flows) => {
    expect(collect([packet("10.0.0.1", "10.0.0.2", 6, first), other]).flows).toHaveLength(flows);
  });

  test.each(["2001:db8:0:0:1::9", "2001:db8:1::9", "2001:db8::1:0:0:9", "2001:db8::8"])(
    "IPv6 addresses that differ in one word: %s",
    (address) => {
      const base = packet("2001:db8::1", "2001:db8::9", 6, first);
      expect(collect([base, packet("2001:db8::1", address, 6, first)]).flows).toHaveLength(2);
    },
  );

  test("not the way that its packets came", () => {
    const bare = ethernet(ipv4(tcp()));
    const tagged = ethernet(vlan(ipv4(tcp()), { id: 7 }), { type: 0x8100 });
    expect(only(collect([tagged, bare], { linkType: 1 }))).toMatchObject({
      packets: [2, 0],
      via: ["vlan 7"],
    });
  });
});

describe("counters", () => {
  test("packets, bytes on the wire and payload, each in its direction", () => {
    const flow = only(
      collect([web.syn(), web.synAck(), web.ack(), web.request("12345"), web.response("123")]),
    );
    expect(flow.packets).toEqual([3, 2]);
    expect(flow.bytes).toEqual([40 + 40 + 45, 40 + 43]);
    expect(flow.payloadBytes).toEqual([5, 3]);
  });

  test("a packet that the snap length cut counts whole", () => {
    const whole = web.request("x".repeat(1000));
    const flow = only(collect([{ frame: whole.subarray(0, 60), originalLength: whole.length }]));
    expect(flow).toMatchObject({ bytes: [1040, 0], payloadBytes: [1000, 0], payload: ["x".repeat(20), ""] });
  });

  test("bytes beyond 4 GiB", () => {
    const huge = { frame: web.request(), originalLength: 0xffff_ffff };
    expect(only(collect([huge, huge, huge])).bytes).toEqual([3 * 0xffff_ffff, 0]);
  });

  test("verdicts sum to the packets", () => {
    const { verdicts, flowOfPacket } = collect([
      web.syn(),
      ipv4(zeros(8), { protocol: 2 }),
      ipv4(zeros(8), { fragmentOffset: 8 }),
      zeros(1),
      web.synAck(),
    ]);
    expect(verdicts).toEqual({
      flow: [2, 80],
      igmp: [1, 28],
      "fragment-without-first": [1, 28],
      "malformed-header": [1, 1],
    });
    expect(flowOfPacket).toEqual([0, -1, -1, -1, 0]);
  });
});

describe("evidence", () => {
  test.each([
    ["an opening", [web.syn()], ["SYN_FROM_A"]],
    ["an acceptance", [web.synAck()], ["SYN_ACK_FROM_B", "FIRST_FROM_B"]],
    ["a handshake", [web.syn(), web.synAck(), web.ack()], ["SYN_FROM_A", "SYN_ACK_FROM_B", "ACK_FROM_A"]],
    ["an end", [web.fin()], ["FIN_FROM_A", "ACK_FROM_A"]],
    ["a reset", [web.serverReset()], ["RST_FROM_B", "FIRST_FROM_B"]],
    [
      "payload",
      [web.request(), web.response()],
      ["ACK_FROM_A", "ACK_FROM_B", "PAYLOAD_CAPTURED_FROM_A", "PAYLOAD_CAPTURED_FROM_B"],
    ],
    ["a SYN with congestion bits", [web.send(false, 0xc2)], ["SYN_FROM_A"]],
    ["no flags at all", [web.send(false, 0)], []],
  ])("%s", (_, packets, bits) => {
    expect(only(collect(packets)).evidence).toEqual(bits);
  });

  test.each([
    ["SCTP", [packet("10.0.0.1", "10.0.0.2", 132, sctp(sctpChunk(1, zeros(16))))], ["SYN_FROM_A"]],
    [
      "DCCP",
      [packet("10.0.0.1", "10.0.0.2", 33, dccp(zeros(4), { type: 1, dataOffset: 5 }))],
      ["SYN_ACK_FROM_A"],
    ],
    ["UDP", [packet("10.0.0.1", "10.0.0.2", 17, udp())], ["PAYLOAD_CAPTURED_FROM_A"]],
  ])("in the terms of TCP: %s", (_, packets, bits) => {
    expect(only(collect(packets)).evidence).toEqual(bits);
  });
});

describe("connections", () => {
  const handshake = [web.syn(), web.synAck(), web.ack()];
  test.each([
    ["one handshake", handshake, 1],
    ["a repeated SYN is no new one", [web.syn(), web.syn(), web.syn(), web.synAck()], 1],
    ["a repeated SYN-ACK is none", [...handshake, web.synAck()], 1],
    [
      "a second handshake on the same ports",
      [...handshake, web.fin(), web.serverFin(), web.syn(7), web.synAck(8)],
      2,
    ],
    [
      "three attempts with three sequence numbers",
      [web.syn(1), web.serverReset(), web.syn(2), web.serverReset(), web.syn(3)],
      3,
    ],
    ["a simultaneous open", [web.syn(1), web.serverSyn(2), web.synAck(2)], 1],
    ["a SYN of the other side once a connection was there", [...handshake, web.serverSyn(3)], 2],
    ["a connection that was there before the capture", [web.request()], 1],
    ["a new one after it", [web.request(), web.syn()], 2],
    ["a new one after a reset that was there before", [web.serverReset(), web.syn()], 2],
    ["a sequence number of 0, repeated", [web.syn(0), web.syn(0)], 1],
    ["a sequence number with its high bit set, repeated", [web.syn(0xffff_fff0), web.syn(0xffff_fff0)], 1],
  ])("%s", (_, packets, connections) => {
    expect(only(collect(packets)).connections).toBe(connections);
    expect(only(collect(packets, { batchSize: 1 })).connections).toBe(connections);
  });

  test("datagrams are one", () => {
    const talk = udpBetween(ENDS);
    expect(only(collect([talk.request(), talk.response(), talk.request()])).connections).toBe(1);
  });
});

describe("the first payload of each side is kept", () => {
  test.each([
    [
      "the first of several",
      [web.request("first"), web.request("second"), web.response("answer")],
      ["first", "answer"],
    ],
    ["up to 64 bytes", [web.request("x".repeat(65))], ["x".repeat(64), ""]],
    ["64 bytes whole", [web.request("x".repeat(64))], ["x".repeat(64), ""]],
    ["acknowledgments have none", [web.ack(), web.request("later")], ["later", ""]],
    [
      "the user data of SCTP",
      [packet("10.0.0.1", "10.0.0.2", 132, sctp(sctpChunk(3, zeros(12)), sctpData()))],
      ["hello", ""],
    ],
  ])("%s", (_, packets, payload) => {
    expect(only(collect(packets)).payload).toEqual(payload);
  });

  test("where the first was not captured, the next one that was", () => {
    const whole = web.request("first");
    const cut = { frame: whole.subarray(0, 40), originalLength: whole.length };
    expect(only(collect([cut, web.request("second")])).payload).toEqual(["second", ""]);
  });

  test("of many flows", () => {
    const packets = Array.from({ length: 3000 }, (_, i) =>
      udpBetween({ client: ["10.0.0.1", i], server: ["10.0.0.2", 53] }).request(`query ${i}`),
    );
    const { flows } = collect(packets);
    flows.forEach((flow, i) => {
      expect(flow.payload).toEqual([`query ${i}`, ""]);
    });
  });
});

describe("times", () => {
  test("first and last", () => {
    const flow = only(collect([at(10, web.syn(), 5), at(11, web.synAck(), 3), at(11, web.ack(), 9)]));
    expect(flow).toMatchObject({ first: "10.000000005", last: "11.000000009", firstFrame: 1 });
  });

  test.each([
    ["in order", [0, 1, 2]],
    ["backwards", [2, 1, 0]],
    ["mixed", [1, 2, 0]],
  ])("of packets %s", (_, order) => {
    const times = [at(10, web.syn(), 999_999_999), at(11, web.synAck(), 0), at(11, web.ack(), 1)];
    const flow = only(collect(order.map((i) => times[i])));
    expect(flow).toMatchObject({ first: "10.999999999", last: "11.000000001", firstFrame: 1 });
  });

  test("after 2038", () => {
    const flow = only(
      collect([at(0xffff_fff0, web.syn()), at(0x7fff_ffff, web.ack()), at(0xffff_ffff, web.ack())]),
    );
    expect(flow).toMatchObject({ first: "2147483647.000000000", last: "4294967295.000000000" });
  });

  test("frame numbers run on over batches and packets of no flow", () => {
    const other = tcpBetween({ client: ["10.0.0.5", 5], server: ["10.0.0.2", 80] });
    const packets = [zeros(1), web.syn(), zeros(1), other.syn(), web.synAck()];
    for (const batchSize of [1, 2, 1024]) {
      expect(collect(packets, { batchSize }).flows.map(({ firstFrame }) => firstFrame)).toEqual([2, 4]);
    }
  });
});

describe("ICMP errors", () => {
  const talk = udpBetween(ENDS);
  test.each([
    ["what a sent could not be delivered", icmpError(talk.request()), "UNREACHABLE_FOR_A"],
    ["what b sent could not be delivered", icmpError(talk.response()), "UNREACHABLE_FOR_B"],
    ["time exceeded", icmpError(talk.request(), 11, 0), "OTHER_ERROR_FOR_A"],
    ["fragmentation needed", icmpError(talk.response(), 3, 4), "OTHER_ERROR_FOR_B"],
  ])("%s", (_, error, bit) => {
    const collected = collect([talk.request(), talk.response(), error]);
    const flow = only(collected);
    expect(flow.evidence).toContain(bit);
    expect(flow.evidence.filter((name) => name.includes("_FOR_"))).toEqual([bit]);
    expect(flow.packets).toEqual([1, 1]);
    expect(collected.verdicts).toMatchObject({ icmp: [1, 56] });
    expect(collected.flowOfPacket).toEqual([0, 0, -1]);
  });

  test("an error about a flow that was not seen makes none", () => {
    const { flows, verdicts } = collect([icmpError(talk.request())]);
    expect(flows).toEqual([]);
    expect(verdicts).toEqual({ icmp: [1, 56] });
  });

  test("an error that overtakes its flow is not remembered", () => {
    expect(only(collect([icmpError(talk.request()), talk.request()])).evidence).toEqual([
      "PAYLOAD_CAPTURED_FROM_A",
    ]);
  });
});

describe("many flows", () => {
  test.each([1023, 1024, 1025, 2049, 4097, 20_000])("%i of them, each twice, in batches", (count) => {
    const ends = (i: number): Ends => ({
      client: [`10.${(i >> 16) & 0xff}.${(i >> 8) & 0xff}.${i & 0xff}`, 1024 + (i % 60_000)],
      server: ["192.0.2.1", 443],
    });
    const packets = [false, true].flatMap((answers) =>
      Array.from({ length: count }, (_, i) =>
        answers ? udpBetween(ends(i)).response() : udpBetween(ends(i)).request(),
      ),
    );
    const { flows, flowOfPacket } = collect(packets);
    expect(flows).toHaveLength(count);
    expect(flowOfPacket.slice(0, count)).toEqual(flowOfPacket.slice(count));
    flows.forEach((flow, i) => {
      const [address, port] = ends(i).client;
      expect(flow).toMatchObject({
        a: `${address} ${port}`,
        packets: [1, 1],
        payload: ["question", "answer"],
      });
    });
  });

  test("that differ in one port only, and in IPv6 alike", () => {
    const addresses: [string, string][] = [
      ["10.0.0.1", "10.0.0.2"],
      ["2001:db8::1", "2001:db8::2"],
    ];
    for (const [source, destination] of addresses) {
      const packets = Array.from({ length: 65_536 }, (_, port) =>
        packet(source, destination, 17, udp(zeros(0), { sourcePort: port, destinationPort: 53 })),
      );
      const { table } = collect([...packets, ...packets]);
      expect(table.count).toBe(65_536);
      for (let flow = 0; flow < table.count; flow++) {
        if (table.packetsAToB(flow) !== 2 || table.portA(flow) !== flow)
          throw new Error(`flow ${flow} is wrong`);
      }
    }
  });
});

test("cutting the packets into batches changes nothing", () => {
  const talk = udpBetween({ client: ["2001:db8::1", 999], server: ["2001:db8::2", 53] });
  const packets = [
    web.syn(),
    talk.request(),
    web.synAck(),
    icmpError(web.syn()),
    web.ack(),
    talk.response(),
    web.request(),
    ipv6(tcp()),
  ];
  const whole = collect(packets);
  for (const batchSize of [1, 2, 3, 7]) {
    const cut = collect(packets, { batchSize });
    expect(cut.flows).toEqual(whole.flows);
    expect(cut.verdicts).toEqual(whole.verdicts);
    expect(cut.flowOfPacket).toEqual(whole.flowOfPacket);
  }
});
