/**
 * Headers as people read them: names, and the fields that decide where a packet belongs. The pictures are those of
 * the formats' own files in headers/.
 */
import * as layers from "../../headers/layers.ts";

/** Bits `bit` to `bit + width` of the bytes from `at` on, most significant first; `width` up to 32. */
export interface NumberField {
  readonly name: string;
  readonly at: number;
  readonly bit?: number;
  readonly width: number;
  readonly as?: "decimal" | "hexadecimal" | "protocol" | "control-bits";
}

export interface AddressField {
  readonly name: string;
  readonly at: number;
  readonly address: "mac" | "ipv4" | "ipv6";
}

export type HeaderField = NumberField | AddressField;

export interface HeaderFormat {
  readonly name: string;
  readonly fields: readonly HeaderField[];
  /** Its length where nothing was looked for behind it; asked of what was captured of it. */
  readonly length?: (header: Uint8Array) => number;
}

const byte = (name: string, at: number, as: NumberField["as"] = "decimal"): NumberField => ({
  name,
  at,
  width: 8,
  as,
});
const word = (name: string, at: number, as: NumberField["as"] = "decimal"): NumberField => ({
  name,
  at,
  width: 16,
  as,
});
const long = (name: string, at: number, as: NumberField["as"] = "decimal"): NumberField => ({
  name,
  at,
  width: 32,
  as,
});
const bits = (name: string, at: number, bit: number, width: number): NumberField => ({
  name,
  at,
  bit,
  width,
  as: "decimal",
});
const mac = (name: string, at: number): AddressField => ({ name, at, address: "mac" });

const PORTS = [word("source port", 0), word("destination port", 2)];
const TYPE_AND_CODE = [byte("type", 0), byte("code", 1)];

const FORMATS: ReadonlyMap<number, HeaderFormat> = new Map<number, HeaderFormat>([
  [
    layers.LAYER_ETHERNET,
    {
      name: "Ethernet",
      fields: [mac("destination", 0), mac("source", 6), word("type or length", 12, "hexadecimal")],
    },
  ],
  [
    layers.LAYER_VLAN,
    {
      name: "VLAN tag (IEEE 802.1Q)",
      fields: [bits("priority", 0, 0, 3), bits("VLAN", 0, 4, 12), word("type", 2, "hexadecimal")],
    },
  ],
  [
    layers.LAYER_LLC,
    {
      name: "LLC (IEEE 802.2)",
      fields: [byte("destination service", 0, "hexadecimal"), byte("source service", 1, "hexadecimal")],
    },
  ],
  [
    layers.LAYER_MPLS,
    {
      name: "MPLS label stack",
      fields: [bits("outermost label", 0, 0, 20), bits("bottom of stack", 2, 7, 1), byte("time to live", 3)],
    },
  ],
  [layers.LAYER_PPPOE, { name: "PPPoE", fields: [byte("code", 1), word("session", 2), word("length", 4)] }],
  [
    layers.LAYER_LINUX_SLL,
    {
      name: "Linux cooked",
      fields: [word("packet type", 0), word("hardware type", 2), word("protocol", 14, "hexadecimal")],
    },
  ],
  [
    layers.LAYER_LINUX_SLL2,
    {
      name: "Linux cooked, version 2",
      fields: [word("protocol", 0, "hexadecimal"), long("interface", 4), word("hardware type", 8)],
    },
  ],
  [
    layers.LAYER_IPV4,
    {
      name: "IPv4",
      fields: [
        bits("version", 0, 0, 4),
        bits("header length in words", 0, 4, 4),
        word("total length", 2),
        word("identification", 4),
        bits("more fragments", 6, 2, 1),
        bits("fragment offset in 8 bytes", 6, 3, 13),
        byte("time to live", 8),
        byte("protocol", 9, "protocol"),
        { name: "source", at: 12, address: "ipv4" },
        { name: "destination", at: 16, address: "ipv4" },
      ],
    },
  ],
  [
    layers.LAYER_IPV6,
    {
      name: "IPv6",
      fields: [
        bits("version", 0, 0, 4),
        word("payload length", 4),
        byte("next header", 6, "protocol"),
        byte("hop limit", 7),
        { name: "source", at: 8, address: "ipv6" },
        { name: "destination", at: 24, address: "ipv6" },
      ],
    },
  ],
  [
    layers.LAYER_TCP,
    {
      name: "TCP",
      fields: [
        ...PORTS,
        long("sequence number", 4),
        long("acknowledgment number", 8),
        bits("data offset in words", 12, 0, 4),
        byte("control bits", 13, "control-bits"),
      ],
      length: (header) => (header[12] >> 4) * 4,
    },
  ],
  [layers.LAYER_UDP, { name: "UDP", fields: [...PORTS, word("length", 4)], length: () => 8 }],
  [
    layers.LAYER_UDP_LITE,
    { name: "UDP-Lite", fields: [...PORTS, word("checksum coverage", 4)], length: () => 8 },
  ],
  [
    layers.LAYER_SCTP,
    {
      name: "SCTP",
      fields: [...PORTS, long("verification tag", 4, "hexadecimal"), byte("first chunk's type", 12)],
      length: () => 12,
    },
  ],
  [
    layers.LAYER_DCCP,
    {
      name: "DCCP",
      fields: [...PORTS, byte("data offset in words", 4), bits("type", 8, 3, 4)],
      length: (header) => header[4] * 4,
    },
  ],
  [layers.LAYER_ICMP, { name: "ICMP", fields: TYPE_AND_CODE, length: () => 8 }],
  [layers.LAYER_ICMPV6, { name: "ICMPv6", fields: TYPE_AND_CODE, length: () => 8 }],
  [
    layers.LAYER_GRE,
    {
      name: "GRE",
      fields: [word("flags and version", 0, "hexadecimal"), word("protocol", 2, "hexadecimal")],
    },
  ],
  [
    layers.LAYER_VXLAN,
    { name: "VXLAN", fields: [byte("flags", 0, "hexadecimal"), { name: "network", at: 4, width: 24 }] },
  ],
  [
    layers.LAYER_GENEVE,
    {
      name: "Geneve",
      fields: [
        bits("options in words", 0, 2, 6),
        word("protocol", 2, "hexadecimal"),
        { name: "network", at: 4, width: 24 },
      ],
    },
  ],
  [
    layers.LAYER_GTP_U,
    {
      name: "GTP-U",
      fields: [byte("flags", 0, "hexadecimal"), byte("message type", 1), long("tunnel", 4, "hexadecimal")],
    },
  ],
]);

