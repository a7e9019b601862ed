/** The value of a header's field as people read it. */
import { FIN, RST, SYN } from "../../headers/header.ts";
import * as internet from "../../headers/internet-protocol.ts";
import { ipv4Text, ipv6Text } from "../../records/address-text.ts";
import type { AddressField, HeaderField, NumberField } from "./packet-fields.ts";

const ADDRESS_LENGTH = { mac: 6, ipv4: 4, ipv6: 16 } as const;

/** Null where the capture ends before the field does. `header`: what was captured from its first byte on. */
export function fieldValue(field: HeaderField, header: Uint8Array): string | number | null {
  if ("address" in field) return addressValue(field, header);
  const number = numberAt(field, header);
  if (number === null) return null;
  switch (field.as) {
    case "hexadecimal":
      return `0x${number.toString(16).padStart(Math.ceil(field.width / 4), "0")}`;
    case "protocol":
      return `${number}${named(PROTOCOL_NAMES[number])}`;
    case "control-bits":
      return `0x${number.toString(16).padStart(2, "0")}${named(controlBits(number))}`;
    default:
      return number;
  }
}

function addressValue({ at, address }: AddressField, header: Uint8Array): string | null {
  const bytes = header.subarray(at, at + ADDRESS_LENGTH[address]);
  if (bytes.length < ADDRESS_LENGTH[address]) return null;
  if (address === "ipv4") return ipv4Text(bytes);
  if (address === "ipv6") return ipv6Text(bytes);
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(":");
}

function numberAt({ at, bit = 0, width }: NumberField, header: Uint8Array): number | null {
  const end = at + Math.ceil((bit + width) / 8);
  if (end > header.length) return null;
  let value = 0;
  for (let i = at; i < end; i++) value = value * 256 + header[i];
  const below = (end - at) * 8 - bit - width;
  return Math.floor(value / 2 ** below) % 2 ** width;
}

function named(words: string | undefined): string {
  return words === undefined || words === "" ? "" : ` (${words})`;
}

const PROTOCOL_NAMES: Readonly<Record<number, string>> = {
  0: "hop-by-hop options",
  [internet.PROTOCOL_ICMP]: "ICMP",
  [internet.PROTOCOL_IGMP]: "IGMP",
  [internet.PROTOCOL_IPV4]: "IPv4",
  [internet.PROTOCOL_TCP]: "TCP",
  [internet.PROTOCOL_UDP]: "UDP",
  [internet.PROTOCOL_DCCP]: "DCCP",
  [internet.PROTOCOL_IPV6]: "IPv6",
  43: "routing header",
  44: "fragment header",
  [internet.PROTOCOL_GRE]: "GRE",
  50: "ESP",
  [internet.PROTOCOL_AUTHENTICATION_HEADER]: "authentication header",
  [internet.PROTOCOL_ICMPV6]: "ICMPv6",
  60: "destination options",
  89: "OSPF",
  [internet.PROTOCOL_ETHER_IP]: "EtherIP",
  112: "VRRP",
  [internet.PROTOCOL_SCTP]: "SCTP",
  [internet.PROTOCOL_UDP_LITE]: "UDP-Lite",
  [internet.PROTOCOL_MPLS]: "MPLS",
};

/** RFC 9293, section 3.1; the flags in the order of their bits. */
const CONTROL_BITS: readonly (readonly [number, string])[] = [
  [0x80, "CWR"],
  [0x40, "ECE"],
  [0x20, "URG"],
  [0x10, "ACK"],
  [0x08, "PSH"],
  [RST, "RST"],
  [SYN, "SYN"],
  [FIN, "FIN"],
];

function controlBits(bits: number): string {
  return CONTROL_BITS.filter(([bit]) => (bits & bit) !== 0)
    .map(([, name]) => name)
    .join(", ");
}
