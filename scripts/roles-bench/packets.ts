/**
 * The packets of a capture as plain objects: what the truth is found in and what harder versions are made of. Slow and
 * obvious; only the record reader, the header decoder and the text of addresses are portolan's.
 */
import { endText, type FlowEnd } from "../../src/flows/flow-ends.ts";
import { endInRow } from "../../src/flows/flow-frames.ts";
import { HeaderDecoder } from "../../src/headers/decode.ts";
import { ACK, FRAGMENT_FIRST, FRAGMENT_LATER, type HeaderBatch, SYN } from "../../src/headers/header.ts";
import { PROTOCOL_SCTP, PROTOCOL_TCP } from "../../src/headers/internet-protocol.ts";
import { VERDICT_FLOW, VERDICT_LATER_FRAGMENT } from "../../src/headers/verdict.ts";
import { openCapture } from "../../src/records/open-capture.ts";
import { pseudoHeaderLength } from "../../src/records/pseudo-header.ts";
import { type CaptureInterface, RecordBatch } from "../../src/records/record.ts";
import type { ByteStream } from "../../src/records/stream-source.ts";

export type Transport = "tcp" | "sctp";

/** What a packet carries of a TCP or SCTP flow: the innermost one, where tunnels are in it. */
export interface Segment {
  /** The same for both directions; see `flowKey`. */
  readonly flow: string;
  readonly transport: Transport;
  readonly source: FlowEnd;
  readonly destination: FlowEnd;
  /** TCP's SYN flag, or an INIT or INIT-ACK chunk. */
  readonly isOpening: boolean;
  /** An opening that acknowledges: TCP's SYN-ACK, or an INIT-ACK. */
  readonly isAccepting: boolean;
}

export interface Packet {
  readonly link: CaptureInterface;
  /** Since 1970-01-01T00:00:00Z. */
  readonly seconds: number;
  readonly nanoseconds: number;
  /** As the capture file stores it, the link type's pseudo-header included. */
  readonly bytes: Uint8Array;
  /** Bytes on the wire, the pseudo-header included. */
  readonly originalLength: number;
  /** Null where the packet belongs to no TCP or SCTP flow. */
  readonly segment: Segment | null;
  /** The packet that this one, a later fragment, continues; null for all others. */
  readonly first: Packet | null;
}

/** All packets of a capture that can be read, in their order. Rejects with `UnreadableCapture` where none can. */
export async function readPackets(input: string | ByteStream): Promise<Packet[]> {
  const reader = await openCapture(input);
  const batch = new RecordBatch(reader.memory);
  const decoder = new HeaderDecoder({ memory: reader.memory });
  const packets: Packet[] = [];
  const firsts = new Map<string, Packet>();
  try {
    while (await reader.next(batch)) {
      decoder.decode(batch);
      for (let row = 0; row < batch.count; row++) packets.push(packetOf(batch, decoder.headers, row, firsts));
    }
  } finally {
    await reader.close();
  }
  return packets;
}

function packetOf(
  batch: RecordBatch,
  headers: HeaderBatch,
  row: number,
  firsts: Map<string, Packet>,
): Packet {
  const first = isLaterFragment(headers, row) ? (firsts.get(datagramOf(headers, row)) ?? null) : null;
  const link = batch.interfaces[batch.interfaceIndex[row]];
  const before = pseudoHeaderLength(link.linkType);
  const start = batch.offset[row];
  const packet: Packet = {
    link,
    seconds: batch.seconds[row],
    nanoseconds: batch.nanoseconds[row],
    bytes: batch.bytes.slice(start - before, start + batch.capturedLength[row]),
    originalLength: batch.originalLength[row] + before,
    segment: first === null ? segmentOf(headers, row) : first.segment,
    first,
  };
  if (isFirstFragment(headers, row) && packet.segment !== null) {
    firsts.set(datagramOf(headers, row), packet);
  }
  return packet;
}

function isFirstFragment(headers: HeaderBatch, row: number): boolean {
  return headers.verdict[row] === VERDICT_FLOW && headers.fragment[row] === FRAGMENT_FIRST;
}

function isLaterFragment(headers: HeaderBatch, row: number): boolean {
  return headers.verdict[row] === VERDICT_LATER_FRAGMENT && headers.fragment[row] === FRAGMENT_LATER;
}

function datagramOf(headers: HeaderBatch, row: number): string {
  const ends = [endInRow(headers, row, "source"), endInRow(headers, row, "destination")];
  return [...ends.map(({ address }) => address), headers.protocol[row], headers.identification[row]].join(
    " ",
  );
}

function segmentOf(headers: HeaderBatch, row: number): Segment | null {
  if (headers.verdict[row] !== VERDICT_FLOW) return null;
  const transport = transportOf(headers.protocol[row]);
  if (transport === null) return null;
  const source = endInRow(headers, row, "source");
  const destination = endInRow(headers, row, "destination");
  const isOpening = (headers.evidence[row] & SYN) !== 0;
  return {
    flow: flowKey(transport, source, destination),
    transport,
    source,
    destination,
    isOpening,
    isAccepting: isOpening && (headers.evidence[row] & ACK) !== 0,
  };
}

/** The transport of a protocol number; null for those that this benchmark does not judge. */
export function transportOf(protocol: number): Transport | null {
  if (protocol === PROTOCOL_TCP) return "tcp";
  return protocol === PROTOCOL_SCTP ? "sctp" : null;
}

/** Names a flow, whichever end comes first. */
export function flowKey(transport: Transport, one: FlowEnd, other: FlowEnd): string {
  return [transport, ...[endText(one), endText(other)].sort()].join(" ");
}
