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
    case 9: // PPP
      return layers.LAYER_PPP;
    case 50: // PPP in HDLC-like framing
    case 166: // PPP with a direction byte
      return layers.LAYER_PPP_HDLC;
    case 12: // raw IP, on OpenBSD's number
    case 14: // raw IP, on BSD/OS' number
    case 101: // raw IP
    case 228: // raw IPv4
    case 229: // raw IPv6
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
    default:
      return layers.LAYER_UNKNOWN_LINK;
  }
}
