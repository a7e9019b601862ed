/**
 * EtherTypes (IEEE Registration Authority; IANA "IEEE 802 Numbers"): which layer each one announces.
 */
import type { Cursor } from "./cursor.ts";
import {
  LAYER_E_TAG,
  LAYER_ETHERNET,
  LAYER_FABRIC_PATH,
  LAYER_IPV4,
  LAYER_IPV6,
  LAYER_LLC,
  LAYER_MACSEC,
  LAYER_MPLS,
  LAYER_NSH,
  LAYER_PPP,
  LAYER_PPPOE,
  LAYER_PROVIDER_BACKBONE,
  LAYER_VLAN,
  LAYER_VN_TAG,
} from "./layers.ts";
import { VERDICT_ARP, VERDICT_NOT_IP } from "./verdict.ts";

export const ETHER_TYPE_IPV4 = 0x0800;
export const ETHER_TYPE_IPV6 = 0x86dd;

/** Looks at the cursor's `etherType`; the cursor stands behind the field. */
export function etherTypeLayer(cursor: Cursor): number {
  switch (cursor.etherType) {
    case ETHER_TYPE_IPV4:
      return LAYER_IPV4;
    case ETHER_TYPE_IPV6:
      return LAYER_IPV6;
    case 0x0806: // ARP
    case 0x8035: // RARP
      return ~VERDICT_ARP;
    case 0x8100: // IEEE 802.1Q
    case 0x88a8: // IEEE 802.1ad, service tag
    case 0x9100: // stacked tags before 802.1ad
    case 0x9200:
      return LAYER_VLAN;
    case 0x8847: // MPLS
    case 0x8848: // MPLS with upstream-assigned label
      return LAYER_MPLS;
    case 0x8864: // PPPoE session
      return LAYER_PPPOE;
    case 0x880b: // PPP
      return LAYER_PPP;
    case 0x6558: // transparent Ethernet bridging
      return LAYER_ETHERNET;
    case 0x88e7: // IEEE 802.1ah, backbone service tag
      return LAYER_PROVIDER_BACKBONE;
    case 0x8903: // Cisco FabricPath
      return LAYER_FABRIC_PATH;
    case 0x893f: // IEEE 802.1BR E-Tag
      return LAYER_E_TAG;
    case 0x8926: // VN-Tag
      return LAYER_VN_TAG;
    case 0x894f: // Network Service Header
      return LAYER_NSH;
    case 0x8870: // a jumbo frame with LLC
      return LAYER_LLC;
    case 0x88e5: // MACsec
      return LAYER_MACSEC;
    default:
      return ~VERDICT_NOT_IP;
  }
}
