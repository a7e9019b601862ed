/** A capture that is counted in parts and joined gives what one walk over it gives, wherever it is cut. */
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { pictureOf } from "../../scripts/counted-picture.ts";
import { ControlChannels } from "../../src/protocols/negotiation/control-channels.ts";
import { bytesSource } from "../../src/records/byte-source.ts";
import { openSource } from "../../src/records/open-capture.ts";
import { type CaptureInterface, RECORD_BATCH_CAPACITY, RecordBatch } from "../../src/records/record.ts";
import { canJoin, joinPart, PacketStages } from "../../src/workers/count-part.ts";
import { loadBytes } from "../collect-frames.ts";
import { tcpBetween, udpBetween } from "../conversations.ts";
import { bytesOf, FIXTURE_CAPTURES } from "../fixture-captures.ts";
import * as frames from "../frames.ts";
import { rpcCall, rpcReply } from "../protocols/negotiation/rpc-messages.ts";

interface Packet {
  readonly bytes: Uint8Array;
  readonly originalLength: number;
  readonly seconds: number;
  readonly nanoseconds: number;
  readonly interface: CaptureInterface;
}

async function packetsOf(bytes: Uint8Array): Promise<Packet[]> {
  const reader = await openSource(bytesSource(bytes), "fixture");
  const batch = new RecordBatch(reader.memory);
  const packets: Packet[] = [];
  while (await reader.next(batch)) {
    for (let row = 0; row < batch.count; row++) {
      const start = batch.offset[row];
      packets.push({
        bytes: batch.bytes.slice(start, start + batch.capturedLength[row]),
        originalLength: batch.originalLength[row],
        seconds: batch.seconds[row],
        nanoseconds: batch.nanoseconds[row],
        interface: batch.interfaces[batch.interfaceIndex[row]],
      });
    }
  }
  return packets;
}

function count(packets: readonly Packet[], stages: PacketStages): void {
  const { records, decoder } = stages;
  for (let at = 0; at < packets.length; at += RECORD_BATCH_CAPACITY) {
    const rows = packets.slice(at, at + RECORD_BATCH_CAPACITY);
    records.count = rows.length;
    records.interfaces = rows.map((packet) => packet.interface);
    loadBytes(records, frames.join(...rows.map(({ bytes }) => bytes)));
    let offset = 0;
    rows.forEach((packet, row) => {
      records.offset[row] = offset;
      records.capturedLength[row] = packet.bytes.length;
      records.originalLength[row] = packet.originalLength;
      records.seconds[row] = packet.seconds;
      records.nanoseconds[row] = packet.nanoseconds;
      records.interfaceIndex[row] = row;
      offset += packet.bytes.length;
    });
    decoder.decode(records);
    stages.countBatch();
    stages.readControls(CHANNELS);
  }
}

const CHANNELS = new ControlChannels();
const OPTIONS = { timeline: true } as const;

function inOneWalk(packets: readonly Packet[]) {
  const stages = new PacketStages(OPTIONS);
  count(packets, stages);
  return pictureOf(stages);
}

/** Counts the packets between the cuts apart, and joins the parts. */
function inParts(packets: readonly Packet[], cuts: readonly number[]) {
  const stages = new PacketStages(OPTIONS);
  count(packets.slice(0, cuts[0]), stages);
  cuts.forEach((cut, i) => {
    const later = new PacketStages(OPTIONS, { isLaterPart: true });
    count(packets.slice(cut, cuts[i + 1]), later);
    const part = {
      captures: [],
      isCutShort: false,
      counted: later.collector.part(),
      encapsulations: later.decoder.encapsulations.list(),
      announcements: later.announcements.list(),
      timeline: later.timeline?.list() ?? null,
    };
    expect(canJoin(stages, part)).toBe(true);
    joinPart(stages, part);
  });
  return pictureOf(stages);
}

describe.each(FIXTURE_CAPTURES)("$name", (capture) => {
  let packets: Packet[] = [];
  beforeAll(async () => {
    packets = await packetsOf(bytesOf(capture));
  });

  test("cut at several places", () => {
    const whole = inOneWalk(packets);
    const { length } = packets;
    for (const shares of [[0], [0.03], [0.25], [0.5], [0.8], [0.97], [0.2, 0.4, 0.7], [0.5, 0.5]]) {
      const cuts = shares.map((share) => Math.floor(share * length));
      expect(inParts(packets, cuts), `cut at ${cuts}`).toEqual(whole);
    }
  });
});

/** Packets of few flows, so that what depends on the order (SYNs, fragments, quotes) meets often. */
const ADDRESSES = ["10.0.0.1", "10.0.0.2", "10.0.0.3"];

