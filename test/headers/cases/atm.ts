/** ATM with LLC, or with a bare IP packet. */
import { ipv4, ipv6, llc, snap, tcp, zeros } from "../../frames.ts";
import { type Format, flow, flow6 } from "../format.ts";

export default {
  linkType: 100,
  sound: [
    ["LLC with IPv4", snap(ipv4(tcp())), flow()],
    ["LLC with IPv6", snap(ipv6(tcp())), flow6()],
  ],
  variants: [
    ["a bare IPv4 packet", ipv4(tcp()), flow()],
    ["classical IP", snap(ipv4(tcp())), flow(), { linkType: 106 }],
    ["SunATM, behind its pseudo-header", snap(ipv4(tcp())), flow(), { linkType: 123 }],
  ],
  counterexamples: [["OSI", llc(zeros(20), { destinationService: 0xfe }), { verdict: "not-ip" }]],
  broken: [["nothing", zeros(0), { verdict: "malformed-header" }]],
} satisfies Format;
