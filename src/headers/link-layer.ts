/** Which layer the frames of a LINKTYPE_ value (tcpdump.org's registry) begin with. */
import * as layers from "./layers.ts";

export function linkLayer(linkType: number): number {
  switch (linkType) {
    case 1: // Ethernet
      return layers.LAYER_ETHERNET;
    case 51: // PPPoE, without an Ethernet header
      return layers.LAYER_PPPOE;
    case 0: // BSD loopback, host's byte order
    case 108: // BSD loopback, network byte order
      return layers.LAYER_BSD_LOOPBACK;
    case 9: // PPP, or Cisco HDLC under its name
    case 50: // PPP in HDLC-like framing
    case 204: // PPP with a direction, which the records stage takes off
      return layers.LAYER_PPP_HDLC;
    case 12: // raw IP, on OpenBSD's number
    case 14: // raw IP, on BSD/OS' number
    case 101: // raw IP
      return layers.LAYER_RAW_IP;
    case 104: // Cisco HDLC
      return layers.LAYER_CISCO_HDLC;
    case 105: // IEEE 802.11
      return layers.LAYER_WIRELESS;
    case 113: // Linux cooked
      return layers.LAYER_LINUX_SLL;
    case 127: // 802.11 with radiotap
      return layers.LAYER_RADIOTAP;
    case 192: // PPI
      return layers.LAYER_PPI;
    case 239: // Linux netfilter log
      return layers.LAYER_NFLOG;
    case 276: // Linux cooked, version 2
      return layers.LAYER_LINUX_SLL2;
    case 228: // raw IPv4
      return layers.LAYER_IPV4;
    case 229: // raw IPv6
      return layers.LAYER_IPV6;
    case 6: // token ring
      return layers.LAYER_TOKEN_RING;
    case 7: // ARCNET, BSD
      return layers.LAYER_ARCNET_BSD;
    case 129: // ARCNET, Linux
      return layers.LAYER_ARCNET_LINUX;
    case 10: // FDDI
      return layers.LAYER_FDDI;
    case 100: // ATM with LLC or bare IP
    case 106: // classical IP over ATM, Linux
    case 123: // SunATM, behind its pseudo-header
      return layers.LAYER_ATM;
    case 107: // Frame Relay
      return layers.LAYER_FRAME_RELAY;
    case 109: // OpenBSD's encapsulating interface
      return layers.LAYER_ENCAPSULATING_INTERFACE;
    case 117: // OpenBSD's packet filter log
      return layers.LAYER_PACKET_FILTER_LOG;
    case 119: // 802.11 with a Prism header
    case 163: // 802.11 with an AVS header
      return layers.LAYER_PRISM;
    case 178: // Juniper, Ethernet
      return layers.LAYER_JUNIPER_ETHERNET;
    case 179: // Juniper, PPP
      return layers.LAYER_JUNIPER_PPP;
    case 180: // Juniper, Frame Relay
      return layers.LAYER_JUNIPER_FRAME_RELAY;
    case 181: // Juniper, Cisco HDLC
      return layers.LAYER_JUNIPER_CISCO_HDLC;
    case 205: // Cisco HDLC behind a direction byte
      return layers.LAYER_DIRECTION_CISCO_HDLC;
    case 206: // Frame Relay behind a direction byte
      return layers.LAYER_DIRECTION_FRAME_RELAY;
    case 240: // Hilscher netANALYZER
      return layers.LAYER_NET_ANALYZER;
    case 241: // Hilscher netANALYZER with preamble
      return layers.LAYER_NET_ANALYZER_TRANSPARENT;
    case 242: // IP over InfiniBand
      return layers.LAYER_IP_OVER_INFINIBAND;
    case 258: // Apple's packet tap
      return layers.LAYER_PACKET_TAP;
    case 274: // Ethernet with preamble (IEEE 802.3br mPackets)
      return layers.LAYER_ETHERNET_MPACKET;
    case 281: // Broadcom switch tag
    case 284: // Marvell DSA tag
      return layers.LAYER_SWITCH_TAG_4;
    case 282: // Broadcom switch tag before the frame
      return layers.LAYER_SWITCH_TAG_BEFORE;
    case 285: // Marvell EDSA tag
      return layers.LAYER_SWITCH_TAG_8;
    default:
      return layers.LAYER_UNKNOWN_LINK;
  }
}
