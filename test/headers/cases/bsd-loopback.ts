/** BSD loopback: four bytes of address family. */
import { hex, ipv4, ipv6, join, tcp, zeros } from "../../frames.ts";
import { type Format, flow, flow6 } from "../format.ts";

const NETWORK_ORDER = { linkType: 108 };

export default {
  linkType: 0,
  sound: [
    ["IPv4 from a little-endian host", join(hex("02 00 00 00"), ipv4(tcp())), flow()],
    ["IPv4 from a big-endian host", join(hex("00 00 00 02"), ipv4(tcp())), flow()],
    ["IPv4 in network byte order", join(hex("00 00 00 02"), ipv4(tcp())), flow(), NETWORK_ORDER],
  ],
  variants: [
    ["IPv6, NetBSD and OpenBSD", join(hex("18 00 00 00"), ipv6(tcp())), flow6()],
    ["IPv6, FreeBSD", join(hex("1c 00 00 00"), ipv6(tcp())), flow6()],
    ["IPv6, macOS", join(hex("1e 00 00 00"), ipv6(tcp())), flow6()],
    ["IPv6, Linux", join(hex("0a 00 00 00"), ipv6(tcp())), flow6()],
    ["IPv6, Windows", join(hex("17 00 00 00"), ipv6(tcp())), flow6()],
    ["IPv6 in network byte order", join(hex("00 00 00 18"), ipv6(tcp())), flow6(), NETWORK_ORDER],
  ],
  counterexamples: [
    ["an EtherType where the family belongs", join(hex("00 00 08 00"), ipv4(tcp())), flow()],
    ["a Cisco HDLC header where the family belongs", join(hex("0f 00 08 00"), ipv4(tcp())), flow()],
    ["AppleTalk", join(hex("10 00 00 00"), zeros(20)), { verdict: "not-ip" }],
    ["OSI", join(hex("07 00 00 00"), zeros(20)), { verdict: "not-ip" }],
  ],
  broken: [
    ["three bytes", zeros(3), { verdict: "malformed-header" }],
    ["a family alone", hex("02 00 00 00"), { verdict: "malformed-header" }],
  ],
} satisfies Format;
