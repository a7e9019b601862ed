/** VXLAN and its Generic Protocol Extension. */
import { ethernet, hex, icmp, ipv4, ipv6, join, mpls, tcp, vlan, vxlan, zeros } from "../../frames.ts";
import { type Format, flow, flow6, outerFlow, overUdp } from "../format.ts";

const frame = ethernet(ipv4(tcp()));
const via = ["vxlan 42"];

export default {
  sound: [
    ["a frame", overUdp(4789, vxlan(frame)), flow({ via })],
    [
      "on Linux's old port",
      overUdp(8472, vxlan(frame, { network: 0xff_ffff })),
      flow({ via: ["vxlan 16777215"] }),
    ],
    ["GPE with a frame", overUdp(4790, vxlan(frame, { flags: 0x0c, protocol: 3 })), flow({ via })],
  ],
  variants: [
    [
      "a tagged frame",
      overUdp(4789, vxlan(ethernet(vlan(ipv4(tcp())), { type: 0x8100 }))),
      flow({ via: ["vxlan 42", "vlan 10"] }),
    ],
    ["GPE with IPv4", overUdp(4790, vxlan(ipv4(tcp()), { flags: 0x0c, protocol: 1 })), flow({ via })],
    ["GPE with IPv6", overUdp(4790, vxlan(ipv6(tcp()), { flags: 0x0c, protocol: 2 })), flow6({ via })],
    [
      "GPE with MPLS",
      overUdp(4790, vxlan(mpls(ipv4(tcp())), { flags: 0x0c, protocol: 5 })),
      flow({ via: ["vxlan 42", "mpls 100"] }),
    ],
    ["GPE that tells no protocol", overUdp(4790, vxlan(frame)), flow({ via })],
    [
      "an answer to the port",
      overUdp(4789, vxlan(ethernet(ipv4(tcp(undefined, { sourcePort: 80, destinationPort: 40_000 }))))),
      flow({ via, sourcePort: 80, destinationPort: 40_000 }),
    ],
    [
      "ICMP within has its own verdict",
      overUdp(4789, vxlan(ethernet(ipv4(icmp(8, 0), { protocol: 1 })))),
      { verdict: "icmp" },
    ],
    [
      "a later fragment within",
      overUdp(4789, vxlan(ethernet(ipv4(zeros(8), { fragmentOffset: 8 })))),
      { verdict: "fragment-without-first", source: "10.0.0.1", fragment: "later" },
    ],
  ],
  counterexamples: [
    [
      "the port without the tunnel: DNS to a client that was given it",
      overUdp(4789, hex("12 34 81 80 00 01 00 00 00 00 00 00 07 65 78 61 6d 70 6c 65 00 00 01 00 01")),
      outerFlow(4789, 25),
    ],
    [
      "ARP within: the datagram stays with its flow",
      overUdp(4789, vxlan(ethernet(zeros(28), { type: 0x0806 }))),
      outerFlow(4789, 50),
    ],
    [
      "GPE with a protocol that is not IP",
      overUdp(4790, vxlan(zeros(20), { protocol: 0x80 })),
      outerFlow(4790, 28),
    ],
    [
      "an IPv4 header within that is none",
      overUdp(4789, vxlan(ethernet(ipv4(tcp(), { headerWords: 4 })))),
      outerFlow(4789, 67),
    ],
    ["the outermost asked for", overUdp(4789, vxlan(frame)), outerFlow(4789, 67), { tunnels: "outer" }],
  ],
  broken: [
    ["seven bytes", overUdp(4789, zeros(7)), outerFlow(4789, 7)],
    ["seven bytes of GPE", overUdp(4790, zeros(7)), outerFlow(4790, 7)],
    ["no frame behind the header", overUdp(4789, vxlan(zeros(0))), outerFlow(4789, 8)],
    [
      "a transport within that ends before its ports",
      overUdp(4789, vxlan(ethernet(ipv4(zeros(3))))),
      { verdict: "malformed-header" },
    ],
    ["headers in half", join(overUdp(4789, vxlan(zeros(5)))), outerFlow(4789, 13)],
  ],
} satisfies Format;
