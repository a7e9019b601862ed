/** IANA "Assigned Internet Protocol Numbers". WebAssembly reads this file too. */
export const PROTOCOL_ICMP = 1;
export const PROTOCOL_IGMP = 2;
export const PROTOCOL_IPV4 = 4;
export const PROTOCOL_TCP = 6;
export const PROTOCOL_UDP = 17;
export const PROTOCOL_DCCP = 33;
export const PROTOCOL_IPV6 = 41;
export const PROTOCOL_GRE = 47;
export const PROTOCOL_AUTHENTICATION_HEADER = 51;
export const PROTOCOL_ICMPV6 = 58;
/** IP within IP as KA9Q had it before RFC 2003. */
export const PROTOCOL_KA9Q_IPV4 = 94;
export const PROTOCOL_ETHER_IP = 97;
export const PROTOCOL_SCTP = 132;
export const PROTOCOL_UDP_LITE = 136;
/** RFC 4023. */
export const PROTOCOL_MPLS = 137;