/** Names of the others, whose fields are not taken apart here. */
const NAMES: ReadonlyMap<number, string> = new Map([
  [layers.LAYER_ETHER_TYPE, "EtherType"],
  [layers.LAYER_PPP, "PPP"],
  [layers.LAYER_PPP_HDLC, "PPP in HDLC-like framing"],
  [layers.LAYER_BSD_LOOPBACK, "BSD loopback"],
  [layers.LAYER_RAW_IP, "raw IP"],
  [layers.LAYER_CISCO_HDLC, "Cisco HDLC"],
  [layers.LAYER_NFLOG, "Linux netfilter log"],
  [layers.LAYER_WIRELESS, "802.11"],
  [layers.LAYER_WIRELESS_SWAPPED, "802.11 with swapped frame control"],
  [layers.LAYER_RADIOTAP, "radiotap"],
  [layers.LAYER_PPI, "PPI"],
  [layers.LAYER_AUTHENTICATION_HEADER, "authentication header"],
  [layers.LAYER_ERSPAN, "ERSPAN II"],
  [layers.LAYER_ERSPAN_III, "ERSPAN III"],
  [layers.LAYER_VXLAN_GPE, "VXLAN-GPE"],
  [layers.LAYER_TEREDO, "Teredo"],
  [layers.LAYER_L2TP, "L2TP"],
  [layers.LAYER_NSH, "network service header"],
  [layers.LAYER_ETHER_IP, "EtherIP"],
  [layers.LAYER_PROVIDER_BACKBONE, "provider backbone tag (IEEE 802.1ah)"],
  [layers.LAYER_VN_TAG, "VN-Tag"],
  [layers.LAYER_E_TAG, "E-Tag (IEEE 802.1BR)"],
  [layers.LAYER_CAPWAP, "CAPWAP"],
  [layers.LAYER_FABRIC_PATH, "FabricPath"],
  [layers.LAYER_MACSEC, "MACsec"],
  [layers.LAYER_FDDI, "FDDI"],
  [layers.LAYER_TOKEN_RING, "token ring"],
  [layers.LAYER_ARCNET_BSD, "ARCNET"],
  [layers.LAYER_ARCNET_LINUX, "ARCNET"],
  [layers.LAYER_IP_OVER_INFINIBAND, "IP over InfiniBand"],
  [layers.LAYER_JUNIPER_ETHERNET, "Juniper header"],
  [layers.LAYER_JUNIPER_PPP, "Juniper header"],
  [layers.LAYER_JUNIPER_FRAME_RELAY, "Juniper header"],
  [layers.LAYER_JUNIPER_CISCO_HDLC, "Juniper header"],
  [layers.LAYER_FRAME_RELAY, "Frame Relay"],
  [layers.LAYER_ATM, "ATM"],
  [layers.LAYER_PACKET_FILTER_LOG, "OpenBSD packet filter log"],
  [layers.LAYER_ENCAPSULATING_INTERFACE, "OpenBSD encapsulating interface"],
  [layers.LAYER_PRISM, "Prism or AVS"],
  [layers.LAYER_PACKET_TAP, "Apple's packet tap"],
  [layers.LAYER_SWITCH_TAG_4, "Ethernet with a switch tag"],
  [layers.LAYER_SWITCH_TAG_8, "Ethernet with a switch tag"],
  [layers.LAYER_SWITCH_TAG_BEFORE, "switch tag"],
  [layers.LAYER_DIRECTION_CISCO_HDLC, "direction"],
  [layers.LAYER_DIRECTION_FRAME_RELAY, "direction"],
  [layers.LAYER_NET_ANALYZER, "netANALYZER header"],
  [layers.LAYER_NET_ANALYZER_TRANSPARENT, "netANALYZER header"],
  [layers.LAYER_ETHERNET_MPACKET, "Ethernet preamble"],
  [layers.LAYER_LISP, "LISP"],
  [layers.LAYER_AYIYA, "AYIYA"],
  [layers.LAYER_UNKNOWN_LINK, "link layer"],
]);

/** What a header is called, and which of its fields are shown. */
export function headerFormat(layer: number): HeaderFormat {
  return FORMATS.get(layer) ?? { name: NAMES.get(layer) ?? `layer ${layer}`, fields: [] };
}
