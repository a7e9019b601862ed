/** "No allocation a packet" is a test: known flows, decoded and counted, leave the heap as it was. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { FlowCollector } from "../../src/flows/collect.ts";
import { Timeline } from "../../src/flows/timeline.ts";
import { HeaderDecoder } from "../../src/headers/decode.ts";
import { PacketMemory } from "../../src/records/packet-memory.ts";
import { RECORD_BATCH_CAPACITY } from "../../src/records/record.ts";
import { batchOf, type Packet } from "../collect-frames.ts";
import {
  type Bytes,
  ethernet,
  gre,
  icmp,
  ipv4,
  ipv6,
  SYN,
  sctp,
  sctpData,
  tcp,
  udp,
  vlan,
  vxlan,
  zeros,
} from "../frames.ts";

const FLOWS = 1000;
const PACKETS = 200_000;
/** Bytes a packet. The smallest object has 16. */
const BOUND = 0.5;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** Every way through the decoder that traffic commonly takes. */
function frameOf(i: number): Bytes {
  const sourcePort = 1024 + i;
  const source = `10.0.${i >> 8}.${i & 0xff}`;
  switch (i % 10) {
    case 0:
      return ethernet(ipv6(tcp(undefined, { sourcePort })));
    case 1:
      return ethernet(ipv4(udp(undefined, { sourcePort }), { source, protocol: 17 }));
    case 2:
      return ethernet(vlan(ipv4(tcp(undefined, { sourcePort }), { source }), { id: i }), { type: 0x8100 });
    case 3: {
      const inner = ethernet(ipv4(tcp(undefined, { sourcePort }), { source }));
      return ethernet(ipv4(udp(vxlan(inner, { network: i }), { destinationPort: 4789 }), { protocol: 17 }));
    }
    case 4:
      return ethernet(ipv4(gre(ipv4(tcp(undefined, { sourcePort }), { source })), { protocol: 47 }));
    case 5:
      return ethernet(
        ipv4(icmp(3, 3, ipv4(udp(undefined, { sourcePort }), { source, protocol: 17 })), { protocol: 1 }),
      );
    case 6:
      return ethernet(ipv4(sctp(sctpData()), { source, protocol: 132 }));
    case 7:
      return ethernet(
        ipv4(udp(zeros(16), { sourcePort }), {
          source,
          protocol: 17,
          identification: i,
          moreFragments: true,
        }),
      );
    case 8:
      return ethernet(ipv4(zeros(8), { source, protocol: 17, identification: i - 1, fragmentOffset: 24 }));
    default:
      return ethernet(ipv4(tcp(zeros(0), { sourcePort, flags: SYN, sequenceNumber: i }), { source }));
  }
}

interface Prepared {
  readonly packets: readonly Packet[];
  readonly bytes: Uint8Array;
  readonly offsets: Int32Array;
  readonly lengths: Uint32Array;
}

function prepare(): Prepared[] {
  const frames = Array.from({ length: FLOWS }, (_, i) => ({
    frame: frameOf(i),
    seconds: 1_700_000_000,
    nanoseconds: i,
  }));
  const memory = new PacketMemory();
  const found: Prepared[] = [];
  for (let at = 0; at < FLOWS; at += RECORD_BATCH_CAPACITY) {
    const packets = frames.slice(at, at + RECORD_BATCH_CAPACITY);
    const { bytes, offset, originalLength } = batchOf(packets, 1, memory);
    found.push({ packets, bytes: bytes.slice(), offsets: offset.slice(), lengths: originalLength.slice() });
  }
  return found;
}

test("200,000 packets of known flows take no memory", () => {
  const memory = new PacketMemory();
  const decoder = new HeaderDecoder({ memory });
  const collector = new FlowCollector(memory);
  const timeline = new Timeline();
  const prepared = prepare();
  const longest = Math.max(...prepared.map(({ bytes }) => bytes.length));
  const batch = batchOf(prepared[0].packets, 1, memory);
  batch.bytes = memory.window(longest);
  const run = (packets: number) => {
    for (let done = 0; done < packets; ) {
      for (const {
        packets: { length },
        bytes,
        offsets,
        lengths,
      } of prepared) {
        batch.count = length;
        batch.bytes.set(bytes);
        batch.offset.set(offsets);
        batch.originalLength.set(lengths);
        batch.capturedLength.set(lengths);
        decoder.decode(batch);
        collector.add(decoder.headers);
        timeline.add(batch, collector.flowOfRow, collector.flows);
        done += batch.count;
      }
    }
  };
  // Until the compiler has done its work and every table has its size.
  run(5 * PACKETS);
  // What a collection would take away counts as well: it is what a packet allocates. The runtime allocates now
  // and then on its own behalf, so the least of some runs is looked at; what a packet allocates, every run does.
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 20 && least >= PACKETS * BOUND; attempt++) {
    collectGarbage();
    const before = process.memoryUsage().heapUsed;
    run(PACKETS);
    least = Math.min(least, process.memoryUsage().heapUsed - before);
  }
  expect(least / PACKETS).toBeLessThan(BOUND);
  expect(collector.flows.count).toBeGreaterThan(FLOWS / 2);
});
