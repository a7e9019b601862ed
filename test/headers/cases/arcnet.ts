/** ARCNET. */
import { hex, ipv4, ipv6, join, tcp, zeros } from "../../frames.ts";
import { type Format, flow, flow6 } from "../format.ts";

const LINUX = { linkType: 129 };

export default {
  linkType: 7,
  sound: [
    ["BSD, IPv4 of RFC 1201", join(hex("01 02 d4 00 00 01"), ipv4(tcp())), flow()],
    ["Linux, IPv4 of RFC 1201", join(hex("01 02 00 00 d4 00 00 01"), ipv4(tcp())), flow(), LINUX],
    ["BSD, IPv6", join(hex("01 02 c4 00 00 01"), ipv6(tcp())), flow6()],
  ],
  variants: [
    ["IPv4 of RFC 1051", join(hex("01 02 f0"), ipv4(tcp())), flow()],
    ["an extended header", join(hex("01 02 d4 ff 00 00 00 00 00 01"), ipv4(tcp())), flow()],
  ],
  counterexamples: [
    ["ARP", join(hex("01 02 d5 00 00 01"), zeros(20)), { verdict: "arp" }],
    ["ARP of RFC 1051", join(hex("01 02 f1"), zeros(20)), { verdict: "arp" }],
    ["Novell", join(hex("01 02 fa"), zeros(20)), { verdict: "not-ip" }],
  ],
  broken: [
    ["addresses alone", zeros(2), { verdict: "malformed-header" }],
    ["half a sequence number", hex("01 02 d4 00 00"), { verdict: "malformed-header" }],
  ],
} satisfies Format;
