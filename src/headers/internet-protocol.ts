/** IANA "Assigned Internet Protocol Numbers": which layer each one announces. */
import { type Cursor, enter } from "./cursor.ts";
import { STEP_4IN6, STEP_6IN4, STEP_6IN6, STEP_IP_IN_IP } from "./encapsulation.ts";
import {
  LAYER_AUTHENTICATION_HEADER,
  LAYER_DCCP,
  LAYER_ETHER_IP,
  LAYER_GRE,
  LAYER_ICMP,
  LAYER_ICMPV6,
  LAYER_IPV4,
  LAYER_IPV6,
  LAYER_MPLS,
  LAYER_SCTP,
  LAYER_TCP,
  LAYER_UDP,
  LAYER_UDP_LITE,
} from "./layers.ts";
import {
  PROTOCOL_AUTHENTICATION_HEADER,
  PROTOCOL_DCCP,
  PROTOCOL_ETHER_IP,
  PROTOCOL_GRE,
  PROTOCOL_ICMP,
  PROTOCOL_ICMPV6,
  PROTOCOL_IGMP,
  PROTOCOL_IPV4,
  PROTOCOL_IPV6,
  PROTOCOL_KA9Q_IPV4,
  PROTOCOL_MPLS,
  PROTOCOL_SCTP,
  PROTOCOL_TCP,
  PROTOCOL_UDP,
  PROTOCOL_UDP_LITE,
} from "./protocol-numbers.ts";
import { VERDICT_IGMP, VERDICT_OTHER_IP_PROTOCOL } from "./verdict.ts";

export * from "./protocol-numbers.ts";

/** Whether the transport has no connections. */
export function isDatagram(protocol: number): boolean {
  return protocol === PROTOCOL_UDP || protocol === PROTOCOL_UDP_LITE;
}

/**
 * The layer behind an IP header whose protocol (or last next header) is `protocol`. What is tunnelled is not
 * entered where only the outermost IP header is asked for.
 */
export function internetProtocolLayer(cursor: Cursor, protocol: number): number {
  switch (protocol) {
    case PROTOCOL_TCP:
      return LAYER_TCP;
    case PROTOCOL_UDP:
      return LAYER_UDP;
    case PROTOCOL_ICMP:
      return LAYER_ICMP;
    case PROTOCOL_ICMPV6:
      return LAYER_ICMPV6;
    case PROTOCOL_SCTP:
      return LAYER_SCTP;
    case PROTOCOL_DCCP:
      return LAYER_DCCP;
    case PROTOCOL_UDP_LITE:
      return LAYER_UDP_LITE;
    case PROTOCOL_IGMP:
      return ~VERDICT_IGMP;
    case PROTOCOL_AUTHENTICATION_HEADER:
      return LAYER_AUTHENTICATION_HEADER;
    default:
      return cursor.outermostOnly ? ~VERDICT_OTHER_IP_PROTOCOL : tunnelLayer(cursor, protocol);
  }
}

function tunnelLayer(cursor: Cursor, protocol: number): number {
  const outerVersion = cursor.headers.addressVersion[cursor.row];
  switch (protocol) {
    case PROTOCOL_IPV4:
    case PROTOCOL_KA9Q_IPV4:
      enter(cursor, outerVersion === 4 ? STEP_IP_IN_IP : STEP_4IN6, 0);
      return LAYER_IPV4;
    case PROTOCOL_IPV6:
      enter(cursor, outerVersion === 4 ? STEP_6IN4 : STEP_6IN6, 0);
      return LAYER_IPV6;
    case PROTOCOL_GRE:
      return LAYER_GRE;
    case PROTOCOL_ETHER_IP:
      return LAYER_ETHER_IP;
    case PROTOCOL_MPLS:
      return LAYER_MPLS;
    default:
      return ~VERDICT_OTHER_IP_PROTOCOL;
  }
}
