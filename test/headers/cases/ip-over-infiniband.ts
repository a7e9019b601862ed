/** IP over InfiniBand. */
import { hex, ipv4, ipv6, join, tcp, zeros } from "../../frames.ts";
import { type Format, flow, flow6 } from "../format.ts";

export default {
  linkType: 242,
  sound: [
    ["IPv4", join(zeros(40), hex("08 00 00 00"), ipv4(tcp())), flow()],
    ["IPv6", join(zeros(40), hex("86 dd 00 00"), ipv6(tcp())), flow6()],
  ],
  variants: [["ARP", join(zeros(40), hex("08 06 00 00"), zeros(56)), { verdict: "arp" }]],
  counterexamples: [["another type", join(zeros(40), hex("12 34 00 00"), zeros(20)), { verdict: "not-ip" }]],
  broken: [["one byte less than a header", zeros(43), { verdict: "malformed-header" }]],
} satisfies Format;
