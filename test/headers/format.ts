/** What a format's table of cases looks like: the same four sections in every file, in this order. */
import type { Decoded, FrameOptions } from "../decode-frame.ts";
import { type Bytes, ethernet, ipv4, udp } from "../frames.ts";

export type FrameCase = readonly [
  name: string,
  frame: Bytes,
  expected: Partial<Decoded>,
  options?: FrameOptions,
];

export interface Format {
  /** The link type of all frames that do not name another; Ethernet unless told. */
  readonly linkType?: number;
  /** What the format is for. */
  readonly sound: readonly FrameCase[];
  /** Options, lengths and versions of it. */
  readonly variants: readonly FrameCase[];
  /** What looks like the format and is not, or is it and does not look so. */
  readonly counterexamples: readonly FrameCase[];
  /** Headers that contradict themselves or that end too early. */
  readonly broken: readonly FrameCase[];
}

const HELLO_FLOW: Decoded = {
  verdict: "flow",
  protocol: 6,
  source: "10.0.0.1",
  destination: "10.0.0.2",
  sourcePort: 40_000,
  destinationPort: 80,
  payloadLength: 5,
  payloadCaptured: 5,
  payload: "hello",
  via: [],
};

/** The flow of `ipv4(tcp())` with its payload "hello". */
export function flow(differences: Partial<Decoded> = {}): Decoded {
  return { ...HELLO_FLOW, ...differences };
}

/** The flow of `ipv6(tcp())`. */
export function flow6(differences: Partial<Decoded> = {}): Decoded {
  return flow({ source: "2001:db8::1", destination: "2001:db8::2", ...differences });
}

/** The flow of `ipv4(udp(), { protocol: 17 })`. */
export function udpFlow(differences: Partial<Decoded> = {}): Decoded {
  return flow({ protocol: 17, destinationPort: 53, ...differences });
}

const OUTER = { source: "192.0.2.1", destination: "192.0.2.2" };

/** An IPv4 packet between tunnel ends, in Ethernet. */
export function outer(payload: Bytes, protocol: number): Bytes {
  return ethernet(ipv4(payload, { ...OUTER, protocol }));
}

/** A datagram between tunnel ends, in Ethernet. */
export function overUdp(destinationPort: number, payload: Bytes): Bytes {
  return outer(udp(payload, { destinationPort }), 17);
}

/** The flow of the tunnel's own datagrams: what is left where the tunnel cannot be entered. */
export function outerFlow(destinationPort: number, payloadLength: number): Partial<Decoded> {
  return {
    verdict: "flow",
    protocol: 17,
    ...OUTER,
    sourcePort: 40_000,
    destinationPort,
    payloadLength,
    via: [],
  };
}

export const EMPTY_PAYLOAD = { payloadLength: 0, payloadCaptured: 0, payload: "" };
