/**
 * Every packet gets exactly one verdict: carried by a flow, or a named reason why not. Verdicts are small
 * integers in the hot columns and words in the report (verdict-names.ts). WebAssembly reads this file too.
 */
export const VERDICT_FLOW = 0;
/** A later IP fragment whose first fragment (the one with the ports) was not seen before it. */
export const VERDICT_LATER_FRAGMENT = 1;
export const VERDICT_ICMP = 2;
export const VERDICT_ICMPV6 = 3;
export const VERDICT_IGMP = 4;
/** An IP packet of a protocol without ports: ESP, OSPF, VRRP, PIM, … */
export const VERDICT_OTHER_IP_PROTOCOL = 5;
export const VERDICT_ARP = 6;
/** A frame whose link layer carries no IP packet: spanning tree, LLDP, PPP control, IS-IS, … */
export const VERDICT_NOT_IP = 7;
/** An 802.11 management or control frame, or a data frame without data. */
export const VERDICT_WIRELESS_CONTROL = 8;
/** A link layer that is encrypted: 802.11 protected data, MACsec with confidentiality. */
export const VERDICT_ENCRYPTED_LINK = 9;
/** The capture's snap length (or the end of the packet) cut a header that the verdict needs. */
export const VERDICT_TRUNCATED_HEADER = 10;
/** A header contradicts itself or the one around it: a length below the minimum, a version that does not exist. */
export const VERDICT_MALFORMED_HEADER = 11;
export const VERDICT_UNKNOWN_LINK_TYPE = 12;
/** More headers in one packet than any network stacks; hostile or looping. */
export const VERDICT_TOO_MANY_HEADERS = 13;
/** Left out by what the user asked for: a time outside the window, a flow that the filters do not match. */
export const VERDICT_NOT_SELECTED = 14;