function frameOf(kind: number, from: number, to: number, number: number): Uint8Array {
  const source = ADDRESSES[from];
  const destination = ADDRESSES[to];
  const sourcePort = 1000 + from;
  const destinationPort = 1000 + to;
  const datagram = frames.udp(frames.zeros(24), { sourcePort, destinationPort });
  const segment = (flags: number, length = 0) =>
    frames.tcp(new Uint8Array(length).fill(number), {
      sourcePort,
      destinationPort,
      flags,
      sequenceNumber: number,
    });
  switch (kind) {
    case 0:
      return frames.ipv4(segment(frames.SYN), { source, destination });
    case 1:
      return frames.ipv4(segment(frames.SYN | frames.ACK), { source, destination });
    case 2:
      return frames.ipv4(segment(frames.ACK, 3), { source, destination });
    case 3:
      return frames.ipv4(segment(frames.FIN), { source, destination });
    case 4:
      return frames.ipv4(
        frames.icmp(3, 3, frames.ipv4(segment(0), { source: destination, destination: source })),
        {
          source,
          destination,
          protocol: 1,
        },
      );
    case 5:
      return frames.ipv4(datagram, {
        source,
        destination,
        protocol: 17,
        identification: number,
        moreFragments: true,
      });
    case 6:
      return frames.ipv4(frames.zeros(16), {
        source,
        destination,
        protocol: 17,
        identification: number,
        fragmentOffset: 32,
      });
    default:
      return frames.ipv4(datagram, { source, destination, protocol: 17 });
  }
}

/** What is said on control channels, between few ends. */
function controlFrameOf(kind: number, client: number, port: number): Uint8Array {
  const between = (server: number) => ({
    client: [ADDRESSES[client], 40_000 + port] as const,
    server: [ADDRESSES[2], server] as const,
  });
  switch (kind) {
    case 0:
      return tcpBetween(between(21)).response(`227 (10,0,0,3,100,${port})\r\n`);
    case 1:
      return tcpBetween(between(21)).response(`227 (192,0,2,1,100,${port})\r\n`);
    case 2:
      return udpBetween(between(111)).request(rpcCall({ xid: port }));
    case 3:
      return udpBetween(between(111)).response(rpcReply([0, 0, 100, port], { xid: port }));
    case 4:
      return udpBetween(between(69)).request("\0\x01name\0octet\0");
    default:
      return tcpBetween(between(25_600 + port)).syn();
  }
}

test("control channels, whatever the parts", () => {
  const packet = fc
    .record({ kind: fc.nat(5), client: fc.nat(1), port: fc.nat(2) })
    .map(({ kind, client, port }): Packet => {
      const bytes = controlFrameOf(kind, client, port);
      const raw = { linkType: 101, frameCheckSequenceLength: 0, snapLength: 0, name: "" };
      return { bytes, originalLength: bytes.length, seconds: 1000, nanoseconds: 0, interface: raw };
    });
  fc.assert(
    fc.property(
      fc.array(packet, { minLength: 2, maxLength: 60 }),
      fc.array(fc.nat(60), { minLength: 1, maxLength: 3 }),
      (packets, places) => {
        const cuts = places.map((place) => place % packets.length).sort((one, other) => one - other);
        expect(inParts(packets, cuts)).toEqual(inOneWalk(packets));
      },
    ),
    { numRuns: 200, seed: 22 },
  );
});

test.each([
  ["everything", 7, 2],
  ["connections of one pair of ports", 3, 1],
])("whatever comes before and behind the cuts: %s", (_, lastKind, lastAddress) => {
  const raw = { linkType: 101, frameCheckSequenceLength: 0, snapLength: 0, name: "" };
  const packet = fc
    .record({
      kind: fc.nat(lastKind),
      from: fc.nat(lastAddress),
      to: fc.nat(lastAddress),
      number: fc.nat(2),
      seconds: fc.integer({ min: 1000, max: 1400 }),
    })
    .map(({ kind, from, to, number, seconds }): Packet => {
      const bytes = frameOf(kind, from, to, number);
      return { bytes, originalLength: bytes.length, seconds, nanoseconds: number, interface: raw };
    });
  fc.assert(
    fc.property(
      fc.array(packet, { minLength: 2, maxLength: 60 }),
      fc.array(fc.nat(60), { minLength: 1, maxLength: 3 }),
      (packets, places) => {
        const cuts = places.map((place) => place % packets.length).sort((one, other) => one - other);
        expect(inParts(packets, cuts)).toEqual(inOneWalk(packets));
      },
    ),
    { numRuns: 400, seed: 22 },
  );
});
