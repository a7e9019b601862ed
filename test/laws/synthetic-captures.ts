/** Captures that no network gave: more flows than a table starts with, times out of order, every verdict mixed. */
import * as frames from "../frames.ts";
import { pcapFile, type WrittenPacket } from "../records/capture-writer.ts";

export interface SyntheticCapture {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A time of 0 would mean that there is none. */
const START = 1_700_000_000;

export const SYNTHETIC_CAPTURES: readonly SyntheticCapture[] = [
  { name: "no packet", bytes: pcapFile() },
  { name: "one packet", bytes: pcapFile({ packets: [{ data: segment(1, 2, frames.SYN) }] }) },
  {
    name: "packets of no bytes",
    bytes: pcapFile({ packets: [0, 1].map(() => ({ data: frames.zeros(0) })) }),
  },
  { name: "5,000 flows of one packet", bytes: pcapFile({ packets: scan(5000) }) },
  { name: "times out of order", bytes: pcapFile({ packets: outOfOrder() }) },
  { name: "frames of every kind", bytes: pcapFile({ packets: everyKind() }) },
  { name: "a connection again and again", bytes: pcapFile({ packets: reused() }) },
  { name: "lengths on the wire of 4 GB", bytes: pcapFile({ packets: enormous() }) },
];

function segment(client: number, server: number, flags: number, sequenceNumber = 1, fromServer = false) {
  const [source, destination] = [`10.0.${client >> 8}.${client & 255}`, `10.9.0.${server}`];
  const [sourcePort, destinationPort] = [40_000 + (client % 20_000), 443];
  const direction = fromServer ? { source: destination, destination: source } : { source, destination };
  const ports = fromServer
    ? { sourcePort: destinationPort, destinationPort: sourcePort }
    : { sourcePort, destinationPort };
  return frames.ethernet(
    frames.ipv4(frames.tcp(frames.HELLO, { flags, sequenceNumber, ...ports }), direction),
  );
}

function scan(count: number): WrittenPacket[] {
  return Array.from({ length: count }, (_, i) => ({
    data: segment(i, i % 7, frames.SYN),
    seconds: START + i,
  }));
}

function outOfOrder(): WrittenPacket[] {
  return Array.from({ length: 2500 }, (_, i) => ({
    data: segment(i % 3, 1, frames.ACK, i, i % 2 === 1),
    seconds: START + ((i * 7919) % 1000),
    fraction: (i * 104_729) % 1_000_000,
  }));
}

function everyKind(): WrittenPacket[] {
  const datagram = frames.udp();
  const inner = segment(1, 1, frames.SYN);
  const fragment = { protocol: 17, identification: 7 };
  const kinds = [
    frames.ethernet(frames.zeros(28), { type: 0x0806 }),
    frames.ethernet(frames.ipv4(datagram, { protocol: 17 })),
    frames.ethernet(frames.ipv6(datagram, { nextHeader: 17 })),
    frames.ethernet(frames.ipv4(frames.icmp(8, 0), { protocol: 1 })),
    frames.ethernet(frames.ipv4(frames.icmp(3, 3, frames.ipv4(datagram, { protocol: 17 })), { protocol: 1 })),
    frames.ethernet(frames.ipv4(datagram, { ...fragment, moreFragments: true })),
    frames.ethernet(frames.ipv4(frames.zeros(40), { ...fragment, fragmentOffset: 16 })),
    frames.ethernet(frames.ipv4(frames.zeros(40), { protocol: 17, identification: 8, fragmentOffset: 16 })),
    frames.ethernet(frames.ipv4(frames.zeros(40), { protocol: 89 })),
    frames.ethernet(frames.ipv4(frames.gre(inner, { type: 0x6558 }), { protocol: 47 })),
    frames.ethernet(
      frames.ipv4(frames.udp(frames.vxlan(inner), { destinationPort: 4789 }), { protocol: 17 }),
    ),
    frames.ethernet(frames.ipv4(frames.sctp(frames.sctpChunk(1, frames.zeros(16))), { protocol: 132 })),
    frames.ethernet(frames.ipv4(frames.dccp(), { protocol: 33 })),
    frames.ethernet(frames.ipv4(frames.tcp(), { headerWords: 3 })),
    inner.subarray(0, 40),
    frames.ethernet(frames.zeros(46), { type: 0x1234 }),
  ];
  return Array.from({ length: 2100 }, (_, i) => ({
    data: kinds[i % kinds.length],
    seconds: START + (i >> 4),
  }));
}

function reused(): WrittenPacket[] {
  const flags = [frames.SYN, frames.SYN | frames.ACK, frames.ACK, frames.FIN | frames.ACK, frames.RST];
  return Array.from({ length: 1500 }, (_, i) => ({
    data: segment(1, 1, flags[i % 5], Math.floor(i / 5), i % 5 === 1),
    seconds: START + i,
  }));
}

function enormous(): WrittenPacket[] {
  return Array.from({ length: 40 }, (_, i) => ({
    data: segment(i % 4, 1, frames.ACK),
    originalLength: 0xffff_ffff - i,
    seconds: START + i,
  }));
}
