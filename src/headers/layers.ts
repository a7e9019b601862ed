/**
 * The headers that can follow one another, as small integers. A format's decoder answers with the layer that
 * follows, or with the complement (`~`) of a verdict where the way ends.
 */
export const LAYER_ETHERNET = 0;
export const LAYER_ETHER_TYPE = 1;
export const LAYER_VLAN = 2;
export const LAYER_LLC = 3;
export const LAYER_MPLS = 4;
export const LAYER_PPPOE = 5;
export const LAYER_PPP = 6;
export const LAYER_LINUX_SLL = 7;
export const LAYER_LINUX_SLL2 = 8;
export const LAYER_BSD_LOOPBACK = 9;
export const LAYER_RAW_IP = 10;
export const LAYER_CISCO_HDLC = 11;
export const LAYER_NFLOG = 12;
export const LAYER_WIRELESS = 13;
export const LAYER_RADIOTAP = 14;
export const LAYER_PPI = 15;
export const LAYER_IPV4 = 16;
export const LAYER_IPV6 = 17;
export const LAYER_TCP = 18;
export const LAYER_UDP = 19;
export const LAYER_UDP_LITE = 20;
export const LAYER_SCTP = 21;
export const LAYER_DCCP = 22;
export const LAYER_ICMP = 23;
export const LAYER_ICMPV6 = 24;
export const LAYER_GRE = 25;
export const LAYER_ERSPAN = 26;
export const LAYER_VXLAN = 27;
export const LAYER_GENEVE = 28;
export const LAYER_GTP_U = 29;
export const LAYER_TEREDO = 30;
export const LAYER_L2TP = 31;
export const LAYER_NSH = 32;
export const LAYER_ETHER_IP = 33;
export const LAYER_PROVIDER_BACKBONE = 34;
export const LAYER_VN_TAG = 35;
export const LAYER_PPP_HDLC = 36;
export const LAYER_ERSPAN_III = 37;
export const LAYER_AUTHENTICATION_HEADER = 38;
export const LAYER_VXLAN_GPE = 39;
export const LAYER_CAPWAP = 40;
/** 802.11 whose frame control bytes are swapped, as Cisco's access points send it in CAPWAP. */
export const LAYER_WIRELESS_SWAPPED = 41;
/** Not decoded: the link type is unknown. */
export const LAYER_UNKNOWN_LINK = 42;
