/** Decodes one frame and gives what was decoded as a plain object. */

import { HeaderDecoder } from "../src/headers/decode.ts";
import {
  FRAGMENT_FIRST,
  FRAGMENT_LATER,
  type HeaderBatch,
  QUOTED_NONE,
  QUOTED_UNREACHABLE,
} from "../src/headers/header.ts";
import { VERDICT_LATER_FRAGMENT } from "../src/headers/verdict.ts";
import { VERDICT_NAMES, type VerdictName } from "../src/headers/verdict-names.ts";
import { ipv4Text, ipv6Text } from "../src/records/address-text.ts";
import { PacketMemory } from "../src/records/packet-memory.ts";
import { RecordBatch } from "../src/records/record.ts";
import { loadBytes } from "./collect-frames.ts";

export const LINK_ETHERNET = 1;
export const LINK_RAW = 101;

export interface FrameOptions {
  readonly linkType?: number;
  /** Bytes on the wire; as many as the frame has unless told otherwise. */
  readonly originalLength?: number;
  readonly frameCheckSequenceLength?: number;
  readonly tunnels?: "inner" | "outer";
}

export interface Decoded {
  readonly verdict: VerdictName;
  /** From here on: only where the packet names a flow, be it its own, its datagram's, or one that it quotes. */
  readonly protocol?: number;
  readonly source?: string;
  readonly destination?: string;
  readonly sourcePort?: number;
  readonly destinationPort?: number;
  readonly evidence?: number;
  readonly sequenceNumber?: number;
  readonly payloadLength?: number;
  readonly payloadCaptured?: number;
  /** The captured payload's bytes as Latin-1, 64 at most. */
  readonly payload?: string;
  readonly fragment?: "first" | "later";
  readonly identification?: number;
  readonly quoted?: "unreachable" | "other";
  readonly via?: readonly string[];
}

const memory = new PacketMemory();
const decoders = {
  inner: new HeaderDecoder({ memory }),
  outer: new HeaderDecoder({ memory, tunnels: "outer" }),
};

export function decodeFrame(linkType: number, frame: Uint8Array, options: FrameOptions = {}): Decoded {
  return decodeWithin(frame, 0, frame.length, { linkType, ...options });
}

/** Decodes the frame that lies in `bytes` from `offset` on, `captured` bytes long. */
export function decodeWithin(
  bytes: Uint8Array,
  offset: number,
  captured: number,
  options: FrameOptions = {},
  decoder: HeaderDecoder = decoders[options.tunnels ?? "inner"],
): Decoded {
  const records = new RecordBatch(decoder.headers.memory);
  records.count = 1;
  loadBytes(records, bytes);
  records.offset[0] = offset;
  records.capturedLength[0] = captured;
  records.interfaceIndex[0] = 0;
  records.originalLength[0] = options.originalLength ?? captured;
  records.interfaces = [
    {
      linkType: options.linkType ?? LINK_ETHERNET,
      frameCheckSequenceLength: options.frameCheckSequenceLength ?? 0,
      snapLength: 0,
      name: "",
    },
  ];
  decoder.decode(records);
  return decodedRow(decoder, records, 0);
}

export function decodedRow(decoder: HeaderDecoder, batch: RecordBatch, row: number): Decoded {
  const { headers } = decoder;
  const verdict = VERDICT_NAMES[headers.verdict[row]];
  if (verdict === undefined) throw new Error(`${headers.verdict[row]} is no verdict`);
  if (headers.quoted[row] !== QUOTED_NONE) {
    const quoted = headers.quoted[row] === QUOTED_UNREACHABLE ? "unreachable" : "other";
    return { verdict, ...endpoints(headers, row), ...ports(headers, row), quoted };
  }
  if (headers.verdict[row] === VERDICT_LATER_FRAGMENT) {
    return {
      verdict,
      ...endpoints(headers, row),
      ...payload(headers, batch, row),
      ...fragment(headers, row),
    };
  }
  if (verdict !== "flow") return { verdict };
  return {
    verdict,
    ...endpoints(headers, row),
    ...ports(headers, row),
    evidence: headers.evidence[row],
    sequenceNumber: headers.sequenceNumber[row],
    ...payload(headers, batch, row),
    ...fragment(headers, row),
    via: decoder.encapsulations.words(headers.encapsulation[row]),
  };
}

function endpoints(headers: HeaderBatch, row: number) {
  const version = headers.addressVersion[row];
  if (version !== 4 && version !== 6) throw new Error("a flow without an IP header");
  const address = (words: readonly Int32Array[]) => {
    const bytes = new Uint8Array(16);
    words.forEach((word, i) => {
      new DataView(bytes.buffer).setInt32(i * 4, word[row]);
    });
    return version === 4 ? ipv4Text(bytes) : ipv6Text(bytes);
  };
  return {
    protocol: headers.protocol[row],
    source: address([headers.source0, headers.source1, headers.source2, headers.source3]),
    destination: address([
      headers.destination0,
      headers.destination1,
      headers.destination2,
      headers.destination3,
    ]),
  };
}

function ports(headers: HeaderBatch, row: number) {
  return { sourcePort: headers.sourcePort[row], destinationPort: headers.destinationPort[row] };
}

function payload(headers: HeaderBatch, batch: RecordBatch, row: number) {
  const payloadLength = headers.payloadLength[row];
  const payloadCaptured = headers.payloadCaptured[row];
  if (payloadCaptured === 0) return { payloadLength, payloadCaptured, payload: "" };
  const start = headers.payloadOffset[row];
  const end = start + payloadCaptured;
  if (start < batch.offset[row] || end > batch.offset[row] + batch.capturedLength[row]) {
    throw new Error("the payload lies outside the captured bytes");
  }
  if (payloadCaptured > payloadLength) throw new Error("more payload was captured than was declared");
  const shown = batch.bytes.subarray(start, Math.min(end, start + 64));
  return { payloadLength, payloadCaptured, payload: Buffer.from(shown).toString("latin1") };
}

function fragment(headers: HeaderBatch, row: number) {
  switch (headers.fragment[row]) {
    case FRAGMENT_FIRST:
      return { fragment: "first", identification: headers.identification[row] } as const;
    case FRAGMENT_LATER:
      return { fragment: "later", identification: headers.identification[row] } as const;
    default:
      return {};
  }
}
