/** Linux cooked capture, versions 1 and 2. */
import { hex, ipv4, ipv6, join, linuxSll, linuxSll2, llc, tcp, vlan, zeros } from "../../frames.ts";
import { type Format, flow, flow6 } from "../format.ts";
import { radiotapFrame, wirelessFrame } from "../wireless-frames.ts";

const VERSION_2 = { linkType: 276 };

export default {
  linkType: 113,
  sound: [
    ["version 1 with IPv4", linuxSll(ipv4(tcp())), flow()],
    ["version 1 with IPv6", linuxSll(ipv6(tcp())), flow6()],
    ["version 2 with IPv4", linuxSll2(ipv4(tcp())), flow(), VERSION_2],
    ["version 2 with IPv6", linuxSll2(ipv6(tcp())), flow6(), VERSION_2],
  ],
  variants: [
    ["a VLAN tag", linuxSll(vlan(ipv4(tcp())), { protocol: 0x8100 }), flow({ via: ["vlan 10"] })],
    ["an 802.2 frame", linuxSll(llc(ipv4(tcp())), { protocol: 4 }), flow()],
    ["an 802.2 frame in version 2", linuxSll2(llc(ipv4(tcp())), { protocol: 4 }), flow(), VERSION_2],
    ["an 802.11 interface", linuxSll(wirelessFrame(), { hardware: 801, protocol: 4 }), flow()],
    [
      "an 802.11 interface with radiotap",
      linuxSll(radiotapFrame(wirelessFrame()), { hardware: 803, protocol: 4 }),
      flow(),
    ],
  ],
  counterexamples: [
    ["ARP", linuxSll(zeros(28), { protocol: 0x0806 }), { verdict: "arp" }],
    ["Netlink, whose protocol is a family", linuxSll(ipv4(tcp()), { hardware: 824 }), { verdict: "not-ip" }],
    [
      "Frame Relay, whose protocol says nothing",
      linuxSll(ipv4(tcp()), { hardware: 770 }),
      { verdict: "not-ip" },
    ],
    ["Novell's raw 802.3", linuxSll(zeros(30), { protocol: 1 }), { verdict: "not-ip" }],
    [
      "CAN, on one of Linux's own numbers",
      linuxSll2(zeros(16), { protocol: 0x000c }),
      { verdict: "not-ip" },
      VERSION_2,
    ],
  ],
  broken: [
    ["one byte less than version 1", zeros(15), { verdict: "malformed-header" }],
    ["one byte less than version 2", zeros(19), { verdict: "malformed-header" }, VERSION_2],
    ["a header alone", join(zeros(14), hex("08 00")), { verdict: "malformed-header" }],
  ],
} satisfies Format;
