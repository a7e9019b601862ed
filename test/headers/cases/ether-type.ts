/** EtherTypes, by what each announces. */
import { ethernet, ipv4, ipv6, llc, ppp, tcp, zeros } from "../../frames.ts";
import { type Format, flow, flow6 } from "../format.ts";

export default {
  sound: [
    ["IPv4", ethernet(ipv4(tcp()), { type: 0x0800 }), flow()],
    ["IPv6", ethernet(ipv6(tcp()), { type: 0x86dd }), flow6()],
    ["ARP", ethernet(zeros(28), { type: 0x0806 }), { verdict: "arp" }],
    ["reverse ARP", ethernet(zeros(28), { type: 0x8035 }), { verdict: "arp" }],
  ],
  variants: [
    ["PPP", ethernet(ppp(ipv4(tcp())), { type: 0x880b }), flow()],
    ["transparent bridging", ethernet(ethernet(ipv4(tcp())), { type: 0x6558 }), flow()],
    ["a jumbo frame with LLC", ethernet(llc(ipv4(tcp())), { type: 0x8870 }), flow()],
  ],
  counterexamples: [
    ["IPv4's type, IPv6's version", ethernet(ipv6(tcp()), { type: 0x0800 }), flow6()],
    [
      "IPv6's type, IPv4's version",
      ethernet(ipv4(tcp(zeros(20))), { type: 0x86dd }),
      { verdict: "malformed-header" },
    ],
    ["LLDP", ethernet(zeros(46), { type: 0x88cc }), { verdict: "not-ip" }],
    ["EAPOL", ethernet(zeros(46), { type: 0x888e }), { verdict: "not-ip" }],
    ["a type that nobody knows", ethernet(ipv4(tcp()), { type: 0xfffe }), { verdict: "not-ip" }],
  ],
  broken: [["neither version", ethernet(ipv4(tcp(), { version: 5 })), { verdict: "malformed-header" }]],
} satisfies Format;
