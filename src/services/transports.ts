/** Transports by name and by IP protocol number. */
import {
  PROTOCOL_DCCP,
  PROTOCOL_SCTP,
  PROTOCOL_TCP,
  PROTOCOL_UDP,
  PROTOCOL_UDP_LITE,
} from "../headers/internet-protocol.ts";
import type { Transport } from "./registry.ts";

const TRANSPORT_BY_PROTOCOL: Readonly<Record<number, Transport>> = {
  [PROTOCOL_TCP]: "tcp",
  [PROTOCOL_UDP]: "udp",
  [PROTOCOL_SCTP]: "sctp",
  [PROTOCOL_DCCP]: "dccp",
  [PROTOCOL_UDP_LITE]: "udplite",
};

/** The word of an IP protocol number that carries ports. */
export function transportOf(protocol: number): Transport {
  return TRANSPORT_BY_PROTOCOL[protocol];
}

/** The IP protocol number of a transport. */
export function protocolOf(transport: Transport): number {
  const found = Object.entries(TRANSPORT_BY_PROTOCOL).find(([, word]) => word === transport);
  return Number(found?.[0]);
}
